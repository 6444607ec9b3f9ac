"""A page's rows → its columns in reading order: running text, text set in columns, and the cells of tables.

Where several rows leave the same gap free, the gap is a gutter. On both sides of one stands either prose, which is read
down each column in turn, or a table, which is read row by row: a form's questions on the left, the answers beside them.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.read.pdf.rows import MARKER, Piece, Row, is_box, is_box_row, is_full, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.model import Range
    from msqqa.read.pdf.words import Box

MAX_ROWS = 1000
"""A page of more is no text that anybody set in columns; it is read row by row."""
_NARROWEST = 6.0
"""Points: a gutter is at least as wide."""
_ROWS_OF_A_BAND = 3
"""A gutter is one where as many rows have text on both sides of it; two, where lines are ruled across it."""
_STRAY_ROWS = 3
"""Of a table's head, which may be taken for the last lines of columns above it."""
_TAB = 3.0
"""Sizes: a wider gap in running text parts a label from what stands beside it."""
_FULL = 0.6
"""Of a column's width, that half of its lines fill where it is prose."""
_HOLES = 0.25
"""Of a column's height, that prose leaves free at most."""
_PROSE_CHARACTERS = 15
_LEVEL, _TOGETHER = 0.4, 0.75
"""Sizes, within which two lines are level; and of what begins in a table's first column, what begins beside it too."""
_NEAR = 0.8
"""Sizes, that are between two lines of a column at most."""
_APART = 0.45
"""Sizes: by how much more than usual the room between two rows of a table is, where no lines are drawn."""
_LABEL_WORDS = 4
"""Of a column's head that labels the boxes below it, at most."""
_MARGIN = 2.0
"""Points, by which a rule may miss what it runs along."""

Gap = tuple[float, float]


@dataclass(slots=True)
class Column:
    """Lines that are read from top to bottom before anything else."""

    lines: list[Piece] = field(default_factory=list)
    right: float = 0.0
    """Where its lines are broken, in points."""
    cell: bool = False
    """Whether it is a cell of a table: what follows elsewhere never goes on with it."""
    row: list[Column] | None = None
    """The cells of the table's row, in order; the column itself is then empty."""


@dataclass(frozen=True, slots=True)
class _Band:
    first: int
    after: int
    gaps: tuple[Gap, ...]
    table: bool = True


def columns_of(rows: Sequence[Row], rules: Sequence[Box], right: float) -> list[Column]:
    """Return the columns of a page in reading order.

    Parameters
    ----------
    rows:
        From the top of the page to its bottom.
    rules:
        The boxes of lines that are drawn across the page.
    right:
        Where lines of running text are broken, in points.
    """
    found: list[Column] = []
    flow = Column(right=right)
    for part in _bands(rows, rules) if len(rows) <= MAX_ROWS else rows:
        if isinstance(part, Row):
            flow.lines += _flow_lines(part)
            continue
        if flow.lines:
            found.append(flow)
            flow = Column(right=right)
        band = rows[part.first : part.after]
        found += _table(band, part.gaps, rules, right) if part.table else _prose(band, part.gaps)
    if flow.lines:
        found.append(flow)
    return found


def _flow_lines(row: Row) -> list[Piece]:
    """Return the lines of a row of running text: one, unless wide gaps part labels."""
    if is_box_row(row.pieces):
        return [joined(row.pieces)]
    lines: list[list[Piece]] = [[row.pieces[0]]]
    for before, piece in pairwise(row.pieces):
        if piece.field or before.field or piece.x0 - before.x1 > _TAB * piece.size:
            lines.append([])
        lines[-1].append(piece)
    return [joined(line) for line in lines]


# ---------------------------------------------------------------- bands


def _bands(rows: Sequence[Row], rules: Sequence[Box]) -> Iterator[Row | _Band]:
    at = 0
    while at < len(rows):
        band = _band_at(rows, at, rules) if len(rows[at].pieces) > 1 else _led_by(rows, at, rules)
        if band is None:
            yield rows[at]
            at += 1
        else:
            band = _judged(band, rows, rules)
            yield band
            at = band.after


def _judged(band: _Band, rows: Sequence[Row], rules: Sequence[Box]) -> _Band:
    """Return a band as what it is, prose or a table; prose without the first rows of a table below it."""
    for after in range(band.after, max(band.first + _ROWS_OF_A_BAND, band.after - _STRAY_ROWS - 1), -1):
        if not _is_table(rows[band.first : after], band.gaps, rules):
            return _Band(band.first, after, band.gaps, table=False)
    return band


def _led_by(rows: Sequence[Row], at: int, rules: Sequence[Box]) -> _Band | None:
    """Return the band whose last column begins a line above the others, at a row; None where none does."""
    if at + 1 >= len(rows) or len(rows[at + 1].pieces) < 2 or rows[at + 1].pieces[0].x1 > rows[at].pieces[0].x0:
        return None
    band = _band_at(rows, at + 1, rules)
    if band is None or rows[at].bottom - rows[at + 1].top > _NEAR * rows[at].pieces[0].size:
        return None
    beside = all(rows[at].pieces[0].x0 >= gap[1] - _MARGIN for gap in band.gaps)
    return _Band(at, band.after, band.gaps) if beside else None


def _band_at(rows: Sequence[Row], first: int, rules: Sequence[Box]) -> _Band | None:
    """Return the longest band that begins at a row; None where its gaps are no gutters."""
    gaps: list[Gap] = [(a.x1, b.x0) for a, b in pairwise(rows[first].pieces)]
    after = first
    while after < len(rows):
        left = [cut for gap in gaps if (cut := _free(gap, rows[after])) is not None]
        if not left:
            break
        gaps = left
        after += 1
    while after > first and not any(_both_sides(gap, rows[after - 1]) for gap in gaps):
        before = rows[after - 2] if after - 2 >= first else None
        size = rows[after - 1].pieces[0].size
        if before is not None and before.bottom - rows[after - 1].top < _NEAR * size:
            break  # a last cell, or a last column, goes on alone
        after -= 1
    kept = tuple(gap for gap in gaps if _is_gutter(gap, rows[first:after], rules))
    return _Band(first, after, kept) if kept else None


def _free(gap: Gap, row: Row) -> Gap | None:
    """Return what a row leaves free of a gap; None where that is too narrow for a gutter."""
    a, b = gap
    for piece in row.pieces:
        if piece.x0 < b and piece.x1 > a:
            if piece.x0 <= a and piece.x1 >= b:
                return None
            # It reaches in from the side on which its middle is.
            a, b = (max(a, piece.x1), b) if piece.x0 + piece.x1 < a + b else (a, min(b, piece.x0))
    return (a, b) if b - a >= _NARROWEST else None


def _both_sides(gap: Gap, row: Row) -> bool:
    return any(p.x1 <= gap[0] + _MARGIN for p in row.pieces) and any(p.x0 >= gap[1] - _MARGIN for p in row.pieces)


def _is_gutter(gap: Gap, rows: Sequence[Row], rules: Sequence[Box]) -> bool:
    both = [row for row in rows if _both_sides(gap, row)]
    marks = sum(all(MARKER.fullmatch(p.text) for p in row.pieces if p.x1 <= gap[0] + _MARGIN) for row in both)
    if marks == len(both) and not _across(gap, rows, rules):
        return False  # the marks of a list stand there
    return len(both) >= (2 if _across(gap, rows, rules) else _ROWS_OF_A_BAND)


def _across(gap: Gap, rows: Sequence[Row], rules: Sequence[Box]) -> list[float]:
    """Return where between some rows lines are drawn across a gap, from top to bottom."""
    if not rows:
        return []
    top, bottom = rows[0].top + 12, rows[-1].bottom - 12
    found = {
        round((y0 + y1) / 2)
        for x0, y0, x1, y1 in rules
        if x0 <= gap[0] + _MARGIN and x1 >= gap[1] - _MARGIN and bottom <= (y0 + y1) / 2 <= top
    }
    return sorted(map(float, found), reverse=True)


# ---------------------------------------------------------------- prose or table


def _is_table(rows: Sequence[Row], gaps: Sequence[Gap], rules: Sequence[Box]) -> bool:
    inside = [y for y in _across(gaps[0], rows, rules) if rows[-1].bottom < y < rows[0].top]
    sides = _split(rows, gaps)
    return bool(inside) or not all(_is_prose(lines) for lines in sides) or _begin_together(sides[0], sides[1])


def _is_prose(lines: Sequence[Piece]) -> bool:
    """Return whether lines fill their column, in length and in height."""
    if len(lines) < _ROWS_OF_A_BAND:
        return False
    left, right = min(p.x0 for p in lines), max(p.x1 for p in lines)
    width = statistics.median(p.x1 - p.x0 for p in lines)
    if width < _FULL * (right - left) or statistics.median(len(p.text) for p in lines) < _PROSE_CHARACTERS:
        return False
    steps = [a.middle - b.middle for a, b in pairwise(lines)]
    usual = statistics.median(steps)
    free = sum(step - usual for step in steps if step > 2 * usual)
    return free < _HOLES * (lines[0].y1 - lines[-1].y0)


def _begin_together(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Return whether what begins on the left begins on the right as well, as cells do and paragraphs do not."""
    ours, others = _beginnings(left)[1:], _beginnings(right)
    together = sum(any(abs(a.middle - b.middle) < _LEVEL * a.size for b in others) for a in ours)
    return len(ours) > 1 and together >= _TOGETHER * len(ours)


def _beginnings(lines: Sequence[Piece]) -> list[Piece]:
    """Return the lines with which something begins."""
    right = max((p.x1 for p in lines), default=0.0)
    usual = statistics.median(a.middle - b.middle for a, b in pairwise(lines)) if len(lines) > 1 else 0.0
    return [
        *lines[:1],
        *(b for a, b in pairwise(lines) if not is_full(a, b, right) or a.middle - b.middle > _APART * b.size + usual),
    ]


def _split(rows: Sequence[Row], gaps: Sequence[Gap]) -> list[list[Piece]]:
    """Return the lines on each side of the gaps, from left to right."""
    edges = [(a + b) / 2 for a, b in sorted(gaps)]
    found: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
    for row in rows:
        sides: list[list[Piece]] = [[] for _ in found]
        for piece in row.pieces:
            sides[sum((piece.x0 + piece.x1) / 2 > edge for edge in edges)].append(piece)
        for lines, pieces in zip(found, sides, strict=True):
            if pieces:
                lines.extend(_flow_lines(Row(pieces)))
    return found


def _prose(rows: Sequence[Row], gaps: Sequence[Gap]) -> list[Column]:
    return [Column(lines, max(p.x1 for p in lines)) for lines in _split(rows, gaps) if lines]


def _table(rows: Sequence[Row], gaps: Sequence[Gap], rules: Sequence[Box], right: float) -> list[Column]:
    """Return the rows of a table, each with its cells."""
    heads: list[str] = []
    stops = [*(a for a, _ in sorted(gaps)), max(right, *(p.x1 for row in rows for p in row.pieces))]
    found = []
    for first, after in _table_rows(rows, gaps, rules, stops):
        cells = _split(rows[first:after], gaps)
        heads = heads or [" ".join(line.text for line in cell) for cell in cells]
        for cell, head in zip(cells, heads, strict=True):
            # A box in a column of its own is that of the column's head: so it stands before its label.
            if len(cell) == 1 and is_box(cell[0].text) and 0 < len(head.split()) <= _LABEL_WORDS and not is_box(head):
                cell[0].text += f" {head}"
        found.append(
            Column(row=[Column(cell, stop, cell=True) for cell, stop in zip(cells, stops, strict=True) if cell])
        )
    return found


def _table_rows(rows: Sequence[Row], gaps: Sequence[Gap], rules: Sequence[Box], stops: Sequence[float]) -> list[Range]:
    """Return which lines of a table make each of its rows."""
    ruled = [y for gap in gaps for y in _across(gap, rows, rules)]
    between = [
        any(below.top - _MARGIN <= y + _MARGIN and y - _MARGIN <= above.bottom for y in ruled)
        for above, below in pairwise(rows)
    ]
    if not any(between):
        between = _unruled(rows, gaps, stops)
    starts = [0, *(i + 1 for i, parted in enumerate(between) if parted), len(rows)]
    return list(pairwise(starts))


def _unruled(rows: Sequence[Row], gaps: Sequence[Gap], stops: Sequence[float]) -> list[bool]:
    """Return after which lines a row of a table ends, where no lines are drawn.

    A row begins after more room than is between the lines of a cell, and where several cells begin at once and the
    first of them does not go on with the line above it.
    """
    steps = [above.bottom - below.top for above, below in pairwise(rows)]
    usual = max(min(steps, default=0.0), 0.0)
    edges = [(a + b) / 2 for a, b in sorted(gaps)]
    found = []
    for (above, below), step in zip(pairwise(rows), steps, strict=True):
        begins = len(below.pieces) > 1 and below.pieces[0].x1 <= edges[0] and not _goes_on(above, below, edges, stops)
        found.append(begins or step > usual + _APART * below.pieces[0].size)
    return found


def _goes_on(above: Row, below: Row, edges: Sequence[float], stops: Sequence[float]) -> bool:
    """Return whether every cell that has text in ``below`` had to break its line above it."""
    lines = {sum(piece.x0 > edge for edge in edges): piece for piece in above.pieces}
    for piece in below.pieces:
        column = sum(piece.x0 > edge for edge in edges)
        line = lines.get(column)
        if line is None or not is_full(line, piece, stops[column]) or MARKER.fullmatch(piece.text.split(" ", 1)[0]):
            return False
    return True
