"""A page's rows → its columns in reading order: running text, text set in columns, and the cells of tables.

Where several rows leave the same gap free, the gap is a gutter. On both sides of one stands either prose, which is read
down each column in turn, or a table, which is read row by row: a form's questions on the left, the answers beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.read.pdf.gutters import MARGIN, Gap, TextColumn, find_rules_across, flow_lines, split
from msqqa.read.pdf.rows import MARKER, PageRow
from msqqa.read.pdf.tables import is_table, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.read.pdf.words import Box

MAX_ROWS = 1000
"""A page of more is no text that anybody set in columns; it is read row by row."""
_NARROWEST = 6.0
"""Points: a gutter is at least as wide."""
_ROWS_OF_A_BAND = 3
"""A gutter is one where as many rows have text on both sides of it; two, where lines are ruled across it."""
_STRAY_ROWS = 3
"""Of a table's head, which may be taken for the last lines of columns above it."""
_NEAR = 0.8
"""Sizes, that are between two lines of a column at most."""


@dataclass(frozen=True, slots=True)
class _Band:
    first: int
    after: int
    gaps: tuple[Gap, ...]
    table: bool = True


def columns_of(rows: Sequence[PageRow], rules: Sequence[Box], right: float) -> list[TextColumn]:
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
    found: list[TextColumn] = []
    flow = TextColumn(right=right)
    for part in _bands(rows, rules) if len(rows) <= MAX_ROWS else rows:
        if isinstance(part, PageRow):
            flow.lines += flow_lines(part)
            continue
        if flow.lines:
            found.append(flow)
            flow = TextColumn(right=right)
        band = rows[part.first : part.after]
        found += table_of(band, part.gaps, rules, right) if part.table else _prose(band, part.gaps)
    if flow.lines:
        found.append(flow)
    return found


# ---------------------------------------------------------------- bands


def _bands(rows: Sequence[PageRow], rules: Sequence[Box]) -> Iterator[PageRow | _Band]:
    at = 0
    while at < len(rows):
        band = _band_at(rows, at, rules) if len(rows[at].pieces) > 1 else _led_by(rows, at, rules)
        if band is None:
            yield rows[at]
            at += 1
        else:
            band = _classify_band(band, rows, rules)
            yield band
            at = band.after


def _classify_band(band: _Band, rows: Sequence[PageRow], rules: Sequence[Box]) -> _Band:
    """Return a band as what it is, prose or a table; prose without the first rows of a table below it."""
    for after in range(band.after, max(band.first + _ROWS_OF_A_BAND, band.after - _STRAY_ROWS - 1), -1):
        if not is_table(rows[band.first : after], band.gaps, rules):
            return _Band(band.first, after, band.gaps, table=False)
    return band


def _led_by(rows: Sequence[PageRow], at: int, rules: Sequence[Box]) -> _Band | None:
    """Return the band whose last column begins a line above the others, at a row; None where none does."""
    if at + 1 >= len(rows) or len(rows[at + 1].pieces) < 2 or rows[at + 1].pieces[0].x1 > rows[at].pieces[0].x0:
        return None
    band = _band_at(rows, at + 1, rules)
    if band is None or rows[at].bottom - rows[at + 1].top > _NEAR * rows[at].pieces[0].size:
        return None
    beside = all(rows[at].pieces[0].x0 >= gap[1] - MARGIN for gap in band.gaps)
    return _Band(at, band.after, band.gaps) if beside else None


def _band_at(rows: Sequence[PageRow], first: int, rules: Sequence[Box]) -> _Band | None:
    """Return the longest band that begins at a row; None where its gaps are no gutters."""
    gaps: list[Gap] = [(a.x1, b.x0) for a, b in pairwise(rows[first].pieces)]
    after = first
    while after < len(rows):
        left = [cut for gap in gaps if (cut := _narrow_gap(gap, rows[after])) is not None]
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


def _narrow_gap(gap: Gap, row: PageRow) -> Gap | None:
    """Return what a row leaves free of a gap; None where that is too narrow for a gutter."""
    a, b = gap
    for piece in row.pieces:
        if piece.x0 < b and piece.x1 > a:
            if piece.x0 <= a and piece.x1 >= b:
                return None
            # It reaches in from the side on which its middle is.
            a, b = (max(a, piece.x1), b) if piece.x0 + piece.x1 < a + b else (a, min(b, piece.x0))
    return (a, b) if b - a >= _NARROWEST else None


def _both_sides(gap: Gap, row: PageRow) -> bool:
    return any(p.x1 <= gap[0] + MARGIN for p in row.pieces) and any(p.x0 >= gap[1] - MARGIN for p in row.pieces)


def _is_gutter(gap: Gap, rows: Sequence[PageRow], rules: Sequence[Box]) -> bool:
    both = [row for row in rows if _both_sides(gap, row)]
    marks = sum(all(MARKER.fullmatch(p.text) for p in row.pieces if p.x1 <= gap[0] + MARGIN) for row in both)
    if marks == len(both) and not find_rules_across(gap, rows, rules):
        return False  # the marks of a list stand there
    return len(both) >= (2 if find_rules_across(gap, rows, rules) else _ROWS_OF_A_BAND)


def _prose(rows: Sequence[PageRow], gaps: Sequence[Gap]) -> list[TextColumn]:
    return [TextColumn(lines, max(p.x1 for p in lines)) for lines in split(rows, gaps) if lines]
