"""Codes that stand for an answer that was not given: -99, 999, ``NA``. They are told from answers, and from no code.

Somebody whom a question was not put to has nothing in the field; a code says that it was, or why not. A code is only
taken for one where it stands out: below a column of numbers that are never negative, or far above a scale.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.table.sheet import Row
from msqqa.table.values import NOT_ANSWERED, is_blank, is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from msqqa.table.sheet import Sheet

_ABOVE = frozenset({"77", "88", "97", "98", "99", "777", "888", "997", "998", "999", "7777", "8888", "9998", "9999"})
_BELOW = frozenset(
    {*(f"-{digit * times}" for digit in "6789" for times in (1, 2, 3, 4)), *(f"-{code}" for code in _ABOVE)}
)
_SCALE = 11
"""The highest number of a scale; above it 99 may be an age."""
_FAR = 5
"""Times that a code lies above what else there is, at least, where there is more than a scale."""
_FEW = 50
"""Different values by which a column is told: of a scale there are few."""
_NA = "NA"
"""How R writes that there is none."""


def set_missing_apart(sheet: Sheet, said: Sequence[str] | None = None) -> Sheet:
    """Return a table in which codes for no answer say so.

    Parameters
    ----------
    sheet:
        The table, codes of options replaced by their labels.
    said:
        The codes, where the owner gives them; then no others are taken.
    """
    counted = [Counter(sheet.column(at)) for at in range(len(sheet.columns))]
    codes: dict[int, Mapping[str, str]] = {}
    for at, (column, values) in enumerate(zip(sheet.columns, counted, strict=True)):
        if column.role or column.several:
            continue
        own = {code for code in said if code in values} if said is not None else _missing_in(values)
        if own:
            codes[at] = {code: NOT_ANSWERED.format(code) for code in own}
    if not codes:
        return sheet
    rows = [
        Row(tuple(codes[at].get(v, v) if at in codes else v for at, v in enumerate(row.values)), row.lines, row.places)
        if any(row.values[at] in own for at, own in codes.items())
        else row
        for row in sheet.rows
    ]
    told = ", ".join(sorted({code for own in codes.values() for code in own}))
    return replace(sheet, rows=rows, read_as=[*sheet.read_as, f"no answer = {told}"])


def _missing_in(counted: Counter[str]) -> set[str]:
    """Return the codes for no answer among a column's values."""
    found = {_NA} if _NA in counted and not any(map(is_blank, counted)) and _is_of_r(counted) else set[str]()
    values = [value for value in counted if not is_blank(value) and value not in found]
    if len(values) > 1 and all(map(is_number, values)):
        found |= _find_negative(values) or _find_high(values)
    return found


def _is_of_r(counted: Counter[str]) -> bool:
    """Return whether NA is no code among others: two capital letters beside it may be countries."""
    return not any(len(value) == len(_NA) and value.isalpha() and value.isupper() for value in counted if value != _NA)


def _find_negative(values: Iterable[str]) -> set[str]:
    negative = {value for value in values if value.startswith("-")}
    whole = {value.removesuffix(".0") for value in negative}
    return negative if negative and whole <= _BELOW else set()


def _find_high(values: Sequence[str]) -> set[str]:
    if len(values) > _FEW or any("%" in value for value in values):
        return set()
    codes = {value for value in values if value.removesuffix(".0") in _ABOVE}
    rest = [float(value.replace(",", "")) for value in values if value not in codes]
    if not codes or len(rest) < 2 or not all(number.is_integer() for number in rest):
        return set()
    lowest = min(float(code) for code in codes)
    return codes if max(rest) <= _SCALE and lowest > _FAR * max(rest) and min(rest) >= 0 else set()
