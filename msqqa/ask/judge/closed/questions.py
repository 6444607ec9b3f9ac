"""The closed questions of a corpus, each with its answers, whichever forms ask it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from msqqa.ask.judge.outcome import Evidence
from msqqa.closed.column import ColumnType
from msqqa.model.closed import CountedQuestion, Weighed
from msqqa.table.values import NO_ANSWER, is_blank
from msqqa.words import fold, squeeze, stems, unique

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from msqqa.index.store import AnswerRow, Store
    from msqqa.model import Kind


_IN_WORDS = ("open", "yesno", "tick")
"""Kinds of questions to which answers may hold prose."""
_KEPT = 4096
"""Different answers to a question whose options are remembered while all of its answers are read."""
_WORDED = ColumnType("text")
"""The type of a question whose answers are too long for values."""


@dataclass(frozen=True, slots=True)
class ClosedQuestion:
    """A question with a type, as one or several forms ask it."""

    rows: tuple[int, ...]
    """Its rows in the index: the same words in several forms are one question."""
    id: str
    text: str
    kind: Kind
    column: ColumnType
    parent: str | None

    @property
    def asked(self) -> CountedQuestion:
        """What an answer says of it."""
        return CountedQuestion(self.id, self.text, self.column.type)


class Given(NamedTuple):
    """One respondent's answer to a question."""

    respondent: str
    row: AnswerRow
    chosen: tuple[str, ...] | None
    """The options that it holds; None where it is blank, or cannot be read."""
    blank: bool


class ClosedQuestions:
    """Knows the questions that have a type."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def all(self) -> tuple[ClosedQuestion, ...]:
        """Every question with a type, in the order of the forms."""
        found: dict[str, ClosedQuestion] = {}
        for row, column in self._store.types.items():
            form_id, id_, text = self._store.questions[row]
            own = self._store.forms[form_id].question(id_)
            key = fold(squeeze(text))
            there = found.get(key)
            if there is None or there.column.type != column.type:
                key = key if there is None else f"{key}\0{row}"
                found[key] = ClosedQuestion((row,), id_, text, own.kind, column, own.parent)
            else:
                options = unique((*there.column.options, *column.options))
                merged = replace(there.column, options=options) if options != there.column.options else there.column
                found[key] = replace(there, rows=(*there.rows, row), column=merged)
        return tuple(found.values())

    @cached_property
    def worded(self) -> tuple[ClosedQuestion, ...]:
        """The questions that are answered in own words, in the order of the forms."""
        found: dict[str, ClosedQuestion] = {}
        for row, (form_id, id_, text) in self._store.questions.items():
            own = self._store.forms[form_id].question(id_)
            column = self._store.types.get(row, _WORDED)
            if own.kind not in _IN_WORDS or column.type != "text":
                continue
            key = fold(squeeze(text))
            there = found.get(key)
            rows = (row,) if there is None else (*there.rows, row)
            found[key] = ClosedQuestion(rows, id_, text, own.kind, column, own.parent)
        return tuple(found.values())

    def answers(self, question: ClosedQuestion, examined: Collection[str]) -> list[Given]:
        """Return the answers of some respondents, in the order of the corpus."""
        whose = frozenset(examined)
        found: list[Given] = []
        for row in question.rows:
            # Thousands choose one of a few.
            read = lru_cache(maxsize=_KEPT)(partial(_read_answer, self._store.types[row].find_options))
            answers = self._store.answers_of(row)
            respondents = self._store.respondents_of([answer.cell for answer in answers])
            found += [
                Given(respondent, answer, *read(answer.value, answer.options, answer.selection, answer.answered))
                for respondent, answer in zip(respondents, answers, strict=True)
                if respondent in whose
            ]
        return found

    @cached_property
    def subject(self) -> frozenset[str]:
        """Return the stems of what the forms are about, by their titles: each respondent of "Harbour report" is one."""
        return frozenset(s for form in self._store.forms.values() for s in stems(form.title))

    @cached_property
    def weights(self) -> dict[str, float]:
        """Respondent's id → for how many others it counts; empty where no table says so."""
        return {r.id: r.weight for r in self._store.respondents.values() if r.weight is not None}

    def weigh_share(self, those: Collection[str], base: Collection[str]) -> tuple[float | None, Weighed | None]:
        """Return the weighted share of some respondents in others, and its base; None for both without weights."""
        if not self.weights:
            return None, None
        total = sum(self.weights.get(r, 0.0) for r in base)
        weighed = Weighed(total, sum(r not in self.weights for r in base))
        return sum(self.weights.get(r, 0.0) for r in those) / total if total else None, weighed

    def code_of(self, given: Given) -> str:
        """Return the code for no answer, as its label is, of a blank one; empty where it has none."""
        cell = self._store.cell(given.row.cell)
        text = self._store.text(cell.source)
        coded = (text[start:end] for start, end in cell.runs if text[start:end].startswith(NO_ANSWER))
        return next((found.removeprefix(NO_ANSWER).strip().removesuffix(")") for found in coded), "")

    def place(self, answer: AnswerRow) -> Evidence | None:
        """Return where an answer stands; of a blank one where it would."""
        if answer.start is not None and answer.value is not None:
            return Evidence(answer.cell, answer.start, answer.start + len(answer.value), 1.0)
        cell = self._store.cell(answer.cell)
        at = cell.selection.span or next(iter((*cell.answers, *cell.runs)), cell.anchor)
        return None if at is None or cell.hides(*at) else Evidence(answer.cell, *at, 1.0)

    def places(self, answers: Iterator[AnswerRow]) -> list[Evidence]:
        """Return where some answers stand."""
        return [place for answer in answers if (place := self.place(answer)) is not None]


def _read_answer(
    find_options: Callable[[str], tuple[str, ...]],
    value: str | None,
    options: tuple[str, ...],
    selection: str,
    answered: bool,
) -> tuple[tuple[str, ...] | None, bool]:
    """Return the options that an answer holds, None where it is blank or cannot be read; and whether it is blank."""
    if options:
        return options, False
    if value is not None and not is_blank(value) and selection in ("none", ""):
        return find_options(value), False
    return None, selection == "empty" or (selection == "none" and not answered) or (
        value is not None and is_blank(value)
    )
