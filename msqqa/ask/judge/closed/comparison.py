"""How a number is to compare, as a plan says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.closed.measures import measure_units, measures_in
from msqqa.closed.units import durations, signs
from msqqa.closed.values import SHARE, TIME, format_number, numbers_asked, range_in
from msqqa.languages import phrases
from msqqa.languages.matching import finder, list_joins, matcher
from msqqa.words import fold, words

if TYPE_CHECKING:
    from msqqa.closed.values import Number
    from msqqa.languages.matching import Matcher

_PHRASES = (
    ("more", "gt"),
    ("at_least", "ge"),
    ("less", "lt"),
    ("at_most", "le"),
    ("exactly", "eq"),
    ("between", "between"),
)
"""Keys of the languages' ``[numbers]``, and the kinds of comparison that their phrases say."""

_WORDS = {"gt": "more than {}", "ge": "at least {}", "lt": "less than {}", "le": "at most {}", "eq": "exactly {}"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison with one number, or with two that bound a range."""

    kind: str
    """One of :data:`msqqa.ask.reading.labels.COMPARISONS`."""
    values: tuple[float, ...]
    unit: str

    def holds(self, value: float) -> bool:
        """Return whether a number compares so."""
        first = self.values[0]
        if self.kind == "between":
            return min(self.values) <= value <= max(self.values)
        return {
            "gt": value > first,
            "ge": value >= first,
            "lt": value < first,
            "le": value <= first,
            "eq": value == first,
        }[self.kind]

    def in_units_of(self, times: float) -> Comparison:
        """Return the comparison with bare numbers, of which each counts so many of its unit."""
        return replace(self, values=tuple(value / times for value in self.values), unit="")

    @property
    def shown(self) -> str:
        """The comparison in words."""
        told = [format_number(value, self.unit) for value in self.values]
        return f"between {told[0]} and {told[1]}" if self.kind == "between" else _WORDS[self.kind].format(told[0])


def comparison_of(typed: tuple[str, str]) -> Comparison | None:
    """Return the comparison that a kind and its words come to; None where they do not say surely which it is.

    The languages' words for comparisons stand beside the reader and come before it. Of 196 questions with 49 ways to
    compare, the reader tells the kind of 96 right ("exceeding" is ``ge`` in one and ``gt`` in the next), and what is
    read the wrong way round counts everybody else. The reader finds the words; where they are none that any language
    lists, a bare number means itself, and nothing is decided upon words that nobody knows.

    >>> comparison_of(("between", "between 10 and 20 %")).shown, comparison_of(("lt", "no more than 3")).shown
    ('between 10% and 20%', 'at most 3')
    """
    kind, text = typed
    found = numbers_asked(text)
    both = range_in(text)
    if both is not None and not found:
        found, kind = list(both), "between"
    units = {number.unit for number in found if number.unit}
    if len(units) > 1 or not found:
        return None
    said = find_comparison(text)
    between = said == "between" or (said in (None, "ge") and kind == "between")  # "from 3 to 5"
    if len(found) == 2 and (between or (said is None and _are_neighbours(text, *found))):
        said = "between"
    elif len(found) != 1 or said == "between":
        return None
    elif said is None:
        said = _of_bare(text, found[0])
    return None if said is None else Comparison(said, tuple(n.value for n in found), next(iter(units), ""))


def _are_neighbours(text: str, one: Number, other: Number) -> bool:
    """Return whether either of two whole numbers will do that follow each other: "a 1 or a 2"."""
    joins = {word.text for word in words(text, one.end, other.start)} & list_joins("or")
    return bool(joins) and one.unit == other.unit and other.value - one.value == 1


def find_comparison(text: str) -> str | None:
    """Return the kind of comparison that words or signs say; of "no more than" the longer phrase, not "more than"."""
    own = [word.text for word in words(text)]
    said = [(length, kind) for _, kind, length in comparisons().find_all(own)]
    if said:
        return max(said)[1]
    marks = ((sign, kind) for kind, listed in signs()["comparisons"].items() for sign in listed)
    return next((kind for sign, kind in sorted(marks, key=lambda m: -len(m[0])) if sign in text), None)


def comparisons() -> Matcher:
    """Return what finds the phrases that say how a number compares."""
    return matcher("numbers", _PHRASES)


@lru_cache(maxsize=1)
def words_of_comparison() -> frozenset[str]:
    """Return the words of the phrases that say how a number compares."""
    return frozenset(w for key, _ in _PHRASES for phrase in phrases("numbers", key) for w in phrase.split())


def _of_bare(text: str, number: Number) -> str | None:
    """Return what a number says by itself; None where words before it may compare it. What is counted may follow it."""
    before = [word.text for word in words(text, 0, number.start)]
    if any(word not in phrases("words", "articles") for word in before):
        return None  # "a 5" is five
    return "ge" if text[number.end :].lstrip().startswith("+") else "eq"


def is_of_unit(asked: str, unit: str) -> bool:
    """Return whether a question says that its numbers are of a share or a currency.

    >>> is_of_unit("What percent of the budget?", "%"), is_of_unit("How many users?", "%")
    (True, False)
    """
    if unit == SHARE:
        return SHARE in asked or finder("numbers", "share").finds(fold(asked))
    own = {word.text for word in words(asked)}
    return fold(unit) in own or any(symbol in asked for symbol, code in signs()["symbols"].items() if code == unit)


def times_of_unit(asked: str, unit: str) -> float | None:
    """Return how many of a unit one is of what a question's bare numbers count; None where it does not say so.

    Parameters
    ----------
    asked:
        The question, such as "Size of the site in hectares".
    unit:
        The one that is asked for.

    >>> times_of_unit("Size of the site in hectares", "m²"), times_of_unit("Hours a week on call", "days")
    (10000.0, None)
    """
    if unit == TIME:
        named = {days for word in words(asked) if (days := durations("").get(word.text)) is not None}
    elif unit in measure_units():
        named = {measure.times for measure in measures_in(asked) if measure.unit == unit}
    else:
        return 1.0 if is_of_unit(asked, unit) else None
    return named.pop() if len(named) == 1 else None
