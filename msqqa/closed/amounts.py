"""A number question answered in prose → the numbers in it, each with its unit, its year and what it is of.

"1.9 percent of the republican budget for 2023; a fifth of that goes to data centres" answers with 1.9 %, of the
republican budget, for 2023. Which of several numbers answers is only told where it is plain; else all are shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.closed.values import TIME, Number, find_worded_numbers, is_currency_unit, numbers_in
from msqqa.words import squeeze, stems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from msqqa.model import Range

_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d%]|[.,]\d)")
_CLAUSE = re.compile(r"[,;:()|\n]|[.?!](?=\s|$)")
_OF = 80
"""Characters of what a number is of, at most."""
_COUNTED = 4
"""Words behind a number among which stands what is counted."""
_LISTED = 4
_YEAR_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in an answer."""

    number: Number
    text: str
    """As it is written, with the unit."""
    sentence: Range
    """Half-open range of the sentence that it stands in, or of the table."""
    of: str
    """What stands behind it up to the next mark; of what it is a share, or what is counted."""
    year: int | None
    """That it is said of; None where none is."""
    aside: bool
    """Whether it stands in brackets."""

    @property
    def shown(self) -> str:
        """The number as it is written, with what it is of, and the year where that does not say it."""
        own = f"{self.text} {self.of}" if self.of else self.text
        return f"{own} ({self.year})" if self.year is not None and str(self.year) not in own else own

    @property
    def is_of_a_length_of_time(self) -> bool:
        """Whether it is said to be of some length of time: "over five years"."""
        return self.number.unit != TIME and any(n.unit == TIME for n in numbers_in(self.of))


@dataclass(frozen=True, slots=True)
class AmountQuery:
    """Which numbers answer."""

    unit: str
    """Empty for one that counts something."""
    counted: frozenset[str] = frozenset()
    """Stems of words for what is counted."""
    years: frozenset[int] = frozenset()
    """Years that are asked for; none where any will do."""
    latest: int | None = None
    """Up to which year answers tell how it was; None where that is not known."""


def amounts_in(text: str, language: str = "") -> list[Amount]:
    """Return the numbers of an answer, in order; years are none.

    >>> found = amounts_in("1.9 % of the state budget for 2023, of which a third is upkeep.", "en")
    >>> [(a.number.value, a.of, a.year) for a in found]
    [(1.9, 'of the state budget for 2023', 2023)]
    """
    found: list[Amount] = []
    sentences = list(_sentences(text, language))
    years = [(m.start(), int(m[0])) for m in _YEAR.finditer(text)]
    taken = {at for at, _ in years}
    for number in _all_numbers_in(text, language):
        if number.start in taken or text[max(number.start - 1, 0) : number.start] == "/":
            continue
        sentence = next((s for s in sentences if s[0] <= number.start < s[1]), (0, len(text)))
        clause = _clause(text, number, sentence)
        behind = text[number.end : min(clause[1], number.end + _OF)]
        own = text[sentence[0] : number.start]
        aside = own.count("(") > own.count(")")
        of = squeeze(behind) if any(map(str.isalpha, behind)) else ""
        year = _year(years, number, clause, sentence)
        found.append(Amount(number, squeeze(text[number.start : number.end]), sentence, of, year, aside))
    return found


def _all_numbers_in(text: str, language: str) -> list[Number]:
    """Return the numbers of an answer, in digits and in words, in order; "one of them" counts nothing."""
    found = numbers_in(text, language)
    worded = (n for n in find_worded_numbers(text, language) if n.value > 1 and n.unit != TIME)
    apart = [n for n in worded if not any(f.start < n.end and n.start < f.end for f in found)]  # "1.2 billion" is one
    return sorted([*found, *apart], key=lambda number: number.start)


def years_in(text: str) -> list[int]:
    """Return the years that a text names, in order.

    >>> years_in("the share of 2022/23, not 1.2023")
    [2022]
    """
    return [int(match[0]) for match in _YEAR.finditer(text)]


def choose_amount(amounts: Sequence[Amount], wanted: AmountQuery) -> tuple[Amount | None, str]:
    """Return the number that answers; or None, and why none does: empty where there is no number at all."""
    fitting = [a for a in amounts if _fits(a, wanted)]
    if not fitting:
        return None, f"in another unit: {_list_amounts(amounts)}" if amounts else ""
    own = [a for a in fitting if not a.aside] or fitting
    if wanted.years:
        own = [a for a in own if a.year in wanted.years]
        if not own:
            return None, f"of another year: {_list_amounts(fitting)}"
    elif len({a.year for a in own if a.year is not None}) > 1:
        known = [a.year for a in own if a.year is not None and wanted.latest is not None and a.year <= wanted.latest]
        if not known:
            return None, f"of several years: {_list_amounts(own)}"
        own = [a for a in own if a.year == max(known)]
    first = [a for a in own if a.sentence == own[0].sentence]
    if len({a.number.value for a in first}) > 1:
        return None, f"several numbers: {_list_amounts(first)}"
    if own[0].is_of_a_length_of_time:
        return None, f"of a length of time: {own[0].shown}"
    return own[0], ""


def _fits(amount: Amount, wanted: AmountQuery) -> bool:
    if amount.number.unit != wanted.unit:
        return False
    return bool(wanted.unit) or counts(amount, wanted.counted)


def counts(amount: Amount, counted: Collection[str]) -> bool:
    """Return whether what stands right behind a number is one of some things, by their stems."""
    return not set(counted).isdisjoint(stems(" ".join(amount.of.split()[:_COUNTED])))


def currencies_of(amounts: Collection[Amount]) -> list[str]:
    """Return the currencies of some numbers, each once."""
    return list(dict.fromkeys(a.number.unit for a in amounts if is_currency_unit(a.number.unit)))


def _list_amounts(amounts: Sequence[Amount]) -> str:
    more = f" and {len(amounts) - _LISTED} more" if len(amounts) > _LISTED else ""
    return ", ".join(a.shown for a in amounts[:_LISTED]) + more


def _sentences(text: str, language: str) -> Iterator[Range]:
    """Yield the ranges of sentences; the rows of a table are one, as its numbers stand beside each other."""
    from sentencex import get_sentence_boundaries

    at = 0
    table = -1
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        if line.lstrip().startswith("|"):
            table = start if table < 0 else table
            continue
        if table >= 0:
            yield table, start
            table = -1
        for found in get_sentence_boundaries(language or "en", line):
            own = line[found["start_index"] : found["end_index"]]
            first = start + found["start_index"] + len(own) - len(own.lstrip())
            if own.strip():
                yield first, start + found["start_index"] + len(own.rstrip())
    if table >= 0:
        yield table, len(text)


def _clause(text: str, number: Number, sentence: Range) -> Range:
    """Return the clause of a number, of a table the row."""
    marks = _ROW if text.startswith("|", sentence[0]) else _CLAUSE
    before = [m.end() for m in marks.finditer(text, sentence[0], number.start)]
    after = marks.search(text, number.end, sentence[1])
    return (before[-1] if before else sentence[0]), (sentence[1] if after is None else after.start())


_ROW = re.compile(r"\n")


def _distance_between(number: Number, at: int) -> int:
    """Return how many characters stand between a number and a year."""
    return at - number.end if at >= number.end else number.start - at - _YEAR_LENGTH


def _year(years: Sequence[tuple[int, int]], number: Number, clause: Range, sentence: Range) -> int | None:
    """Return the year in a number's clause; else the last one before it in its sentence; else the first one after."""
    within = [(at, year) for at, year in years if clause[0] <= at < clause[1]]
    if within:
        return min(within, key=lambda y: (_distance_between(number, y[0]), y[0] < number.start))[1]
    own = [(at, year) for at, year in years if sentence[0] <= at < sentence[1]]
    before = [year for at, year in own if at < number.start]
    return before[-1] if before else own[0][1] if own else None
