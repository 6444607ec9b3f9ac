"""How often each option was chosen, where that is asked for, or all that can be told of what is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.match import LinkQuery
from msqqa.ask.judge.closed.nothing import decide_nothing
from msqqa.ask.judge.closed.plans import as_set, copy_fields
from msqqa.ask.judge.restrictions import find_condition
from msqqa.closed.scales import find_meant, generic_stems, stems_of_answers
from msqqa.model import About, Count, Plan, SetPlan, Tally
from msqqa.model.closed import Choice, Tallied, Undecided
from msqqa.words import stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.closed.meaning import MeaningLinker
    from msqqa.ask.judge.closed.questions import ClosedQuestions
    from msqqa.ask.judge.closed.sets import ClosedSetDecider
    from msqqa.ask.judge.closed.tallies import Tallies
    from msqqa.ask.judge.outcome import PlanResult
    from msqqa.ask.retrieve import Retriever
    from msqqa.index.store import Store
    from msqqa.model import Open
    from msqqa.model.closed import CountedQuestion

_OF_OPTIONS = ("option", "options")
"""Types whose frequencies answer what is asked of everybody."""


@dataclass(frozen=True, slots=True)
class FrequencyDecider:
    """Decides when frequencies are told, and when a level of them is, over one corpus."""

    store: Store
    questions: ClosedQuestions
    tallies: Tallies
    sets: ClosedSetDecider
    meaning: MeaningLinker
    retriever: Retriever

    def decide(self, plan: Tally, examined: Sequence[str]) -> PlanResult | Plan:
        """Return a tally; where no closed question is meant, "how many of each" asks how many there are."""
        told = self.tallies.decide(plan, examined)
        unsplit = told.answered and not (plan.by or plan.top or plan.questions)
        if unsplit and (chosen := self._of_level(plan, told, examined)) is not None:
            return chosen
        if unsplit and self._names_level(plan, told):
            return decide_nothing(plan, Undecided("which options are meant is not sure", _near(told)), examined)
        if told.answered or plan.by or plan.questions or not plan.concepts or plan.relations & {"chose", "number"}:
            return told
        return Count(**copy_fields(plan))

    def _of_level(self, plan: Plan, told: PlanResult, examined: Sequence[str]) -> PlanResult | None:
        """Return who chose the level that is said of what was counted: "very satisfied with the bus"; None without one.

        Whoever asks "how satisfied" they are, for a share or a breakdown, means all levels.
        """
        asks_for_all = not generic_stems().isdisjoint(stem(word.text) for word in words(plan.whole))
        if asks_for_all or not self.store.is_of_tables:
            return None
        chosen = self.sets.of_whole(as_set(plan), examined)
        if chosen is None or not isinstance(chosen.closed, Choice) or not isinstance(told.closed, Tallied):
            return None
        return None if _asks_as(plan, told.closed) or chosen.closed.asked != told.closed.asked else chosen

    def of_open(self, plan: Open, examined: Sequence[str]) -> PlanResult | None:
        """Return the frequencies of the question with options that is asked; None where none is surely meant.

        "What would help people most" is one that the survey asks; remarks on it would tell of a few.
        """
        link, _ = self.meaning.choose_question(
            LinkQuery(plan.whole, plan.whole, narrowed=find_condition(plan)), lambda q: q.column.type in _OF_OPTIONS
        )
        if link is None:
            return None
        likeness = self.retriever.paraphrase_cosines(self.retriever.query(plan.whole))
        worded = max((likeness[row] for q in self.questions.worded for row in q.rows), default=0.0)
        if max(likeness[row] for row in link.question.rows) <= worded:
            return None
        shared = copy_fields(plan) | {"questions": (link.question.id,)}
        told = self.tallies.decide(Tally(**shared), examined)
        if not told.answered or (chosen := self._of_level(plan, told, examined)) is not None:
            return chosen if told.answered else None
        return None if self._names_level(plan, told) else told

    def _names_level(self, plan: Plan, told: PlanResult) -> bool:
        """Return whether one level of what was counted is said, and all of them are not asked for."""
        asks_for_all = not stems_of_answers().isdisjoint(stem(word.text) for word in words(plan.whole))
        if not isinstance(told.closed, Tallied) or asks_for_all or _asks_as(plan, told.closed):
            return False
        options = tuple(row.option for row in told.closed.rows)
        match = self.sets.linker.match(LinkQuery(plan.whole, plan.whole))
        level = self.sets.linker.said.by_scale(match, options)
        if level is None or not level[1] or not self.store.is_of_tables:
            return False
        others = {option for phrase in match.beside(level[0]) for option in find_meant(phrase, options)}
        return others <= set(level[1])  # "how many critical, how many useful" asks for each

    def show(self, outcome: PlanResult, examined: Sequence[str]) -> PlanResult:
        """Return an outcome, where it decides nothing with how often each option of what is meant was chosen.

        Whoever asks in other words than the survey's sees at once which options there are; none of it is an answer.
        """
        plan, closed = outcome.plan, outcome.closed
        undecided = closed is None or isinstance(closed, Undecided)
        if outcome.answered or not undecided or plan.absent or not isinstance(plan, SetPlan | About):
            return outcome
        if not self.store.is_table_survey:
            return outcome
        nearest = closed.nearest if isinstance(closed, Undecided) else ()
        wanted = LinkQuery(" ".join((plan.whole or plan.text, *plan.nouns)), " ".join(plan.terms))
        question = self.meaning.column(wanted, nearest)
        if question is None or not question.column.is_counted:
            return outcome
        shared = copy_fields(plan) | {"questions": (question.id,)}
        told = self.tallies.decide(Tally(**{**shared, "concepts": (), "restrictions": ()}), examined)
        if not isinstance(told.closed, Tallied):
            return outcome
        why = closed.why if isinstance(closed, Undecided) else "which options are meant is not sure"
        return replace(outcome, closed=Undecided(why, nearest or (question.asked,), told.closed))


def _asks_as(plan: Plan, told: Tallied) -> bool:
    """Return whether a question asks as what was counted does: "how satisfied are they"."""
    asking = next((word.text for word in words(told.asked.text)), "")
    return any(word.text == asking for word in words(plan.whole))


def _near(told: PlanResult) -> tuple[CountedQuestion, ...]:
    return (told.closed.asked,) if isinstance(told.closed, Tallied) else ()
