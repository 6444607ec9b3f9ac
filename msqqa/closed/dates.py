"""Dates that answers are, and dates that questions compare them with.

A date may be written out, "20 March 2025", in any language that is known here. One such as 03/04/2019 is read by the
other dates of its column: where one has a day above 12, all are written so. Where none tells, or both orders stand, the
column's dates are not compared.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.languages import codes, phrases
from msqqa.languages.matching import matcher
from msqqa.model.periods import DateBound, Period
from msqqa.words import STOP_WORDS, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_OTHER = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)([0-3]?\d)(?:st|nd|rd|th|er|º)?(?!\d)")
_BOUNDS = (("before", "lt"), ("after", "gt"), ("since", "ge"), ("until", "le"))
"""Keys of the languages' ``[numbers]``, and how a date compares that they say."""
_ENDS = (("earliest", "earliest"), ("latest", "latest"))
_LATE = 12
_LITERAL = re.compile(r"'([^']+)'")
"""What CLDR's pattern of a date has beside day, month and year."""
_MOST_WORDS = 6
"""Words of a date that is written out, at most: "le mardi 3 de marzo de 2025"."""


def dates_of(texts: Iterable[str]) -> dict[str, Period] | None:
    """Return the time that each text names as a date; None where the order of day and month cannot be told.

    >>> dates_of(["03/04/2019", "25/12/2018"])["03/04/2019"].first, dates_of(["03/04/2019", "05/06/2018"])
    (datetime.date(2019, 4, 3), None)
    """
    found: dict[str, Period] = {}
    open_: dict[str, tuple[int, int, int]] = {}
    for text in texts:
        own = text.strip()
        if (iso := _ISO.match(own)) is not None:
            day = _make(int(iso[1]), int(iso[2]), int(iso[3]))
            if day is not None:
                found[text] = Period(day, day)
        elif (written := read_written_date(own)) is not None:
            found[text] = written
        elif (other := _OTHER.match(own)) is not None:
            open_[text] = int(other[1]), int(other[2]), int(other[3])
    if not open_:
        return found
    day_first = any(one > _LATE for one, _, _ in open_.values())
    month_first = any(two > _LATE for _, two, _ in open_.values())
    if day_first == month_first and not all(one == two for one, two, _ in open_.values()):
        return None
    for text, (one, two, year) in open_.items():
        day = _make(year, two, one) if day_first else _make(year, one, two)
        if day is not None:
            found[text] = Period(day, day)
    return found


def read_written_date(text: str) -> Period | None:
    """Return the time that a text is, where it is written out: a day, a month, or a year; None where it says more.

    >>> read_written_date("20 March 2025").first, read_written_date("mars 2024").last, read_written_date("in 2 March")
    (datetime.date(2025, 3, 20), datetime.date(2024, 3, 31), None)
    """
    own = [word.text for word in words(text)]
    if not own or len(own) > _MOST_WORDS or not all(_is_of_date(word) for word in own):
        return None
    period = _period(text)
    return None if period is None else Period(*period)


def is_of_a_day_or_month(text: str, start: int) -> bool:
    """Return whether the year that begins at a place of a text is that of a day or a month: "after 1 April 2025".

    >>> is_of_a_day_or_month("inspected after 1 April 2025", 24), is_of_a_day_or_month("as of 2025", 6)
    (True, False)
    """
    before = [word.text for word in words(text[:start])]
    return bool(before) and (_month(before[-1]) is not None or bool(_ISO.match(text, start)))


def _is_of_date(word: str) -> bool:
    """Return whether a word may stand in a date that is written out, in any language."""
    if _YEAR.fullmatch(word) or _DAY.fullmatch(word):
        return True
    return word.isalpha() and (_month(word) is not None or word in _fillers())


def _month(word: str) -> int | None:
    """Return which month a folded word names; other languages' names are loaded where it is neither known nor small."""
    known = _months_in("en").get(word)
    if known is not None or not word.isalpha() or word in STOP_WORDS or word in _bounding_words():
        return known
    return next((number for code in codes() if (number := _months_in(code).get(word)) is not None), None)


@lru_cache(maxsize=32)
def _months_in(code: str) -> dict[str, int]:
    """Return the names of months in a language, folded; none where CLDR does not know it."""
    from babel import UnknownLocaleError
    from babel.dates import get_month_names

    try:
        names = [get_month_names(width, "format", code) for width in ("abbreviated", "wide")]
    except UnknownLocaleError:
        return {}
    return {fold(name).strip("."): number for own in names for number, name in own.items()}


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    """Return the names of days of the week, and what stands between the parts of a date, folded."""
    from babel import UnknownLocaleError
    from babel.dates import get_date_format, get_day_names

    found = {"the", "le"}
    for code in codes():
        try:
            days, pattern = get_day_names("wide", "format", code), get_date_format("long", locale=code).pattern
        except UnknownLocaleError:
            continue
        found |= {fold(name) for name in days.values()}
        found |= {word.text for literal in _LITERAL.findall(pattern) for word in words(literal)}
    return frozenset(found)


@lru_cache(maxsize=1)
def _bounding_words() -> frozenset[str]:
    return frozenset(word for key, _ in _BOUNDS for phrase in phrases("numbers", key) for word in phrase.split())


def find_bound(text: str) -> DateBound | None:
    """Return how a text compares a date; None where it names none, or says nothing of before or after.

    >>> find_bound("before 2015").first, find_bound("since March 2020").first, find_bound("more than 3")
    (datetime.date(2015, 1, 1), datetime.date(2020, 3, 1), None)
    """
    period = _period(text)
    if period is None:
        return None
    texts = [word.text for word in words(text)]
    said = {kind for _, kind, _ in matcher("numbers", _BOUNDS).find_all(texts)}
    if len(said) > 1:
        return None
    kind = said.pop() if said else "in" if texts[:1] in (["in"], ["on"]) else None
    return None if kind is None else DateBound(kind, *period, text)  # type: ignore[arg-type]


def find_compared(text: str) -> str:
    """Return the part of a text that begins with a word of before or after; empty where it has none.

    >>> find_compared("which libraries opened before 2000?")
    'before 2000'
    """
    own = list(words(text))
    first = next(matcher("numbers", _BOUNDS).find_all([word.text for word in own]), None)
    return "" if first is None else text[own[first[0]].start :].strip(" ?.!")


def find_end(text: str) -> str:
    """Return which end of dates a text asks for, ``earliest`` or ``latest``; empty where it says neither, or both."""
    said = {end for _, end, _ in matcher("numbers", _ENDS).find_all([word.text for word in words(text)])}
    return said.pop() if len(said) == 1 else ""


def _period(text: str) -> tuple[date, date] | None:
    """Return the first and the last day of what a text names: one day, a month, or a year; None where it names none."""
    if (iso := _ISO.search(text)) is not None:
        day = _make(int(iso[1]), int(iso[2]), int(iso[3]))
        return None if day is None else (day, day)
    years = _YEAR.findall(text)
    if len(years) != 1:
        return None
    year = int(years[0])
    months = [number for word in words(text) if (number := _month(word.text)) is not None]
    if not months:
        # A further number may be a day or a month, and which cannot be told.
        return None if _DAY.search(_YEAR.sub(" ", text)) else (date(year, 1, 1), date(year, 12, 31))
    if len(months) > 1:
        return None
    day_at = _DAY.search(_YEAR.sub(" ", text))
    if day_at is None:
        return date(year, months[0], 1), date(year, months[0], calendar.monthrange(year, months[0])[1])
    day = _make(year, months[0], int(day_at[1]))
    return None if day is None else (day, day)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
