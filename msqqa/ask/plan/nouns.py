"""What a noun is to a form: a thing that it asks for, or what it calls whoever fills it in."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.languages import languages
from msqqa.words import fold, stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.index.store import Store

_ADDRESSED = "your"
"""What stands before a word by which a form calls whoever fills it in."""


def is_asked_for(store: Store, noun: str) -> bool:
    """Return whether a form that nobody wrote up asks for what a noun names, as "subprojects" in "New subprojects".

    What it calls whoever fills it in, as "group" in "does your group …", it does not ask for.
    """
    made = {form.id for form in store.forms.values() if form.learned or form.origin}
    wordings = [[w.text for w in words(text)] for form, _, text in store.questions.values() if form in made]
    addressed = {stem(b) for own in wordings for a, b in pairwise(own) if a == _ADDRESSED}
    own = [w.text for w in words(noun)]
    return bool(own) and stem(own[-1]) not in addressed and any(own[-1] in wording for wording in wordings)


def calls_respondents(store: Store, noun: str, *, unknown: bool = True) -> bool:
    """Return whether a noun is what respondents are called; ``unknown`` where no form of the corpus says what."""
    nouns = _called(store)
    return fold(noun) in nouns if nouns else unknown


def are_of_others(store: Store, nouns: Sequence[str]) -> bool:
    """Return whether what is counted is surely no respondent: newcomers, where respondents are countries.

    A form says what its respondents are called in its own language alone, which is one that has such a word for any
    respondents. In other languages each word is left out that may be what any respondents are called.
    """
    if not nouns or any(calls_respondents(store, noun) for noun in nouns):
        return False
    words_of = (own.phrases("columns", "respondent") for own in languages())
    elsewhere = {stem(name) for own in words_of if not _called(store) & set(own) for name in own}
    return not any(stem(fold(noun)) in elsewhere for noun in nouns)


def _called(store: Store) -> set[str]:
    return {fold(name) for form in store.forms.values() for name in form.respondent_nouns}
