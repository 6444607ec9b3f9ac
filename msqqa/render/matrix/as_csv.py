"""The matrix as CSV: a row for each respondent, a column for each question, in each cell what it says."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from msqqa.render.spreadsheet import make_safe

if TYPE_CHECKING:
    from msqqa.ask.answer.matrix import Matrix


def render(matrix: Matrix) -> bytes:
    """Return the rows with a header; empty where a respondent's form has no such question."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["respondent", "name", *(make_safe(question.id) for question in matrix.questions)])
    for person in matrix.respondents:
        entries = (matrix.entry(person, question) for question in matrix.questions)
        said = ["" if entry is None else make_safe(entry.marked) for entry in entries]
        writer.writerow([make_safe(person.id), make_safe(person.name), *said])
    return written.getvalue().encode("utf-8")
