"""What a noun is to a form: a thing that it asks for, or what it calls whoever fills it in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.languages import codes, languages, phrases
from msqqa.languages.matching import finder
from msqqa.scripts import has_unspaced
from msqqa.words import fold, stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.index.store import Store


def is_asked_for(store: Store, noun: str) -> bool:
    """Return whether a form that nobody wrote up asks for what a noun names, as "subprojects" in "New subprojects".

    What it calls whoever fills it in, as "group" in "does your group …", it does not ask for.
    """
    own = [w.text for w in words(noun)]
    if not own:
        return False
    made = {form.id for form in store.forms.values() if form.learned or form.origin}
    wordings = [text for form, _, text in store.questions.values() if form in made]
    if len(own) > 1 and any(_holds(text, own) for text in wordings):
        return True  # "working groups" are not whom "your group" is said to
    if any(addresses(text, noun) for text in wordings):
        return False
    return any(own[-1] in {w.text for w in words(text)} for text in wordings) or (
        has_unspaced(noun) and any(fold(noun) in fold(text) for text in wordings)
    )


def addresses(wording: str, noun: str) -> bool:
    """Return whether a wording calls whoever answers it by a noun, in any language: "your", "votre", "贵", "ваш".

    >>> addresses("Does your group meet?", "groups"), addresses("Ваша организация готова?", "организация")
    (True, True)
    >>> addresses("هل لدى مؤسستكم خطة؟", "مؤسسة"), addresses("贵国有战略吗？", "国"), addresses("Who meets?", "who")
    (True, True, False)
    """
    folded, last = fold(wording), [w.text for w in words(noun)][-1:]
    if not last:
        return False
    if has_unspaced(noun):
        return any(folded.startswith(fold(noun), end) for _, end in finder("questions", "addresses").spans(folded))
    for start, end in finder("questions", "addresses").spans(folded):
        behind = next((w.text for w in words(folded, end, end + _FAR)), "")
        within = folded[start:end]
        named = {within.removesuffix(ending) for ending in _endings() if within.endswith(ending)}
        if any(_is_of(one, last[0]) for one in named) or (not named and _is_same(behind, last[0])):
            return True
    return False


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


def _holds(wording: str, noun: Sequence[str]) -> bool:
    """Return whether a wording asks for what a noun of several words names, and calls nobody so.

    >>> [_holds(asked, ["working", "group"]) for asked in ("Retired working groups", "Does your working group meet?")]
    [True, False]
    """
    said, wanted = [stem(w.text) for w in words(wording)], [stem(word) for word in noun]
    held = any(said[at : at + len(wanted)] == wanted for at in range(len(said)))
    return held and not finder("questions", "addresses").finds(fold(wording))


def _is_same(one: str, other: str) -> bool:
    """Return whether two words are one in some language, whatever they end with."""
    return one == other or any(stem(one, code) == stem(other, code) for code in codes())


def _is_of(bare: str, noun: str) -> bool:
    """Return whether a word without its ending is a noun, whose own ending it may have changed."""
    return len(bare) >= _SHORTEST and bare[:-1] == noun[: len(bare) - 1] and abs(len(bare) - len(noun)) <= 1


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    """Return what a word ends with by which a form addresses whoever fills it in."""
    return tuple(phrase[1:] for phrase in phrases("questions", "addresses") if phrase.startswith("*"))


_FAR = 40
"""Characters behind an address in which its noun begins."""
_SHORTEST = 3
"""Letters of a noun whose ending may have changed."""
