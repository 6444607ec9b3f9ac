"""A text → the numbers in it, each with its unit and its place; a date, a web address, or none of these.

Numbers of different units are never compared: a unit is the empty text (a bare number, or one of things that are
counted), ``%``, ``days`` for any length of time, or a currency.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from msqqa.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARE, TIME = "%", "days"
_NUMBER = re.compile(r"(?<![\w.,])[-+−]?(?:\d{1,3}(?:[,\u00a0\u202f' ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?![\d])")
_BEFORE = re.compile(r"(\S+?)\s?$")
_BEHIND = re.compile(r"\s?-?([^\W\d_]+\.?|[%$€£¥₹₮₽₩₦₴])")
_RANGE = re.compile(r"\s?(?:-|–|—|to|bis|à)\s?[^\d\s]{0,3}\d")
_DATE = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{3}")
_MOST_WORDS = 3
"""Words behind a number that may say what is counted, where the number is the whole answer."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text."""

    value: float
    unit: str
    start: int
    end: int
    """Half-open range of the text, the unit included."""
    about: bool = False
    """Whether the text says that it is not exact."""
    decimal: bool = False


@lru_cache(maxsize=1)
def units() -> dict[str, Any]:
    """Return what stands beside numbers, as ``units.toml`` lists it."""
    return tomllib.loads((files("msqqa.closed") / "units.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def numbers_in(text: str) -> list[Number]:
    """Return the numbers of a text, in order; the parts of a range such as "10 to 20" are none.

    >>> [(n.value, n.unit) for n in numbers_in("1.9 percent of a budget of EUR 5 million")]
    [(1.9, '%'), (5000000.0, 'EUR')]
    """
    found: list[Number] = []
    skipped = -1
    for match in _NUMBER.finditer(text):
        beyond = _RANGE.match(text, match.end())
        if beyond is not None:
            skipped = beyond.end()
            continue
        if match.start() < skipped:
            continue
        found.append(_with_unit(text, match))
    return found or list(_worded(text))


def _with_unit(text: str, match: re.Match[str]) -> Number:
    value, start, end, unit = _read(match[0]), match.start(), match.end(), ""
    known = units()
    before = _BEFORE.search(text, 0, start)
    if before is not None:
        currency = known["symbols"].get(before[1]) or (before[1] if _is_currency(before[1]) else None)
        if currency is not None:
            unit, start = currency, before.start()
    about = any(text[:start].rstrip().lower().endswith(word) for word in known["about"])
    while (behind := _BEHIND.match(text, end)) is not None:
        word = behind[1].rstrip(".")
        folded = fold(word)
        if folded in known["magnitudes"] and not (folded == "m" and unit == "" and len(word) == 1 and word == "m"):
            value *= known["magnitudes"][folded]
        elif folded in known["share"] or (folded == "per" and text[behind.end() :].lstrip().startswith("cent")):
            unit = SHARE
            end = text.index("cent", end) + 4 if folded == "per" else behind.end()
            break
        elif folded in known["symbols"] or _is_currency(word):
            unit = known["symbols"].get(folded) or word
        elif (days := known["durations"].get(folded) or known["durations"].get(folded.removesuffix("s"))) is not None:
            value, unit, end = value * days, TIME, behind.end()
            break
        else:
            break
        end = behind.end()
    return Number(value, unit, start, end, about, "." in match[0] and not value.is_integer())


def _worded(text: str) -> Iterator[Number]:
    for match in re.finditer(r"[^\W\d_]+", text):
        value = units()["words"].get(fold(match[0]))
        if value is not None:
            yield Number(float(value), "", match.start(), match.end())


def _is_currency(word: str) -> bool:
    return _CODE.fullmatch(word) is not None and word in _currencies()


def _read(digits: str) -> float:
    bare = re.sub(r"[\u00a0\u202f' ]", "", digits).replace("−", "-")
    if "," in bare:
        grouped = re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare) is not None
        bare = bare.replace(",", "" if grouped else ".")
    return float(bare)


def whole_number(text: str) -> Number | None:
    """Return the number that a text is, with a word or two for what is counted; None where it says more or less.

    A range, a bound ("more than 5") and a text of two numbers are no number.

    >>> whole_number("1,200 staff").value, whole_number("> 5"), whole_number("2.0").value
    (1200.0, None, 2.0)
    """
    found = [] if len(text) > 60 else numbers_in(text)
    if len(found) != 1 or not any(c.isdigit() for c in text):
        return None
    number = found[0]
    before, behind = fold(text[: number.start].strip(" .")), text[number.end :].strip(" .")
    if before and before not in units()["about"]:
        return None
    if behind[:1] and behind[0] in "-–—:=)/":
        return None  # "3 - High": the number of an option, not a number
    if not all(c.isalpha() or c in " .'’-/" for c in behind) or len(behind.split()) > _MOST_WORDS:
        return None
    return None if any(word in units()["bounds"] for word in fold(behind).split()) else number


def is_date(text: str) -> bool:
    """Return whether a text is a date, with a time or without."""
    return _DATE.fullmatch(text.strip()) is not None


def is_address(text: str) -> bool:
    """Return whether a text is one web address."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def shown(value: float, unit: str = "") -> str:
    """Return a number as it is shown, with its unit.

    >>> shown(4.0), shown(3.1415926), shown(12.5, "%"), shown(5e6, "EUR"), shown(365.25, "days")
    ('4', '3.14', '12.5%', 'EUR 5,000,000', '365.25 days')
    """
    digits = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")
    if unit in ("", SHARE):
        return digits + unit
    return f"{digits} {unit}" if unit == TIME else f"{unit} {digits}"
