"""The answer with all that it rests on, and the places that are cited, for a person at a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.markdown_marks import strip_markdown
from msqqa.model.closed import Undecided
from msqqa.render.links import uri
from msqqa.render.marks import STYLES
from msqqa.render.prose import paragraph
from msqqa.render.screen import plain_line
from msqqa.render.shorten import shorten_text
from msqqa.render.tally import write as write_tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Answer, Citation, Decision
    from msqqa.render.screen import Line, Screen

_QUOTED = 300
_QUOTED_FURTHER = 110
"""Characters of a quote that an answer rests on, and of another that bears on it."""
_MARKS_OF_CITATIONS = re.compile(r"(\[\d+\])")


def write_full(answer: Answer, screen: Screen, limit: int) -> None:
    """Write all that an answer rests on: the paragraph, what was decided of each, each quote with its place."""
    screen.line(_mark_citations(paragraph(answer)))
    if isinstance(answer.closed, Undecided) and answer.closed.frequencies is not None:
        screen.line()
        write_tally(answer.closed.frequencies, screen)
    _write_respondents(answer, screen, limit)
    cited = {n for s in answer.statements for n in s.citations} | {n for d in answer.respondents for n in d.citations}
    own = [c for c in answer.citations if c.n in cited]
    further = [c for c in answer.citations if c.n not in cited]
    for c in own:
        screen.line()
        screen.line(_head(c))
        screen.line(plain_line(f"“{shorten_text(strip_markdown(c.quote), _QUOTED)}”"), indent=4)
        screen.line(plain_line(f"    {c.id}", "dim"), fold=False)
    if further:
        screen.line()
        screen.line(plain_line("See also" if answer.answered else "Nearest", "bold"))
        for c in further:
            screen.line((*_head(c), (f" “{shorten_text(strip_markdown(c.quote), _QUOTED_FURTHER)}”", "")))
    if answer.answered:
        screen.line()
        screen.line(plain_line(_coverage(answer), "dim"))


def write_place(citation: Citation, before: str, after: str, screen: Screen) -> None:
    """Write a cited place as it stands in its source, the lines around it dimmed."""
    screen.line(_head(citation))
    screen.line(plain_line(citation.question, "italic"), fold=False)
    screen.line()
    screen.line(((before, "dim"), (citation.quote, "bold"), (after.rstrip("\n"), "dim")), fold=False)
    screen.line()
    screen.line(plain_line(f"characters {citation.chars[0]}-{citation.chars[1]}, sha256 {citation.sha256}", "dim"))


def write_answers(citations: Sequence[Citation], screen: Screen) -> None:
    """Write whole answers as they stand in their sources, each question before its own."""
    asked = ""
    for citation in citations:
        if citation.question != asked:
            asked = citation.question
            screen.line(plain_line(f"{citation.question_id} · {asked}", "italic"))
            screen.line()
        screen.line(_head(citation)[2:])
        screen.line(plain_line(citation.quote), fold=False)
        screen.line()


def _write_respondents(answer: Answer, screen: Screen, limit: int) -> None:
    if len(answer.respondents) < 2:
        return
    rows = []
    for d in answer.respondents[:limit]:
        stance = d.stance or ""
        cited = " ".join(f"[{n}]" for n in d.citations)
        rows.append(
            [(d.name, ""), (d.verdict, ""), (stance, STYLES.get(stance, "")), (_describe_basis(d), ""), (cited, "")]
        )
    screen.line()
    screen.table(("respondent", "verdict", "stance", "basis", "cited"), rows)
    if len(answer.respondents) > limit:
        screen.line(plain_line(f"… and {len(answer.respondents) - limit} more (--limit)", "dim"))


def _describe_basis(d: Decision) -> str:
    return f"{d.basis}, reviewed" if d.reviewed else d.basis


def _head(c: Citation) -> Line:
    lines = f":{c.lines[0]}" if c.lines[0] == c.lines[1] else f":{c.lines[0]}-{c.lines[1]}"
    # Terminals and editors open FILE:LINE; of a file with pages no line can be opened.
    place = lines if c.page is None else f", {c.place}"
    return (
        (f"[{c.n}]", "cyan"),
        (" ", ""),
        (f"{c.respondent} · {c.question_id}", "bold"),
        (" · ", ""),
        (f"{c.source}{place}", f"link {uri(c)}"),
    )


def _mark_citations(text: str) -> Line:
    parts = _MARKS_OF_CITATIONS.split(text)
    return tuple((part, "cyan" if i % 2 else "") for i, part in enumerate(parts))


def _coverage(answer: Answer) -> str:
    c = answer.coverage
    parts = [f"{c.examined} of {c.respondents} respondents examined", f"{c.matched} matched"]
    counted = {"possible": c.possible, "rejected": c.rejected, "blank": c.blank, "unclear": c.unclear}
    return " · ".join([*parts, *(f"{n} {word}" for word, n in counted.items() if n)])
