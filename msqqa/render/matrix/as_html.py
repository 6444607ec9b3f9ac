"""The matrix as one page: it needs no network and no server, and works from a file and by keyboard alone.

Respondents go down and questions across. A column is sorted by its head; a cell opens its evidence.
"""

from __future__ import annotations

import json
import re
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

from msqqa.ask.matrix import WORDS
from msqqa.render.matrix.colours import BACKGROUNDS, LETTERS

if TYPE_CHECKING:
    from msqqa.ask.matrix import Entry, Matrix

_PLACE = re.compile(r"<!-- (\w+) -->")


def render(matrix: Matrix) -> bytes:
    """Return the page."""
    page = (resources.files("msqqa.render.matrix") / "page.html").read_text(encoding="utf-8")
    filled = {
        "title": escape(f"{matrix.corpus}: {len(matrix.respondents)} respondents, {len(matrix.questions)} questions"),
        "colours": "\n".join(f".{word} {{ background: #{colour}; }}" for word, colour in BACKGROUNDS.items()),
        "legend": _legend(matrix),
        "head": _head(matrix),
        "rows": "\n".join(_row(matrix, n) for n in range(len(matrix.respondents))),
        "evidence": _as_script(_evidence(matrix)),
    }
    # In one pass, so that nothing that was filled in is taken for a place to fill.
    return _PLACE.sub(lambda place: filled[place[1]], page).encode("utf-8")


def _legend(matrix: Matrix) -> str:
    said = {entry.word for entry in matrix.entries.values()}
    return "".join(f'<li><span class="mark {w}">{LETTERS[w]}</span> {w}</li>' for w in WORDS if w in said)


def _head(matrix: Matrix) -> str:
    heads = [
        f'<th scope="col" title="{escape(question.text)}"><button type="button" data-column="{n}">'
        f"{escape(question.id)}</button></th>"
        for n, question in enumerate(matrix.questions, 1)
    ]
    return "".join(['<th scope="col"><button type="button" data-column="0">respondent</button></th>', *heads])


def _row(matrix: Matrix, n: int) -> str:
    person = matrix.respondents[n]
    cells = [_cell(matrix.entry(person, q), f"{n}/{q.row}", f"{person.name}, {q.id}") for q in matrix.questions]
    return f'<tr><th scope="row">{escape(person.name)}</th>{"".join(cells)}</tr>'


def _cell(entry: Entry | None, key: str, label: str) -> str:
    if entry is None:
        return "<td></td>"
    order, star = WORDS.index(entry.word), "*" if entry.reviewed else ""
    return (
        f'<td class="{entry.word}" data-order="{order}"><button type="button" data-cell="{key}"'
        f' aria-label="{escape(f"{label}: {entry.marked}")}">{LETTERS[entry.word]}{star}</button></td>'
    )


def _evidence(matrix: Matrix) -> dict[str, Any]:
    by_row = {question.row: question for question in matrix.questions}
    numbers = {person.id: n for n, person in enumerate(matrix.respondents)}
    cells = {}
    for (person, row), entry in matrix.entries.items():
        cited = entry.citation
        cells[f"{numbers[person]}/{row}"] = [
            entry.word,
            entry.rests_on,
            "" if cited is None else cited.quote,
            "" if cited is None else cited.id,
            "" if cited is None else f"{cited.source}, {cited.place}",
        ]
    questions = {str(row): [question.id, question.text] for row, question in by_row.items()}
    return {"respondents": [person.name for person in matrix.respondents], "questions": questions, "cells": cells}


def _as_script(data: dict[str, Any]) -> str:
    """Return JSON that nothing in it can end the script with."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
