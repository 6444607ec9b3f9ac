"""Phrases of the languages' files, found in texts: word by word, or at the beginning of one, or anywhere in it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.languages import language, languages, phrases
from msqqa.scripts import has_unspaced, is_unspaced
from msqqa.words import STOP_WORDS, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from msqqa.words import Word

YES_OR_NO = (("yes", "yes"), ("yes_alone", "yes"), ("no", "no"), ("no_alone", "no"))
"""Keys of ``[answers]`` and what they say, where nothing else is said."""
YES_OR_NO_FIRST = (("yes", "yes"), ("no", "no"))
"""The same where more is said behind them."""


class Matcher:
    """Finds phrases, each of which says something, in words."""

    def __init__(self, said: Mapping[tuple[str, ...], str]) -> None:
        self._said = said
        self._firsts = frozenset(phrase[0] for phrase in said)
        self.longest = max(map(len, said), default=0)
        """Words of the longest phrase."""

    def at(self, texts: Sequence[str], start: int = 0) -> tuple[str, int] | None:
        """Return what the longest phrase says that begins at one of some folded words, and how many words it has."""
        if start >= len(texts) or texts[start] not in self._firsts:
            return None
        for length in range(min(self.longest, len(texts) - start), 0, -1):
            said = self._said.get(tuple(texts[start : start + length]))
            if said is not None:
                return said, length
        return None

    def find_all(self, texts: Sequence[str]) -> Iterator[tuple[int, str, int]]:
        """Yield where among some folded words phrases begin, what the longest there says, and its number of words."""
        for at in range(len(texts)):
            here = self.at(texts, at)
            if here is not None:
                yield at, *here

    def cover(self, texts: Sequence[str]) -> list[tuple[str, int, int]]:
        """Return what phrases say that make up all of some folded words, with where each begins and ends among them.

        Empty where they do not.
        """
        found: list[tuple[str, int, int]] = []
        at = 0
        while at < len(texts):
            here = self.at(texts, at)
            if here is None:
                return []
            found.append((here[0], at, at + here[1]))
            at += here[1]
        return found

    def match_start(self, run: Sequence[Word]) -> tuple[str, int] | None:
        """Return what a text says with its first words, and how many these are.

        In a script without spaces the phrase must end where the letters do: 是 is a yes, and 是一个 is none.
        """
        texts = [word.text for word in run]
        found = self.at(texts)
        if found is None or len(run) == found[1]:
            return found
        last, after = run[found[1] - 1], run[found[1]]
        goes_on = last.end == after.start and is_unspaced(last.text) and is_unspaced(after.text)
        return None if goes_on else found


@lru_cache(maxsize=64)
def matcher(table: str, keys: tuple[tuple[str, str], ...]) -> Matcher:
    """Return what finds the phrases of some keys of a table, in every language.

    Parameters
    ----------
    table:
        A table of the languages' files.
    keys:
        Pairs of a key and what its phrases say. Where two have the same phrase, the first counts.
    """
    said: dict[tuple[str, ...], str] = {}
    for key, meaning in keys:
        for phrase in sorted(phrases(table, key)):
            parts = tuple(word.text for word in words(phrase))
            if parts:
                said.setdefault(parts, meaning)
    return Matcher(said)


def yes_or_no() -> Matcher:
    """Return what finds a yes or a no that stands by itself."""
    return matcher("answers", YES_OR_NO)


@lru_cache(maxsize=64)
def keys_of(table: str, *keys: str) -> frozenset[str]:
    """Return the phrases of some keys in every language, as their folded words with a space between."""
    found = (" ".join(word.text for word in words(phrase)) for key in keys for phrase in phrases(table, key))
    return frozenset(phrase for phrase in found if phrase)


class PhraseFinder:
    """Finds phrases anywhere in a folded text. ``*`` stands for any ending of a word, or before one for any stem.

    A phrase is a whole word or several, but in a script without spaces. Phrases are looked up by their first word: one
    pattern of them all would try hundreds at each place. Those that begin with ``*`` are endings ("*гүй"), and few.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        listed = sorted(phrases)
        unspaced = [phrase for phrase in listed if has_unspaced(phrase)]
        self._unspaced = re.compile("|".join(map(re.escape, unspaced)) or r"(?!)")
        endings = [phrase[1:] for phrase in listed if phrase.startswith("*")]
        self._endings = re.compile("|".join(rf"(?<!\w)\w+?{_compile_phrase(phrase)}" for phrase in endings) or r"(?!)")
        by_first: dict[str, list[str]] = {}
        for phrase in listed:
            if first := _A_WORD.match(phrase):
                whole = phrase[first.end() : first.end() + 1] != "*"
                by_first.setdefault(first[0] if whole else f"{first[0]}*", []).append(phrase)
        self._by_first = {first: re.compile("|".join(map(_compile_phrase, found))) for first, found in by_first.items()}
        self._beginnings = sorted({len(first) - 1 for first in self._by_first if first.endswith("*")})

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield where a phrase begins and ends."""
        for word in _A_WORD.finditer(folded):
            begins = (f"{word[0][:length]}*" for length in self._beginnings if length <= len(word[0]))
            ways = (way for first in (word[0], *begins) if (way := self._by_first.get(first)))
            ends = [match.end() for way in (*ways, self._endings) if (match := way.match(folded, word.start()))]
            if ends:
                yield word.start(), max(ends)
        if has_unspaced(folded):
            yield from (match.span() for match in self._unspaced.finditer(folded))

    def places(self, folded: str) -> Iterator[int]:
        """Yield where a phrase begins."""
        return (start for start, _ in self.spans(folded))

    def begins(self, folded: str) -> bool:
        """Return whether a text begins with a phrase, marks and spaces aside."""
        first = _A_WORD.search(folded)
        return first is not None and first.start() in self.places(folded)

    def finds(self, folded: str) -> bool:
        """Return whether a phrase stands in a text."""
        return next(self.places(folded), None) is not None


_A_WORD = re.compile(r"\w+")


@lru_cache(maxsize=64)
def finder(table: str, key: str) -> PhraseFinder:
    """Return what finds the phrases of a key, in any language."""
    return PhraseFinder(phrases(table, key))


@lru_cache(maxsize=64)
def finder_in(code: str, table: str, key: str) -> PhraseFinder:
    """Return what finds the phrases of a key in one language; it finds nothing where the language has none."""
    known = language(code)
    return PhraseFinder(known.phrases(table, key) if known else ())


@lru_cache(maxsize=64)
def ways(table: str, key: str) -> str:
    """Return the phrases of a key as alternatives of a pattern, to be found in a text that is not folded.

    Each stands as it is written, and folded: with its accents and without.
    """
    written = {phrase for language in languages() for phrase in language.tables.get(table, {}).get(key, ())}
    return "|".join(re.escape(way) for way in sorted(written | phrases(table, key), key=lambda p: (-len(p), p)))


def _compile_phrase(phrase: str) -> str:
    body = re.escape(phrase).replace(r"\ ", r"\W{1,3}").replace(r"\*", r"\w*")
    return rf"{body}(?!\w)"


def match_beginning(text: str, table: str, *keys: str) -> int | None:
    """Return where a phrase of some keys ends that a text begins with, marks and spaces aside; None where none does."""
    start = re.match(r"[\W_]*", text)
    at = start.end() if start else 0
    run = [word for _, word in zip(range(_MOST), words(text, at), strict=False)]
    found = matcher(table, tuple((key, key) for key in keys)).match_start(run)
    return None if found is None else run[found[1] - 1].end


def ends_with_phrase(text: str, table: str, *keys: str) -> bool:
    """Return whether a text ends with a phrase of some keys."""
    texts = [word.text for word in words(text)][-_MOST:]
    found = matcher(table, tuple((key, key) for key in keys))
    return any(at + length == len(texts) for at, _, length in found.find_all(texts))


_MOST = 12
"""Words of a text that are looked at for how it begins; no phrase has as many."""


@lru_cache(maxsize=3)
def list_joins(kind: str) -> frozenset[str]:
    """Return the words that join two things: ``and``, ``or``, or those that begin a clause on somebody (``relative``).

    Words that say something else in English are none of them.

    >>> "or" in list_joins("or"), "oder" in list_joins("or"), "of" in list_joins("or")
    (True, True, False)
    """
    english = language("en")
    own = () if english is None else english.phrases("words", kind)
    return frozenset(word for word in phrases("words", kind) if word in own or word not in STOP_WORDS)  # Dutch "of"
