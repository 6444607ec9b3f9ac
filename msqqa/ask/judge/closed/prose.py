"""Number questions that are answered in prose: which question is asked about, and each respondent's number.

A question that holds no typed numbers may be answered with one in a sentence. Such numbers are compared where they are
of one unit and plainly answer; all others are told by name, with what they say, and left out of the figure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.comparison import is_of_unit
from msqqa.ask.judge.closed.link import Linker
from msqqa.ask.judge.closed.links import column_among
from msqqa.ask.judge.outcome import Evidence
from msqqa.closed.amounts import AmountQuery, amounts_in, choose_amount, counts, currencies_of, years_in
from msqqa.closed.measures import measure_units
from msqqa.closed.values import SHARE
from msqqa.languages.matching import finder
from msqqa.words import fold, stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.closed.match import LinkQuery
    from msqqa.ask.judge.closed.questions import ClosedQuestion, ClosedQuestions
    from msqqa.ask.retrieve import Retriever
    from msqqa.closed.amounts import Amount
    from msqqa.index.store import Store
    from msqqa.model import Cell, Plan
    from msqqa.model.closed import CountedQuestion

    _Read = tuple[str, int, list[Amount]]
    """A respondent, the number of its cell, and the numbers there."""

_FEWEST, _SHARE = 2, 1 / 3
"""Numbers, and share of those who answered, from which a question is one that is answered with numbers."""
_AGREE = 5
"""Best cells that must all answer one question, where its wording alone does not tell that it is meant."""
_ANSWERED = ("yes", "partial")
"""Stances on a yes/no question of which a number in the answer is of what was asked."""


@dataclass(frozen=True, slots=True)
class ProseNumber:
    """A respondent's number, or why there is none that can be compared."""

    respondent: str
    amount: Amount | None
    why: str
    evidence: Evidence | None
    """The sentence that it stands in, or that the first of those stands in that cannot be compared."""


@dataclass(frozen=True, slots=True)
class QuestionNumbers:
    """The numbers that were given to one question."""

    question: ClosedQuestion
    unit: str
    written: tuple[ProseNumber, ...]
    """Of those who answered."""
    blank: int

    @property
    def asked(self) -> CountedQuestion:
        """What an answer says of the question: of what it was answered with, the numbers alone are told."""
        return replace(self.question.asked, type="number")


class Prose:
    """Finds numbers in prose over one corpus."""

    def __init__(self, store: Store, questions: ClosedQuestions, retriever: Retriever) -> None:
        self._store = store
        self._questions = questions
        self._retriever = retriever

    def numbers(self, plan: Plan, asked: LinkQuery, examined: Sequence[str]) -> QuestionNumbers | None:
        """Return the numbers that are asked about; None where no question is meant, or too few answer it with one.

        Parameters
        ----------
        plan:
            What is asked; of its words, those that name a share or a year say which numbers.
        asked:
            The words by which the question of the form is found.
        examined:
            Whose answers are read.
        """
        question = self._question(plan, asked, examined)
        if question is None:
            return None
        read = self._read(question, examined)
        unit = _unit(plan, question, read)
        if unit is None:
            return None
        years = frozenset() if plan.editions else frozenset(years_in(plan.whole))
        counted = _things_asked_for(plan)
        if not _counts_what_is_asked_for(plan, read):
            counted |= frozenset(stems(question.text))
        written = []
        for respondent, number, amounts in read:
            wanted = AmountQuery(unit, counted, years, self._latest(respondent))
            written.append(self._written(respondent, number, question, choose_amount(amounts, wanted), amounts))
        told = [w for w in written if w.amount is not None]
        if len(told) < max(_FEWEST, _SHARE * len(read)):
            return None
        return QuestionNumbers(question, unit, tuple(written), len(examined) - len(written))

    def _written(
        self,
        respondent: str,
        number: int,
        question: ClosedQuestion,
        told: tuple[Amount | None, str],
        every: list[Amount],
    ) -> ProseNumber:
        amount, why = told
        cell = self._store.cell(number)
        if amount is not None and question.kind in ("yesno", "tick") and cell.stance not in _ANSWERED:
            why = f"its answer is {cell.stance}: {amount.shown}"
            amount = None
        shown = amount or next(iter(every), None)
        if shown is None:
            return ProseNumber(respondent, None, "gives no number", None)
        return ProseNumber(respondent, amount, why, Evidence(number, *shown.sentence, 1.0))

    def _read(self, question: ClosedQuestion, examined: Sequence[str]) -> list[_Read]:
        """Return who answered in words, in which cell, and the numbers there; their places are those of the source."""
        whose = frozenset(examined)
        rows = [row.cell for at in question.rows for row in self._store.answers_of(at) if row.answered]
        rows = [row for row in rows if self._store.respondent_of(row) in whose]
        self._store.load_cells(rows)
        found = []
        for row in rows:
            cell = self._store.cell(row)
            if cell.answers and cell.stance != "blank":
                found.append((cell.respondent, row, self._amounts(cell)))
        return found

    def _amounts(self, cell: Cell) -> list[Amount]:
        start, end = cell.answers[0][0], cell.answers[-1][1]
        text = self._store.text(cell.source)[start:end]
        found = []
        for amount in amounts_in(text, cell.language):
            sentence = amount.sentence[0] + start, amount.sentence[1] + start
            if not cell.hides(*sentence):
                found.append(replace(amount, sentence=sentence))
        return found

    def _latest(self, respondent: str) -> int | None:
        """Return the year of a respondent's edition; None where it has none."""
        own = self._store.respondents[respondent].edition
        own = own or self._store.form_of(self._store.sources[self._store.ranks[respondent]].path).edition
        return next(iter(years_in(own)), None)

    # ---------------------------------------------------------------- which question

    def _question(self, plan: Plan, asked: LinkQuery, examined: Sequence[str]) -> ClosedQuestion | None:
        """Return the question that is meant: by its wording; else that of all cells that come nearest."""
        only = [q for q in self._all if q.id in asked.within]
        if len(only) == 1:
            return only[0]
        link, _ = column_among(self._linker.columns(asked, lambda q: q.column.type == "text"))
        if link is not None:
            return link.question
        hits = self._retriever.cells(self._retriever.query(plan.text), self._retriever.select(examined, asked.within))
        nearest = {hit.question for hit in hits[:_AGREE]}
        if len(hits) < _AGREE or len(nearest) > 1:
            return None
        return next((q for q in self._all if q.id in nearest and q.column.type == "text"), None)

    @cached_property
    def _linker(self) -> Linker:
        return Linker(self._all, self._retriever)

    @cached_property
    def _all(self) -> tuple[ClosedQuestion, ...]:
        return self._questions.worded


def _unit(plan: Plan, question: ClosedQuestion, read: Sequence[_Read]) -> str | None:
    """Return the unit of the numbers that are asked for; None where that is not sure, or they are of several."""
    amounts = [amount for _, _, own in read for amount in own]
    money = currencies_of(amounts)
    if plan.asks == "money" and sum(a.number.unit in money for a in amounts) >= len(read) / 2:
        return money[0] if len(money) == 1 else None
    named = finder("numbers", "share").finds(fold(plan.whole)) or plan.asks == "share"
    if named or is_of_unit(question.text, SHARE):
        return SHARE
    if _counts_what_is_asked_for(plan, read):
        return ""
    measured = _measured(read)
    if measured is not None:
        return measured
    if finder("numbers", "asked").finds(fold(question.text)):
        return "" if not money else money[0] if len(money) == 1 else None
    return None


def _things_asked_for(plan: Plan) -> frozenset[str]:
    """Return the stems of what may be counted, as the asker calls it."""
    return frozenset(stems(" ".join((*plan.terms, *plan.counted))))


def _counts_what_is_asked_for(plan: Plan, read: Sequence[_Read]) -> bool:
    """Return whether bare numbers count what the asker names: of two things that a question asks for, one is meant."""
    things = _things_asked_for(plan)
    told = sum(any(not a.number.unit and counts(a, things) for a in amounts) for _, _, amounts in read)
    return told >= max(_FEWEST, _SHARE * len(read))


def _measured(read: Sequence[_Read]) -> str | None:
    """Return the unit in which most answers measure something; None where they measure nothing, or several things."""
    own = [{a.number.unit for a in amounts} & measure_units() for _, _, amounts in read]
    units = set().union(*own)
    return units.pop() if len(units) == 1 and sum(map(bool, own)) >= len(read) / 2 else None
