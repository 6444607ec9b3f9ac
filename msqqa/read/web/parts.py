"""Tables and lists of a page while they are open: where a cell stands, and what an item is called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msqqa.read.extract import Item, Table, TableCell, TableRow
from msqqa.read.list_numbers import format_number

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDEST, _TALLEST = 200, 300
"""Columns and rows that a cell may reach over; pages have said 2 billion."""
_BULLET = "•"
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_WHOLE = re.compile(r"\s*(-?\d{1,6})\s*")


@dataclass(slots=True)
class Grid:
    """A table that is open."""

    items: list[Item] | None = None
    """What the open cell holds; None between two cells."""
    head: bool = False
    """Whether its head is open."""
    _rows: list[TableRow] = field(default_factory=list)
    _cells: list[TableCell] = field(default_factory=list)
    _column: int = 0
    _wide: int = 1
    _heads: int = 0
    """How many cells of the row are heads."""
    _reaching: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Column → how many more rows an earlier row's cell reaches down, and how many columns wide it is."""
    _next_row: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The same, for the row after this one."""

    def open_cell(self, attributes: Mapping[str, str | None], *, head: bool) -> None:
        """Begin the row's next cell."""
        self._fill()
        self._wide = max(1, min(_WIDEST, _parse_whole(attributes.get("colspan"), 1)))
        tall = max(1, min(_TALLEST, _parse_whole(attributes.get("rowspan"), 1)))
        if tall > 1:
            self._next_row[self._column] = (tall - 1, self._wide)
        self._heads += head
        self.items = []

    def close_cell(self) -> None:
        """End the open cell, if there is one."""
        if self.items is not None:
            self._cells.append(TableCell(tuple(self.items), self._wide))
            self._column += self._wide
            self.items = None

    def close_row(self) -> None:
        """End the row; one without cells is none."""
        self._fill()
        if self._cells:
            own = sum(bool(cell.items) for cell in self._cells)
            self._rows.append(TableRow(tuple(self._cells), self.head or self._heads == own))
        self._reaching, self._next_row = self._next_row, {}
        self._cells, self._column, self._heads = [], 0, 0

    def table(self) -> Table:
        return Table(tuple(self._rows))

    def _fill(self) -> None:
        """Put empty cells where earlier rows' cells reach down."""
        while self._column in self._reaching:
            rows, wide = self._reaching.pop(self._column)
            if rows > 1:
                self._next_row[self._column] = (rows - 1, wide)
            self._cells.append(TableCell((), wide))
            self._column += wide


@dataclass(slots=True)
class Listing:
    """A list that is open."""

    form: str
    next: int = 1
    step: int = 1

    @classmethod
    def of(cls, node: Any) -> Listing:
        """Begin the list of an element."""
        attributes = node.attributes
        if _UNMARKED.search(attributes.get("style") or ""):
            return cls("none")
        if node.tag != "ol":
            return cls("bullet")
        form = _FORMS.get((attributes.get("type") or "1").strip(), "decimal")
        backwards = "reversed" in attributes
        first = sum(1 for _ in node.iter()) if backwards else 1
        return cls(form, _parse_whole(attributes.get("start"), first), -1 if backwards else 1)

    def label(self, attributes: Mapping[str, str | None]) -> str:
        """Count an item, and return what is printed before it."""
        number = _parse_whole(attributes.get("value"), self.next)
        self.next = number + self.step
        if self.form in ("none", "bullet"):
            return _BULLET if self.form == "bullet" else ""
        return f"{format_number(number, self.form)}."


def _parse_whole(text: str | None, otherwise: int) -> int:
    found = _WHOLE.fullmatch(text or "")
    return int(found[1]) if found else otherwise
