"""Numbers that are written in words, such as "twenty-one" and "treinta y dos", and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_KNOWN = frozenset({"en", "fr", "es", "pt", "de", "nl", "it", "da"})
"""The languages whose numbers text2num knows."""
_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,]*|[^\w\s]")
_LONGEST = 60
"""Characters of a word, at most, that may be a number."""


@dataclass(frozen=True, slots=True)
class WordedNumber:
    """A number in words, and the half-open range of the text that it stands at."""

    value: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    match: re.Match[str]

    def text(self) -> str:
        return self.match[0].lower()

    def nt_separated(self, _: _Token) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self.match[0][0].isdigit()


def number_words_in(text: str, language: str = "") -> Iterator[WordedNumber]:
    """Yield the numbers of a text that are written in words; "second" and "third" are none.

    Parameters
    ----------
    text:
        What somebody answered or asks.
    language:
        The code of its language; English words are looked for where it is not known, or has no numbers here.

    >>> [(n.value, n.start, n.end) for n in number_words_in("some twenty-one of two hundred and five", "en")]
    [(21.0, 5, 15), (205.0, 19, 39)]
    """
    from text_to_num import find_numbers

    tokens = [_Token(match) for match in _TOKEN.finditer(text)]
    for found in find_numbers(tokens, language if language in _KNOWN else "en", 0):
        if not found.is_ordinal and tokens[found.start].match[0][0].isalpha():
            yield WordedNumber(found.value, tokens[found.start].match.start(), tokens[found.end - 1].match.end())


@lru_cache(maxsize=4096)
def is_number_word(word: str) -> bool:
    """Return whether an English word is a number.

    >>> is_number_word("eleven"), is_number_word("elevation")
    (True, False)
    """
    return len(word) <= _LONGEST and any(n.start == 0 and n.end == len(word) for n in number_words_in(word))
