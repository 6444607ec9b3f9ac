"""The language of a question, by its words without a topic: a question is too short for its letters to tell."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.languages import languages
from msqqa.words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence


def language_asked(texts: Sequence[str]) -> str:
    """Return the code of the language that has most of some folded words as words without a topic; English in doubt.

    >>> language_asked(["wie", "viele", "haben", "ein", "auto"]), language_asked(["who", "has", "a", "car"])
    ('de', 'en')
    """
    most = sum(text in STOP_WORDS for text in texts)
    best = "en"
    for code, own in stop_words().items():
        if (said := sum(text in own for text in texts)) > most:
            most, best = said, code
    return best


@lru_cache(maxsize=1)
def stop_words() -> dict[str, frozenset[str]]:
    """Return the code of each language but English → its words without a topic."""
    found = {known.code: frozenset(known.phrases("words", "stop_words")) for known in languages()}
    return {code: own for code, own in found.items() if own and code != "en"}
