"""Roman numerals before a copy's questions: ``IV. Where do you meet?``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.languages.matching import ways

if TYPE_CHECKING:
    from collections.abc import Sequence

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC", "C")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def roman_numbers(text: str, starts: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Return the Roman numerals with which lines begin, by the line's start: the number, and where its marks end.

    A full stop, a bracket or a slash stands behind each. It is a number only where another counts on from it, or it
    from another: the initial of "I. Smith" is none.

    >>> roman_numbers("I. Who? II. Where? V. Smith", [0, 8, 19])
    {0: ('1', 3), 8: ('2', 12)}
    """
    chains: list[list[tuple[int, int, int]]] = []
    open_at: dict[int, list[int]] = {}
    """Which chains, the oldest first, the next numeral goes on with, by its value."""
    for start in starts:
        match = _pattern().match(text, start)
        if match is None or (value := value_of(match["roman"])) is None:
            continue
        waiting = open_at.get(value)
        at = waiting.pop(0) if waiting else len(chains)
        if at == len(chains):
            chains.append([])
        chains[at].append((start, value, match.end()))
        open_at.setdefault(value + 1, []).append(at)
    return {start: (str(value), end) for chain in chains if len(chain) > 1 for start, value, end in chain}


def roman_end(text: str, start: int, number: str | None) -> int:
    """Return where a line's text begins behind a Roman numeral that is its number; where the line does if none is."""
    match = _pattern().match(text, start) if number is not None else None
    return start if match is None or str(value_of(match["roman"])) != number else match.end()


def value_of(numeral: str) -> int | None:
    """Return the value of a numeral up to 109 as it is properly written; None for any other letters.

    >>> value_of("XLIV"), value_of("IIII"), value_of("C")
    (44, None, 100)
    """
    values = [_VALUES[letter] for letter in numeral]
    value = sum(-v if any(v < later for later in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
    proper = 0 < value < 110 and _TENS[value // 10] + _ONES[value % 10] == numeral
    return value if proper else None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    before = ways("questions", "number")
    return re.compile(
        rf"[ \t>#*_+\-•|]{{0,64}}+(?:(?i:{before})\.?[ \t*_]*)?"
        r"(?P<roman>[IVXLC]{1,7})[*_]{0,8}\\?[.)/][*_]{0,8}[ \t]+[*_]{0,8}"
    )
