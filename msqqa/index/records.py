"""Rows of a store → what they stand for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msqqa.model import Cell, Field, Form, Question, Section, Selection

if TYPE_CHECKING:
    from msqqa.model import Range

PASSAGE = 'id, start, "end", first_line, last_line, text, quote'
CELL = (
    "id, question, selection, options, selected_from, selected_to, stance, basis, anchor_from, anchor_to, runs,"
    " answers, withheld, language"
)


def texts(text: str) -> tuple[str, ...]:
    """Return texts that are kept as a list in JSON; mostly there are none."""
    return () if text == "[]" else tuple(json.loads(text))


def ranges(text: str) -> tuple[Range, ...]:
    """Return ranges that are kept as a list in JSON; mostly there are none."""
    return () if text == "[]" else tuple((start, end) for start, end in json.loads(text))


def cell(row: tuple[Any, ...], respondent: str, source: str) -> Cell:
    """Return the cell of a row of :data:`CELL`."""
    _, question, state, options, s_from, s_to, stance, basis, a_from, a_to, runs, answers, withheld, language = row
    return Cell(
        respondent,
        question,
        source,
        ranges(runs),
        ranges(answers),
        Selection(state, texts(options), None if s_from is None else (s_from, s_to)),
        stance,
        basis,
        ranges(withheld),
        None if a_from is None else (a_from, a_to),
        language,
    )


def form(text: str) -> Form:
    """Return the form that a description in JSON says."""
    data = json.loads(text)
    questions = []
    for q in data.pop("questions"):
        fields = tuple(Field(**f) for f in q.pop("fields"))
        q |= {key: tuple(q[key]) for key in ("printed", "options", "keywords", "guidance")}
        questions.append(Question(**q, fields=fields))
    sections = tuple(Section(**s) for s in data.pop("sections"))
    lists = ("respondent_nouns", "guidance", "furniture", "footnotes", "origin")
    data |= {key: tuple(data.get(key, ())) for key in lists}
    return Form(**data, sections=sections, questions=tuple(questions))
