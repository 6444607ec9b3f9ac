"""Mentions that deny: "we have not adopted WCAG" mentions WCAG, and says that it is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.ask.retrieve.mentions import mentions
from msqqa.languages.matching import finder
from msqqa.languages.negation import is_negated
from msqqa.model import SetPlan
from msqqa.stance.openings import classify_denial
from msqqa.words import fold, stems, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Cell, Plan

_MAY_DENY = re.compile(
    r"n['’]|\b(?:not?|never|none|nor|neither|nothing|cannot|declin|repeal|abolish|discontin|"
    r"drop|withdr|too dear|given up|gave it up)",
    re.IGNORECASE,
)
"""Something of this stands in whatever denies in English; most passages hold nothing of it, and need not be cut up."""


def is_denied_mention(text: str, terms: Sequence[str], cell: Cell, asked: str) -> bool:
    """Return whether a passage mentions some terms only to say that the thing is not there.

    Every clause that holds one denies it; or it answers no to a question of the form that asks for just that.

    Parameters
    ----------
    text, terms:
        The passage, and what it mentions.
    cell:
        Whose answer it is.
    asked:
        What the form asks there.
    """
    if cell.stance == "no" and any(set(stems(term)) <= set(stems(asked)) for term in terms):
        return True
    if cell.language == "en" and not _MAY_DENY.search(text):
        return False
    places = mentions(text, terms, language=cell.language)
    return bool(places) and all(is_denied_place(text, start, end, cell.language) for start, end in places)


def is_denied_place(text: str, start: int, end: int, code: str) -> bool:
    """Return whether the clause that holds ``text[start:end]`` denies it."""
    return classify_denial(text, start, end) == "no" if code == "en" else is_negated(text, start, end, code)


def is_denial(text: str, code: str) -> bool:
    """Return whether any clause of a sentence denies something, in the language of a code."""
    return any(is_denied_place(text, word.start, word.end, code) for word in words(text))


def denies_something(plan: Plan) -> bool:
    """Return whether what is asked denies something beside its topics, in any language: "who may not use the cloud".

    A set of those who lack a thing, or omit a word, carries its denial itself.
    """
    if isinstance(plan, SetPlan) and plan.polarity == "negative":
        return False
    return bool(finder("words", "not").finds(fold(plan.whole)))


def asks_for_lack(plan: Plan, question: str) -> bool:
    """Return whether it is asked whether what a question of the form asks for is missing: "is A without a law".

    Who asks "does A not have a law" is answered as whoever asks whether it has one, and a question that denies
    something itself is answered as it stands.
    """
    denied = bool(plan.concepts) and all(concept.polarity == "negative" for concept in plan.concepts)
    if not denied or not plan.relations <= {"has", "lacks"} or finder("words", "not").finds(fold(question)):
        return False
    return bool(finder("words", "lacks").finds(fold(plan.whole)))
