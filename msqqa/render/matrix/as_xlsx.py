"""The matrix as a workbook: one sheet to look at, each cell with its quote in a note, and one with a row a cell."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from msqqa.render.matrix.colours import BACKGROUNDS
from msqqa.render.spreadsheet import remove_dates, text_of_cell

if TYPE_CHECKING:
    from msqqa.ask.answer.matrix import Matrix
    from msqqa.ask.answer.matrix_cells import MatrixCell

_NOTE = 1_000
"""Characters of a note, which is cut long before a cell is."""
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
    return remove_dates(written)


def _draw(sheet: Any, matrix: Matrix) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    fills = {word: PatternFill("solid", start_color=colour) for word, colour in BACKGROUNDS.items()}
    sheet.append(["respondent", *(text_of_cell(question.id) for question in matrix.questions)])
    for column, question in enumerate(matrix.questions, 2):
        sheet.cell(1, column).comment = Comment(text_of_cell(question.text)[:_NOTE], "msqqa")
    for row, person in enumerate(matrix.respondents, 2):
        sheet.cell(row, 1, text_of_cell(person.name))
        for column, question in enumerate(matrix.questions, 2):
            entry = matrix.entry(person, question)
            if entry is None:
                continue
            cell = sheet.cell(row, column, text_of_cell(entry.marked))
            cell.fill, cell.alignment = fills[entry.word], Alignment(horizontal="center")
            if entry.citation is not None:
                cell.comment = Comment(
                    f"{text_of_cell(entry.citation.quote)[:_NOTE]}\n{text_of_cell(entry.citation.id)}", "msqqa"
                )
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
                sheet.append([text_of_cell(value) for value in (*own, *_evidence(entry))])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGHIJK", (16, 18, 12, 50, 10, 10, 10, 80, 36, 30, 10), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _evidence(entry: MatrixCell) -> list[str]:
    cited = entry.citation
    said = [entry.marked, entry.stance, text_of_cell(entry.rests_on)]
    return [
        *said,
        *([cited.quote, cited.id, cited.source, cited.place] if cited else [""] * 4),
    ]
