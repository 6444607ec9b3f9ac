"""The rows of a document's tables that hold a form: their cells are read as lines.

``| 4 | Is there a law?<br>If so, please explain. | Yes<br>Act 7 |`` is five lines of a form in one line of text. A
number stays with the cell behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.read.text import line_starts
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.model import Document, Range

LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PARTED = re.compile(rf"(?<!\\)\||{LINE_BREAK.pattern}", re.IGNORECASE)
_UNDER_HEAD = re.compile(r"\s*\|?[\s:|]*-[-\s:|]*$")


@dataclass(frozen=True, slots=True)
class Table:
    """A table, as its format's text shows it."""

    start: int
    end: int
    head: Range | None
    """Its first row and the rule below, which name the columns; None where no rule stands there."""


def tables(document: Document) -> Iterator[Table]:
    """Yield the tables of a document in order."""
    text = document.text
    for block in document.blocks:
        if block.kind != "table":
            continue
        lines = [block.start + at for at in line_starts(text[block.start : block.end])]
        ends = [*lines[1:], block.end]
        ruled = len(lines) > 1 and _UNDER_HEAD.match(text[lines[1] : ends[1]])
        yield Table(block.start, block.end, (block.start, ends[1]) if ruled else None)


def cell_starts(text: str, start: int, end: int) -> list[int]:
    """Return where the lines of a row begin: at its own beginning, behind a cell with words, and behind a line break.

    The rule that closes the row is a line of its own.

    >>> row = "| 4 | Is there a law?<br>Which? | Act 7 |"
    >>> [row[a:b] for a, b in zip(cell_starts(row, 0, 40), [*cell_starts(row, 0, 40)[1:], 40])]
    ['| 4 | Is there a law?<br>', 'Which? | ', 'Act 7 ', '|']
    """
    starts = [start]
    marks = list(_PARTED.finditer(text, start, end))
    for mark in marks:
        closes = mark is marks[-1] and mark[0] == "|" and not text[mark.end() : end].strip()
        at = mark.start() if closes else mark.end()
        while not closes and at < end and text[at] in " \t":
            at += 1
        if closes or any(not word.text.isdigit() for word in words(text, starts[-1], mark.start())):
            starts.append(at)
    return sorted(set(starts))
