"""Whether whole numbers are ratings, or count something: ratings have an average, and no total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.closed.scales import words_of_rating
from msqqa.languages.matching import matcher
from msqqa.words import stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_RANGES = ((1, 5), (1, 7), (1, 10), (0, 10))
"""The ranges that survey tools offer for ratings, both ends among them."""
_COUNTING = (("asked", "counted"), ("total", "counted"))
"""Keys of the languages' ``[numbers]`` for what is counted."""


def is_rating(asked: str, options: Sequence[str]) -> bool:
    """Return whether the numbers that a question was answered with are ratings, by its words, or else by their range.

    Parameters
    ----------
    asked:
        The question's text.
    options:
        The different numbers that were given.

    Examples
    --------
    >>> is_rating("Number of direct reports", ["0", "1", "2"]), is_rating("How satisfied are you?", ["2", "3", "4"])
    (False, True)
    """
    own = [word.text for word in words(asked)]
    if any(matcher("numbers", _COUNTING).find_all(own)):
        return False
    if any(stem(word) in words_of_rating() for word in own):
        return True
    given = {int(option) for option in options if option.isdigit()}
    return len(given) == len(options) and any(given == set(range(low, high + 1)) for low, high in _RANGES)
