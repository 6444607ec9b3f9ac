"""Tables of marks: a row a question, a column an option, and a cross where they meet.

"Is there a law? | X | " below the heads "Question | Yes | No" means "☒ Yes ☐ No", and is written so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.languages.matching import matcher
from msqqa.stance.ticks import BOX, is_marked
from msqqa.stance.wording import read_decisions
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONGEST_HEAD = 6
"""Words of a column's head that is an option."""
_MARK = re.compile(rf"(?:{BOX}|[xX×√]|\(?[xX]\)?)")
_LONGEST_HEADS = 5

Cells = list[tuple[str, int]]
"""A row: each cell's text, and how many columns it is wide."""


@dataclass(frozen=True, slots=True)
class MarkColumns:
    """The columns of a table in which marks stand."""

    head: int
    """The row that names them."""
    options: Mapping[int, str]
    """Column → the option that it stands for."""


def mark_columns(rows: Sequence[Cells]) -> MarkColumns | None:
    """Return a table's columns of marks below its first row; None where there are not two.

    A column counts where its head is a few words, and what stands below is marks or nothing. A column for remarks that
    nobody wrote is none of them.
    """
    if len(rows) < 2:
        return None
    grid = [_by_column(row) for row in rows]
    options: dict[int, str] = {}
    some = False
    for column, head in grid[0].items():
        below = [row[column] for row in grid[1:] if column in row]
        named = [word.text for word in words(head)]
        if not below or not 1 <= len(named) <= _LONGEST_HEAD:
            continue
        if not any(below) and not read_decisions(named) and _names_a_column(named):
            continue
        if all(not text or _MARK.fullmatch(text) for text in below):
            options[column] = head
            some = some or any(below)
    if len(options) < 2 or not some:
        return None
    return MarkColumns(0, options)


def write_marks(columns: MarkColumns | None, n: int, row: Cells) -> dict[int, str] | None:
    """Return what is written instead of some of row ``n``'s cells; None where it has no marks.

    The options stand together on one line, in the place of the first of their cells.
    """
    if columns is None:
        return None
    at, found = 0, {}
    for i, (text, wide) in enumerate(row):
        if wide == 1 and at in columns.options:
            found[i] = (columns.options[at], text)
        at += wide
    if n == columns.head:
        # The heads are written beside each mark; by themselves they are nobody's answer.
        return dict.fromkeys(found, "")
    if not found or not any(text for text, _ in row):
        return None
    line = "  ".join(f"{'☒' if _is_mark(text) else '☐'} {option}" for option, text in found.values())
    first = min(found)
    return {i: line if i == first else "" for i in found}


def is_column_heads(texts: Sequence[str], *, marked: bool) -> bool:
    """Return whether a row only names its columns: "No. | Question | Answer".

    Such a row is no one's answer, although in a table that goes on it stands between two questions. ``marked`` says
    that the file calls it a head, or that its other cells are the heads of columns of marks: then one name will do.
    """
    found = [[word.text for word in words(text)] for text in texts if text]
    named = [_names_a_column(line) for line in found]
    if all(read_decisions(line) for line in found):
        return False
    return all(named) and len(named) >= (1 if marked else 2)


def _names_a_column(named: Sequence[str]) -> bool:
    return 1 <= len(named) <= _LONGEST_HEADS and bool(matcher("columns", (("heads", "head"),)).cover(named))


def _is_mark(text: str) -> bool:
    return bool(text) and (is_marked(text) or "×" in text or "√" in text)


def _by_column(row: Cells) -> dict[int, str]:
    found, at = {}, 0
    for text, wide in row:
        if wide == 1:
            found[at] = text
        at += wide
    return found
