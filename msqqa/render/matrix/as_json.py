"""The matrix as JSON: respondents, questions, and the cells with their evidence."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from msqqa.render.as_json import citation_dict

if TYPE_CHECKING:
    from msqqa.ask.answer.matrix import Matrix


def render(matrix: Matrix) -> bytes:
    """Return the object as indented JSON."""
    return (json.dumps(as_dict(matrix), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def as_dict(matrix: Matrix) -> dict[str, Any]:
    """Return the matrix as an object; ``cells`` holds one for each respondent and question that there is."""
    by_row = {question.row: question for question in matrix.questions}
    cells = [
        {
            "respondent": person,
            "form": by_row[row].form,
            "question_id": by_row[row].id,
            "says": entry.word,
            "stance": entry.stance,
            "basis": entry.basis,
            "selection": entry.selection,
            "options": list(entry.options),
            "reviewed": None if entry.reviewed is None else asdict(entry.reviewed),
            "citation": None if entry.citation is None else citation_dict(entry.citation),
        }
        for (person, row), entry in matrix.entries.items()
    ]
    return {
        "corpus": matrix.corpus,
        "respondents": [{"id": p.id, "name": p.name, "groups": list(p.groups)} for p in matrix.respondents],
        "questions": [
            {
                "form": q.form,
                "id": q.id,
                "text": q.text,
                "kind": q.kind,
                "section": q.section,
                "options": list(q.options),
            }
            for q in matrix.questions
        ],
        "cells": cells,
    }
