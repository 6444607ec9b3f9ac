"""What stands on both sides of the gutters of a page, and the lines that are drawn across them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.read.pdf.rows import PageRow, WordGroup, is_box_row, join_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.read.pdf.words import Box

_TAB = 3.0
"""Sizes: a wider gap in running text parts a label from what stands beside it."""
MARGIN = 2.0
"""Points, by which a rule may miss what it runs along."""

Gap = tuple[float, float]
"""Between two pieces, from left to right, in points."""


@dataclass(slots=True)
class TextColumn:
    """Lines that are read from top to bottom before anything else."""

    lines: list[WordGroup] = field(default_factory=list)
    right: float = 0.0
    """Where its lines are broken, in points."""
    cell: bool = False
    """Whether it is a cell of a table: what follows elsewhere never goes on with it."""
    row: list[TextColumn] | None = None
    """The cells of the table's row, in order; the column itself is then empty."""


def flow_lines(row: PageRow) -> list[WordGroup]:
    """Return the lines of a row of running text: one, unless wide gaps part labels."""
    if is_box_row(row.pieces):
        return [join_groups(row.pieces)]
    lines: list[list[WordGroup]] = [[row.pieces[0]]]
    for before, piece in pairwise(row.pieces):
        if piece.field or before.field or piece.x0 - before.x1 > _TAB * piece.size:
            lines.append([])
        lines[-1].append(piece)
    return [join_groups(line) for line in lines]


def split(rows: Sequence[PageRow], gaps: Sequence[Gap]) -> list[list[WordGroup]]:
    """Return the lines on each side of the gaps, from left to right."""
    edges = [(a + b) / 2 for a, b in sorted(gaps)]
    found: list[list[WordGroup]] = [[] for _ in range(len(edges) + 1)]
    for row in rows:
        sides: list[list[WordGroup]] = [[] for _ in found]
        for piece in row.pieces:
            sides[sum((piece.x0 + piece.x1) / 2 > edge for edge in edges)].append(piece)
        for lines, pieces in zip(found, sides, strict=True):
            if pieces:
                lines.extend(flow_lines(PageRow(pieces)))
    return found


def find_rules_across(gap: Gap, rows: Sequence[PageRow], rules: Sequence[Box]) -> list[float]:
    """Return where between some rows lines are drawn across a gap, from top to bottom."""
    if not rows:
        return []
    top, bottom = rows[0].top + 12, rows[-1].bottom - 12
    found = {
        round((y0 + y1) / 2)
        for x0, y0, x1, y1 in rules
        if x0 <= gap[0] + MARGIN and x1 >= gap[1] - MARGIN and bottom <= (y0 + y1) / 2 <= top
    }
    return sorted(map(float, found), reverse=True)
