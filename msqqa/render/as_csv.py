"""The answer as CSV, for a spreadsheet: a row for each respondent and citation; of a tally, one for each option."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from msqqa.model.closed import Tallied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from msqqa.model import Answer, Citation

COLUMNS = (
    "question,answered,respondent,name,verdict,stance,basis,score,n,citation,question_id,asked,source,lines,page,quote,sha256"
).split(",")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?")


def render(answer: Answer) -> str:
    """Return the rows with a header. Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(answer.closed, Tallied):
        from msqqa.render.tally import as_csv

        return as_csv(answer.closed)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(answer):
        writer.writerow([safe(value) if isinstance(value, str) else value for value in row])
    return written.getvalue()


def write_passages(found: Iterable[tuple[Citation, float]]) -> str:
    """Return passages with their scores as rows with a header."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["score", "respondent", *COLUMNS[8:]])
    for citation, score in found:
        row = [score, citation.respondent, *_cited(citation)]
        writer.writerow([safe(value) if isinstance(value, str) else value for value in row])
    return written.getvalue()


def safe(value: str) -> str:
    """Return text that a spreadsheet will not run; a number may keep its sign.

    >>> safe("=1+1"), safe("plain"), safe("-5.2"), safe("-5+cmd")
    ("'=1+1", 'plain', '-5.2', "'-5+cmd")
    """
    return "'" + value if value.startswith(_FORMULA) and not _NUMBER.fullmatch(value) else value


def _rows(answer: Answer) -> Iterator[list[object]]:
    by_number = {c.n: c for c in answer.citations}
    used: set[int] = set()
    head = [answer.question, str(answer.answered).lower()]
    for d in answer.respondents:
        own = [head[0], head[1], d.id, d.name, d.verdict, d.stance or "", d.basis, d.score]
        for n in d.citations or (None,):
            yield [*own, *_cited(by_number[n] if n is not None else None)]
            used.update([] if n is None else [n])
    for c in answer.citations:
        if c.n not in used:
            yield [*head, c.respondent, "", "nearest" if not answer.answered else "further", "", "", "", *_cited(c)]


def _cited(c: Citation | None) -> list[object]:
    if c is None:
        return [""] * 9
    lines, page = f"{c.lines[0]}-{c.lines[1]}", "" if c.page is None else c.page
    return [c.n, c.id, c.question_id, c.question, c.source, lines, page, c.quote, c.sha256]
