"""Dates that answers are, and dates that questions compare them with.

A date such as 03/04/2019 is read by the other dates of its column: where one has a day above 12, all are written so.
Where none tells, or both orders stand, the column's dates are not compared.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from msqqa.languages.matching import matcher
from msqqa.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_OTHER = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)([0-3]?\d)(?:st|nd|rd|th)?(?!\d)")
_MONTHS = {
    fold(name): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if number
}
_BOUNDS = (("before", "lt"), ("after", "gt"), ("since", "ge"), ("until", "le"))
"""Keys of the languages' ``[numbers]``, and how a date compares that they say."""
_ENDS = (("earliest", "earliest"), ("latest", "latest"))
_LATE = 12


@dataclass(frozen=True, slots=True)
class DateBound:
    """A comparison with a day, or with a month or a year as a whole."""

    kind: Literal["lt", "gt", "ge", "le", "in"]
    first: date
    last: date
    text: str
    """As the asker says it."""

    def holds(self, day: date) -> bool:
        """Return whether a day compares so."""
        return {
            "lt": day < self.first,
            "gt": day > self.last,
            "ge": day >= self.first,
            "le": day <= self.last,
            "in": self.first <= day <= self.last,
        }[self.kind]


def dates_of(texts: Iterable[str]) -> dict[str, date] | None:
    """Return the day of each text that is a date; None where the order of day and month cannot be told.

    >>> dates_of(["03/04/2019", "25/12/2018"])["03/04/2019"], dates_of(["03/04/2019", "05/06/2018"])
    (datetime.date(2019, 4, 3), None)
    """
    found: dict[str, date] = {}
    open_: dict[str, tuple[int, int, int]] = {}
    for text in texts:
        own = text.strip()
        if (iso := _ISO.match(own)) is not None:
            day = _make(int(iso[1]), int(iso[2]), int(iso[3]))
            if day is not None:
                found[text] = day
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
            found[text] = day
    return found


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
    months = [number for word in words(text) if (number := _MONTHS.get(word.text)) is not None]
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
