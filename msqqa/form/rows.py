"""The rows of a document's tables that hold a form: their cells are read as lines.

``| 4 | Is there a law?<br>If so, please explain. | Yes<br>Act 7 |`` is five lines of a form in one line of text. A
number stays with the cell behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.markdown_marks import LINE_BREAK
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.model import Document, Range

_PARTED = re.compile(rf"(?<!\\)\||{LINE_BREAK.pattern}", re.IGNORECASE)
_UNDER_HEAD = re.compile(r"[\s:|]*+-[-\s:|]*+$")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table, as its format's text shows it."""

    start: int
    end: int
    head: Range | None
    """Its first row and the rule below, which name the columns; None where no rule stands there."""


def tables(document: Document) -> Iterator[TextTable]:
    """Yield the tables of a document in order; its blocks are their rows, the first with the rule below it."""
    rows = [block for block in document.blocks if block.kind == "table"]
    start = end = -1
    head: Range | None = None
    for row in rows:
        ruled = names_columns(document.text[row.start : row.end])
        if row.start != end or ruled:
            if end >= 0:
                yield TextTable(start, end, head)
            start, head = row.start, (row.start, row.end) if ruled else None
        end = row.end
    if end >= 0:
        yield TextTable(start, end, head)


def names_columns(row: str) -> bool:
    """Return whether a row has the rule below it that parts the columns' names from what stands below."""
    return any(_UNDER_HEAD.match(line) for line in row.splitlines()[1:])


def cell_starts(text: str, start: int, end: int) -> list[int]:
    """Return where the lines of a row begin: at its own beginning, behind a cell with words, and behind a line break.

    The rule that closes the row is a line of its own.

    >>> row = "| 4 | Is there a law?<br>Which? | Act 7 |"
    >>> [row[a:b] for a, b in zip(cell_starts(row, 0, 41), [*cell_starts(row, 0, 41)[1:], 41])]
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
