"""A document as a form is learned from it: what is personal is other letters, so that it can become no form's words."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.model import Document


def mask_document(document: Document) -> Document:
    """Return a document of the same length in which other letters and digits stand for personal ones.

    They come from the file's hash, so that no two copies have the same and none is taken for a line that they share.
    """
    if not document.personal:
        return document
    drawn = _letters(document.sha256 + document.path)
    text, at, pieces = document.text, 0, []
    for start, end in document.personal:
        pieces += [text[at:start], "".join(_substitute(c, drawn) for c in text[start:end])]
        at = end
    return replace(document, text="".join([*pieces, text[at:]]))


def _letters(seed: str) -> Iterator[int]:
    n = 0
    while True:
        yield from hashlib.sha256(f"{seed}{n}".encode()).digest()
        n += 1


def _substitute(character: str, drawn: Iterator[int]) -> str:
    if character.isdigit():
        return "0123456789"[next(drawn) % 10]
    if character.isalpha():
        letter = "abcdefghijklmnopqrstuvwxyz"[next(drawn) % 26]
        return letter.upper() if character.isupper() else letter
    return character
