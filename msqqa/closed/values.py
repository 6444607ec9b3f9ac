"""A text → the numbers in it, each with its unit and its place; a date, a web address, or none of these.

Numbers of different units are never compared: a unit is the empty text (a bare number, or one of things that are
counted), ``%``, ``days`` for any length of time, a currency, or what measures of its kind are compared in: ``m²``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from msqqa.closed.measures import Measure, find_measure, measure_units
from msqqa.closed.number_words import number_words_in
from msqqa.closed.units import approximation_words, decimal_mark, durations, is_currency, magnitudes, percents, signs
from msqqa.languages import phrases
from msqqa.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARE, TIME = "%", "days"
_NUMBER = re.compile(
    r"(?<![\w.,])[-+−]?(?:"
    r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"  # 1.234,5 and 1.234.567
    r"|\d{1,3}(?:[,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?"  # 1,234.5 and 1 234,5
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?"  # 12,34,567
    r"|\d+(?:[.,]\d+)?)(?!\d)"
)
_BEFORE = re.compile(r"(\S+?)\s?$")
_SIGN = re.compile(r"\s?([%$€£¥₹₮₽₩₦₴])")
_GAP = re.compile(r"\s?-?")
_RANGE = re.compile(r"\s?(?:-|–|—|to|bis|à)\s?[^\d\s]{0,3}\d")
_DATE = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d|[.,]\d)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_AMBIGUOUS = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
"""A thousand and more, or a number with three decimals, as a language writes it."""
_PHRASE = 3
"""Words of a unit, at most."""
_ABBREVIATED = 3
"""Letters of an abbreviation, at most: "a hundred" is a number by itself, a "bn" is none."""
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


def numbers_in(text: str, language: str = "") -> list[Number]:
    """Return the numbers of a text, in order; the parts of a range such as "10 to 20" are none.

    Parameters
    ----------
    text:
        What somebody answered.
    language:
        The code of its language, which says what "1.200" and a "Billion" are; empty where it is not known.

    >>> [(n.value, n.unit) for n in numbers_in("1.9 percent of a budget of EUR 5 million")]
    [(1.9, '%'), (5000000.0, 'EUR')]
    >>> numbers_in("1.200", "de")[0].value, numbers_in("1.200", "en")[0].value
    (1200.0, 1.2)
    """
    found: list[Number] = []
    skipped = -1
    for match in _NUMBER.finditer(text):
        beyond = _RANGE.match(text, match.end())
        if beyond is not None and _bounds(text, match, beyond):
            skipped = beyond.end()
            continue
        if match.start() < skipped:
            continue
        found.append(_with_unit(text, match, language))
    return found or list(find_worded_numbers(text, language))


def _bounds(text: str, match: re.Match[str], beyond: re.Match[str]) -> bool:
    """Return whether two numbers bound a range; "1.1 % in 2021 to 1.4 % in 2023" has none from a year to a share."""
    return _YEAR.fullmatch(match[0]) is None or _YEAR.match(text, beyond.end() - 1) is not None


def numbers_asked(text: str) -> list[Number]:
    """Return the numbers that somebody asks for: as :func:`numbers_in`; where there are none, "a hundred" and "half".

    A part of a length of time is one, "half a year"; "half of the week" is a share.

    >>> [(n.value, n.unit) for n in numbers_asked("over a hundred machines, for more than half of the time")]
    [(100.0, ''), (50.0, '%')]
    >>> [round(n.value, 2) for text in ("half an hour", "two thirds of them") for n in numbers_asked(text)]
    [0.02, 66.67]
    """
    counted, others = numbers_in(text), list(_find_unnumbered(text))
    return others if {n.start for n in counted} & {n.start for n in others} else counted or others


def range_in(text: str) -> tuple[Number, Number] | None:
    """Return the two numbers that bound the first range of a text; None where it has no range.

    >>> [n.value for n in range_in("10-20 people")], range_in("more than 5")
    ([10.0, 20.0], None)
    """
    for match in _NUMBER.finditer(text):
        beyond = _RANGE.match(text, match.end())
        upper = None if beyond is None else _NUMBER.search(text, beyond.end() - 1)
        if upper is not None:
            return _with_unit(text, match, ""), _with_unit(text, upper, "")
    return None


def _with_unit(text: str, match: re.Match[str], language: str) -> Number:
    own, start, end, unit, times = match[0], match.start(), match.end(), "", 1.0
    before = _BEFORE.search(text, 0, start)
    if before is not None:
        currency = signs()["symbols"].get(before[1]) or (before[1] if is_currency(before[1]) else None)
        if currency is not None:
            unit, start = currency, before.start()
    inexact = any(text[:start].rstrip().lower().endswith(word) for word in approximation_words())
    while (behind := _unit_behind(text, end, unit, language)) is not None:
        kind, of, end = behind
        if isinstance(of, Measure):
            times, unit = times * of.times, of.unit
            break
        if kind == "times":
            times *= float(of)
        elif kind == "days":
            times, unit = times * float(of), TIME
        else:
            unit = str(of)
        if unit in (SHARE, TIME):
            break
    # Nobody has a share of thousands: "1.234 %" has three decimals.
    value = _read(own, language, is_share=unit == SHARE) * times
    return Number(value, unit, start, end, inexact, not value.is_integer())


def _unit_behind(text: str, end: int, unit: str, language: str) -> tuple[str, str | float | Measure, int] | None:
    """Return what the next sign or words say of a number, and where they end; None where they say nothing."""
    sign = _SIGN.match(text, end)
    if sign is not None:
        return "unit", signs()["symbols"].get(sign[1], SHARE), sign.end()
    gap = _GAP.match(text, end)
    at = end if gap is None else gap.end()
    run = list(islice(words(text, at, at + 60), _PHRASE)) if text[at : at + 1].isalpha() else []
    for length in range(len(run), 0, -1):
        some = run[:length]
        phrase, stop = " ".join(word.text for word in some), some[-1].end
        raw = text[some[0].start : stop]
        if phrase in percents():
            return "unit", SHARE, stop
        # "5m" is five metres; "$5m" and "5 M" are millions.
        if phrase in magnitudes(language) and not (raw == "m" and not unit):
            return "times", magnitudes(language)[phrase], _after_point(text, stop)
        if phrase in signs()["symbols"] or is_currency(raw):
            return "unit", signs()["symbols"].get(phrase, raw), stop
        if phrase in durations(language):
            return "days", durations(language)[phrase], stop
        measure = None if unit else find_measure(raw, phrase, language)
        if measure is not None:
            return "measure", measure, stop
    return None


def _after_point(text: str, end: int) -> int:
    """Return where a word ends with the point of an abbreviation behind it: "Mio. Euro"."""
    return end + 1 if text[end : end + 1] == "." and text[end + 1 : end + 2] == " " else end


def find_worded_numbers(text: str, language: str = "") -> Iterator[Number]:
    """Yield the numbers of a text that are written in words, each with its unit.

    >>> [(n.value, n.unit) for n in find_worded_numbers("twenty-one pieces, two hectares", "en")]
    [(21.0, ''), (20000.0, 'm²')]
    """
    for found in number_words_in(text, language):
        kind, of, end = _unit_behind(text, found.end, "", language) or ("", "", found.end)
        times = of.times if isinstance(of, Measure) else of if isinstance(of, float) else 1.0
        unit = of.unit if isinstance(of, Measure) else str(of) if kind == "unit" else TIME if kind == "days" else ""
        yield Number(found.value * times, unit, found.start, end)


def _find_unnumbered(text: str) -> Iterator[Number]:
    """Return what stands for a number without being one: a word for a magnitude, or for a part of something."""
    own = list(words(text))
    parts = {word: part for key, part in signs()["parts"].items() for word in phrases("numbers", key)}
    for at, word in enumerate(own):
        if word.text in magnitudes("") and len(word.text) > _ABBREVIATED:
            behind = _unit_behind(text, word.end, "", "")
            unit = TIME if behind is not None and behind[0] == "days" else ""
            times = float(behind[1]) if behind is not None and isinstance(behind[1], float) and unit else 1.0
            yield Number(magnitudes("")[word.text] * times, unit, word.start, word.end)
        elif word.text in parts:
            counted = next((n.value for n in number_words_in(own[at - 1].text)), None) if at else None
            start = own[at - 1].start if counted else word.start
            value = parts[word.text] * (counted or 1)
            length = next((durations("")[w.text] for w in own[at + 1 : at + 3] if w.text in durations("")), None)
            if length is not None and not (at + 1 < len(own) and own[at + 1].text in phrases("numbers", "part_of")):
                yield Number(value * length, TIME, start, word.end)
            else:
                yield Number(value * 100, SHARE, start, word.end)


def _read(digits: str, language: str, *, is_share: bool) -> float:
    bare = re.sub(r"[\u00a0\u202f'’ ]", "", digits).replace("−", "-")
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        grouping = "," if bare.rindex(".") > bare.rindex(",") else "."
    elif points > 1 or commas > 1:
        grouping = "." if points else ","
    elif _AMBIGUOUS.fullmatch(bare) and not is_share:
        grouping = "." if decimal_mark(language) == "," else ","
    else:
        grouping = ""
    if grouping:
        bare = bare.replace(grouping, "")
    return float(bare.replace(",", "."))


def whole_number(text: str, language: str = "") -> Number | None:
    """Return the number that a text is, with a word or two for what is counted; None where it says more or less.

    A range, a bound ("more than 5") and a text of two numbers are no number.

    >>> whole_number("1,200 staff").value, whole_number("> 5"), whole_number("2.0").value
    (1200.0, None, 2.0)
    """
    found = [] if len(text) > 60 else numbers_in(text, language)
    if len(found) != 1 or not any(c.isdigit() for c in text):
        return None
    number = found[0]
    before, behind = fold(text[: number.start].strip(" .")), text[number.end :].strip(" .")
    if before and before not in approximation_words():
        return None
    if behind[:1] and behind[0] in "-–—:=)/":
        return None  # "3 - High": the number of an option, not a number
    if not all(c.isalpha() or c in " .'’-/" for c in behind) or len(behind.split()) > _MOST_WORDS:
        return None
    return None if any(word in phrases("numbers", "bound") for word in fold(behind).split()) else number


def has_decimal_point(text: str) -> bool:
    """Return whether a text is a number with a point that groups no thousands: "1.5", "0.125".

    >>> has_decimal_point("1.5"), has_decimal_point("0.125"), has_decimal_point("1.200"), has_decimal_point("1,5")
    (True, True, False, False)
    """
    match = _NUMBER.search(text)
    return match is not None and "." in match[0] and "," not in match[0] and not _AMBIGUOUS.fullmatch(match[0])


def is_currency_unit(unit: str) -> bool:
    """Return whether a number's unit is a currency.

    >>> is_currency_unit("EUR"), is_currency_unit("m²"), is_currency_unit("")
    (True, False, False)
    """
    return unit not in ("", SHARE, TIME) and unit not in measure_units()


def is_date(text: str) -> bool:
    """Return whether a text is a date, with a time or without."""
    return _DATE.fullmatch(text.strip()) is not None


def is_address(text: str) -> bool:
    """Return whether a text is one web address."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def format_number(value: float, unit: str = "") -> str:
    """Return a number as it is shown, with its unit.

    >>> (format_number(4.0),
    ...  format_number(3.1415926),
    ...  format_number(12.5, "%"),
    ...  format_number(5e6, "EUR"),
    ...  format_number(365.25, "days"))
    ('4', '3.14', '12.5%', 'EUR 5,000,000', '365.25 days')
    """
    digits = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")
    if unit in ("", SHARE):
        return digits + unit
    return f"{digits} {unit}" if unit == TIME or unit in measure_units() else f"{unit} {digits}"
