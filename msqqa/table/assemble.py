"""Rows as a file has them → a table: its heads found, or the layout of a form recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.errors import SourceError
from msqqa.table.heads import heads_of
from msqqa.table.layout import read_layout
from msqqa.table.sheet import Raw, Row, Sheet, pad_row
from msqqa.table.transposed import transpose_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def sheet_of(file: str, name: str, rows: Sequence[Row], merged: Iterable[int] = (), heads: int | None = None) -> Sheet:
    """Return the table that rows make, its heads found.

    Parameters
    ----------
    file, name:
        What it is called.
    rows:
        All that is there, titles and heads included; they may differ in length.
    merged:
        Places in ``rows`` in which a head stands above several columns.
    heads:
        How many rows are heads, where its owner says so; 0 for a table without any.

    Raises
    ------
    SourceError
        If there is no head with a row below it.
    """
    raw = Raw(rows, frozenset(merged))
    form = None if heads is not None else transpose_sheet(file, name, rows) or read_layout(file, name, rows)
    if form is not None:
        form.raw = raw
        return form
    title = f"{file} [{name}]" if name else file
    above = {id(rows[at]) for at in raw.merged if at < len(rows)}
    filled = [row for row in rows if any(row.values)]
    found = heads_of(filled, above, _usual_width(filled), heads)
    columns = found.columns
    width, body = len(columns), filled[found.first :]
    if not body or not columns:
        raise SourceError(f"{title}: holds no row below its heads", "fill it in, or remove it")
    long = [row for row in body if any(row.values[width:])]
    notes = []
    if long:
        what = f"{len(long)} rows are longer than the heads, the first at line {long[0].lines[0]}"
        notes.append(f"{title}: {what}; what stands behind the last head is left out")
    if not found.heads and heads is None:
        what = "its first row looks like an answer, not like heads: its columns are called column 1, column 2, …"
        notes.append(f"{title}: {what} (to change it, write heads = 1 in [table] of form.toml)")
    body = [row if len(row.values) == width else Row(pad_row(row, width), row.lines) for row in body]
    read_as = [f"{found.heads} head rows" if found.heads else "no heads"] if found.heads != 1 else []
    return Sheet(file, name, columns, body, None, notes, tool=found.tool, read_as=read_as, raw=raw)


def _usual_width(rows: Sequence[Row]) -> int:
    """Return how many fields at least half of the rows fill."""
    widths = sorted(_filled_to(row) for row in rows)
    return widths[len(widths) // 2] if widths else 0


def _filled_to(row: Row) -> int:
    return max((at + 1 for at, value in enumerate(row.values) if value), default=0)
