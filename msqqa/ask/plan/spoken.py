"""Languages by their names in a question about the corpus: "which countries answered in French"."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.errors import QuestionError
from msqqa.languages import phrases
from msqqa.languages.matching import Matcher
from msqqa.languages.names import language_names
from msqqa.words import STOP_WORDS, fold, words

if TYPE_CHECKING:
    from msqqa.ask.reading.reading import Reading
    from msqqa.index.store import Store

_KINDS = ("respondents", "size")
"""What is asked of the corpus that a language narrows."""


def find_speakers(reading: Reading, store: Store) -> tuple[tuple[str, ...], str]:
    """Return the respondents who mostly wrote in the languages that a question names, and what is told of that.

    None, and nothing, where it names no language, or asks no such thing.

    Raises
    ------
    QuestionError
        If nobody wrote in any of them.
    """
    if (reading.about or "respondents") not in _KINDS:
        return (), ""
    own = list(words(reading.text))
    texts = [word.text for word in own]
    named = list(_names().find_all(texts))
    if not named:
        return (), ""
    said = ", ".join(reading.text[own[at].start : own[at + n - 1].end] for at, _, n in named)
    left_out = bool(reading.spans("excluded")) or not phrases("words", "not").isdisjoint(texts)
    codes = {code for _, code, _ in named}
    found = []
    for respondent, source in zip(store.respondents, store.sources, strict=True):
        spoken = Counter(code for code in store.languages_of(source) if code).most_common(1)
        if spoken and (spoken[0][0] in codes) != left_out:
            found.append(respondent)
    if not found:
        raise QuestionError(f"no response here is mostly {'not ' if left_out else ''}in {said}")
    return tuple(found), f"only responses mostly {'not ' if left_out else ''}in {said} are counted"


def asks_of_language(reading: Reading) -> bool:
    """Return whether a question about a set says nothing but a language: "who did not answer in French"."""
    claims = reading.claims
    if any(claim.relation != "blank" for claim in claims):
        return False  # before the names of languages are read: most questions need none
    spans = [claim.topic or claim.question for claim in claims]
    named = bool(spans) or any(True for _ in _names().find_all([word.text for word in words(reading.text)]))
    return named and all(span is not None and _is_language(span.text) for span in spans)


def _is_language(text: str) -> bool:
    """Return whether a text names languages, and nothing beside them."""
    own = [word.text for word in words(text)]
    held = sum(n for _, _, n in _names().find_all(own))
    return held > 0 and held == sum(word not in STOP_WORDS for word in own)


@lru_cache(maxsize=1)
def _names() -> Matcher:
    listed = language_names()
    return Matcher({tuple(w.text for w in words(fold(name))): code for code, own in listed.items() for name in own})
