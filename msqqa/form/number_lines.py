"""Lines that print nothing but the number of the question below: "### Question 12", "Frage 12", "Q12"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.form.document_line import DocumentLine

_LONGEST = 4
"""Words of such a line."""
_DIGITS = 3
"""Of a number: more are a year's."""
_LEAST = 3
"""Lines that print a number in the same words, below which these may be anything."""


def join_number_lines(text: str, lines: Sequence[DocumentLine]) -> list[DocumentLine]:
    """Return a document's lines, each that prints a number alone joined to the one below, which then has that number.

    Which words stand beside the number, in whatever language, is seen by their coming again with one number after
    another, each above a line that has none of its own.
    """
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for at, line in enumerate(lines[:-1]):
        said = _read_label(text, line)
        if said is not None:
            found.setdefault(said[0], []).append((at, said[1]))
    above = {at: number for label in found.values() if _counts_up(label, lines) for at, number in label}
    joined: list[DocumentLine] = []
    for at, line in enumerate(lines):
        if at - 1 in above and at not in above and line.number is None:
            joined[-1] = replace(line, start=joined[-1].start, number=str(above[at - 1]))
        else:
            joined.append(line)
    return joined


def _read_label(text: str, line: DocumentLine) -> tuple[tuple[str, ...], int] | None:
    """Return the words of a line around its only number, and that; None where it is no such line."""
    if line.box is not None or "|" in text[line.start : line.end]:
        return None
    said, numbers = [], []
    for word in words(text, line.start, line.end):
        digits = "".join(filter(str.isdecimal, word.text))
        numbers += [digits] if digits else []
        said.append(word.text.replace(digits, "0") if digits else word.text)
        if len(said) > _LONGEST or len(numbers) > 1:
            return None
    if not numbers or len(numbers[0]) > _DIGITS:
        return None
    return tuple(said), int(numbers[0])


def _counts_up(label: Sequence[tuple[int, int]], lines: Sequence[DocumentLine]) -> bool:
    """Return whether some lines number what stands below them: one after another, mostly with none left out."""
    steps = [b - a for (_, a), (_, b) in pairwise(label)]
    bare = sum(lines[at + 1].number is None for at, _ in label)
    return len(label) >= _LEAST and min(steps) > 0 and 2 * steps.count(1) >= len(steps) and 2 * bare > len(label)
