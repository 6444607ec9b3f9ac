"""OpenDocument and older spreadsheets (``.ods``, ``.xls``, ``.xlsb``) → tables, one for each sheet that is shown."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from msqqa.errors import SourceError
from msqqa.table.assemble import sheet_of
from msqqa.table.bombs import check
from msqqa.table.merged import fill
from msqqa.table.sheet import Gauge, Row, Sheet, clean

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def read(name: str, data: bytes) -> list[Sheet]:
    """Read the sheets that are shown and hold something.

    Raises
    ------
    SourceError
        If the bytes are no spreadsheet, it is encrypted, or larger than can be held.
    """
    import python_calamine as calamine

    if zipfile.is_zipfile(io.BytesIO(data)):
        check(name, data)
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        shown = [
            each.name
            for each in book.sheets_metadata
            if each.typ == calamine.SheetTypeEnum.WorkSheet and each.visible == calamine.SheetVisibleEnum.Visible
        ]
        sheets = [(title, book.get_sheet_by_name(title)) for title in shown]
    except calamine.PasswordError as error:
        raise SourceError(f"{name}: encrypted", "save it without a password") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        told = (str(error).splitlines() or [""])[0][:80]
        raise SourceError(f"{name}: a damaged spreadsheet ({told})", "save it again from a spreadsheet") from error
    gauge, found, refused = Gauge(name), list[Sheet](), None
    for title, sheet in sheets:
        rows = list(_rows(sheet, gauge))
        above = fill(rows, _merged_fields(sheet))
        if not rows:
            continue
        try:
            found.append(sheet_of(name, title if len(shown) > 1 else "", rows, above))
        except SourceError as error:
            refused = error
    if not found:
        raise refused or SourceError(f"{name}: holds no table", "fill it in, or remove it")
    return found


def _rows(sheet: CalamineSheet, gauge: Gauge) -> list[Row]:
    first, left = sheet.start or (0, 0)
    found = []
    for number, values in enumerate(sheet.iter_rows(), first + 1):
        texts = [""] * left + [clean(_text(value)) for value in values]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            gauge.add(len(texts))
            found.append(Row(tuple(texts), (number, number)))
    return found


def _merged_fields(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    """Return the merged fields: first row, last row, first column, last column, from 0."""
    ranges = sheet.merged_cell_ranges or []
    return [(top, bottom, left, right) for (top, left), (bottom, right) in ranges]


def _text(value: object) -> str:
    """Return a value as a spreadsheet shows it, without its format."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | timedelta) else ""
