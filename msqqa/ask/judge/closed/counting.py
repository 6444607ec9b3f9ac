"""What each respondent said to a closed question, as verdicts, and how many that is of whom."""

from __future__ import annotations

import collections
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from msqqa.ask.judge.outcome import CITED, RespondentVerdict, order_verdicts
from msqqa.model import VERDICTS
from msqqa.model.closed import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.ask.judge.closed.links import Link
    from msqqa.ask.judge.closed.questions import ClosedQuestions, Given
    from msqqa.model import Verdict


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts the answers to closed questions over one corpus."""

    questions: ClosedQuestions

    def count(
        self,
        link: Link,
        examined: Sequence[str],
        verdict: Callable[[Given], Verdict],
        *,
        negative: bool,
        single: bool = True,
    ) -> tuple[tuple[RespondentVerdict, ...], Choice]:
        """Return what each said, in order, and how many that is; ``single``: whether that is all of the answer.

        Then only of those who may be cited the place is looked up: of thousands the others are listed.
        """
        given_by: dict[str, tuple[Verdict, Given]] = {}
        blank = unread = 0
        for given in self.questions.answers(link.question, examined):
            told = verdict(given)
            given_by[given.respondent] = told, given
            blank += told == "none" and given.blank
            unread += told == "none" and not given.blank
        groups: dict[Verdict, list[Given]] = {told: [] for told in VERDICTS}
        for told, given in given_by.values():
            groups[told].append(given)
        untold = groups.pop("none")
        found: list[RespondentVerdict] = []
        for told, own in groups.items():
            for given in sorted(own, key=attrgetter("respondent")):
                found.append(self._place(given, told) if len(found) < CITED or not single else _list_alone(given, told))
        absent = [RespondentVerdict(r, "none", None, "stated", 0.0) for r in examined if r not in given_by]
        found += [RespondentVerdict(g.respondent, "none", None, _basis_of(g), 0.0) for g in untold] + absent
        told_ = order_verdicts(found) if untold or absent or not all(f.score for f in found[:CITED]) else tuple(found)
        counted = collections.Counter(f.verdict for f in told_)
        base = len(told_) - counted["none"]
        choice = Choice(
            link.question.asked, link.options, negative, base, counted["matched"], blank + len(absent), unread
        )
        return told_, self.weigh(choice, told_)

    def _place(self, given: Given, told: Verdict) -> RespondentVerdict:
        """Return a verdict with the place of the answer that it rests on."""
        place = self.questions.place(given.row)
        evidence = () if place is None else (place,)
        return RespondentVerdict(given.respondent, told, None, _basis_of(given), float(bool(evidence)), evidence)

    def weigh(self, choice: Choice, found: Sequence[RespondentVerdict]) -> Choice:
        """Return a set with its weighted share, where responses have weights."""
        base = [f.respondent for f in found if f.verdict in ("matched", "rejected", "possible")]
        those = [f.respondent for f in found if f.verdict == "matched"]
        share, weighed = self.questions.weigh_share(those, base)
        return replace(choice, weighted=share, weighed=weighed)


def _list_alone(given: Given, told: Verdict) -> RespondentVerdict:
    return RespondentVerdict(given.respondent, told, None, _basis_of(given), 1.0)


def _basis_of(given: Given) -> str:
    return "ticked" if given.row.options else "stated"


def explain_link(link: Link) -> str:
    """Return which question and options a claim was linked to, and how surely."""
    of = f", {', '.join(link.options)}" if link.options else ""
    if link.like:
        return f"question {link.question.id}{of}: meant by what it is like ({link.like:.2f})"
    return f"question {link.question.id}{of}: explains {link.explained:.2f}, said {link.recalled:.2f}"
