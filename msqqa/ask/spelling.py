"""Typing errors: a question's words that are no words, read as the nearest word that the corpus knows."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Protocol

from msqqa.words import STOP_WORDS, stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_SHORTEST = 5
_LONG = 8
_LONGEST = 40
"""Letters of a word that may be a misspelt one."""
_MOST_WORDS = 100
"""Different words of a question that are looked at; to look for the nearest of one reads all words of one letter."""


class Lexicon(Protocol):
    """The words that a corpus uses, folded."""

    def __contains__(self, word: object) -> bool:
        """Return whether a word is used."""

    def has_stem(self, stem: str) -> bool:
        """Return whether a word of that stem is used."""

    def beginning(self, letters: str) -> dict[str, int]:
        """Return the words that begin so, with the number of texts that use each."""


def correct(
    text: str, known: Lexicon, is_word: Callable[[str], bool], keep: Collection[str] = ()
) -> tuple[str, list[str]]:
    """Correct the typing errors in ``text``.

    A word is taken for an error when neither the corpus nor the encoder's vocabulary knows it; it is read as a known
    word that begins with the same letter and is one edit away, two for words of eight letters or more (optimal string
    alignment: a swap of neighbours is one edit), the most frequent of the nearest.

    Parameters
    ----------
    text:
        What was typed.
    known:
        The corpus's words.
    is_word:
        Whether the encoder knows a folded word whole; "farmer" is a word even where no farmer is mentioned.
    keep:
        Folded words that are left as they are.

    Returns
    -------
    text, notes:
        The text with the errors corrected, and a note on each.
    """
    from rapidfuzz.distance import OSA

    def nearest(w: str) -> str | None:
        if len(w) > _LONGEST or w in known or known.has_stem(stem(w)) or is_word(w):
            return None
        most = 2 if len(w) >= _LONG else 1
        near = [
            (distance, -uses, k)
            for k, uses in known.beginning(w[0]).items()
            if uses > 0
            and abs(len(k) - len(w)) <= most
            and k.isalpha()
            and (distance := OSA.distance(k, w, score_cutoff=most)) <= most
        ]
        return min(near)[2] if near else None

    corrected: dict[str, str | None] = {}
    notes: dict[str, None] = {}
    parts: list[str] = []
    at = 0
    for word in words(text):
        w, typed = word.text, text[word.start : word.end]
        if len(w) < _SHORTEST or not w.isalpha() or typed.isupper() or w in STOP_WORDS or w in keep:
            continue
        if w not in corrected:
            corrected[w] = nearest(w) if len(corrected) < _MOST_WORDS else None
        best = corrected[w]
        if best is not None:
            parts += text[at : word.start], best
            at = word.end
            notes[f"read {typed} as {best}"] = None
    return "".join((*parts, text[at:])), list(notes)


_FRAME = frozenset(
    """about which what whose where without mention mentions compare comparison between difference country countries
    government governments respondent respondents question questions answer answered have does list name number many
    their regarding versus outside except neither either other planning""".split()
)
"""Words that questions are made of; one of them misspelt would hide what is asked for."""
_SHORTEST_FRAME = 4
_SHORT = {
    r"gov(?:t|['’]t|mt)s\b": "governments", r"gov(?:t|['’]t|mt)\b": "government", r"w/o\b": "without", r"w/": "with ",
    r"pls\b|plz\b": "please", r"countrys\b": "countries", r"resp(?:ondent)?s\.": "respondents", r"b/w\b": "between",
}  # fmt: skip
"""What people write short, and what it stands for."""


def straightened(question: str, nouns: Collection[str], is_word: Callable[[str], bool], known: Lexicon) -> str:
    """Correct typing errors in the words that a question is made of: "abuot", "whcih cuontries".

    Parameters
    ----------
    question:
        As it was typed.
    nouns:
        What respondents are called.
    is_word, known:
        As :func:`correct` takes them: a word that either knows is none of these.
    """
    from rapidfuzz.distance import OSA

    for short, full in _SHORT.items():
        question = re.sub(rf"(?<!\w){short}", full, question, flags=re.IGNORECASE)
    frame = {*_FRAME, *(noun for noun in nouns if " " not in noun)}
    longest = max(map(len, frame)) + 2

    @cache
    def nearest(w: str) -> str | None:
        if not _SHORTEST_FRAME <= len(w) <= longest or not w.isalpha() or w in frame or w in STOP_WORDS:
            return None
        if w in known or is_word(w):
            return None
        most = 2 if len(w) >= _LONG else 1
        near = [
            (OSA.distance(w, k, score_cutoff=most), k) for k in frame if abs(len(k) - len(w)) <= most and k[0] == w[0]
        ]
        return min(((distance, k) for distance, k in near if distance <= most), default=(0, None))[1]

    parts: list[str] = []
    at = 0
    for word in words(question):
        best = nearest(word.text)
        if best is not None:
            parts += question[at : word.start], best
            at = word.end
    return "".join((*parts, question[at:]))
