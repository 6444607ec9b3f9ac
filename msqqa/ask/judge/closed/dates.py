"""Dates of one question compared: the earliest and the latest, and who is before or after one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.links import column_among
from msqqa.ask.judge.closed.match import LinkQuery
from msqqa.ask.judge.closed.nothing import decide_nothing, leave_undecided
from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict, order_verdicts
from msqqa.ask.plan.operators import read_count
from msqqa.closed.dates import dates_of, find_bound, find_end, read_written_date
from msqqa.model.closed import Aggregated, Choice, RespondentNumber, Undecided

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msqqa.ask.judge.closed.link import Linker
    from msqqa.ask.judge.closed.links import Link
    from msqqa.ask.judge.closed.questions import ClosedQuestion, ClosedQuestions, Given
    from msqqa.model import Aggregate, Plan, SetPlan, Verdict
    from msqqa.model.periods import Period

_UNSURE = "whether the day or the month comes first in these dates cannot be told"
DATE = "date"
"""The unit of dates in an aggregate."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """The dates that were given to one question."""

    link: Link
    days: Mapping[str, tuple[Period, Given]]
    """Respondent → its date, and its answer."""
    blank: int
    unread: int


@dataclass(frozen=True, slots=True)
class Dates:
    """Compares dates of one corpus."""

    questions: ClosedQuestions
    linker: Linker

    def find_ends(self, plan: Aggregate, examined: Sequence[str]) -> PlanResult | None:
        """Return who has the earliest or the latest date; None where no question with dates is meant."""
        end = find_end(plan.among) or find_end(plan.whole)
        if not end:
            return None
        rest = plan.whole.replace(plan.among, " ") if plan.among else plan.whole
        dated = self._dated(plan, " ".join((rest, *plan.nouns)), examined)
        if not isinstance(dated, _Dated):
            return dated
        ranked = sorted(dated.days.items(), key=lambda one: one[1][0].first, reverse=end == "latest")
        if not ranked:
            return decide_nothing(plan, Undecided("nobody gave a date", (dated.link.question.asked,)), examined)
        last = ranked[min(read_count(plan.among) or 1, len(ranked)) - 1][1][0]
        earliest = end == "earliest"  # a month or a year as a whole may hold the day that is looked for
        chosen = {r for r, (own, _) in ranked if (own.first <= last.last if earliest else own.last >= last.first)}
        figures = tuple(
            RespondentNumber(r, float(own.first.toordinal()), given.row.value or "")
            for r, (own, given) in ranked
            if r in chosen
        )
        asked = dated.link.question.asked
        told = Aggregated(asked, end, DATE, len(ranked), dated.blank, dated.unread, None, figures)
        rank = {figure.respondent: n for n, figure in enumerate(figures)}
        found = self._verdicts(dated, {r: "matched" if r in chosen else "rejected" for r in dated.days}, examined)
        found = [replace(f, score=round(1 - rank[f.respondent] / (len(rank) + 1), 4)) if f.respondent in rank else f
                 for f in found]  # fmt: skip
        return PlanResult(replace(plan, questions=(asked.id,)), True, order_verdicts(found), closed=told)

    def compare(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return whose date compares so; None where no question with dates is meant, or no date is named."""
        bound = find_bound(plan.values[0][1]) if plan.values else plan.dated
        if bound is None:
            return None
        text = " ".join((plan.whole.replace(bound.text, " "), *plan.nouns))
        dated = self._dated(plan, text, examined)
        if not isinstance(dated, _Dated):
            return dated
        kinds: dict[bool | None, Verdict] = {True: "matched", False: "rejected", None: "possible"}
        verdicts = {r: kinds[bound.holds(own)] for r, (own, _) in dated.days.items()}
        matched = sum(verdict == "matched" for verdict in verdicts.values())
        open_ = sum(verdict == "possible" for verdict in verdicts.values())
        asked = dated.link.question.asked
        choice = Choice(asked, (bound.text,), False, len(verdicts) - open_, matched, dated.blank, dated.unread + open_)
        found = order_verdicts(self._verdicts(dated, verdicts, examined))
        decided = replace(plan, mode="number", questions=(asked.id,), undecided="")
        return PlanResult(decided, True, found, closed=choice)

    def _dated(self, plan: Plan, text: str, examined: Sequence[str]) -> _Dated | PlanResult | None:
        """Return the dates given to the question that is meant; an outcome that tells nothing where it is not sure."""
        terms = " ".join(term for concept in plan.concepts for term in concept.terms)
        wanted = LinkQuery(text, terms, within=plan.questions)
        link, near = column_among(self.linker.columns(wanted, lambda q: q.column.type == "date"))
        if link is None and not any(one.is_near for one in near):
            numbers = self.linker.columns(wanted, lambda q: q.column.type == "number")
            years = [one for one in numbers if one.is_near and self._holds_years(one.question, examined)]
            link, near = column_among(years)
        if link is None:
            several = [one for one in near if one.is_near]
            return leave_undecided(plan, several, examined) if several else None
        answers = self.questions.answers(link.question, examined)
        given = {a.respondent: a for a in answers if a.chosen is not None}
        days = dates_of({a.row.value or "" for a in given.values()})
        if days is None:
            return decide_nothing(plan, Undecided(_UNSURE, (link.question.asked,)), examined)
        found = {r: (days[a.row.value or ""], a) for r, a in given.items() if (a.row.value or "") in days}
        return _Dated(link, found, len(examined) - len(given), len(given) - len(found))

    def _holds_years(self, question: ClosedQuestion, examined: Sequence[str]) -> bool:
        """Return whether all numbers of a question are years, such as "year_completed"."""
        values = {a.row.value or "" for a in self.questions.answers(question, examined) if a.chosen is not None}
        return bool(values) and all((own := read_written_date(value)) and own.first != own.last for value in values)

    def _verdicts(
        self, dated: _Dated, verdicts: Mapping[str, Verdict], examined: Sequence[str]
    ) -> list[RespondentVerdict]:
        found = []
        for respondent in examined:
            place = self.questions.place(dated.days[respondent][1].row) if respondent in dated.days else None
            evidence = () if place is None else (place,)
            verdict = verdicts.get(respondent, "none")
            found.append(RespondentVerdict(respondent, verdict, None, "stated", 1.0 if evidence else 0.0, evidence))
        return found
