"""Answers of one respondent that stand in several rows → one row: events of a study, repeated groups in tables beside.

REDCap writes a row an event (``redcap_event_name``) and a row a repetition; ODK and KoboToolbox write a repeated group
as a table of its own, whose rows name their response by ``PARENT_KEY``, or ``_parent_index`` and ``_submission__id``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.table.sheet import Row
from msqqa.table.values import is_blank
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.table.sheet import Sheet

_EVENT = ("redcap_event_name", "event name")
_INSTRUMENT = ("redcap_repeat_instrument", "repeat instrument")
_INSTANCE = ("redcap_repeat_instance", "repeat instance")
_MOST = 500
"""Events and repetitions of one respondent, at most."""
_KEYS = (
    ("parent_key", ("key", "meta-instanceid", "instanceid")),
    ("_parent_index", ("_index",)),
    ("_submission__id", ("_id",)),
    ("_submission__uuid", ("_uuid",)),
)
"""Heads of a repeated group's table that name a row of another one, and the heads there."""


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    lines: tuple[int, int]


# ---------------------------------------------------------------- events


def join_events(sheet: Sheet) -> Sheet:
    """Return a REDCap export with a row a record; what was asked in several events is a question of each.

    A field that only one event has keeps its name; another's question is its event, a dash, and the field.
    """
    event, instrument, instance = (_place(sheet, names) for names in (_EVENT, _INSTRUMENT, _INSTANCE))
    aside = [at for at in (event, instrument, instance) if at is not None]
    key = next((at for at in range(len(sheet.columns)) if at not in aside), None)
    if not aside or key is None:
        return sheet
    occasions = [_occasion(row, event, instrument, instance) for row in sheet.rows]
    kept = [at for at in range(len(sheet.columns)) if at not in aside and at != key]
    met: dict[int, dict[str, None]] = {at: {} for at in kept}
    for row, occasion in zip(sheet.rows, occasions, strict=True):
        for at in kept:
            if not is_blank(row.values[at]):
                met[at].setdefault(occasion)
    order = {occasion: n for n, occasion in enumerate(dict.fromkeys(occasions))}
    if len(order) > _MOST:
        return sheet
    places: dict[tuple[int, str], int] = {}
    columns = [sheet.columns[key]]
    for at in kept:
        several = len(met[at]) > 1
        for occasion in sorted(met[at], key=order.__getitem__) or [""]:
            places[at, occasion] = len(columns)
            column = sheet.columns[at]
            columns.append(replace(column, parent=occasion) if several and not column.role else column)
    found: dict[str, tuple[list[str], list[tuple[int, int]], tuple[int, int]]] = {}
    for row, occasion in zip(sheet.rows, occasions, strict=True):
        own = found.get(row.values[key])
        if own is None:
            own = ["" for _ in columns], [row.lines for _ in columns], row.lines
            own[0][0] = row.values[key]
            found[row.values[key]] = own
        for at in kept:
            place = places.get((at, occasion))
            if place is not None and not is_blank(row.values[at]):
                own[0][place], own[1][place] = row.values[at], row.lines
    rows = [Row(tuple(values), lines, tuple(where)) for values, where, lines in found.values()]
    how = f"{len(sheet.rows)} rows of {len(rows)} respondents joined by their events and repetitions"
    return replace(sheet, columns=tuple(columns), rows=rows, read_as=[*sheet.read_as, how])


def _occasion(row: Row, event: int | None, instrument: int | None, instance: int | None) -> str:
    """Return when or how often something was asked: "visit 1 arm 1", "medication 2"."""
    named = [row.values[at].replace("_", " ") for at in (event, instrument) if at is not None]
    number = row.values[instance] if instance is not None else ""
    return squeeze(" ".join(filter(None, (*named, number))))


def _place(sheet: Sheet, names: Sequence[str]) -> int | None:
    heads = [fold(column.code or column.text) for column in sheet.columns]
    return next((heads.index(name) for name in names if name in heads), None)


# ---------------------------------------------------------------- repeated groups


def join_repeats(sheets: Sequence[Sheet]) -> tuple[list[Sheet], dict[str, str]]:
    """Return the tables with each repeated group joined to the table that it repeats in, and what was joined to what.

    Returns
    -------
    sheets, joined:
        The tables that remain; title of a group's table → title of the other one.
    """
    remaining = list(sheets)
    joined: dict[str, str] = {}
    # A group within a group is joined to it first: the last ones to be named are the deepest.
    for child in reversed(sheets):
        parent = next((p for other in remaining if other is not child and (p := _parent_of(child, other))), None)
        if parent is None:
            continue
        other, at, theirs = parent
        where = next(n for n, each in enumerate(remaining) if each is other)
        remaining[where] = _with_group(other, child, at, theirs)
        remaining = [sheet for sheet in remaining if sheet is not child]
        joined[child.title] = other.title
    return remaining, joined


def _parent_of(child: Sheet, other: Sheet) -> tuple[Sheet, int, int] | None:
    """Return the table that a repeated group belongs to, and by which columns; None where it does not to this one."""
    if child.mapping is not None or other.mapping is not None:
        return None
    for theirs, names in _KEYS:
        at = _place(child, (theirs,))
        key = _place(other, names)
        if at is None or key is None or (theirs != "parent_key" and _place(other, (theirs,)) is not None):
            continue
        wanted = {row.values[at] for row in child.rows if row.values[at]}
        there = {row.values[key] for row in other.rows}
        if wanted and wanted <= there:
            return other, key, at
    return None


def _with_group(parent: Sheet, child: Sheet, key: int, theirs: int) -> Sheet:
    """Return a table with what a group holds of each of its rows, a column a repetition and question."""
    name = _name_of(child)
    kept = [at for at, column in enumerate(child.columns) if at != theirs and column.role not in ("metadata", "id")]
    of: dict[str, list[Row]] = {}
    for row in child.rows:
        of.setdefault(row.values[theirs], []).append(row)
    most = min(max(map(len, of.values()), default=0), _MOST)
    columns = list(parent.columns)
    for n in range(most):
        for at in kept:
            column = child.columns[at]
            above = f"{name} {n + 1}"
            columns.append(replace(column, parent=f"{above} — {column.parent}" if column.parent else above, code=""))
    rows = []
    for row in parent.rows:
        values = list(row.values)
        for own in of.get(row.values[key], [])[:most]:
            values += [own.values[at] for at in kept]
        values += [""] * (len(columns) - len(values))
        rows.append(Row(tuple(values), row.lines, row.places))
    how = f"{child.title} joined as {name} 1 to {most}"
    return replace(
        parent, columns=tuple(columns), rows=[_drop_place(row) for row in rows], read_as=[*parent.read_as, how]
    )


def _drop_place(row: Row) -> Row:
    return Row(row.values, row.lines)


def _name_of(child: Sheet) -> str:
    """Return what a repeated group is called: its sheet, or the end of its file's name, as ODK writes it."""
    own = child.name.removeprefix(child.within).strip()
    if own:
        return squeeze(own.replace("_", " "))
    stem = (child.within or child.file).rpartition("/")[2].rsplit(".", 1)[0]
    return squeeze(stem.rpartition("-")[2].replace("_", " ")) or stem
