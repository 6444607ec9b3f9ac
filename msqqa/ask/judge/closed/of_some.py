"""Outcomes that leave out an option which the asker names are refused: nothing counts those who chose it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.comparison import comparisons
from msqqa.ask.judge.closed.match import LEFT_OUT, SHORTEST, people
from msqqa.ask.judge.closed.nothing import decide_nothing
from msqqa.ask.judge.closed.ranges import levels_compared, names_time, options_within, range_of
from msqqa.ask.judge.restrictions import holds
from msqqa.closed.scales import generic_stems, key, stems_of_everybody
from msqqa.closed.values import TIME
from msqqa.model import Aggregate, Count, SetPlan, Tally
from msqqa.model.closed import Aggregated, Choice, Undecided
from msqqa.words import content_words, stem, stems, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from msqqa.ask.judge.closed.questions import ClosedQuestion, ClosedQuestions
    from msqqa.ask.judge.outcome import PlanResult
    from msqqa.model.closed import CountedQuestion


_COMPOSED = 3
"""Words of an option, at least, that is said in parts: of two, each may be a name by itself."""
_PHRASE = 2
"""Words of a phrase that compares, at least: "from" and "over" say other things too."""
_FAMILY = 7
"""Letters with which words of one family begin alike."""


def unless_of_some(outcome: PlanResult, questions: ClosedQuestions) -> PlanResult:
    """Return an outcome, refused where the asker names an option that nothing counts.

    "The average share of meetings of laptop users" is not that of everybody, and "HDF5 or zarr" is not HDF5 alone.
    """
    plan = outcome.plan
    if not outcome.answered or not plan.questions:
        return outcome
    who = [f.respondent for f in outcome.found]
    by = plan.by if isinstance(plan, Tally) else ""
    said = set(stems(" ".join((plan.whole, by, *plan.nouns)))) - generic_stems()
    own = [q for q in questions.all if q.id in plan.questions or q.parent in plan.questions]
    used = {s for q in own for text in (q.text, *q.column.options) for s in stems(text)}
    others = [q for q in questions.all if q not in own and not q.column.is_scale]
    named = _find_named(others, said | _singulars(plan.whole), used)
    if named is None and _is_elliptic(outcome):
        named = _find_composed(others, own, said | set(stems(" ".join(_options_of(outcome)))))
    if named is None and isinstance(outcome.closed, Choice) and not plan.values:
        taken = {s for text in (outcome.closed.asked.text, *outcome.closed.options) for s in stems(text)}
        several = len(plan.concepts) > 1  # one level of a scale may stand for more, but not for one asked apart
        named = _find_named([q for q in own if several or not q.column.is_scale], said, taken)
    if named is None and isinstance(outcome.closed, Choice) and not outcome.closed.negative and len(plan.concepts) < 2:
        level = any(levels_compared(plan.whole, q.column.options) is not None for q in own)
        named = None if level or range_of(plan.whole) else _find_half_named(own, outcome.closed.options, said)
    held = used if not isinstance(outcome.closed, Choice) else _stems_taken(outcome, own)
    if named is None and (noun := _find_others(outcome, held | questions.subject)):
        near = tuple(q.asked for q in own)
        return decide_nothing(plan, Undecided(f"it is not counted of “{noun}” apart", near), who)
    if named is None and _leaves_time(outcome):
        return decide_nothing(
            plan, Undecided("for how long is not told by its answers", tuple(q.asked for q in own)), who
        )
    if named is None and _is_within(outcome):
        near = tuple(q.asked for q in own)
        return decide_nothing(plan, Undecided("an amount within an option is not counted apart", near), who)
    if named is None and (phrase := _leaves_comparison(outcome, own)):
        near = tuple(q.asked for q in own)
        return decide_nothing(plan, Undecided(f"how “{phrase}” compares is not sure", near), who)
    if named is None:
        return outcome
    asked, option = named
    why = Undecided(f"it is not counted of those with “{option}” alone", (asked,))
    return decide_nothing(plan, why, who)


def _stems_taken(outcome: PlanResult, own: Sequence[ClosedQuestion]) -> set[str]:
    """Return the stems of the words of what was counted: its questions, and the options of them that were taken."""
    taken = _options_of(outcome) if any(q.column.type in ("option", "options") for q in own) else ()
    texts = [q.text for q in own] + list(taken or (o for q in own for o in q.column.options))
    return {s for text in texts for s in stems(text)}


def _find_others(outcome: PlanResult, used: AbstractSet[str]) -> str:
    """Return what the asker calls those of whom it is asked, where that is not everybody; empty where it is.

    How many of all are satisfied is no number of "surgeons", whom no option names.
    """
    plan = outcome.plan
    if not isinstance(outcome.closed, Choice | Aggregated) or not isinstance(plan, Count | Aggregate):
        return ""
    known = generic_stems() | stems_of_everybody() | people() | used | set(stems(" ".join(plan.terms)))
    for noun in plan.nouns:
        own = {stem(word.text) for word in content_words(noun)}
        if own and not known & (own | _singulars(noun)) and not any(_is_of_family(one, known) for one in own):
            return noun
    return ""


def _is_of_family(word: str, known: AbstractSet[str]) -> bool:
    """Return whether a word begins as a known one does, or shortens it: astronomers work in astronomy, "admin"."""
    if len(word) >= SHORTEST and any(one.startswith(word) and len(one) >= len(word) + LEFT_OUT for one in known):
        return True
    return len(word) >= _FAMILY and any(one[:_FAMILY] == word[:_FAMILY] for one in known)


def _singulars(text: str) -> set[str]:
    """Return the stems of the words of a text whose plural changes the letter before it: midwives, wolves."""
    own = [word.text.removesuffix("ves") for word in content_words(text) if word.text.endswith("ves")]
    return {stem(word + ending) for word in own for ending in ("f", "fe")}


def _leaves_time(outcome: PlanResult) -> bool:
    """Return whether a length of time is asked for that neither the question nor its options are about.

    "How many have used it for more than a year" is not told by who uses it.
    """
    asked = range_of(outcome.plan.whole)
    if asked is None or asked.unit != TIME or not isinstance(outcome.closed, Choice):
        return False
    return not any(names_time(each) for each in (outcome.closed.asked.text, *outcome.closed.options))


def _is_within(outcome: PlanResult) -> bool:
    """Return whether an amount is asked for that is but a bound of the options that were taken.

    How many keep a fleet of 10 boats is not told by those who keep "A fleet of 2-10 boats".
    """
    if not isinstance(outcome.closed, Choice) or range_of(outcome.plan.whole) is not None:
        return False
    said = {word for word in key(outcome.plan.whole) if word.isdigit()}
    bounds = [{word for word in key(option) if word.isdigit()} for option in outcome.closed.options]
    return len(bounds) == 1 and bool(said & bounds[0]) and not bounds[0] <= said


def _leaves_comparison(outcome: PlanResult, own: Sequence[ClosedQuestion]) -> str:
    """Return the words that compare something, where what was counted is no range and no side of a scale.

    "Managed or better" is more than "Managed", whichever options are better.
    """
    plan, closed = outcome.plan, outcome.closed
    several = len(plan.concepts) > 1  # "at least one of the two", "by bus or over the bridge"
    if not isinstance(closed, Choice) or several or any(q.column.type == "number" for q in own):
        return ""
    held = (closed.asked.text, *closed.options)
    if (
        plan.dated is not None
        and not (isinstance(plan, SetPlan) and plan.mode == "number")
        and not any(holds(text, plan.dated.text) for text in held)
    ):
        return plan.dated.text  # "neutral by 2040 at the latest" is more than "By 2040"
    asked = range_of(plan.whole)
    for question in own:
        levels = levels_compared(plan.whole, question.column.options)
        within = () if asked is None else options_within(asked, question.column.options)
        if set(closed.options) in (set(levels or ()), set(within)):
            return ""
    texts = [word.text for word in words(plan.whole)]
    said = [" ".join(texts[at : at + n]) for at, _, n in comparisons().find_all(texts) if n >= _PHRASE]
    return next((phrase for phrase in said if not any(holds(text, phrase) for text in held)), "")


def _find_named(
    questions: Iterable[ClosedQuestion], said: AbstractSet[str], used: AbstractSet[str]
) -> tuple[CountedQuestion, str] | None:
    """Return the first option that is said whole, by words beside those that are used; None where there is none."""
    for question in questions:
        if question.column.type not in ("option", "options"):
            continue
        for option in question.column.options:
            own = {stem(word.text) for word in content_words(option)} - generic_stems()
            if _is_a_name(option) and own and own <= said and not own <= used:
                return question.asked, option
    return None


def _is_elliptic(outcome: PlanResult) -> bool:
    """Return whether either of two things was taken for an option of one question, so that one may leave words out."""
    plan = outcome.plan
    several = len(plan.concepts) > 1 and plan.combine == "or"
    return several and isinstance(outcome.closed, Choice) and len(plan.questions) == 1


def _options_of(outcome: PlanResult) -> tuple[str, ...]:
    return outcome.closed.options if isinstance(outcome.closed, Choice) else ()


def _find_composed(
    others: Iterable[ClosedQuestion], own: Iterable[ClosedQuestion], said: AbstractSet[str]
) -> tuple[CountedQuestion, str] | None:
    """Return an option of another question that is said whole by what several things say together; None without one.

    Who "has a monthly choir or wishes for a weekly one" may ask for the wish "A choir every week", not for the choirs
    of every week.
    """
    known = [set(stems(option)) for q in own for option in q.column.options]
    for question in others:
        for option in question.column.options if question.column.type in ("option", "options") else ():
            words_ = {stem(word.text) for word in content_words(option)} - generic_stems()
            if len(words_) >= _COMPOSED and words_ <= said and not any(words_ <= each for each in known):
                return question.asked, option
    return None


def _find_half_named(
    own: Iterable[ClosedQuestion], taken: Iterable[str], said: AbstractSet[str]
) -> tuple[CountedQuestion, str] | None:
    """Return another option of which all is said that the taken ones and its question do not hold; None without one.

    Who asks for "fully or partially implemented" says of two options what tells them apart.
    """
    held = {s for option in taken for s in stems(option)}
    for question in own:
        known = held | set(stems(question.text)) | generic_stems()
        for option in question.column.options:
            apart = {stem(word.text) for word in content_words(option)} - known
            if option not in taken and held & set(stems(option)) and apart and apart <= said:
                return question.asked, option
    return None


def _is_a_name(option: str) -> bool:
    """Return whether an option can be named in a question: "A", "All" and "2" stand in many that do not mean it.

    >>> [option for option in ("A", "All", "2", "Laptop") if _is_a_name(option)]
    ['Laptop']
    """
    return any(len(word.text) > 1 and not word.text.isdigit() for word in content_words(option))
