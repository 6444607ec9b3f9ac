"""What each operator needs beside what every plan has: one function for sets, one for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msqqa.ask.reading.labels import EXTREMES
from msqqa.closed.values import TIME, numbers_in
from msqqa.errors import QuestionError
from msqqa.languages.matching import matcher
from msqqa.model import About, Aggregate, Change, Compare, Count, Lookup, Open, Restriction, SetPlan, Tally, Which
from msqqa.words import STOP_WORDS, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from msqqa.ask.plan.filters import Filters
    from msqqa.ask.plan.terms import Terms
    from msqqa.ask.reading.reading import Reading, Span
    from msqqa.model import Concept, Mode, Operator, Plan, Stance

LEAST = ("least", "bottom")
"""Extremes at the lower end."""
SOUGHT: dict[str, Stance] = {"plans": "planned", "partial": "partial", "blank": "blank", "unclear": "unclear"}
"""Relations that ask for one stance alone."""


def set_plan(operator: Operator, reading: Reading, filters: Filters, common: dict[str, Any], terms: Terms) -> SetPlan:
    """Return the plan of a set, of what every plan has.

    Raises
    ------
    QuestionError
        If the set is of nothing, or of what contradicts itself.
    """
    concepts: tuple[Concept, ...] = common["concepts"]
    relations: set[str] = {c.relation for c in concepts} | {
        c.relation for c in reading.claims if c.question is not None
    }
    if not concepts and reading.relation is not None:
        relations.add(reading.relation)
    sought = next((SOUGHT[r] for r in sorted(relations) if r in SOUGHT), None) if len(relations) == 1 else None
    mentions = bool(concepts) and all(c.relation == "mentions" for c in concepts)
    mode: Mode = filters.mode or ("mention" if mentions else "question" if sought else "meaning")
    undecided = _find_undecided(reading, relations)
    named = concepts or common["questions"] or common["absent"] or common["options"] or common["nouns"]
    if not named and not undecided and common["dated"] is None:
        raise QuestionError(
            "the question names nothing that somebody could have or mention",
            "say what; `msqqa info` lists who is here",
        )
    _refuse_contradictions(concepts, mode)
    make = Which if operator == "which" else Count
    denied = bool(concepts) and all(c.polarity == "negative" for c in concepts)
    denied = denied or (not concepts and bool(relations & {"lacks", "rejected"}))
    if by := " ".join(reading.words("by")):  # frequencies are split, a set is not
        common["restrictions"] = (*common["restrictions"], Restriction("split", by))
    if mode == "mention":
        common["notes"] = (*common["notes"], *terms.describe_synonyms(concepts))
    return make(
        **common,
        mode=mode,
        polarity=filters.polarity or ("negative" if denied else "positive"),
        sought=sought if filters.mode in (None, "question") else None,
        answered="answered" in relations,
        mode_is_given=filters.mode is not None or mode == "mention",
        cued=bool(reading.spans("cue")) or filters.mode == "mention" or bool(filters.terms),
        undecided=undecided,
    )


def other_plan(operator: Operator, reading: Reading, common: dict[str, Any]) -> Plan:
    """Return the plan of an operator that is no set, of what every plan has.

    Raises
    ------
    QuestionError
        If a comparison names no topic.
    """
    if operator == "compare" and not common["concepts"] and not common["questions"]:
        names = " ".join(f"--respondent {id_}" for id_ in common["respondents"])
        raise QuestionError("the comparison names no topic", f"say on what, or see all with msqqa matrix {names}")
    if operator == "tally":
        among = " ".join(reading.words("extreme"))
        least = bool(among) and _extreme(reading, among) in LEAST
        return Tally(**common, by=" ".join(reading.words("by")), top=read_count(among), least=least)
    if operator == "aggregate":
        among = " ".join(reading.words("extreme"))
        return Aggregate(**common, extreme=_extreme(reading, among), among=among)
    if operator == "about":
        return About(**common, kind=reading.about or "respondents")
    made = {"lookup": Lookup, "compare": Compare, "open": Open, "change": Change}[operator]
    return made(**common)


def read_count(among: str) -> int:
    """Return how many of the most or the least some words ask for; 0 where they do not say.

    >>> read_count("top 2"), read_count("the most")
    (2, 0)
    """
    number = next((n for n in numbers_in(among) if n.unit != TIME), None)
    return 0 if number is None else max(1, int(number.value))


def _extreme(reading: Reading, among: str) -> str:
    """Return what is asked for over numbers, one of the reader's extremes; empty where that is not sure.

    The words of the languages come before the reader's kind: it calls "total" an average, and "bottom 3" a top.
    """
    kinds = [span.kind for span in reading.spans("extreme") if span.kind]
    own = [word.text for word in words(among or reading.text)]
    found = matcher("numbers", tuple((kind, kind) for kind in EXTREMES))
    said = {kind for _, kind, _ in found.find_all(own)}
    told = [kind for kind in kinds if not said or kind in said] or (list(said) if len(said) == 1 else [])
    return told[0] if told else ""


def find_values(reading: Reading) -> list[Span]:
    """Return what of a question says how a number is compared; of "at least one" the reader may keep "at" alone."""
    return [span for span in reading.spans("value") if span.text not in STOP_WORDS]


def _find_undecided(reading: Reading, relations: Collection[str]) -> str:
    """Return what is asked that nothing here decides: numbers that are compared, options that are chosen."""
    compared = [span.text for span in find_values(reading)]
    if compared and ("number" in relations or not relations):
        return " ".join(compared)
    options = reading.words("option")
    return f"“{options[0]}”" if options and not {"chose", "rejected"}.isdisjoint(relations) else ""


def _refuse_contradictions(concepts: Sequence[Concept], mode: Mode) -> None:
    wanted = {t for c in concepts if c.polarity == "positive" for t in c.terms}
    both = wanted & {t for c in concepts if c.polarity == "negative" for t in c.terms}
    if both and mode == "mention":
        raise QuestionError(
            f"{', '.join(sorted(both))} count as one here: nobody mentions one and not the other",
            "ask for one of them, or part them in synonyms.toml",
        )
