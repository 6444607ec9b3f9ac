"""Numbers compared or joined over respondents: the most, the least, an average, a median, a total."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.links import column_among
from msqqa.ask.judge.closed.match import LinkQuery
from msqqa.ask.judge.outcome import Evidence, PlanResult, RespondentVerdict, order_verdicts
from msqqa.ask.judge.restrictions import find_condition
from msqqa.ask.plan.operators import LEAST, read_count
from msqqa.closed.ratings import is_rating
from msqqa.closed.values import SHARE, format_number
from msqqa.model.closed import Aggregated, Apart, RespondentNumber, Undecided

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msqqa.ask.judge.closed.link import Linker
    from msqqa.ask.judge.closed.links import Link
    from msqqa.ask.judge.closed.meaning import MeaningLinker
    from msqqa.ask.judge.closed.prose import Prose, QuestionNumbers
    from msqqa.ask.judge.closed.questions import ClosedQuestions
    from msqqa.ask.judge.closed.tallies import Tallies
    from msqqa.model import Aggregate, Tally, Verdict

_OVER_ALL = ("average", "median", "total")
_MANY = 3
"""How many of the most or the least are told where that is not said."""


@dataclass(frozen=True, slots=True)
class _LocatedNumber:
    """One respondent's number and where it stands."""

    respondent: str
    value: float
    evidence: Evidence | None
    of: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Aggregates:
    """Compares and joins numbers of one corpus."""

    questions: ClosedQuestions
    linker: Linker
    meaning: MeaningLinker
    tallies: Tallies
    prose: Prose

    def decide(self, plan: Aggregate, examined: Sequence[str]) -> PlanResult:
        """Return what is asked for of the numbers; nothing where they are of several units, or no numbers are meant."""
        if not plan.extreme:
            told = self.tallies.decide(_as_tally(plan), examined)  # "a breakdown of how long people have used it"
            if told.answered:
                return told
            why = "whether the most, the least, an average or a total is asked for is not sure"
            return self._nothing(plan, examined, Undecided(why))
        terms = " ".join(term for concept in plan.concepts for term in concept.terms)
        if self.linker.is_common(terms):
            terms = plan.whole  # "how easy Dask is to use": the survey's subject tells no question from another
        rest = plan.whole.replace(plan.among, " ") if plan.among else plan.whole
        own = " ".join((terms, *plan.nouns))
        wanted = LinkQuery(terms or plan.whole, terms, within=plan.questions, narrowed=find_condition(plan))
        links = self.linker.columns(wanted, lambda q: q.column.type == "number")
        link, near = column_among(links)
        if plan.extreme not in _OVER_ALL:
            all_said = LinkQuery(" ".join((rest, *plan.nouns)), own, within=plan.questions)
            options = self.linker.columns(all_said, lambda q: q.column.type in ("option", "options"))
            by_option, _ = column_among(options)
            if by_option is not None and (link is None or by_option.score > link.score):
                return self._most_chosen(plan, by_option, examined)
        if link is None and plan.extreme in _OVER_ALL:
            link = self.meaning.find_question(wanted, lambda q: q.column.type == "number")
        written = self.prose.numbers(plan, wanted, examined) if link is None else None
        if written is not None:
            return self._of_prose(plan, written, examined)
        if link is None:
            asked = tuple(each.question.asked for each in near)
            many = len(asked) > 1
            why = "several questions have numbers on it" if many else "no question with numbers is clearly meant"
            return self._nothing(plan, examined, Undecided(why, asked))
        return self._of_numbers(plan, link, examined)

    def _of_numbers(self, plan: Aggregate, link: Link, examined: Sequence[str]) -> PlanResult:
        column, asked = link.question.column, link.question.asked
        if len(column.units) > 1:
            units = ", ".join(unit or "none" for unit in column.units)
            return self._nothing(plan, examined, Undecided(f"the answers are in several units ({units})", (asked,)))
        unit = column.units[0]
        held, blank, unread = self._held(link, examined)
        told = Aggregated(asked, plan.extreme, unit, len(held), blank, unread, None)
        return self._joined(
            plan, told, held, examined, is_scale=column.is_scale and is_rating(asked.text, column.options)
        )

    def _of_prose(self, plan: Aggregate, numbers: QuestionNumbers, examined: Sequence[str]) -> PlanResult:
        """Return what is asked for of numbers in prose; each is told, and whose cannot be compared is named."""
        held: list[_LocatedNumber] = []
        apart: list[Apart] = []
        aside: dict[str, Evidence] = {}
        for each in numbers.written:
            if each.amount is None:
                apart.append(Apart(each.respondent, each.why))
                if each.evidence is not None:
                    aside[each.respondent] = each.evidence
            else:
                own = each.amount
                held.append(_LocatedNumber(each.respondent, own.number.value, each.evidence, own.of, own.year))
        asked = numbers.asked
        told = Aggregated(asked, plan.extreme, numbers.unit, len(held), numbers.blank, 0, None, apart=tuple(apart))
        return self._joined(plan, told, held, examined, aside=aside)

    def _joined(
        self,
        plan: Aggregate,
        told: Aggregated,
        held: Sequence[_LocatedNumber],
        examined: Sequence[str],
        aside: Mapping[str, Evidence] = MappingProxyType({}),
        *,
        is_scale: bool = False,
    ) -> PlanResult:
        """Return the numbers compared or joined.

        Parameters
        ----------
        plan, examined:
            What is asked, and of whom.
        told:
            What is known of the numbers.
        held:
            The numbers.
        aside:
            Respondent → where its number stands that cannot be compared.
        is_scale:
            Whether they are ratings.
        """
        asked, unit = told.asked, told.unit
        if plan.extreme == "total" and (unit == SHARE or is_scale):
            what = "shares" if unit == SHARE else "ratings"
            return self._nothing(plan, examined, Undecided(f"{what} have no total", (asked,)))
        if not held:
            return self._nothing(plan, examined, Undecided("nobody gave a number", (asked,)))
        members = list(held)
        if plan.extreme in _OVER_ALL:
            told = replace(told, value=_over_all(plan.extreme, [each.value for each in held]))
        else:
            members = _extremes(held, _requested_count(plan), least=plan.extreme in LEAST)
        if plan.extreme not in _OVER_ALL or told.apart or any(each.of or each.year for each in held):
            figures = tuple(
                RespondentNumber(h.respondent, h.value, format_number(h.value, unit), h.of, h.year) for h in members
            )
            told = replace(told, figures=figures)
        chosen = {each.respondent for each in members}
        places = {each.respondent: each.evidence for each in held}
        rank = {each.respondent: n for n, each in enumerate(members)}
        found = []
        for respondent in examined:
            place = places.get(respondent, aside.get(respondent))
            evidence = () if place is None else (place,)
            verdict: Verdict = "possible" if respondent in aside else "none"
            verdict = "matched" if respondent in chosen else "rejected" if respondent in places else verdict
            score = 1.0 - rank[respondent] / (len(members) + 1) if respondent in rank else 0.0
            found.append(RespondentVerdict(respondent, verdict, None, "stated", round(score, 4), evidence))
        return PlanResult(replace(plan, questions=(asked.id,)), True, order_verdicts(found), closed=told)

    def _held(self, link: Link, examined: Sequence[str]) -> tuple[list[_LocatedNumber], int, int]:
        """Return the numbers, and how many left it blank, or gave something that is no number."""
        held: list[_LocatedNumber] = []
        blank = unread = answered = 0
        for given in self.questions.answers(link.question, examined):
            answered += 1
            if given.chosen is None:
                blank += given.blank
                unread += not given.blank
                continue
            numbers = link.question.column.numbers(given.row.value or "")
            if len(numbers) != 1:
                unread += 1
                continue
            place = self.questions.place(given.row)
            held.append(_LocatedNumber(given.respondent, numbers[0].value, place))
        return held, blank + len(examined) - answered, unread

    def _most_chosen(self, plan: Aggregate, link: Link, examined: Sequence[str]) -> PlanResult:
        """Return the tally of a question of options, of which the most or the least chosen is asked."""
        return self.tallies.decide(replace(_as_tally(plan), questions=(link.question.id,)), examined)

    @staticmethod
    def _nothing(plan: Aggregate, examined: Sequence[str], why: Undecided) -> PlanResult:
        nobody = tuple(RespondentVerdict(r, "none", None, "meaning", 0.0) for r in examined)
        return PlanResult(plan, False, nobody, closed=why)


def _as_tally(plan: Aggregate) -> Tally:
    """Return the plan of the frequencies of what an aggregate is asked of."""
    from msqqa.model import Tally

    kept = ["respondents", "questions", "editions", "concepts", "text", "asks", "notes", "reasons", "whole", "quoted"]
    kept += ["nouns", "restrictions"]
    top, least = read_count(plan.among), plan.extreme in LEAST
    return Tally(**{name: getattr(plan, name) for name in kept}, top=top, least=least)


def _over_all(extreme: str, values: Sequence[float]) -> float:
    if extreme == "total":
        return sum(values)
    import statistics

    return statistics.median(values) if extreme == "median" else statistics.fmean(values)


def _requested_count(plan: Aggregate) -> int:
    return read_count(plan.among) or (1 if plan.extreme in ("most", "least") else _MANY)


def _extremes(held: Sequence[_LocatedNumber], n: int, *, least: bool) -> list[_LocatedNumber]:
    """Return those with the most or the least, with all who tie with the last of them."""
    ranked = sorted(held, key=lambda h: (h.value if least else -h.value, h.respondent))
    if len(ranked) <= n:
        return ranked
    last = ranked[n - 1].value
    return [h for at, h in enumerate(ranked) if at < n or h.value == last]
