"""A column of answers → its type, and each answer read by it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msqqa.closed.dates import read_written_date
from msqqa.closed.options import Options, options_in
from msqqa.closed.scales import in_order
from msqqa.closed.values import TIME, Number, has_decimal_point, is_address, is_date, numbers_in, whole_number
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Type = Literal["option", "options", "yesno", "number", "date", "url", "text", "empty"]
"""``option``: one of a closed set; ``options``: several of one; ``number``: with its unit, money, shares, times too."""
CLOSED: tuple[Type, ...] = ("option", "options", "number", "yesno")
"""Types of which sentences decide nothing."""
_MOSTLY = 0.9
"""Share of the answers that are of a type, from which their column is."""
_ALONE, _REMARKED = 0.5, 0.8
"""Share of the answers that are numbers alone, and with a remark behind them, from which a column is one of numbers."""
_REMARK = re.compile(r"[(\n]|<!--|,\s(?!\d)")
"""What parts a number from a remark on it: "3570 (in the main channel)"."""
_KEPT = 4_096
"""Different answers of which the number is kept: thousands give one of a few."""
_RATING = 11
"""Different whole numbers of a rating, at most: they are counted like options, too."""


@dataclass(frozen=True, slots=True)
class ColumnType:
    """What the answers to one question are, and how each is read."""

    type: Type
    options: tuple[str, ...] = ()
    """In the order of their scale; else as the form lists them; else the most chosen first."""
    is_scale: bool = False
    """Whether they stand in an order."""
    units: tuple[str, ...] = ()
    """The units of numbers, the most used first; more than one cannot be compared."""
    unread: int = 0
    """Answers of a column of numbers that are none."""
    cut: Options | None = None
    """How answers are cut into options; None for ticks, and for what is no option."""
    language: str = ""
    """Of most answers, by which their numbers are read; empty where it is not known, or they are written otherwise."""

    def find_options(self, answer: str) -> tuple[str, ...]:
        """Return the options that an answer holds; of a rating, the number as it is shown."""
        if self.cut is not None:
            return self.cut.find_options(answer)
        if self.type == "number":
            number = self._number(answer)
            return () if number is None else (_format_number(number),)
        return (squeeze(answer),)

    def numbers(self, answer: str) -> list[Number]:
        """Return the number that an answer is; of prose, those in it."""
        whole = self._number(answer)
        return [whole] if whole is not None else ([] if self.type == "number" else numbers_in(answer, self.language))

    def _number(self, answer: str) -> Number | None:
        return _number_of(answer, self.language, remarked=self.type == "number")

    @property
    def is_counted(self) -> bool:
        """Whether its answers can be counted by option."""
        return bool(self.options) and self.type in ("option", "options", "yesno", "number")


@lru_cache(maxsize=_KEPT)
def _number_of(answer: str, language: str, *, remarked: bool) -> Number | None:
    """Return the number that an answer is; ``remarked``: or that stands before a remark on it."""
    whole = whole_number(answer, language)
    return whole if whole is not None or not remarked else _remarked_number(answer, language)


def column_of(counted: Mapping[str, int], listed: Sequence[str] = (), language: str = "") -> ColumnType:
    """Return the type of a column.

    Parameters
    ----------
    counted:
        The text of each answer, with how often it is given; blank ones left out.
    listed:
        The options that the form lists, in its order; none where it lists none.
    language:
        Of most answers; empty where it is not known.
    """
    total = sum(counted.values())
    if not total:
        return ColumnType("empty", tuple(listed))

    def share(of: Mapping[str, object]) -> float:
        return sum(counted[text] for text in of) / total

    if language and any(map(has_decimal_point, counted)):
        language = ""  # exports write numbers with points in every language
    alone = {text: n for text in counted if (n := whole_number(text, language)) is not None}
    numbers = alone | {text: n for text in counted if (n := _remarked_number(text, language)) is not None}
    remarked = not listed and share(alone) >= _ALONE and share(numbers) >= _REMARKED
    if (share(alone) >= _MOSTLY and not (listed and not alone)) or remarked:
        return replace(_make_number_column(counted, numbers, total), language=language)
    if share({text: 1 for text in counted if is_date(text) or read_written_date(text) is not None}) >= _MOSTLY:
        return ColumnType("date")
    if share({text: 1 for text in counted if is_address(text)}) >= _MOSTLY:
        return ColumnType("url")
    found = options_in(counted, listed)
    if found is None:
        return ColumnType("text")
    yes_or_no = not found.separator and _is_yes_or_no(found.names)
    order = in_order(found.names)
    names = found.names if found.listed or order is None else order.options
    kind: Type = "yesno" if yes_or_no else "options" if found.separator else "option"
    return ColumnType(kind, names, order is not None and not yes_or_no, cut=found)


def _remarked_number(answer: str, language: str) -> Number | None:
    """Return the number that stands before a remark on it; None where there is no remark, or none before it."""
    remark = _REMARK.search(answer)
    return whole_number(answer[: remark.start()].strip(), language) if remark is not None and remark.start() else None


def make_tick_column(listed: Sequence[str], *, several: bool) -> ColumnType:
    """Return the column of a question whose options are ticked; ``several`` where anybody ticked more than one."""
    order = in_order(listed)
    return ColumnType("options" if several else "option", tuple(listed), order is not None)


def as_json(column: ColumnType) -> str:
    """Return a column's type as a text to keep."""
    return json.dumps(asdict(column), ensure_ascii=False)


def column_from(text: str) -> ColumnType:
    """Return the type that a text says."""
    data = json.loads(text)
    cut = data.pop("cut")
    data |= {key: tuple(data[key]) for key in ("options", "units")}
    return ColumnType(**data, cut=None if cut is None else Options(**(cut | {"names": tuple(cut["names"])})))


def _make_number_column(counted: Mapping[str, int], numbers: Mapping[str, Number], total: int) -> ColumnType:
    units: Counter[str] = Counter()
    for text, number in numbers.items():
        units[number.unit] += counted[text]
    whole = {_format_number(n): n.value for n in numbers.values() if not n.decimal and n.unit != TIME}
    rating = len(units) == 1 and len(whole) <= _RATING and all(not n.decimal for n in numbers.values())
    options = tuple(sorted(whole, key=lambda text: whole[text])) if rating else ()
    unread = total - sum(counted[text] for text in numbers)
    return ColumnType("number", options, rating, tuple(u for u, _ in units.most_common()), unread)


def _format_number(number: Number) -> str:
    return f"{number.value:g}" if number.value.is_integer() and abs(number.value) < 1e6 else f"{number.value:,}"


def _is_yes_or_no(options: Sequence[str]) -> bool:
    """Return whether options are a yes and a no, with what says neither beside them."""
    from msqqa.table.values import classify_value

    told = [classify_value(option) for option in options]
    return all(stance is not None for stance in told) and bool({"yes", "no"} & set(told))
