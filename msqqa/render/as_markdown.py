"""The answer as Markdown, to paste into a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.escapes import one_line
from msqqa.markdown_marks import strip_markdown
from msqqa.model.closed import Tallied, Undecided
from msqqa.render.beside import as_markdown as as_markdown_beside
from msqqa.render.markup import text_of
from msqqa.render.prose import paragraph
from msqqa.render.tally import as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msqqa.model import Answer, Citation


def render(answer: Answer) -> str:
    """Return the question as a heading, the answer, the respondents as a table, and the citations as quotes."""
    if isinstance(answer.closed, Tallied):
        return "\n\n".join([as_markdown(answer.closed).rstrip("\n"), *map(_citation, answer.citations)]) + "\n"
    parts = [f"## {text_of(answer.question)}", text_of(paragraph(answer))]
    if isinstance(answer.closed, Undecided) and answer.closed.frequencies is not None:
        parts.append(as_markdown(answer.closed.frequencies).rstrip("\n"))
    if answer.respondents:
        parts.append("\n".join(_table(answer)))
    parts += [_citation(c) for c in answer.citations]
    if answer.beside is not None:
        parts.append(as_markdown_beside(answer.beside))
    if answer.changed_sources:
        parts.append(f"Changed since the index was built: {', '.join(map(text_of, answer.changed_sources))}")
    return "\n\n".join(parts) + "\n"


def passages_text(title: str, found: Iterable[tuple[Citation, float]]) -> str:
    """Return passages as quotes under a heading."""
    return "\n\n".join([f"## {text_of(title)}", *(_citation(citation) for citation, _ in found)]) + "\n"


def _table(answer: Answer) -> list[str]:
    rows = ["| respondent | verdict | stance | basis | citations |", "| --- | --- | --- | --- | --- |"]
    for d in answer.respondents:
        numbers = " ".join(f"[{n}]" for n in d.citations)
        basis = f"{d.basis}; {text_of(d.reviewed.words)}" if d.reviewed else d.basis
        rows.append(f"| {text_of(d.name)} | {d.verdict} | {d.stance or ''} | {basis} | {numbers} |")
    return rows


def _citation(c: Citation) -> str:
    place = f"{text_of(c.source)}, {c.place} (`{_code(c.id)}`)"
    return (
        f"**[{c.n}]** {text_of(c.question_id)}. {text_of(c.question)} — {place}\n\n> {text_of(strip_markdown(c.quote))}"
    )


def _code(text: str) -> str:
    return one_line(text).replace("`", "'")
