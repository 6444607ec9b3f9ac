"""The terms that a mention may use: a phrase as typed, its long or short form, and what a corpus takes for it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.cache import recall_toml
from msqqa.words import STOP_WORDS, fold, squeeze, stem, stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from msqqa.index.store import Store
    from msqqa.model import Concept

_SLASH = re.compile(r"\s+/\s+")
_BRACKETED = re.compile(r"\(([^()]*)(?:\)|$)")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_SEVERAL = re.compile(r"\b([A-Z][A-Z0-9]+)s\b")
_WORD = re.compile(r"[A-Za-z]+")
_LONGEST = 6
"""Words of a name that is looked for by others."""
_LONG = 3
"""Words of what an abbreviation stands for, from which it is known without the last one."""
_INITIALS = 4
"""Letters of initials, at least, by which what they stand for is known."""
_LONG_FORMS = 5
"""Of an abbreviation that a corpus defines, the most used: the others are mostly one writer's slip."""


class Terms:
    """Knows the other words for what is asked about in one corpus."""

    def __init__(self, store: Store, is_word: Callable[[str], bool] | None = None) -> None:
        self._store = store
        self._is_word = is_word

    def of(self, phrase: str) -> tuple[str, ...]:
        """Return a phrase with its other forms.

        They are: its long or short form, as the corpus defines it or as is known everywhere; and what the corpus's
        owner takes for the same.
        """
        forms = self._forms(phrase)
        others = [other for form in forms for other in self._synonyms.get(tuple(stems(form)), ())]
        found = unique([*forms, *(form for other in others for form in self._forms(other))])
        return unique([*found, *(spelt for form in found for spelt in spellings(form))])

    def as_asked(self, phrase: str) -> str:
        """Return a phrase with abbreviations, or what they stand for, as the form's questions have them.

        That is "freedom of information act" where the form says so, and PII where it never says "personally
        identifiable information".
        """
        by_short, _ = self._abbreviations
        for word in reversed(list(words(phrase))):
            if word.text in by_short and word.text not in self._asked:
                longs = by_short[word.text][1]
                known = (long for long in longs if {w.text for w in words(long)} <= self._asked)
                phrase = phrase[: word.start] + next(known, phrase[word.start : word.end]) + phrase[word.end :]
        return self._shorten(phrase)

    def _shorten(self, phrase: str) -> str:
        """Return a phrase with each long form that the form's questions never use as the short one that they do.

        A longer one's last word may be another, or left out: personally identifiable data are PII.
        """
        found = list(words(phrase))
        for start in range(len(found)):
            for short, long in self._asked_short:
                for told in (long, long[:-1]) if len(long) >= _LONG else (long,):
                    behind = found[start : start + len(told)]
                    if tuple(stem(word.text) for word in behind) == told:
                        return phrase[: behind[0].start] + short + self._shorten(phrase[behind[-1].end :])
        return phrase

    @cached_property
    def _asked_short(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The abbreviations that the form's questions use, each with the stems of a long form that they do not use."""
        asked = {stem(word) for word in self._asked}
        _, by_long = self._abbreviations
        return tuple(
            (short, long)
            for long, short in by_long.items()
            if len(long) > 1 and fold(short) in self._asked and not asked.issuperset(long)
        )

    def by_other_names(self, phrase: str) -> Iterator[str]:
        """Yield a phrase with a name in it as the corpus calls the same otherwise: in full, short, or by a synonym.

        "Works with ITU" is said with UIT in French, and "complies with WCAG" by whoever follows what the corpus's owner
        takes for the same; no word of the one is like the other.
        """
        found = list(words(phrase))
        for start, first in enumerate(found):
            for last in found[start : start + _LONGEST]:
                named = phrase[first.start : last.end]
                if not self._is_named(named):
                    continue
                told = {tuple(stems(named)), *(tuple(stems(way)) for way in spellings(named))}
                for other in self.of(named):
                    key = tuple(stems(other))
                    if key not in told and self._is_used(other):
                        told.add(key)
                        yield phrase[: first.start] + other + phrase[last.end :]

    def _is_named(self, phrase: str) -> bool:
        """Return whether a phrase is an abbreviation, what one stands for, or one of the owner's synonyms."""
        by_short, by_long = self._abbreviations
        key = tuple(stems(phrase))
        return fold(phrase) in by_short or key in by_long or key in self._synonyms

    def _is_used(self, phrase: str) -> bool:
        """Return whether the corpus has all words of a phrase."""
        return all(self._store.stem(stem_) is not None for stem_ in stems(phrase))

    def describe_synonyms(self, concepts: Sequence[Concept]) -> Iterator[str]:
        """Yield a note on each concept that is looked for by other names too, as the corpus's owner gives them."""
        for concept in concepts:
            asked = tuple(stems(concept.terms[0]))
            group = next((g for term in concept.terms if (g := self._synonyms.get(tuple(stems(term))))), ())
            others = [term for term in group if term in concept.terms and tuple(stems(term)) != asked]
            if others:
                yield f"synonyms.toml: {concept.terms[0]} is {', '.join(others)} too"

    @cached_property
    def _asked(self) -> frozenset[str]:
        """The words of all of the form's questions."""
        return frozenset(word.text for _, _, text in self._store.questions.values() for word in words(text))

    @cached_property
    def _synonyms(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The stems of a term → the terms of its group."""
        return {tuple(stems(term)): group for group in self._store.synonyms for term in group}

    def _forms(self, phrase: str) -> tuple[str, ...]:
        by_short, by_long = self._abbreviations
        folded = [w.text for w in words(phrase)]
        for word in folded:
            if word in by_short:
                short, longs = by_short[word]
                rest = {stem(w) for w in folded if w != word and w not in STOP_WORDS}
                # "WCAG accessibility": what stands beside the abbreviation only says again what it stands for.
                if rest <= {stem(w.text) for long in longs for w in words(long)}:
                    return unique([short, *longs, *self._elsewhere(short, longs), *self._shorts(short, longs)])
        short_form = by_long.get(tuple(stems(phrase)))
        if short_form is None and not phrase.isascii():
            short_form = _shorts_of_names().get(tuple(stems(phrase)))
        if short_form is not None:
            return unique([phrase, *self._forms(short_form)])
        return (phrase, *self._initials_of(phrase))

    def _initials_of(self, phrase: str) -> list[str]:
        """Return the initials of a phrase that the corpus uses as a word, where these are no word of a language.

        Nobody there writes out what "GSoC" is, as all of its readers know it.
        """
        if self._is_word is None:
            return []
        own = [word.text for word in words(phrase)]
        ways = unique("".join(word[0] for word in some) for some in (own, [w for w in own if w not in STOP_WORDS]))
        known = (short for short in ways if len(short) >= _INITIALS and self._store.word(short) is not None)
        return [short for short in known if not self._is_word(short)]

    def _elsewhere(self, short: str, longs: Sequence[str]) -> list[str]:
        """Return the names, in the languages that are written here, of what an abbreviation or another stands for."""
        named = {code: own for code, own in names_by_language().items() if code in self._store.languages}
        if not named:
            return []
        alike = [short, *(other for other, own in common_abbreviations().items() if _agree(tuple(longs), own))]
        return [name for own in named.values() for one in unique(alike) for name in own.get(one, ())]

    def _shorts(self, short: str, longs: Sequence[str]) -> list[str]:
        """Return the abbreviations of other languages for the same: RGPD for GDPR, where several are written here."""
        if len(self._store.languages) < 2:
            return []
        return [other for other, own in common_abbreviations().items() if other != short and _agree(tuple(longs), own)]

    @cached_property
    def _abbreviations(self) -> tuple[dict[str, tuple[str, tuple[str, ...]]], dict[tuple[str, ...], str]]:
        """Folded short form → itself and its long forms; and the stems of a long form → its short form."""
        by_long: dict[tuple[str, ...], str] = {}
        by_short: dict[str, tuple[str, tuple[str, ...]]] = {}
        for known in (self._store.abbreviations, common_abbreviations()):
            for short, longs in known.items():
                there = by_short.get(fold(short), (short, ()))
                # A corpus that gives an abbreviation a sense of its own means that one.
                if there[1] and known is not self._store.abbreviations and not _agree(there[1], longs):
                    continue
                most = _LONG_FORMS if known is self._store.abbreviations else None
                by_short[fold(short)] = there[0], unique([*there[1], *longs[:most]])
                for long in longs:
                    by_long.setdefault(tuple(stems(long)), short)
        return by_short, by_long


def _agree(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Return whether two lists of long forms share one."""
    return not _in_stems(some).isdisjoint(_in_stems(others))


@lru_cache(maxsize=4096)
def _in_stems(longs: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(stems(long)) for long in longs)


def alternatives(phrase: str) -> list[str]:
    """Return the phrases of one that holds several: a name with its abbreviation in brackets, or two with a slash.

    What stands in brackets else only says more, and is left out.

    >>> alternatives("UN refugee agency (UNHCR)"), alternatives("SPDY / web sockets"), alternatives("cgroups (v1, v2)")
    (['UN refugee agency', 'UNHCR'], ['SPDY', 'web sockets'], ['cgroups'])
    >>> alternatives("internationalisation (i18n")
    ['internationalisation', 'i18n']
    """
    found = []
    if phrase.rfind("(") > phrase.rfind(")"):
        phrase += ")"  # the reader's topic may end within brackets
    for part in _SLASH.split(phrase):
        outer = squeeze(_BRACKETED.sub(" ", part)).strip(" ()")
        inner = [m[1].strip() for m in _BRACKETED.finditer(part)]
        found += [outer, *(text for text in inner if _is_short_form(text))] if outer else inner
    return [text for text in found if text]


def before_short_form(phrase: str) -> str:
    """Return what an abbreviation in brackets within a phrase abbreviates: what stands before it; empty without one.

    >>> [before_short_form(phrase) for phrase in ("PC-Axis (PX) files", "files (old ones) of all", "files")]
    ['PC-Axis', '', '']
    """
    found = _BRACKETED.search(phrase)
    is_short = found is not None and _is_short_form(found[1].strip()) and bool(phrase[found.end() :].strip())
    return phrase[: found.start()].strip() if found is not None and is_short else ""


def _is_short_form(text: str) -> bool:
    """Return whether a text is an abbreviation, by capitals or by a count of letters left out: "WCAG", "i18n"."""
    counted = text[:1].isalpha() and text[-1:].isalpha() and text[1:-1].isdecimal()
    return counted or (text.isupper() and " " not in text)


def spellings(term: str) -> Iterator[str]:
    """Yield a term as others may spell it: British or American, without a possessive, one abbreviation or several.

    >>> list(spellings("human-centred design")), list(spellings("GPUs"))
    (['human-centered design'], ['GPU'])
    """
    from breame.data.spelling_constants import AMERICAN_ENGLISH_SPELLINGS, BRITISH_ENGLISH_SPELLINGS

    for other_side in (AMERICAN_ENGLISH_SPELLINGS, BRITISH_ENGLISH_SPELLINGS):
        if (other := _respell(term, other_side)) != term:
            yield other
    if (owned := _POSSESSIVE.sub("", term)) != term:
        yield owned
    if (one := _SEVERAL.sub(r"\1", term)) != term:
        yield one
    elif term.isascii() and term.isupper() and term.isalpha():
        yield f"{term}s"


def _respell(term: str, spelled: Mapping[str, str]) -> str:
    return _WORD.sub(lambda word: spelled.get(word[0].lower(), word[0]), term)


@lru_cache(maxsize=1)
def common_abbreviations() -> dict[str, tuple[str, ...]]:
    """Return abbreviations that are known everywhere, each with its long forms in English, French and Spanish."""
    return _abbreviations_of("abbreviations")


@lru_cache(maxsize=1)
def names_by_language() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return, by the code of a language, what some abbreviations stand for in it."""
    return {code: _abbreviations_of(code) for code in _tables() if code != "abbreviations"}


@lru_cache(maxsize=1)
def _shorts_of_names() -> dict[tuple[str, ...], str]:
    """The stems of a name in any of these languages → its abbreviation."""
    return {
        tuple(stems(name)): short
        for own in names_by_language().values()
        for short, names in own.items()
        for name in names
    }


def _abbreviations_of(table: str) -> dict[str, tuple[str, ...]]:
    return {short: tuple(longs) for short, longs in _tables()[table].items()}


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, list[str]]]:
    [tables] = recall_toml("abbreviations", [Path(__file__).parent / "abbreviations.toml"])
    return tables
