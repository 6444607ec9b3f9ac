"""Which rows of a table are its heads: one, or two, below titles perhaps; what a merged head stands above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.table.sheet import Column, padded
from msqqa.table.values import is_closed_word
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from msqqa.table.sheet import Row

_TITLES = 10
"""Rows that may stand above the heads."""
_ENOUGH = 0.6
"""Share of the columns with few different values in which a second head must be something else than these."""
_LONGEST_TITLE = 2


def heads_of(rows: Sequence[Row], merged: Collection[int], usual: int) -> tuple[int, tuple[Column, ...]]:
    """Return how many rows stand above the answers, and the columns that their heads make.

    Parameters
    ----------
    rows:
        Those that are not empty.
    merged:
        ``id`` of the rows in which a head stands above several columns.
    usual:
        How many fields most rows have.
    """
    at = 0
    while at < min(_TITLES, len(rows) - 1) and _is_title(rows[at], rows[at + 1]):
        at += 1
    if at >= len(rows):
        return at, ()
    below = rows[at + 1 :]
    width = max(_extent(rows[at]), usual)
    first = padded(rows[at], width)
    if not below or not (id(rows[at]) in merged or _is_head(padded(below[0], width), first, below[1:], width)):
        return at + 1, _named([Column(squeeze(text)) for text in first])
    width = max(width, _extent(below[0]))
    first, second = padded(rows[at], width), padded(below[0], width)
    if id(rows[at]) in merged or not all(first[i] for i, text in enumerate(second) if text):
        above = _carried(first, second)
        columns = [
            Column(squeeze(low or high), "", squeeze(high) if low else "")
            for high, low in zip(above, second, strict=True)
        ]
        return at + 2, _named(columns)
    # Both heads name each column: the longer says what is asked, the shorter is its code.
    longer = sum(map(len, second)) >= sum(map(len, first))
    texts, codes = (second, first) if longer else (first, second)
    columns = [Column(squeeze(t or c), squeeze(c if t else "")) for t, c in zip(texts, codes, strict=True)]
    skip = at + 2
    while skip < len(rows) and _holds_ids(rows[skip]):
        skip += 1
    return skip, _named(columns)


def _is_title(row: Row, after: Row) -> bool:
    """Return whether a row is a title: next to nothing in it, and more in the row below."""
    filled, below = sum(map(bool, row.values)), sum(map(bool, after.values))
    return filled < _LONGEST_TITLE and below > filled + 1


def _is_head(second: Sequence[str], first: Sequence[str], below: Sequence[Row], width: int) -> bool:
    """Return whether the second row is a head too: where answers repeat, it holds something else."""
    if len(below) < 3:
        return False
    closed = unlike = 0
    for i in range(width):
        values = [fold(row.values[i]) for row in below if i < len(row.values) and row.values[i]]
        if len(values) < 3 or len(set(values)) > max(4, len(values) // 3):
            continue
        closed += 1
        unlike += bool(second[i]) and fold(second[i]) not in values and not is_closed_word(second[i])
    return closed >= 2 and unlike >= _ENOUGH * closed and sum(map(len, second)) > sum(map(len, first)) // 2


def _holds_ids(row: Row) -> bool:
    """Return whether a row holds an export's own ids, as Qualtrics writes them below its heads."""
    filled = [value for value in row.values if value]
    return bool(filled) and 2 * sum(value.startswith('{"ImportId"') for value in filled) > len(filled)


def _carried(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the upper heads, each carried over the empty fields behind it."""
    found: list[str] = []
    for high, low in zip(first, second, strict=True):
        found.append(high or (found[-1] if found and low else ""))
    return found


def _extent(row: Row) -> int:
    return max((at + 1 for at, value in enumerate(row.values) if value), default=0)


def _named(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Name the columns without a head by their place."""
    return tuple(c if c.text else Column(f"column {at}", c.code, c.section) for at, c in enumerate(columns, 1))
