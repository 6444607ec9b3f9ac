"""The parts that statements are made of: verdicts, members and extracts of cells, each with its citations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.ask.answer.extract import extract
from msqqa.ask.judge.topics import topic_stems
from msqqa.ask.retrieve.expectation import check_expectation, derive_expectation
from msqqa.languages.detect import is_foreign
from msqqa.model import SetPlan
from msqqa.model.statements import ExtractStatement, Member, ReviewStatement, VerdictStatement
from msqqa.stance.openings import classify_opening
from msqqa.words import stems, unique

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from msqqa.ask.answer.cite import Citer
    from msqqa.ask.judge.outcome import Evidence, RespondentVerdict
    from msqqa.ask.retrieve import Retriever
    from msqqa.index.open import Index
    from msqqa.model import Cell, Plan, Question, Stance
    from msqqa.model.statements import Reason, Statement


_SAID = ("no", "planned", "partial")
"""Stances that a sentence says in so many words."""


@dataclass(frozen=True, slots=True)
class StatementBuilder:
    """Makes the parts of statements over one index."""

    index: Index
    retriever: Retriever

    def verdict(
        self, cell: Cell, numbers: tuple[int, ...], *, whole: bool = False
    ) -> VerdictStatement | ReviewStatement:
        """State a cell's own stance; ``whole`` where the claim was about a part of it."""
        if cell.reviewed is not None:
            return ReviewStatement(
                respondent=cell.respondent,
                name=self.index.store.respondents[cell.respondent].name,
                decided=cell.stance,
                question=cell.question,
                whole=whole,
                reason=cell.reviewed.words,
                citations=numbers,
            )
        question, asked = self.question(cell)
        return VerdictStatement(
            respondent=cell.respondent,
            name=self.index.store.respondents[cell.respondent].name,
            stance=cell.stance,
            basis=cell.basis,
            question=cell.question,
            asked=asked,
            whole=whole,
            reason=_reason(cell),
            options=cell.selection.options if question.kind == "choice" else (),
            citations=numbers,
        )

    def members(self, found: Iterable[RespondentVerdict]) -> tuple[Member, ...]:
        """Return respondents with their names and stances."""
        names = self.index.store.respondents
        return tuple(
            Member(id=f.respondent, name=names[f.respondent].name, stance=f.stance, reviewed=f.reviewed is not None)
            for f in found
        )

    def extracts(self, plan: Plan, evidence: Sequence[Evidence], citer: Citer) -> list[Statement]:
        """State in its own words what each piece of evidence says."""
        statements: list[Statement] = []
        for e in evidence:
            words, rest = self.words_that_bear(plan, e, self.cell(e).stance)
            respondent = self.cell(e).respondent
            statements.append(
                ExtractStatement(
                    respondent=respondent,
                    name=self.index.store.respondents[respondent].name,
                    text=words,
                    goes_on=rest.lstrip()[:1].islower(),
                    citations=number_citations(citer, (e,)),
                )
            )
        return statements

    def find_missing(self, plan: Plan, evidence: Sequence[Evidence]) -> str:
        """Return what is asked for and stands in none of these passages, such as a share; empty where one holds it.

        Where a passage is in another language than the question, it is not sure which number counts what.
        """
        expectation = derive_expectation(plan)
        if expectation.type in ("anything", "comparison"):
            return ""
        if any(is_foreign(plan.text, code) for code in {self.index.store.language_of(e.cell) for e in evidence}):
            return ""
        wanted = self.retriever.topic_stems(plan.text)
        texts = (self.index.store.quote(e.cell, e.start, e.end)[0] for e in evidence)
        return "" if any(check_expectation(expectation, text, wanted) != "none" for text in texts) else plan.asks

    def words_that_bear(
        self, plan: Plan, evidence: Evidence, decided: Stance | None = None, *, alone: bool = False
    ) -> tuple[str, str]:
        """Return the words of a passage that bear on the question, as they stand, and what follows them there.

        Parameters
        ----------
        plan, evidence:
            What was asked, and where it is answered.
        decided:
            The stance that they led to: a sentence that says it goes before others.
        alone:
            Whether only the best sentence is returned.
        """
        by_mention = isinstance(plan, SetPlan) and plan.mode == "mention"
        wanted: Collection[str] = stems(evidence.sentence) if evidence.sentence else ()
        if not wanted:
            wanted = self.retriever.topic_stems(" ".join(plan.terms) if by_mention else plan.text)
        text, _ = self.index.store.quote(evidence.cell, evidence.start, evidence.end)
        says = None if by_mention or evidence.sentence or decided not in _SAID else decided
        a, b = extract(
            text,
            0,
            len(text),
            derive_expectation(plan),
            wanted,
            self.retriever.weight,
            says=None if says is None else lambda sentence: classify_opening(sentence) == says,
            done=set(wanted) - topic_stems(plan),
            alone=alone or bool(evidence.sentence),
        )
        return text[a:b], text[b:]

    def reason(self, evidence: Sequence[Evidence]) -> Reason:
        """Return why the cell of the first evidence cannot be told to say one thing or the other."""
        return _reason(self.cell(evidence[0])) if evidence else ""

    def cell(self, evidence: Evidence) -> Cell:
        """Return the cell that evidence stands in."""
        return self.index.store.cell(evidence.cell)

    def question(self, cell: Cell) -> tuple[Question, str]:
        """Return the form's question of a cell, and its text with its parent's before it."""
        form = self.index.store.form_of(cell.source)
        question = form.question(cell.question)
        return question, form.full_text(question)


def _reason(cell: Cell) -> Reason:
    state = cell.selection.state
    if cell.stance == "blank":
        return "boxes empty" if state == "empty" else ""
    if state == "lost":
        return "tick lost"
    if cell.stance == "unclear":
        return "says so" if state in ("none", "empty") else "contradiction"
    return ""


def number_citations(citer: Citer, evidence: Iterable[Evidence]) -> tuple[int, ...]:
    """Return the numbers of the citations of some evidence, each once."""
    return unique(citer.cite(e) for e in evidence)
