"""The matrix as a workbook: one sheet to look at, each cell with its quote in a note, and one with a row a cell."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from msqqa.escapes import make_harmless
from msqqa.render.matrix.colours import BACKGROUNDS
from msqqa.render.spreadsheet import make_safe

if TYPE_CHECKING:
    from msqqa.ask.answer.matrix import Matrix, MatrixCell

_MOST = 32_000
"""Characters that a spreadsheet's cell holds; a note is cut long before."""
_NOTE = 1_000
_NEVER = dt.datetime(1980, 1, 1)
_HEADS = ("respondent", "name", "question", "asked", "says", "stance", "basis", "quote", "citation", "source", "place")


def render(matrix: Matrix) -> bytes:
    """Return the workbook. Nothing in it is a formula, whatever a text begins with."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    first.title = "matrix"
    _draw(first, matrix)
    _list(book.create_sheet("cells"), matrix)
    written = io.BytesIO()
    book.save(written)
    return _remove_dates(written)


def _remove_dates(written: io.BytesIO) -> bytes:
    """Return a workbook without the time at which it was written: one matrix makes the same file each time."""
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.xml.constants import ARC_CORE
    from openpyxl.xml.functions import tostring

    core = tostring(DocumentProperties(creator="msqqa", created=_NEVER, modified=_NEVER).to_tree())
    undated = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name)  # of 1980, as the format begins
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, core if name == ARC_CORE else old.read(name))
    return undated.getvalue()


def _draw(sheet: Any, matrix: Matrix) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    fills = {word: PatternFill("solid", start_color=colour) for word, colour in BACKGROUNDS.items()}
    sheet.append(["respondent", *(_text(question.id) for question in matrix.questions)])
    for column, question in enumerate(matrix.questions, 2):
        sheet.cell(1, column).comment = Comment(_text(question.text)[:_NOTE], "msqqa")
    for row, person in enumerate(matrix.respondents, 2):
        sheet.cell(row, 1, _text(person.name))
        for column, question in enumerate(matrix.questions, 2):
            entry = matrix.entry(person, question)
            if entry is None:
                continue
            cell = sheet.cell(row, column, _text(entry.marked))
            cell.fill, cell.alignment = fills[entry.word], Alignment(horizontal="center")
            if entry.citation is not None:
                cell.comment = Comment(f"{_text(entry.citation.quote)[:_NOTE]}\n{entry.citation.id}", "msqqa")
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(text_rotation=90, horizontal="center")
    sheet.column_dimensions["A"].width = 24
    sheet.freeze_panes = "B2"


def _list(sheet: Any, matrix: Matrix) -> None:
    from openpyxl.styles import Font

    sheet.append(list(_HEADS))
    for person in matrix.respondents:
        for question in matrix.questions:
            entry = matrix.entry(person, question)
            if entry is not None:
                own = [person.id, person.name, question.id, question.text]
                sheet.append([_text(value) for value in (*own, *_evidence(entry))])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGHIJK", (16, 18, 12, 50, 10, 10, 10, 80, 36, 30, 10), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _evidence(entry: MatrixCell) -> list[str]:
    cited = entry.citation
    said = [entry.marked, entry.stance, _text(entry.rests_on)]
    return [
        *said,
        *([cited.quote, cited.id, cited.source, cited.place] if cited else [""] * 4),
    ]


def _text(value: str) -> str:
    """Return text that a workbook can hold, and that no spreadsheet takes for a formula."""
    return make_safe(make_harmless(value))[:_MOST]
