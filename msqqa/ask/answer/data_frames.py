"""The matrix as the columns of a frame: for pandas, Polars, or whatever else takes named columns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.answer.matrix_cells import Cells, MatrixCell, MatrixQuestion
    from msqqa.model import Citation, Respondent

Columns = dict[str, list[Any]]
"""Name → values, a list of the same length each."""
_OF_CITATION = ("citation", "source", "lines", "page", "quote")

TALL = (
    *("respondent", "name", "edition", "groups", "form", "question_id", "question", "section", "kind"),
    *("says", "stance", "basis", "selection", "options", "reviewed", *_OF_CITATION),
)
"""The columns of :func:`tall_rows`."""


def wide_rows(respondents: Sequence[Respondent], questions: Sequence[MatrixQuestion], cells: Cells) -> Columns:
    """Return a row for each respondent and a column for each question.

    Returns
    -------
        ``respondent`` (the id), ``name``, then a column named by each question's id, with its form before it where two
        forms have such a question. A value is what the matrix shows: the stance, the chosen options, or whether it was
        answered; ``(reviewed)`` behind it where an analyst corrected it; None where the respondent's form does not
        ask.
    """
    uses = Counter(question.id for question in questions)
    columns: Columns = {
        "respondent": [person.id for person in respondents],
        "name": [person.name for person in respondents],
    }
    for question in questions:
        name = (
            question.id if uses[question.id] == 1 and question.id not in columns else f"{question.form}:{question.id}"
        )
        entries = (cells.get((person.id, question.row)) for person in respondents)
        columns[name] = [None if entry is None else entry.marked for entry in entries]
    return columns


def tall_rows(respondents: Sequence[Respondent], questions: Sequence[MatrixQuestion], cells: Cells) -> Columns:
    """Return a row for each cell, with its evidence.

    Returns
    -------
        The columns of ``TALL``. ``respondent`` and ``citation`` are ids, ``groups`` and ``options`` are lists,
        ``lines`` are as ``12-14``; ``reviewed`` is None where no analyst corrected the cell, and what is told of the
        place that it rests on is None where it has none.
    """
    rows: list[dict[str, Any]] = []
    for person in respondents:
        for question in questions:
            entry = cells.get((person.id, question.row))
            if entry is not None:
                own = {"respondent": person.id, "name": person.name, "edition": person.edition}
                asked = {"form": question.form, "question_id": question.id, "question": question.text}
                about = {"section": question.section, "kind": question.kind}
                groups = {"groups": list(person.groups)}
                rows.append({**own, **groups, **asked, **about, **_describe_cell(entry), **_place(entry.citation)})
    return {name: [row[name] for row in rows] for name in TALL}


def _describe_cell(entry: MatrixCell) -> dict[str, Any]:
    return {
        "says": entry.word,
        "stance": entry.stance,
        "basis": entry.basis,
        "selection": entry.selection,
        "options": list(entry.options),
        "reviewed": entry.reviewed.words if entry.reviewed else None,
    }


def _place(cited: Citation | None) -> dict[str, Any]:
    if cited is None:
        return dict.fromkeys(_OF_CITATION)
    lines = "-".join(map(str, cited.lines))
    return dict(zip(_OF_CITATION, (cited.id, cited.source, lines, cited.page, cited.quote), strict=True))
