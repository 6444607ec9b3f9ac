"""Tables: told from prose in columns, and cut into rows of cells."""

from __future__ import annotations

import statistics
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.read.pdf.gutters import MARGIN, Gap, TextColumn, find_rules_across, split
from msqqa.read.pdf.rows import MARKER, PageRow, WordGroup, is_box, is_full

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Range
    from msqqa.read.pdf.words import Box

_LINES_OF_PROSE = 3
_FULL = 0.6
"""Of a column's width, that half of its lines fill where it is prose."""
_HOLES = 0.25
"""Of a column's height, that prose leaves free at most."""
_PROSE_CHARACTERS = 15
_LEVEL, _TOGETHER = 0.4, 0.75
"""Sizes, within which two lines are level; and of what begins in a table's first column, what begins beside it too."""
_SHORTER = 4.0
"""Sizes, by which a column of prose may end above the next one."""
_RULES_OF_A_GRID = 4
"""So many lines across a table part all of its rows; fewer stand around it, or below its head."""
_APART = 0.45
"""Sizes: by how much more than usual the room between two rows of a table is, where no lines are drawn."""
_LABEL_WORDS = 4
"""Of a column's head that labels the boxes below it, at most."""


def is_table(rows: Sequence[PageRow], gaps: Sequence[Gap], rules: Sequence[Box]) -> bool:
    """Return whether rows that leave gaps free are those of a table, and not of prose set in columns."""
    inside = [y for y in find_rules_across(gaps[0], rows, rules) if rows[-1].bottom < y < rows[0].top]
    sides = split(rows, gaps)
    if inside or not all(_is_prose(lines) for lines in sides):
        return True
    # Prose fills its columns from the left; where the left one ends first, a question stands beside a longer answer.
    short = any(a[-1].middle - b[-1].middle > _SHORTER * a[-1].size for a, b in pairwise(sides))
    return short or _begin_together(sides[0], sides[1])


def _is_prose(lines: Sequence[WordGroup]) -> bool:
    """Return whether lines fill their column, in length and in height."""
    if len(lines) < _LINES_OF_PROSE:
        return False
    left, right = min(p.x0 for p in lines), max(p.x1 for p in lines)
    width = statistics.median(p.x1 - p.x0 for p in lines)
    if width < _FULL * (right - left) or statistics.median(len(p.text) for p in lines) < _PROSE_CHARACTERS:
        return False
    steps = [a.middle - b.middle for a, b in pairwise(lines)]
    usual = statistics.median(steps)
    free = sum(step - usual for step in steps if step > 2 * usual)
    return free < _HOLES * (lines[0].y1 - lines[-1].y0)


def _begin_together(left: Sequence[WordGroup], right: Sequence[WordGroup]) -> bool:
    """Return whether what begins on the left begins on the right as well, as cells do and paragraphs do not."""
    ours, others = _beginnings(left)[1:], _beginnings(right)
    together = sum(any(abs(a.middle - b.middle) < _LEVEL * a.size for b in others) for a in ours)
    return len(ours) > 1 and together >= _TOGETHER * len(ours)


def _beginnings(lines: Sequence[WordGroup]) -> list[WordGroup]:
    """Return the lines with which something begins."""
    right = max((p.x1 for p in lines), default=0.0)
    usual = statistics.median(a.middle - b.middle for a, b in pairwise(lines)) if len(lines) > 1 else 0.0
    return [
        *lines[:1],
        *(b for a, b in pairwise(lines) if not is_full(a, b, right) or a.middle - b.middle > _APART * b.size + usual),
    ]


def table_of(rows: Sequence[PageRow], gaps: Sequence[Gap], rules: Sequence[Box], right: float) -> list[TextColumn]:
    """Return the rows of a table, each with its cells."""
    heads: list[str] = []
    stops = [*(a for a, _ in sorted(gaps)), max(right, *(p.x1 for row in rows for p in row.pieces))]
    found = []
    for first, after in _table_rows(rows, gaps, rules, stops):
        cells = split(rows[first:after], gaps)
        heads = heads or [" ".join(line.text for line in cell) for cell in cells]
        for cell, head in zip(cells, heads, strict=True):
            # A box in a column of its own is that of the column's head: so it stands before its label.
            if len(cell) == 1 and is_box(cell[0].text) and 0 < len(head.split()) <= _LABEL_WORDS and not is_box(head):
                cell[0].text += f" {head}"
        found.append(
            TextColumn(row=[TextColumn(cell, stop, cell=True) for cell, stop in zip(cells, stops, strict=True) if cell])
        )
    return found


def _table_rows(
    rows: Sequence[PageRow], gaps: Sequence[Gap], rules: Sequence[Box], stops: Sequence[float]
) -> list[Range]:
    """Return which lines of a table make each of its rows."""
    ruled = [y for gap in gaps for y in find_rules_across(gap, rows, rules)]
    between = [
        any(below.top - MARGIN <= y + MARGIN and y - MARGIN <= above.bottom for y in ruled)
        for above, below in pairwise(rows)
    ]
    if len(set(ruled)) < _RULES_OF_A_GRID:
        unruled = _find_row_ends(rows, gaps, stops, lined=bool(ruled))
        between = [a or b for a, b in zip(between, unruled, strict=True)]
    starts = [0, *(i + 1 for i, parted in enumerate(between) if parted), len(rows)]
    return list(pairwise(starts))


def _find_row_ends(rows: Sequence[PageRow], gaps: Sequence[Gap], stops: Sequence[float], *, lined: bool) -> list[bool]:
    """Return after which lines a row of a table ends, where no lines are drawn between its rows.

    A row begins after more room than is between the lines of a cell, and where several cells begin at once. Where the
    table is ``lined`` all the same, below its head or around it, the first cell must begin there, whatever others do.
    """
    steps = [above.bottom - below.top for above, below in pairwise(rows)]
    usual = max(min(steps, default=0.0), 0.0)
    edges = [(a + b) / 2 for a, b in sorted(gaps)]
    found = []
    for (above, below), step in zip(pairwise(rows), steps, strict=True):
        begins = len(below.pieces) > 1 and below.pieces[0].x1 <= edges[0]
        # A sentence that goes on in the first cell decides; labels below each other may be as long as their column.
        first_alone = lined or below.pieces[0].text[:1].islower()
        begins = begins and not _goes_on(above, below, edges, stops, 1 if first_alone else len(stops))
        wide = step > usual + _APART * below.pieces[0].size and not lined
        found.append(begins or wide)
    return found


def _goes_on(above: PageRow, below: PageRow, edges: Sequence[float], stops: Sequence[float], columns: int) -> bool:
    """Return whether each cell of the first ``columns`` that has text in ``below`` had to break its line above it."""
    lines = {sum(piece.x0 > edge for edge in edges): piece for piece in reversed(above.pieces)}
    for piece in below.pieces:
        column = sum(piece.x0 > edge for edge in edges)
        if column >= columns:
            break
        line = lines.get(column)
        if line is None or not is_full(line, piece, stops[column]) or MARKER.fullmatch(piece.text.split(" ", 1)[0]):
            return False
    return True
