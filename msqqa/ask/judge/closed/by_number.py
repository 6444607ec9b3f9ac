"""Sets by a number: whose answer to a question, or whose number in prose, is more, less or as much as is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.comparison import Comparison, comparison_of, find_comparison, times_of_unit
from msqqa.ask.judge.closed.counting import explain_link
from msqqa.ask.judge.closed.labels import is_denied
from msqqa.ask.judge.closed.links import Link
from msqqa.ask.judge.closed.match import LinkQuery, is_within
from msqqa.ask.judge.closed.nothing import leave_undecided
from msqqa.ask.judge.closed.ranges import range_of, run_of_range
from msqqa.ask.judge.closed.zero import stems_undenied
from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict, order_verdicts
from msqqa.closed.scales import generic_stems, stems_of_everybody
from msqqa.closed.values import numbers_asked
from msqqa.languages import phrases
from msqqa.languages.matching import finder
from msqqa.model.closed import Choice
from msqqa.words import fold, stems, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.ask.judge.closed.counting import Counter
    from msqqa.ask.judge.closed.meaning import MeaningLinker
    from msqqa.ask.judge.closed.prose import Prose, QuestionNumbers
    from msqqa.ask.judge.closed.questions import ClosedQuestion, Given
    from msqqa.model import SetPlan, Verdict

_HELD = frozenset({"has"})
"""Relations of a thing that is counted."""


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

    def of_none(self, plan: SetPlan, questions: Sequence[ClosedQuestion], examined: Sequence[str]) -> PlanResult | None:
        """Return whose number is zero, where a topic that is denied is what one question counts: "no children".

        All of the topic must stand in the question, and somebody must have written a zero. Words for what any column
        holds are a topic behind "nobody" alone: who has "nobody reporting to them".
        """
        said = stems_undenied(" ".join(plan.terms))
        beside = stems_undenied(" ".join(plan.beside)) - stems_of_everybody()
        counted = [
            q for q in questions if q.column.type == "number" and (not q.column.is_scale or _asks_number(q.text))
        ]
        meant = [
            q for q in counted if is_within(q, LinkQuery("", within=plan.questions)) and said <= set(stems(q.text))
        ]
        if not said or len(meant) != 1 or plan.values or not plan.relations <= _HELD:
            return None
        if said <= generic_stems() and phrases("words", "none").isdisjoint(word.text for word in words(plan.whole)):
            return None  # who "did not report" has not answered
        question = meant[0]
        if is_denied(question.text) or not beside <= set(stems(question.text)):
            return None

        def verdict(given: Given) -> Verdict:
            own = question.column.numbers(given.row.value or "")
            if given.chosen is None or len(own) != 1:
                return "none"
            return "matched" if own[0].value == 0 else "rejected"

        zero = Comparison("eq", (0.0,), "").shown
        alone = replace(plan, polarity="positive")
        told = self._count(alone, Link(question, (zero,), 1.0, 1.0, 1.0), examined, verdict)
        return told if any(f.verdict == "matched" for f in told.found) else None

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

        return self._count(plan, said, examined, verdict)

    def _count(
        self, plan: SetPlan, link: Link, examined: Sequence[str], verdict: Callable[[Given], Verdict]
    ) -> PlanResult:
        found, choice = self.counter.count(link, examined, verdict, negative=False)
        reasons = (*plan.reasons, explain_link(link))
        decided = replace(plan, mode="number", questions=(link.question.id,), undecided="", reasons=reasons)
        return PlanResult(decided, True, found, closed=choice)


def _asks_number(question: str) -> bool:
    """Return whether a question asks how many there are, so that its numbers are no ratings."""
    return finder("numbers", "asked").finds(fold(question))


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
