"""Two options of one question that are held beside each other: "more cats or more dogs", "cats vs dogs".

Whoever asks which of two was chosen more often asks for the frequencies of both, and for nobody by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.comparison import comparisons
from msqqa.ask.judge.closed.joined import link_side, part
from msqqa.languages import phrases
from msqqa.model import SetPlan
from msqqa.words import words

if TYPE_CHECKING:
    from msqqa.ask.judge.closed.link import Linker
    from msqqa.ask.judge.closed.match import LinkQuery
    from msqqa.ask.judge.closed.questions import ClosedQuestion
    from msqqa.model import Plan


def find_contest(plan: Plan, linker: Linker, wanted: LinkQuery) -> ClosedQuestion | None:
    """Return the question of which two options are held beside each other; None where none are."""
    texts = [word.text for word in words(plan.whole)]
    if any(map(str.isdigit, plan.whole)) or plan.values or plan.respondents or plan.quoted:
        return None
    ends = {texts[at + n - 1] for at, _, n in comparisons().find_all(texts) if n > 1}
    if ends & phrases("restrictions", "than"):
        return None  # "no more than once a month" compares levels
    against, more = phrases("numbers", "against"), phrases("numbers", "rather")
    rather = not more.isdisjoint(texts)
    # "Who needs more money or time" asks for whoever needs either.
    named = isinstance(plan, SetPlan) and (plan.asks == "set" or "how" in texts)
    joins = {*against, *(phrases("restrictions", "than") if rather else ()), *(("or",) if rather and not named else ())}
    for first, last in part(plan.whole, joins):
        one, other = (link_side(text, linker, wanted) for text in (first, last))
        if one is None or other is None or one.question != other.question or one.denied or other.denied:
            continue
        own = {word.text for option in (*one.options, *other.options) for word in words(option)}
        if set(one.options).isdisjoint(other.options) and not (rather and more & own):
            return one.question
    return None
