"""Options that are ranges, and which of them somebody asks for who says "over three years".

A range that is asked for means the options that lie within it, if no option lies partly within: then these are exactly
what is asked for, however it is worded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.comparison import (
    Comparison,
    comparison_of,
    comparisons,
    find_comparison,
    words_of_comparison,
)
from msqqa.closed.number_words import is_number_word
from msqqa.closed.scales import in_order, key, says_nothing
from msqqa.closed.units import durations, signs
from msqqa.closed.values import TIME, numbers_asked, numbers_in, range_in
from msqqa.languages import phrases
from msqqa.languages.matching import matcher
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.closed.scales import Scale
    from msqqa.closed.values import Number

_ANCHOR = 5
"""Words of a level that is compared, at most."""
_FEWEST = 2
"""Options that are ranges, at least, of a question that asks for one."""


@dataclass(frozen=True, slots=True)
class Range:
    """All numbers between two, of one unit; the bounds belong to it or not, as the next option begins there."""

    low: float
    high: float
    unit: str


@lru_cache(maxsize=4096)
def range_of(text: str) -> Range | None:
    """Return the range that a text names; None where it names none, or several.

    >>> range_of("Less than 1 year"), range_of("over a decade").low, range_of("100+ machines")
    (Range(low=-inf, high=365.25, unit='days'), 3652.5, Range(low=100.0, high=inf, unit=''))
    >>> range_of("one to three years") == range_of("1 - 3 years"), range_of("3 machines")
    (True, None)
    """
    both = _bounds_in(text)
    if both is not None:
        return both
    found = numbers_asked(text)
    if len(found) == 1 and text[found[0].end :].startswith("+"):  # of "20+ years" the unit stands behind the sign
        bare = numbers_asked(text[: found[0].end] + text[found[0].end + 1 :])
        return _one_sided("ge", bare[0].value, bare[0].unit) if len(bare) == 1 else None
    if not found:
        value = _time_without_number(text)
        kind = None if value is None else find_comparison(text)
        return None if value is None or kind is None else _one_sided(kind, value, TIME)
    if len(found) != 1:
        return None
    compared = comparison_of(("", text))
    kind = None if compared is None else compared.kind
    return None if kind is None else _one_sided(kind, found[0].value, found[0].unit)


def options_within(asked: Range, options: Sequence[str]) -> tuple[str, ...]:
    """Return the options that lie within a range; none where one lies partly within, so that nothing is exact.

    >>> options_within(range_of("at least 4 years"), ("Less than 1 year", "1-3 years", "4-10 years", "Over 10 years"))
    ('4-10 years', 'Over 10 years')
    >>> options_within(range_of("over 2 years"), ("Less than 1 year", "1-3 years", "More than 3 years"))
    ()
    """
    own = {option: of for option in options if (of := range_of(option)) is not None and of.unit == asked.unit}
    if len(own) < _FEWEST:
        return ()
    within = tuple(option for option, of in own.items() if asked.low <= of.low and of.high <= asked.high)
    partly = [o for o, of in own.items() if o not in within and of.low < asked.high and asked.low < of.high]
    return () if partly else within


def levels_compared(text: str, options: Sequence[str]) -> tuple[str, ...] | None:
    """Return the options of a scale on the side of a level that a text asks for; None where it compares none.

    None of them where that is not exact: an option has no level, or another wording of the level that is said.

    >>> often = ("Never", "Once a month", "Once a week", "Every day")
    >>> levels_compared("who cycles at least once a week", often)
    ('Once a week', 'Every day')
    >>> levels_compared("who cycles once a week or less", often), levels_compared("who cycles once a week", often)
    (('Never', 'Once a month', 'Once a week'), None)
    """
    order = in_order(options)
    said = None if order is None or order.scale is None else _compared_level(text, order.scale)
    if order is None or order.scale is None or said is None:
        return None
    kind, phrase = said
    level = order.scale.level(phrase)
    levels = {option: order.scale.level(option) for option in options if not says_nothing(option)}
    if level is None or None in levels.values():
        return ()
    strict = kind in ("gt", "lt")
    if strict and any(own == level and key(option) != key(phrase) for option, own in levels.items()):
        return ()
    compared = Comparison(kind, (level,), "")
    return tuple(option for option, own in levels.items() if own is not None and compared.holds(own))


def _compared_level(text: str, scale: Scale) -> tuple[str, str] | None:
    """Return how a text compares a level of a scale, and the words of the level; None where it compares none."""
    own = [word.text for word in words(text)]
    for at, kind, length in comparisons().find_all(own):
        if kind not in ("gt", "ge", "lt", "le"):
            continue
        for size in range(min(_ANCHOR, len(own)), 0, -1):
            before, behind = own[max(0, at - size) : at], own[at + length : at + length + size]
            for some in (behind, before):
                if len(some) == size and scale.is_anchor(" ".join(some)):
                    return kind, " ".join(some)
    return None


def has_ranges(unit: str, options: Sequence[str]) -> bool:
    """Return whether options are ranges of a unit."""
    return sum((of := range_of(option)) is not None and of.unit == unit for option in options) >= _FEWEST


def names_time(text: str) -> bool:
    """Return whether a text names a length of time, or asks for one.

    >>> names_time("1 - 3 years"), names_time("How long have you used it?"), names_time("csv")
    (True, True, False)
    """
    own = [word.text for word in words(text)]
    asks = phrases("numbers", "asked") & {" ".join(pair) for pair in pairwise(own)}
    return bool(asks) or any(word in durations("") for word in own)


def agree_in_time(text: str, *told: str) -> bool:
    """Return whether a text names lengths of time that were told, in whichever words.

    >>> agree_in_time("who called in the last half year", "Whom did you call in the last six months?")
    True
    >>> agree_in_time("who called this month", "Whom did you call?"), agree_in_time("who called", "Whom this month?")
    (False, False)
    """
    asked, known = (
        {number.value for number in numbers_asked(each) if number.unit == TIME} for each in (text, " ".join(told))
    )
    return bool(asked) and asked <= known


def agree_in_amounts(text: str, option: str) -> bool:
    """Return whether a text and an option may mean the same amount, where both name some.

    >>> agree_in_amounts("once a month", "Once a week"), agree_in_amounts("over three years", "More than 3 years")
    (False, True)
    """
    lengths, amounts = zip(*map(_amounts_in, (text, option)), strict=True)
    return all(not all(named) or bool(named[0] & named[1]) for named in (lengths, amounts))


def _amounts_in(text: str) -> tuple[set[str], set[tuple[float, str]]]:
    """Return the lengths of time that a text names, and its numbers."""
    own = [word.text for word in words(text)]
    found = matcher("numbers", tuple((kind, kind) for kind in signs()["durations"]))
    lengths = {kind for _, kind, _ in found.find_all(own)}
    numbers = {(number.value, number.unit) for number in (*numbers_in(text), *(range_in(text) or ()))}
    if not numbers:  # "half an hour", and the bounds of "over an hour"
        numbers = {(number.value, number.unit) for number in numbers_asked(text)}
        bounded = range_of(text)
        bounds = () if bounded is None else ((bounded.low, bounded.unit), (bounded.high, bounded.unit))
        numbers |= {bound for bound in bounds if math.isfinite(bound[0])}
    return lengths, numbers


def words_of_range(text: str) -> str:
    """Return the words of a text that say a number, a length of time, or how one is compared.

    >>> words_of_range("who has cycled for over three years")
    'over three years'
    """
    return " ".join(word.text for word in words(text) if _is_of_range(word.text))


def run_of_range(text: str) -> str:
    """Return the part of a text that says a number in digits and how it is compared; empty where there is none.

    >>> run_of_range("ease of use rated 4 or better, how many")
    '4 or better'
    """
    own = list(words(text))
    at = next((n for n, word in enumerate(own) if word.text.isdigit()), None)
    if at is None:
        return ""
    first = last = at
    while first and _is_of_range(own[first - 1].text):
        first -= 1
    while last + 1 < len(own) and _is_of_range(own[last + 1].text):
        last += 1
    return text[own[first].start : own[last].end]


def _is_of_range(word: str) -> bool:
    return word.isdigit() or word in durations("") or is_number_word(word) or word in words_of_comparison()


def _bounds_in(text: str) -> Range | None:
    """Return the range between two numbers of a text; the first is of the second's unit where it has none."""
    found = range_in(text)
    if found is None:
        numbers = numbers_asked(text)
        if len(numbers) != 2:
            return None
        between = [word.text for word in words(text, numbers[0].end, numbers[1].start)]
        if len(between) > 1 or (between and find_comparison(text) not in (None, "between")):
            return None
        found = numbers[0], numbers[1]
    first, last = found
    low = first.value
    if last.unit and not first.unit:
        low *= _times(text, last)
    elif first.unit != last.unit:
        return None
    return Range(low, last.value, last.unit) if low < last.value else None


def _times(text: str, number: Number) -> float:
    """Return by how much the words behind a number multiply it."""
    bare = numbers_asked(next(iter(text[number.start : number.end].split()), ""))
    return number.value / bare[0].value if bare and bare[0].value else 1.0


def _time_without_number(text: str) -> float | None:
    """Return the length of time that a text names once and does not count: "a year"."""
    known = durations("")
    named = [known[word.text] for word in words(text) if word.text in known]
    return named[0] if len(named) == 1 else None


def _one_sided(kind: str, value: float, unit: str) -> Range | None:
    if kind in ("gt", "ge"):
        return Range(value, math.inf, unit)
    return Range(-math.inf, value, unit) if kind in ("lt", "le") else None
