"""What narrows a question must be decided too: an outcome that leaves such a word out is refused.

"Which libraries offer only printing" is not answered with those that offer printing. Each word that narrows a question
is carried by what decided it (a set of those who chose nothing else, two claims for "both"), or it stands in the form's
own words for what was asked; else nothing is told, and the word is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.match import people
from msqqa.languages.matching import keys_of
from msqqa.model import Aggregate, SetPlan, Tally
from msqqa.model.closed import Aggregated, Choice, Tallied
from msqqa.words import content_words, stem, stems, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.outcome import PlanResult
    from msqqa.model import Closed, Plan, Restriction

_OVER_ALL = ("only", "excepted", "neither", "than", "split")
"""What narrows frequencies, or a number over all: the others ask for these themselves ("all", "most", "first")."""
_OF_SETS = ("only", "excepted", "neither", "both", "base", "whom")
"""What makes another set, whoever decides it."""


def find_dropped(outcome: PlanResult, asked: Sequence[str]) -> tuple[Restriction, ...]:
    """Return the restricting words that an outcome does not carry.

    Parameters
    ----------
    outcome:
        What was decided.
    asked:
        Texts of the form's questions that decided it.
    """
    plan = outcome.plan
    if not outcome.answered or not isinstance(plan, SetPlan | Tally | Aggregate):
        return ()
    said = [*asked, *_texts_of(outcome.closed)]
    is_set = isinstance(plan, SetPlan)
    return tuple(
        r
        for r in plan.restrictions
        if (is_set or r.kind in _OVER_ALL)
        and not any(holds(text, r.text) for text in said)
        and not (_set_carries(outcome, r, said) if is_set else _figure_carries(outcome, r))
    )


def is_told(outcome: PlanResult, restriction: Restriction) -> bool:
    """Return whether it is enough to tell that a word was left out, where the outcome still holds without it.

    Sentences are judged by all that is said; of a count of options nothing says so.
    """
    return outcome.closed is None and restriction.kind not in _OF_SETS


def find_condition(plan: Plan) -> str:
    """Return what follows the words that narrow who is asked about: all behind the first "of those who".

    Where the condition ends is not known, so that whatever follows may be in it.
    """
    of_some = [r for r in plan.restrictions if r.kind == "base"]
    behind = [plan.whole.partition(r.text)[2] or " ".join(r.after) for r in of_some]
    return max(behind, key=len, default="")


def _set_carries(outcome: PlanResult, restriction: Restriction, said: Sequence[str]) -> bool:
    plan, closed = outcome.plan, outcome.closed
    assert isinstance(plan, SetPlan)  # nothing else is a set
    if closed is None and plan.mode == "meaning" and restriction.within and restriction.kind != "base":
        return True  # sentences are judged by the topic, with all of its words
    negative = sum(concept.polarity == "negative" for concept in plan.concepts)
    several = len(plan.concepts) > 1 and plan.combine == "and"
    match restriction.kind:
        case "only":
            if isinstance(closed, Choice):
                return closed.alone or closed.asked.type not in ("options", "number") or bool(plan.values)
            of_plans = closed is None and plan.relations == {"plans"}  # who has the thing is in no such set
            return of_plans or (plan.mode == "question" and plan.sought is not None)  # of one stance and no other
        case "neither":
            return several and negative == len(plan.concepts)
        case "both":
            return several and len({concept.polarity for concept in plan.concepts}) == 1
        case "base":  # "of those who use one, what share use the other": both are counted, of everybody
            return len(plan.concepts) < 2 or not (plan.asks == "share" or says_share(plan.whole))
        case "than":
            return several and 0 < negative < len(plan.concepts)
        case "split":
            own = {stem(word.text) for text in said for word in words(text)}
            return not isinstance(closed, Choice) or (bool(restriction.after) and stem(restriction.after[0]) in own)
        case "whom":  # of sentences all that is said of whom may be judged; a yes and an option are of everybody
            own = {s for text in said for s in stems(text)} | people()
            of_whom = {stem(word.text) for word in content_words(restriction.text)}
            return (closed is None and plan.mode != "question") or of_whom <= own
        case _:
            return False


def _figure_carries(outcome: PlanResult, restriction: Restriction) -> bool:
    closed = outcome.closed
    return restriction.kind == "split" and (closed is None or (isinstance(closed, Tallied) and closed.by is not None))


def says_share(text: str) -> bool:
    """Return whether a text asks for a share, by its words."""
    return not keys_of("numbers", "share").isdisjoint(word.text for word in words(text))


def _texts_of(closed: Closed | None) -> list[str]:
    """Return the words of the form in what closed answers come to: its questions, and the options that were taken."""
    if isinstance(closed, Choice):
        return [closed.asked.text, *closed.options]
    if isinstance(closed, Tallied):
        by = [] if closed.by is None else [closed.by.text]
        return [closed.asked.text, *by, *(row.option for row in closed.rows)]
    return [closed.asked.text] if isinstance(closed, Aggregated) else []


def holds(text: str, phrase: str) -> bool:
    """Return whether a phrase stands in a text, word for word."""
    own, wanted = ([word.text for word in words(one)] for one in (text, phrase))
    return any(own[at : at + len(wanted)] == wanted for at in range(len(own) - len(wanted) + 1))
