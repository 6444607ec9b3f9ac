"""Typing errors: a question's words that are no words, read as the nearest word that the corpus knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from msqqa.words import STOP_WORDS, stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_SHORTEST = 5
_LONG = 8


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

    notes: list[str] = []
    for word in reversed(list(words(text))):
        w = word.text
        typed = text[word.start : word.end]
        if len(w) < _SHORTEST or not w.isalpha() or typed.isupper() or w in STOP_WORDS or w in keep:
            continue
        if w in known or known.has_stem(stem(w)) or is_word(w):
            continue
        most = 2 if len(w) >= _LONG else 1
        near = [
            (distance, -uses, k)
            for k, uses in known.beginning(w[0]).items()
            if uses > 0
            and abs(len(k) - len(w)) <= most
            and k.isalpha()
            and (distance := OSA.distance(k, w, score_cutoff=most)) <= most
        ]
        if near:
            best = min(near)[2]
            text = text[: word.start] + best + text[word.end :]
            notes.append(f"read {typed} as {best}")
    return text, notes[::-1]


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
    for word in reversed(list(words(question))):
        w = word.text
        if len(w) < _SHORTEST_FRAME or not w.isalpha() or w in frame or w in known or is_word(w) or w in STOP_WORDS:
            continue
        most = 2 if len(w) >= _LONG else 1
        near = [
            (OSA.distance(w, k, score_cutoff=most), k) for k in frame if abs(len(k) - len(w)) <= most and k[0] == w[0]
        ]
        near = sorted((distance, k) for distance, k in near if distance <= most)
        if near:
            question = question[: word.start] + near[0][1] + question[word.end :]
    return question
