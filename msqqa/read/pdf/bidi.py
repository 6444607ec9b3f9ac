"""Letters of a word, and words of a line, in the order in which they are read, where they run from right to left."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.read.pdf.placed import PlacedWord


def in_order(letters: Sequence[tuple[str, float]]) -> str:
    """Return the text of a word in the order in which it is read.

    Parameters
    ----------
    letters:
        Characters with their place from left to right, in the order in which the file has them; that is their order
        unless they are written from right to left, which a file may draw either way.
    """
    text = "".join(letter for letter, _ in letters)
    if text.isascii() or _direction(text) != "R":
        return text
    ordered: list[str] = []
    run: list[str] = []
    for letter, _ in sorted(letters, key=lambda placed: -placed[1]):
        if _direction(letter) in ("L", "N"):
            run.append(letter)
            continue
        ordered += reversed(run)
        run = []
        ordered.append(letter)
    return "".join([*ordered, *reversed(run)])


def in_reading_order(words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """Return words that stand from left to right in the order in which they are read.

    In a line that is mostly Arabic or Hebrew the words run from right to left, and runs of others within it, numbers
    and Latin words, from left to right.
    """
    directions = [_direction(word.text) for word in words]
    if "R" not in directions:
        return list(words)
    lengths = dict.fromkeys(("R", "L", "N", ""), 0)
    for word, direction in zip(words, directions, strict=True):
        lengths[direction] += len(word.text)
    if lengths["R"] <= lengths["L"]:
        return list(words)
    ordered: list[PlacedWord] = []
    run: list[PlacedWord] = []
    for word, direction in zip(reversed(words), reversed(directions), strict=True):
        if direction in ("L", "N"):
            run.append(word)
            continue
        ordered += reversed(run)
        run = []
        ordered.append(word)
    return [*ordered, *reversed(run)]


def _direction(text: str) -> str:
    """Return ``R`` or ``L`` by the first letter; ``N`` for a number, empty for marks."""
    if text.isascii():
        return "L" if any(c.isalpha() for c in text) else "N" if any(c.isdecimal() for c in text) else ""
    kinds = [unicodedata.bidirectional(character) for character in text]
    letter = next((kind for kind in kinds if kind in ("R", "AL", "L")), None)
    if letter is not None:
        return "L" if letter == "L" else "R"
    return "N" if "EN" in kinds or "AN" in kinds else ""
