"""Question sets: JSON Lines with gold answers, read and checked.

``questions.schema.json`` beside this module says what a line holds; ``evals/README.md`` says how to write one. A set
with one bad line is refused whole: what is silently left out would be silently unmeasured.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, get_args

from msqqa.errors import QuestionSetError
from msqqa.model import STANCES, Mode, Operator

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from msqqa.index.store import Store

KINDS = ("lookup", "open", "which", "count", "not", "compare", "unanswerable")
SET_KINDS = ("which", "count", "not")
"""Kinds whose gold is a set of respondents, which may be empty."""


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the answer it should get."""

    id: str
    kind: str
    text: str
    cells: tuple[str, ...]
    """``respondent/question``, any of which answers it, best first; of a comparison, all that must be cited."""
    respondents: tuple[str, ...]
    """Whom it is about; of a set, who belongs to it."""
    stance: str | None = None
    """Of the one respondent it is about."""
    note: str = ""
    number: int | None = None
    """Of a count; where none is given, as many as there are respondents."""
    edition: str = ""
    """The edition that its gold is of; empty for any."""
    operator: str | None = None
    """What a plan should say is asked for; None where nobody noted it."""
    mode: str | None = None
    """By what a set should be decided."""
    subjects: tuple[str, ...] | None = None
    """Whom a plan should be restricted to: nobody for all; None where nobody noted it."""

    @property
    def group(self) -> str:
        """The kind of question that its figures are told with: sets by what decides them."""
        return f"{self.kind} by {self.mode}" if self.kind == "which" and self.mode else self.kind

    @property
    def answerable(self) -> bool:
        """Whether the corpus holds an answer."""
        return self.kind != "unanswerable"

    @property
    def of_a_set(self) -> bool:
        """Whether its gold is a set of respondents."""
        return self.kind in SET_KINDS


def load(path: Path) -> list[GoldQuestion]:
    """Read a question set.

    Raises
    ------
    QuestionSetError
        If a line is malformed, an id is there twice, or there is no question at all; nothing is scored in part.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # only a line feed ends a line of JSON Lines
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
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise QuestionSetError(
                f"{path}, line {number}: {_describe_error(error)}", "correct it; evals/README.md says what a line holds"
            ) from error
        if question.id in seen:
            raise QuestionSetError(f"{path}, line {number}: the id {question.id!r} is there twice", "rename one")
        seen.add(question.id)
        questions.append(question)
    if not questions:
        raise QuestionSetError(f"{path} holds no question", "write one a line")
    if not any(q.cells or q.respondents or q.of_a_set or not q.answerable for q in questions):
        raise QuestionSetError(f"{path} holds no gold", "say what each question's answer is")
    return questions


def check(questions: Collection[GoldQuestion], store: Store, path: Path) -> None:
    """Raise :class:`QuestionSetError` where gold names what the index does not hold."""
    known = {f"{cell.respondent}/{cell.question}" for cell in store.cells.values()}
    editions = {respondent.edition for respondent in store.respondents.values()}
    for question in questions:
        missing = [
            *(f"the cell {cell!r}" for cell in question.cells if cell not in known),
            *(
                f"the respondent {r!r}"
                for r in (*question.respondents, *(question.subjects or ()))
                if r not in store.respondents
            ),
            *([f"edition {question.edition!r}"] if question.edition and question.edition not in editions else []),
        ]
        if missing:
            raise QuestionSetError(
                f"{path}: question {question.id} names {missing[0]}, which the index does not hold",
                "correct the set, or index the corpus it is for",
            )


def _question(data: Any) -> GoldQuestion:
    if not isinstance(data, dict):
        raise ValueError("it is no JSON object")
    unknown = data.keys() - {field.name for field in fields(GoldQuestion)}
    if unknown:
        raise ValueError(f"unknown field {min(unknown)!r}")
    kind, stance = data["kind"], _one_of(data, "stance", STANCES)
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}, not one of {', '.join(KINDS)}")
    question = GoldQuestion(
        id=_id(data["id"]),
        kind=kind,
        text=data["text"] if isinstance(data["text"], str) else "",
        cells=_texts(data, "cells"),
        respondents=_texts(data, "respondents"),
        stance=stance,
        note=_text({"note": "", **data}, "note"),
        number=_number(data.get("number")),
        edition="" if data.get("edition") is None else _text(data, "edition"),
        operator=_one_of(data, "operator", get_args(Operator)),
        mode=_one_of(data, "mode", get_args(Mode)),
        subjects=_texts(data, "subjects") if data.get("subjects") is not None else None,
    )
    _check_gold(question, has_set="respondents" in data)
    return question


def _check_gold(question: GoldQuestion, *, has_set: bool) -> None:
    if not question.text.strip():
        raise ValueError("there is no question in 'text'")
    if question.of_a_set:
        if not has_set:
            raise ValueError(f"a {question.kind!r} question needs its gold set in 'respondents', empty if need be")
    elif question.answerable != bool(question.cells):
        needs = "an answerable question needs a gold cell"
        raise ValueError(needs if question.answerable else "an unanswerable question has gold cells")


def _id(value: Any) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool) or "\0" in str(value) or value == "":
        raise ValueError(f"{value!r} is no id")
    return str(value)


def _number(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise ValueError(f"{value!r} is no number of respondents")
    return value


def _one_of(data: dict[str, Any], name: str, known: Sequence[str]) -> str | None:
    value = data.get(name)
    if value is not None and value not in known:
        raise ValueError(f"unknown {name} {value!r}, not one of {', '.join(known)}")
    return None if value is None else str(value)


def _text(data: dict[str, Any], name: str) -> str:
    if not isinstance(data[name], str):
        raise ValueError(f"{name!r} is no text")
    return str(data[name])


def _describe_error(error: Exception) -> str:
    return f"there is no {error}" if isinstance(error, KeyError) else str(error)


def _texts(data: dict[str, Any], name: str) -> tuple[str, ...]:
    found = data.get(name, [])
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise ValueError(f"{name!r} is no list of texts")
    return tuple(found)
