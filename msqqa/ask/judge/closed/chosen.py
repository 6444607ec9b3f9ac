"""Those who chose some options of a question, as verdicts on each respondent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.counting import explain_link
from msqqa.ask.judge.closed.labels import is_denied, is_denied_before, labels_of
from msqqa.ask.judge.closed.nothing import leave_undecided
from msqqa.ask.judge.closed.ranges import levels_compared
from msqqa.ask.judge.outcome import PlanResult
from msqqa.ask.judge.restrictions import holds
from msqqa.languages.matching import list_joins
from msqqa.table.values import classify_value
from msqqa.words import fold, stems, unique

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from msqqa.ask.judge.closed.counting import Counter
    from msqqa.ask.judge.closed.links import Link
    from msqqa.ask.judge.closed.questions import Given
    from msqqa.model import SetPlan, Verdict
    from msqqa.model.closed import CountedQuestion


_MARKS = ";/&+|"
"""What parts the members of a list, as a comma does."""


@dataclass(frozen=True, slots=True)
class OptionSets:
    """Finds out who chose options that were linked, over one corpus."""

    counter: Counter

    def of_link(self, plan: SetPlan, link: Link, examined: Sequence[str], *, excepted: bool = False) -> PlanResult:
        """Return who chose the options of a link, or did not choose them where they are denied.

        ``excepted``: whether they are left out of all, so that whoever neither says yes nor no chose another one.
        """
        negative = link.denied
        if negative and not excepted and link.question.column.is_scale and not is_denied(plan.whole or plan.text):
            # Who "misses a break every shift" says how often, and no word denies it.
            return leave_undecided(plan, (link,), examined, "whether that level is denied is not sure")
        if negative and not excepted and is_denied_before(plan.whole or plan.text, link.options):
            return leave_undecided(plan, (link,), examined, "whether the option in brackets is denied is not sure")
        carried = [kind for kind, is_so in (("excepted", excepted), ("than", compares(plan, link))) if is_so]
        meant = {fold(option) for option in link.options}
        single = len(plan.concepts) <= 1
        of_sides = not excepted and all(classify_value(option) in ("yes", "no") for option in link.options)
        alone = not negative and asks_alone(plan, link.question.asked, link.options)
        alone_too = {fold(option) for option in link.question.column.options}
        known: dict[tuple[str, ...], Verdict] = {}  # thousands choose one of a few

        def verdict(given: Given) -> Verdict:
            if given.chosen is None:  # of boxes it is told that none has a mark
                return "matched" if negative and plan.boxes and given.blank else "none"
            chosen = unique(each for option in given.chosen for each in (option, *_listed(option, alone_too)))
            if of_sides and not any(classify_value(option) in ("yes", "no") for option in chosen):
                return "none"
            if chosen not in known:
                has = any(fold(option) in meant for option in chosen)
                possible = not has and not negative and _may_be_written(given, link)
                has = has and not (alone and any(fold(option) not in meant for option in chosen))
                known[chosen] = "possible" if possible else "matched" if has != negative else "rejected"
            return known[chosen]

        found, choice = self.counter.count(link, examined, verdict, negative=negative, single=single)
        decided = replace(
            plan,
            mode="option",
            polarity="negative" if negative else "positive",
            questions=(link.question.id,),
            concepts=tuple(replace(c, questions=(link.question.id,)) for c in plan.concepts)
            if single
            else plan.concepts,
            undecided="",
            restrictions=tuple(r for r in plan.restrictions if r.kind not in carried),
            reasons=(*plan.reasons, explain_link(link)),
        )
        return PlanResult(decided, True, found, closed=replace(choice, alone=alone))


def _listed(value: str, options: Collection[str]) -> list[str]:
    """Return the options that a value of a few words lists, each of which others gave alone; none where one is none.

    >>> _listed("XML and Excel", {"xml", "excel", "csv"}), _listed("Yes, mostly", {"yes"})
    (['xml', 'excel'], [])
    """
    joins = list_joins("and")
    parted = "".join("," if mark in _MARKS else mark for mark in fold(value))
    words_ = ["," if word in joins else word for word in parted.replace(",", " , ").split()]
    parts = [part.strip() for part in " ".join(words_).split(",") if part.strip()]
    return parts if len(parts) > 1 and all(part in options for part in parts) else []


def _may_be_written(given: Given, link: Link) -> bool:
    """Return whether what somebody wrote beside the options holds the words of one that is meant."""
    known = {fold(option) for option in link.question.column.options}
    others = [set(stems(text)) for text in given.chosen or () if fold(text) not in known]
    wanted = [set(stems(" ".join(label.words))) for option in link.options for label in labels_of(option)]
    return any(words <= other for other in others for words in wanted)


def compares(plan: SetPlan, link: Link) -> bool:
    """Return whether options are those on the side of a level that is asked for: "at least once a week"."""
    return levels_compared(plan.whole or plan.text, link.question.column.options) == link.options


def asks_alone(plan: SetPlan, asked: CountedQuestion, options: Sequence[str]) -> bool:
    """Return whether those are meant who chose nothing else: "only", where several may be chosen, in no option."""
    words = [r.text for r in plan.restrictions if r.kind == "only"]
    said = (asked.text, *options)
    return asked.type == "options" and any(not any(holds(text, word) for text in said) for word in words)
