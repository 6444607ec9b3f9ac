"""Days, and months or years as a whole, and what compares with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """A day, or a month or a year as a whole."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class DateBound:
    """A comparison with a day, or with a month or a year as a whole."""

    kind: Literal["lt", "gt", "ge", "le", "in"]
    first: date
    last: date
    text: str
    """As the asker says it."""

    @property
    def is_of_a_year(self) -> bool:
        """Whether it compares with a year as a whole, which may be a wave of a form."""
        return self.first.replace(month=12, day=31) == self.last != self.first

    def holds(self, period: Period) -> bool | None:
        """Return whether a day, or each day of a longer time, compares so; None where some do and others do not."""
        first, last = self._holds_of(period.first), self._holds_of(period.last)
        return first if first == last else None

    def _holds_of(self, day: date) -> bool:
        return {
            "lt": day < self.first,
            "gt": day > self.last,
            "ge": day >= self.first,
            "le": day <= self.last,
            "in": self.first <= day <= self.last,
        }[self.kind]
