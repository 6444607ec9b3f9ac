"""What a search found: passages, with the words that were looked for, and the sentences that hold them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msqqa.ask.answer.extract import extract
from msqqa.ask.retrieve.expectation import NOTHING
from msqqa.ask.retrieve.mentions import mentions
from msqqa.scripts import is_unspaced
from msqqa.words import STOP_WORDS, lookup_words, stem, unique, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.ask.plan.terms import Terms
    from msqqa.ask.retrieve import Retriever
    from msqqa.model import Citation, Range

_LONGEST_TERM = 6
"""Words of a term that may have an abbreviation."""
_MOST_WORDS = 30
"""Words of a query whose other forms are looked up; a longer one is a text, not some words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found."""

    citation: Citation
    """Where it stands, and its words."""
    score: float
    """Words and meaning together, between 0 and 1; comparable within one search only."""
    says: str = ""
    """What its cell says: a stance, or, where none is asked for, ``answered``."""
    found: tuple[Range, ...] = ()
    """Where the words that were looked for stand in the citation's quote, in any of their forms; in order and apart."""
    extract: str = field(default="", compare=False)
    """Its sentences that bear most on what was looked for, for reading; an ellipsis where more stands there."""
    marked: tuple[Range, ...] = field(default=(), compare=False)
    """Where the words stand in the extract."""


class QueryWordFinder:
    """Finds the words of one query in texts."""

    def __init__(self, retriever: Retriever, terms: Terms, text: str) -> None:
        self._retriever = retriever
        self._stems = retriever.topic_stems(text)
        self._words = unique(word for word in lookup_words(text) if stem(word) in self._stems)
        self._terms = unique(_other_forms(terms, text))

    def places(self, text: str, language: str) -> tuple[Range, ...]:
        """Return where a text in some language has the words, their other spellings and abbreviations among them."""
        wanted = {*self._stems, *(stem(word, language) for word in self._words)}
        found = [*_of_stems(text, wanted, language), *mentions(text, self._terms, language=language)]
        return _merge_ranges(found)

    def extract(self, text: str, language: str) -> tuple[str, tuple[Range, ...]]:
        """Return the sentences of a passage's text that hold most of the words, and where the words stand there."""
        start, end = extract(text, 0, len(text), NOTHING, self._stems, self._retriever.weight)
        told = f"{'… ' * _has_words(text[:start])}{text[start:end]}{' …' * _has_words(text[end:])}"
        return told, self.places(told, language)


def _has_words(text: str) -> bool:
    return any(True for _ in words(text))


def _other_forms(terms: Terms, text: str) -> Iterator[str]:
    """Yield the other forms of what a query says: abbreviations, what they stand for, synonyms, spellings."""
    typed = list(words(text))[:_MOST_WORDS]
    for first in range(len(typed)):
        for last in range(first, min(len(typed), first + _LONGEST_TERM)):
            run = typed[first : last + 1]
            if run[0].text in STOP_WORDS or run[-1].text in STOP_WORDS:
                continue
            phrase = text[run[0].start : run[-1].end]
            yield from (form for form in terms.of(phrase) if form != phrase)


def _of_stems(text: str, wanted: set[str], language: str) -> Iterator[Range]:
    """Yield where words of some stems stand; of a script without spaces, where two letters stand side by side."""
    before = None
    for word in words(text):
        if before is not None and before.end == word.start and is_unspaced(before.text) and is_unspaced(word.text):
            if before.text + word.text in wanted:
                yield before.start, word.end
        elif word.text not in STOP_WORDS and {stem(word.text), stem(word.text, language)} & wanted:
            yield word.start, word.end
        before = word


def _merge_ranges(places: list[Range]) -> tuple[Range, ...]:
    """Return ranges in order, those that overlap as one."""
    found: list[Range] = []
    for start, end in sorted(places):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)
