"""How a number is to compare, as a plan says it."""

from __future__ import annotations

from dataclasses import dataclass

from msqqa.closed.values import SHARE, TIME, numbers_in, shown, units
from msqqa.words import fold, words

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

    @property
    def shown(self) -> str:
        """The comparison in words."""
        told = [shown(value, self.unit) for value in self.values]
        return f"between {told[0]} and {told[1]}" if self.kind == "between" else _WORDS[self.kind].format(told[0])


def comparison_of(typed: tuple[str, str]) -> Comparison | None:
    """Return the comparison of a kind and of its words; None where they hold no number, or too few or too many.

    >>> comparison_of(("between", "between 10 and 20 %")).shown
    'between 10% and 20%'
    """
    kind, text = typed
    kind = kind if kind == "between" else _said(text) or kind
    found = numbers_in(text)
    needed = 2 if kind == "between" else 1
    if len(found) != needed:
        return None
    units = {number.unit for number in found if number.unit}
    return None if len(units) > 1 else Comparison(kind, tuple(n.value for n in found), next(iter(units), ""))


def _said(text: str) -> str | None:
    """Return the kind of comparison that words say; of "no more than" the longer phrase, not "more than"."""
    own = f" {fold(text)} "
    phrases = ((phrase, kind) for kind, listed in units()["comparisons"].items() for phrase in listed)
    found = [(len(phrase), kind) for phrase, kind in phrases if f" {phrase} " in own or phrase in text.split()]
    return max(found)[1] if found else None


def is_of_unit(asked: str, unit: str) -> bool:
    """Return whether a question says that its numbers are of a unit.

    >>> is_of_unit("What percent of the budget?", "%"), is_of_unit("How many users?", "%")
    (True, False)
    """
    own = {word.text for word in words(asked)}
    if unit == SHARE:
        return "%" in asked or bool(own & {*units()["share"], "percentage", "share"})
    if unit == TIME:
        return False  # a bare number of years is not one of days
    return fold(unit) in own or any(symbol in asked for symbol, code in units()["symbols"].items() if code == unit)
