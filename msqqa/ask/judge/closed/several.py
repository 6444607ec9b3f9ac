"""Sets by several things at once: what each comes to, joined for each respondent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.chosen import asks_alone
from msqqa.ask.judge.closed.nothing import leave_undecided
from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict, combine_verdicts, order_verdicts
from msqqa.model.closed import Choice
from msqqa.words import fold, stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.closed.counting import Counter
    from msqqa.ask.judge.closed.questions import ClosedQuestions
    from msqqa.model import Concept, SetPlan


@dataclass(frozen=True, slots=True)
class SeveralSets:
    """Joins the sets of several things, over one corpus."""

    questions: ClosedQuestions
    counter: Counter

    def join_sure(self, plan: SetPlan, outcomes: Sequence[PlanResult], examined: Sequence[str]) -> PlanResult:
        """Return what some outcomes come to together; nothing where nobody can be in all, or they were one thing."""
        if _exclude_each_other(plan, outcomes):
            return leave_undecided(plan, (), examined, "nobody can choose both")
        choices = [o.closed for o in outcomes if isinstance(o.closed, Choice)]
        lost = "rejected" in plan.relations and not any(choice.negative for choice in choices)
        if lost or _is_split(plan.concepts, outcomes) or _is_one_twice(choices):
            return leave_undecided(plan, (), examined, "which options are meant is not sure")
        if _may_be_blank(choices, plan.combine):
            return leave_undecided(plan, (), examined, "who ticked nothing may be among them, or may not have answered")
        return self.join(plan, outcomes)

    def join(self, plan: SetPlan, outcomes: Sequence[PlanResult]) -> PlanResult:
        """Return what several outcomes, one a concept of the plan, come to together."""
        of_each: dict[str, list[RespondentVerdict]] = {}
        for outcome in outcomes:
            for found in outcome.found:
                of_each.setdefault(found.respondent, []).append(found)
        joined = order_verdicts([combine_verdicts(found, plan.combine) for found in of_each.values()])
        choices = [o.closed for o in outcomes if isinstance(o.closed, Choice)]
        alone = not any(c.negative for c in choices) and len({c.asked.id for c in choices}) == 1
        alone = alone and all(asks_alone(plan, c.asked, c.options) for c in choices)
        if alone:
            meant = {fold(option) for c in choices for option in c.options}
            joined = self._without_others(joined, outcomes[0].plan.questions[0], meant)
        base = sum(f.verdict != "none" for f in joined)
        matched = sum(f.verdict == "matched" for f in joined)
        word = f" {plan.combine} "
        asked = choices[0].asked
        if len({c.asked.id for c in choices}) > 1:
            several = any(c.asked.type == "options" for c in choices)
            asked = replace(
                asked, id=word.join(c.asked.id for c in choices), text=word.join(c.asked.text for c in choices)
            )
            asked = replace(asked, type="options" if several else asked.type)
        options = (word.join(f"{'not ' if c.negative else ''}{' or '.join(c.options)}" for c in choices),)
        choice = Choice(asked, options, False, base, matched, len(joined) - base, 0, alone=alone)
        choice = self.counter.weigh(choice, joined)
        return replace(outcomes[0], found=joined, closed=choice, plan=_combine_plans(plan, outcomes))

    def _without_others(
        self, found: Sequence[RespondentVerdict], question: str, meant: set[str]
    ) -> tuple[RespondentVerdict, ...]:
        """Return what was found, where whoever chose anything else of the question besides is not in the set."""
        asked = next(q for q in self.questions.all if q.id == question)
        answers = self.questions.answers(asked, [f.respondent for f in found if f.verdict == "matched"])
        others = {a.respondent for a in answers if any(fold(option) not in meant for option in a.chosen or ())}
        return order_verdicts([replace(f, verdict="rejected") if f.respondent in others else f for f in found])


def _exclude_each_other(plan: SetPlan, outcomes: Sequence[PlanResult]) -> bool:
    """Return whether all that must hold are options of one question of which each chose one.

    Who asks for those who are "satisfied and very satisfied" does not ask for nobody.
    """
    choices = [o.closed for o in outcomes if isinstance(o.closed, Choice)]
    alike = len({choice.asked for choice in choices}) == 1 and choices[0].asked.type == "option"
    return plan.combine == "and" and alike and not any(choice.negative for choice in choices)


def _may_be_blank(choices: Sequence[Choice], combine: str) -> bool:
    """Return whether those are asked for who chose none of several options, and some ticked nothing at all.

    Who "uses neither" may have left blank what tools are used, as anybody did who did not answer.
    """
    denied = len(choices) > 1 and combine == "and" and all(c.negative for c in choices)
    return (
        denied and len({c.asked for c in choices}) == 1 and choices[0].asked.type == "options" and choices[0].blank > 0
    )


def _is_one_twice(choices: Sequence[Choice]) -> bool:
    """Return whether two things were taken for the same option: then one of them is something else.

    Who "offers repairs, or wants a repair evening" says two things, of which the option "Repairs" is one.
    """
    taken = [(c.asked.id, c.negative, fold(option)) for c in choices for option in dict.fromkeys(c.options)]
    return len(set(taken)) < len(taken)


def _is_split(concepts: Sequence[Concept], outcomes: Sequence[PlanResult]) -> bool:
    """Return whether a thing that is asked of is but a word of what decides another one: it was one thing.

    "The dashboard and diagnostics are critical" are no two, where a question is of both.
    """
    said = [set(stems(" ".join(concept.terms))) for concept in concepts]
    held = [
        set(stems(" ".join((outcome.closed.asked.text, *outcome.closed.options))))
        for outcome in outcomes
        if isinstance(outcome.closed, Choice)
    ]
    ids = [outcome.closed.asked.id for outcome in outcomes if isinstance(outcome.closed, Choice)]
    return any(
        own and own <= other and ids[at] != ids[n]
        for at, own in enumerate(said)
        for n, other in enumerate(held)
        if n != at and at < len(ids)
    )


def _combine_plans(plan: SetPlan, outcomes: Sequence[PlanResult]) -> SetPlan:
    questions = tuple(dict.fromkeys(id_ for o in outcomes for id_ in o.plan.questions))
    reasons = tuple(dict.fromkeys(reason for o in outcomes for reason in o.plan.reasons))
    concepts = tuple(replace(c, questions=o.plan.questions) for c, o in zip(plan.concepts, outcomes, strict=True))
    return replace(plan, mode="option", questions=questions, concepts=concepts, reasons=reasons, undecided="")
