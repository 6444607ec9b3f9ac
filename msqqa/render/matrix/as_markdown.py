"""The matrix as Markdown: a row for each question, a column for each respondent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.render.markup import text_of

if TYPE_CHECKING:
    from msqqa.ask.answer.matrix import Matrix


def render(matrix: Matrix) -> bytes:
    """Return a table, with each question's words beside its id."""
    names = [text_of(person.name) for person in matrix.respondents]
    lines = [f"| question | asked | {' | '.join(names)} |", f"| --- | --- |{' --- |' * len(names)}"]
    for question in matrix.questions:
        entries = (matrix.entry(person, question) for person in matrix.respondents)
        said = " | ".join("" if entry is None else text_of(entry.marked) for entry in entries)
        lines.append(f"| {text_of(question.id)} | {text_of(question.text)} | {said} |")
    return ("\n".join(lines) + "\n").encode("utf-8")
