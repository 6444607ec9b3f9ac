"""Words of a line in the order in which they are read, where the line is written from right to left."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.read.pdf.words import Word


def in_reading_order(words: Sequence[Word]) -> list[Word]:
    """Return words that stand from left to right in the order in which they are read.

    In a line that is mostly Arabic or Hebrew the words run from right to left, and runs of others within it, numbers
    and Latin words, from left to right.
    """
    directions = [_direction(word.text) for word in words]
    if directions.count("R") <= directions.count("L") or "R" not in directions:
        return list(words)
    ordered: list[Word] = []
    run: list[Word] = []
    for word, direction in zip(reversed(words), reversed(directions), strict=True):
        if direction == "L":
            run.append(word)
            continue
        ordered += reversed(run)
        run = []
        ordered.append(word)
    return [*ordered, *reversed(run)]


def _direction(text: str) -> str:
    """Return ``R`` or ``L`` by the first character that has a direction; ``L`` for a number, empty for marks."""
    if text.isascii():
        return "L" if any(c.isalnum() for c in text) else ""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "R"
        if kind in ("L", "EN", "AN"):
            return "L"
    return ""
