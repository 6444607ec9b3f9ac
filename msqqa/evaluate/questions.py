"""Question sets: JSON Lines with gold answers, read and checked.

A line holds ``id``, ``kind`` (one of :data:`KINDS`), ``text``, ``cells`` (``respondent/question``, any of which answers
it, best first), ``respondents``, ``stance`` (or null) and ``note``. An unanswerable question has no cells.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msqqa.errors import QuestionSetError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

KINDS = ("lookup", "open", "which", "count", "not", "compare", "unanswerable")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the answer it should get."""

    id: str
    kind: str
    text: str
    cells: tuple[str, ...]
    respondents: tuple[str, ...]
    stance: str | None
    note: str


def load(path: Path) -> list[GoldQuestion]:
    """Read a question set.

    Raises
    ------
    QuestionSetError
        If a line is malformed, an id is there twice, or there is no question at all; nothing is scored in part.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise QuestionSetError(f"no question set at {path}", "give a JSON Lines file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"{path} cannot be read ({error})", "save it as UTF-8 JSON Lines") from error
    questions: list[GoldQuestion] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = _question(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise QuestionSetError(f"{path}, line {number}: {error}", "see msqqa/evaluate/questions.py") from error
        if question.id in seen:
            raise QuestionSetError(f"{path}, line {number}: the id {question.id!r} is there twice", "rename one")
        seen.add(question.id)
        questions.append(question)
    if not questions:
        raise QuestionSetError(f"{path} holds no question", "write one a line")
    return questions


def check(questions: Collection[GoldQuestion], cells: Collection[str], path: Path) -> None:
    """Raise :class:`QuestionSetError` where gold names a cell that the index does not hold."""
    for question in questions:
        for cell in question.cells:
            if cell not in cells:
                raise QuestionSetError(
                    f"{path}: question {question.id} names the cell {cell!r}, which the index does not hold",
                    "correct the set, or index the corpus it is for",
                )


def _question(data: dict[str, Any]) -> GoldQuestion:
    kind = data["kind"]
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}, not one of {', '.join(KINDS)}")
    if kind != "unanswerable" and not data["cells"]:
        raise ValueError("an answerable question needs a gold cell")
    if kind == "unanswerable" and data["cells"]:
        raise ValueError("an unanswerable question has gold cells")
    return GoldQuestion(
        str(data["id"]),
        kind,
        str(data["text"]),
        tuple(data["cells"]),
        tuple(data.get("respondents", ())),
        data.get("stance"),
        str(data.get("note", "")),
    )
