"""The answer as CSV, for a spreadsheet: a row for each respondent and citation; of a tally, one for each option."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from msqqa.model.closed import Tallied
from msqqa.render.spreadsheet import make_safe
from msqqa.render.tally import as_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from msqqa.model import Answer, Citation

COLUMNS = (
    "question,answered,respondent,name,verdict,stance,basis,score,n,citation,question_id,asked,source,lines,page,quote,sha256"
).split(",")
_CITED = slice(8, None)
REVIEWED = ("reviewed", "reviewed_by", "reviewed_on")
"""After all others: an analyst's reason, who gave it, and when."""


def render(answer: Answer) -> str:
    """Return the rows with a header. Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(answer.closed, Tallied):
        return as_csv(answer.closed)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*COLUMNS, *REVIEWED])
    for row in _rows(answer):
        writer.writerow([make_safe(value) if isinstance(value, str) else value for value in row])
    return written.getvalue()


def write_passages(found: Iterable[tuple[Citation, float]]) -> str:
    """Return passages with their scores as rows with a header."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["score", "respondent", *COLUMNS[_CITED]])
    for citation, score in found:
        row = [score, citation.respondent, *_citation_fields(citation)]
        writer.writerow([make_safe(value) if isinstance(value, str) else value for value in row])
    return written.getvalue()


def _rows(answer: Answer) -> Iterator[list[object]]:
    by_number = {c.n: c for c in answer.citations}
    used: set[int] = set()
    head = [answer.question, str(answer.answered).lower()]
    for d in answer.respondents:
        own = [head[0], head[1], d.id, d.name, d.verdict, d.stance or "", d.basis, d.score]
        reviewed = [""] * 3 if d.reviewed is None else [d.reviewed.reason, d.reviewed.by, d.reviewed.date]
        for n in d.citations or (None,):
            yield [*own, *_citation_fields(by_number[n] if n is not None else None), *reviewed]
            used.update([] if n is None else [n])
    for c in answer.citations:
        if c.n not in used:
            yield [
                *head,
                c.respondent,
                "",
                "nearest" if not answer.answered else "further",
                "",
                "",
                "",
                *_citation_fields(c),
                *[""] * 3,
            ]


def _citation_fields(c: Citation | None) -> list[object]:
    if c is None:
        return [""] * 9
    lines, page = f"{c.lines[0]}-{c.lines[1]}", "" if c.page is None else c.page
    return [c.n, c.id, c.question_id, c.question, c.source, lines, page, c.quote, c.sha256]
