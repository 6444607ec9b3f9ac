"""The answer as Markdown, to paste into a report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.model.closed import Tallied
from msqqa.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msqqa.model import Answer, Citation


def render(answer: Answer) -> str:
    """Return the question as a heading, the answer, the respondents as a table, and the citations as quotes."""
    if isinstance(answer.closed, Tallied):
        from msqqa.render.tally import as_markdown

        return "\n\n".join([as_markdown(answer.closed).rstrip("\n"), *map(_citation, answer.citations)]) + "\n"
    parts = [f"## {text_of(answer.question)}", text_of(answer.text)]
    if answer.respondents:
        parts.append("\n".join(_table(answer)))
    parts += [_citation(c) for c in answer.citations]
    return "\n\n".join(parts) + "\n"


def passages_text(title: str, found: Iterable[tuple[Citation, float]]) -> str:
    """Return passages as quotes under a heading."""
    return "\n\n".join([f"## {text_of(title)}", *(_citation(citation) for citation, _ in found)]) + "\n"


def _table(answer: Answer) -> list[str]:
    rows = ["| respondent | verdict | stance | basis | citations |", "| --- | --- | --- | --- | --- |"]
    for d in answer.respondents:
        numbers = " ".join(f"[{n}]" for n in d.citations)
        rows.append(f"| {text_of(d.name)} | {d.verdict} | {d.stance or ''} | {d.basis} | {numbers} |")
    return rows


def _citation(c: Citation) -> str:
    head = f"**[{c.n}]** {text_of(c.question_id)}. {text_of(c.question)} — {text_of(c.source)}, {c.place} (`{c.id}`)"
    return f"{head}\n\n> {text_of(plain(c.quote))}"


def text_of(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return re.sub(r"([\\`*_|<>#])", r"\\\1", text.replace("\n", " "))
