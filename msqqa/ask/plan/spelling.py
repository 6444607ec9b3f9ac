"""Typing errors: a question's words that are no words, read as the nearest word that the corpus knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msqqa.words import STOP_WORDS, stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_SHORTEST = 5
"""Letters of a word, at least, that may be a misspelt one."""
_SURELY = 6
"""The same where what is encoded follows it: "goats" is one slip from "goals", and a word all the same."""
_LONG = 8
"""Letters from which a word may have two slips; a shorter one may have one."""
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

    def find_by_prefix(self, letters: str) -> dict[str, int]:
        """Return the words that begin so, with the number of texts that use each."""


def correct(
    text: str,
    known: Lexicon,
    is_word: Callable[[str], bool],
    keep: Collection[str] = (),
    *,
    surely: bool = False,
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
        Whether the encoder knows a folded word whole; "farmer" is a word even where no farmer is mentioned, and
        "farmers" is one of it.
    keep:
        Folded words that are left as they are.
    surely:
        Whether what is encoded follows the correction: then only a longer word with one slip is taken for an error.

    Returns
    -------
    text, notes:
        The text with the errors corrected, and a note on each.
    """
    from rapidfuzz.distance import OSA

    def nearest(w: str) -> str | None:
        if len(w) > _LONGEST or w in known or known.has_stem(stem(w)) or is_word(w) or is_word(stem(w)):
            return None
        most = 2 if len(w) >= _LONG and not surely else 1
        near = [
            (distance, -uses, k)
            for k, uses in known.find_by_prefix(w[0]).items()
            if uses > 0
            and abs(len(k) - len(w)) <= most
            and k.isalpha()
            and (distance := OSA.distance(k, w, score_cutoff=most)) <= most
        ]
        return min(near)[2] if near else None

    shortest = _SURELY if surely else _SHORTEST
    corrected: dict[str, str | None] = {}
    notes: dict[str, None] = {}
    parts: list[str] = []
    at = 0
    for word in words(text):
        w, typed = word.text, text[word.start : word.end]
        if len(w) < shortest or not w.isalpha() or typed.isupper() or w in STOP_WORDS or w in keep:
            continue
        if w not in corrected:
            corrected[w] = nearest(w) if len(corrected) < _MOST_WORDS else None
        best = corrected[w]
        if best is not None:
            parts += text[at : word.start], best
            at = word.end
            notes[f"read {typed} as {best}"] = None
    return "".join((*parts, text[at:])), list(notes)
