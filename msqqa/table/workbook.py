"""XLSX → tables, one a sheet: a formula counts by the value that was kept with it, and nothing is ever reckoned.

The rows are read one after the other, so that a sheet that claims to be vast costs no more than what it holds. What a
merged field holds stands in each of its fields.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from msqqa.errors import SourceError
from msqqa.table.assemble import sheet_of
from msqqa.table.bombs import check
from msqqa.table.merged import Merged, fill
from msqqa.table.sheet import Gauge, Row, Sheet, clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_OLE = b"\xd0\xcf\x11\xe0"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(name: str, data: bytes) -> list[Sheet]:
    """Read the sheets that are shown and hold something.

    Raises
    ------
    SourceError
        If the bytes are no workbook, it is encrypted, or it is larger than can be held.
    """
    _check(name, data)
    try:
        found, refused = _sheets(name, data)
    except SourceError:
        raise
    except Exception as error:
        # openpyxl meets damage in many ways: KeyError, ValueError, TypeError, ParseError, BadZipFile, …
        raise SourceError(
            f"{name}: a damaged workbook ({_describe_error(error)})", "save it again from a spreadsheet"
        ) from error
    if not found:
        raise refused or SourceError(f"{name}: holds no table", "fill it in, or remove it")
    return found


def _check(name: str, data: bytes) -> None:
    if data.startswith(_OLE):
        raise SourceError(f"{name}: encrypted, or in an older format", "save it as .xlsx without a password")
    check(name, data)


def _sheets(name: str, data: bytes) -> tuple[list[Sheet], SourceError | None]:
    from openpyxl import load_workbook

    untold = _untold_of(data)
    gauge, found, refused = Gauge(name), [], None
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in shown:
            sheet.reset_dimensions()
            rows = list(_rows(sheet, gauge))
            of_sheet = untold.get(sheet.title, _Untold())
            above = fill(rows, of_sheet.merged)
            if not any(any(row.values) for row in rows):
                continue
            try:
                made = sheet_of(name, sheet.title if len(shown) > 1 else "", rows, above)
            except SourceError as error:
                refused = error
                continue
            if of_sheet.unreckoned:
                what = f"{of_sheet.unreckoned} formulas have no value kept with them, and count as blank"
                made.notes.append(f"{made.title}: {what}; open it in a spreadsheet and save it")
            found.append(made)
    finally:
        book.close()
    return found, refused


def _rows(sheet: Any, gauge: Gauge) -> Iterator[Row]:
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        texts = [clean(_text(value)) for value in values]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue  # a row that only has a format, as far below as a sheet goes
        gauge.add(len(texts))
        yield Row(tuple(texts), (number, number))


def _text(value: object) -> str:
    """Return a value as a spreadsheet shows it, without its format."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)


@dataclass(slots=True)
class _Untold:
    """What openpyxl does not tell of a sheet that it reads row by row."""

    merged: list[Merged] = field(default_factory=list)
    unreckoned: int = 0
    """Formulas without a value that was kept."""


def _untold_of(data: bytes) -> dict[str, _Untold]:
    """Return what the sheets hold besides their values, by their names."""
    from openpyxl.utils.cell import range_boundaries

    found: dict[str, _Untold] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return found
        rels = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {rel.get("Id"): rel.get("Target", "") for rel in rels.iter(f"{_REL}Relationship")}
        for sheet in ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
            target = targets.get(sheet.get(_ID), "").lstrip("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            if path not in names:
                continue
            untold = found.setdefault(sheet.get("name", ""), _Untold())
            with archive.open(path) as part:
                for _, element in ET.iterparse(part):
                    if element.tag == f"{_MAIN}mergeCell":
                        left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
                        untold.merged.append((top - 1, bottom - 1, left - 1, right - 1))
                    elif element.tag == f"{_MAIN}c":
                        value = element.findtext(f"{_MAIN}v")
                        untold.unreckoned += element.find(f"{_MAIN}f") is not None and not value
                    elif element.tag == f"{_MAIN}row":
                        element.clear()
    return found


def _describe_error(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:80] or type(error).__name__
