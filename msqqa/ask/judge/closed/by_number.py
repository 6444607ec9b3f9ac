"""Sets by a number: whose answer to a question, or whose number in prose, is more, less or as much as is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.comparison import comparison_of, find_comparison, times_of_unit
from msqqa.ask.judge.closed.counting import explain_link
from msqqa.ask.judge.closed.match import LinkQuery
from msqqa.ask.judge.closed.nothing import leave_undecided
from msqqa.ask.judge.closed.ranges import range_of, run_of_range
from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict, order_verdicts
from msqqa.closed.values import numbers_asked
from msqqa.model.closed import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.closed.comparison import Comparison
    from msqqa.ask.judge.closed.counting import Counter
    from msqqa.ask.judge.closed.meaning import MeaningLinker
    from msqqa.ask.judge.closed.prose import Prose, QuestionNumbers
    from msqqa.ask.judge.closed.questions import Given
    from msqqa.model import SetPlan, Verdict


@dataclass(frozen=True, slots=True)
class NumberSetDecider:
    """Decides sets by numbers over one corpus."""

    meaning: MeaningLinker
    prose: Prose
    counter: Counter

    def within_range(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return whose number lies within a range that the reader took for no value: "rated 4 or better"."""
        text = plan.whole or plan.text
        phrase = run_of_range(text) if range_of(text) is not None else ""
        if not phrase:
            return None
        told = self.decide(replace(plan, values=(("", phrase),)), examined)
        return told if told is not None and told.answered else None

    def decide(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return whose number compares as the first value of a plan says; undecided where that is not sure."""
        typed = _widen(plan)
        compared = comparison_of(typed)
        if compared is not None and compared.kind == "eq":
            compared = _compared_apart(plan, compared)
        if compared is None:
            return leave_undecided(plan, (), examined, f"how “{typed[1]}” compares is not sure")
        terms = [term for concept in plan.concepts for term in concept.terms]
        text = " ".join((_remove_words(plan.whole or plan.text, typed[1]), *plan.nouns))
        wanted = LinkQuery(text, " ".join(terms), within=plan.questions)
        link, near = self.meaning.choose_question(wanted, lambda q: q.column.type == "number")
        if link is None:
            written = self.prose.numbers(plan, wanted, examined)
            if written is None or (compared.unit or written.unit) != written.unit:
                return leave_undecided(plan, near, examined)
            return _of_prose(plan, written, compared, examined)
        units = link.question.column.units
        unit = compared.unit or (units[0] if len(units) == 1 else None)
        if unit is None:
            why = f"the answers are in several units ({', '.join(u or 'none' for u in units)}); name one"
            return leave_undecided(plan, (link,), examined, why)
        said = replace(link, options=(compared.shown,))
        if compared.unit and units == ("",):
            times = times_of_unit(link.question.text, compared.unit)
            if times is None:
                return leave_undecided(plan, (link,), examined, f"the answers are bare numbers, not {compared.unit}")
            unit, compared = "", compared.in_units_of(times)  # bare numbers of what the question names

        def verdict(given: Given) -> Verdict:
            own = link.question.column.numbers(given.row.value or "")
            if given.chosen is None or len(own) != 1 or own[0].unit != unit:
                return "none"
            return "matched" if compared.holds(own[0].value) else "rejected"

        found, choice = self.counter.count(said, examined, verdict, negative=False)
        decided = replace(
            plan,
            mode="number",
            questions=(link.question.id,),
            undecided="",
            reasons=(*plan.reasons, explain_link(said)),
        )
        return PlanResult(decided, True, found, closed=choice)


def _widen(plan: SetPlan) -> tuple[str, str]:
    """Return the value of a plan with the words around it that compare it: "4 or better" is not exactly four."""
    kind, typed = next((value for value in plan.values if numbers_asked(value[1])), plan.values[0])
    run = run_of_range(plan.whole or plan.text)
    counted = sum(bool(numbers_asked(own)) for _, own in plan.values)
    return (kind, run) if typed in run and counted < 2 and find_comparison(run) else (kind, typed)


def _compared_apart(plan: SetPlan, compared: Comparison) -> Comparison:
    """Return a comparison by the words that compare its number elsewhere: "10 % of the week or less" is no 10 %."""
    text = plan.whole or plan.text
    said = find_comparison(text)
    only = len(numbers_asked(text)) == 1 and len(compared.values) == 1
    return replace(compared, kind=said) if only and said not in (None, "between") else compared


def _of_prose(plan: SetPlan, numbers: QuestionNumbers, compared: Comparison, examined: Sequence[str]) -> PlanResult:
    """Return whose number in prose compares so; whose cannot be compared is shown, and belongs to neither side."""
    found: dict[str, RespondentVerdict] = {}
    for each in numbers.written:
        verdict: Verdict = "none" if each.evidence is None else "possible"
        if each.amount is not None:
            verdict = "matched" if compared.holds(each.amount.number.value) else "rejected"
        evidence = () if each.evidence is None else (each.evidence,)
        found[each.respondent] = RespondentVerdict(each.respondent, verdict, None, "stated", 1.0, evidence)
    told = [*found.values(), *(RespondentVerdict(r, "none", None, "stated", 0.0) for r in examined if r not in found)]
    of = {verdict: sum(f.verdict == verdict for f in told) for verdict in ("matched", "rejected", "possible")}
    asked = numbers.asked
    comparison = replace(compared, unit=numbers.unit).shown
    base = of["matched"] + of["rejected"]
    choice = Choice(asked, (comparison,), False, base, of["matched"], numbers.blank, len(numbers.written) - base)
    decided = replace(plan, mode="number", questions=(asked.id,), undecided="")
    return PlanResult(decided, True, order_verdicts(told), closed=choice)


def _remove_words(text: str, words: str) -> str:
    return text.replace(words, " ") if words in text else text
