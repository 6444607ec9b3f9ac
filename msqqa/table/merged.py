"""Merged fields of a spreadsheet: what one holds stands in each field that it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.table.sheet import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_MERGED = 100_000
"""Fields that merged ones may stand for."""

Merged = tuple[int, int, int, int]
"""First row, last row, first column, last column, from 0."""


def fill(rows: list[Row], merged: Sequence[Merged]) -> set[int]:
    """Give each field of merged ones their value; return the rows in which one stands above several columns."""
    above, room = set[int](), _MAX_MERGED
    places = {row.lines[0] - 1: n for n, row in enumerate(rows)}
    for top, bottom, left, right in merged:
        first = places.get(top)
        if first is None or left >= len(rows[first].values):
            continue
        value = rows[first].values[left]
        within = [places[at] for at in range(top, min(bottom, top + _MAX_MERGED) + 1) if at in places]
        room -= len(within) * (right - left + 1)
        if room < 0 or not value:
            continue
        if right > left and top == bottom and first + 1 < len(rows) and sum(map(bool, rows[first + 1].values)) > 1:
            above.add(first)
        for at in within:
            values = list(rows[at].values) + [""] * (right + 1 - len(rows[at].values))
            values[left : right + 1] = [value] * (right + 1 - left)
            rows[at] = Row(tuple(values), rows[at].lines)
    return above
