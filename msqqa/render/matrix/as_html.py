"""The matrix as one page: it needs no network and no server, and works from a file and by keyboard alone.

Questions go down, in full, and respondents across, each with how often it is said what. A head sorts, a cell opens its
answer, and what is typed is found in questions, answers and names.
"""

from __future__ import annotations

import json
import re
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

from msqqa.ask.answer.matrix import WORDS
from msqqa.markdown_marks import strip_markdown
from msqqa.render.marks import MARKS, REVIEWED
from msqqa.render.matrix.colours import BACKGROUNDS
from msqqa.render.screen import is_right_to_left
from msqqa.words import unique

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from msqqa.ask.answer.matrix import Matrix
    from msqqa.ask.answer.matrix_cells import MatrixCell, MatrixQuestion

_PLACE = re.compile(r"<!-- (\w+) -->")
_UNSAID = ("answered", "blank")
"""Words without a basis: nothing was decided."""


def render(matrix: Matrix) -> bytes:
    """Return the page."""
    page = (resources.files("msqqa.render.matrix") / "page.html").read_text(encoding="utf-8")
    filled = {
        "title": escape(matrix.title),
        "colours": "\n".join(f".{word} {{ background: #{colour}; }}" for word, colour in BACKGROUNDS.items()),
        "legend": _legend(matrix),
        "head": _head(matrix),
        "rows": "\n".join(_rows(matrix)),
        "foot": "\n".join(_foot(matrix)),
        "evidence": _as_script(_evidence(matrix)),
    }
    # In one pass, so that nothing that was filled in is taken for a place to fill.
    return _PLACE.sub(lambda place: filled[place[1]], page).encode("utf-8")


def _legend(matrix: Matrix) -> str:
    items = [f'<li><span class="mark {word}">{MARKS[word]}</span> {word}</li>' for word in matrix.words]
    if any(entry.options for entry in matrix.entries.values()):
        items.append('<li><span class="mark">1</span> the option of that number was chosen</li>')
    return "".join(items)


def _head(matrix: Matrix) -> str:
    counts = (
        f'<th scope="col" class="count" data-word="{word}" title="respondents: {word}">{MARKS[word]}</th>'
        for word in matrix.words
    )
    people = (
        f'<th scope="col" data-respondent="{n}"><button type="button">{_apart(person.name)}</button></th>'
        for n, person in enumerate(matrix.respondents)
    )
    return "".join(['<th scope="col"><button type="button">question</button></th>', *counts, *people])


def _rows(matrix: Matrix) -> Iterator[str]:
    section = ""
    across = 1 + len(matrix.words) + len(matrix.respondents)
    for question in matrix.questions:
        if question.section != section:
            section = question.section
            yield f'<tr class="section"><th colspan="{across}">{_apart(section)}</th></tr>'
        numbers = _numbers(matrix, question)
        entries = (matrix.entry(person, question) for person in matrix.respondents)
        cells = "".join(_cell(matrix, n, question, entry, numbers) for n, entry in enumerate(entries))
        counts = _counts(matrix.of_question(question), matrix)
        yield f'<tr data-row="{question.row}">{_question_head(matrix, question, numbers)}{counts}{cells}</tr>'


def _question_head(matrix: Matrix, question: MatrixQuestion, numbers: Mapping[str, int]) -> str:
    """Return a question's head: its id, its words, and its options with how many chose each."""
    chosen = matrix.count_choices(question)
    options = "".join(f"<li>{_apart(option)}: {chosen[option]}</li>" for option in numbers)
    return (
        f'<th scope="row"><button type="button" title="sort the respondents">{escape(question.id)}</button>'
        f' <span class="text">{_apart(question.text)}</span>{f"<ol>{options}</ol>" if options else ""}</th>'
    )


def _apart(text: str) -> str:
    """Return a text of somebody's own, set apart where it is written from right to left: it turns nothing beside it."""
    return f"<bdi>{escape(text)}</bdi>" if is_right_to_left(text) else escape(text)


def _apart_in_label(text: str) -> str:
    """Return the same for an attribute, where no element may stand, by the characters that isolate."""
    return f"&#x2068;{escape(text)}&#x2069;" if is_right_to_left(text) else escape(text)


def _numbers(matrix: Matrix, question: MatrixQuestion) -> dict[str, int]:
    """Return the number by which each option of a question is shown in its cells."""
    if question.kind != "choice":
        return {}
    return {option: n for n, option in enumerate(unique([*question.options, *matrix.count_choices(question)]), 1)}


def _cell(
    matrix: Matrix, n: int, question: MatrixQuestion, entry: MatrixCell | None, numbers: Mapping[str, int]
) -> str:
    if entry is None:
        return f'<td data-respondent="{n}"></td>'
    order = WORDS.index(entry.word) + min((numbers[o] for o in entry.options), default=0) / (1 + len(numbers))
    shown = " ".join(str(numbers[option]) for option in entry.options) or MARKS[entry.word]
    shown += REVIEWED if entry.reviewed else ""
    label = f"{_apart_in_label(matrix.respondents[n].name)}, {escape(question.id)}: {_apart_in_label(entry.marked)}"
    data = f'data-word="{entry.word}" data-respondent="{n}" data-key="{n}/{question.row}" data-order="{order:.4g}"'
    button = f'<button type="button" aria-label="{label}" title="{label}">{shown}</button>'
    return f'<td class="{entry.word}" {data}>{button}</td>'


def _counts(counted: Mapping[str, int], matrix: Matrix) -> str:
    return "".join(f'<td class="count">{counted[word] or ""}</td>' for word in matrix.words)


def _foot(matrix: Matrix) -> Iterator[str]:
    """Yield a line for each word: how often each respondent says it."""
    counted = [matrix.of_respondent(person) for person in matrix.respondents]
    for word in matrix.words:
        cells = "".join(f'<td data-respondent="{n}">{own[word] or ""}</td>' for n, own in enumerate(counted))
        yield f'<tr><th scope="row" colspan="{1 + len(matrix.words)}">{word} {MARKS[word]}</th>{cells}</tr>'


def _evidence(matrix: Matrix) -> dict[str, Any]:
    numbers = {person.id: n for n, person in enumerate(matrix.respondents)}
    cells = {}
    for (person, row), entry in matrix.entries.items():
        cited = entry.citation
        quotes = [] if cited is None else [strip_markdown(cited.quote), *entry.further]
        cells[f"{numbers[person]}/{row}"] = [
            entry.marked,
            "" if entry.word in _UNSAID and not entry.reviewed else entry.rests_on,
            quotes,
            "" if cited is None else cited.id,
            "" if cited is None else f"{cited.source}, {cited.place}",
        ]
    questions = {str(q.row): [q.id, q.text, *q.options] for q in matrix.questions}
    return {"respondents": [person.name for person in matrix.respondents], "questions": questions, "cells": cells}


def _as_script(data: dict[str, Any]) -> str:
    """Return JSON that nothing in it can end the script with."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
