"""Which characters of a cell are the value that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.markdown_marks import is_list_value

if TYPE_CHECKING:
    from msqqa.model import Cell, Range

NO_VALUE: Range = (0, 0)
"""Where the value of a cell stands that holds only remarks."""
LONGEST, LONGEST_LIST = 600, 20_000
"""Characters; a longer answer is prose, and no value, unless it is a list of values."""
BETWEEN_VALUES = ("\n", ";", "|")
"""What parts the values of a list. A comma parts prose too."""


def value_of(text: str, cell: Cell) -> tuple[int | None, str | None]:
    """Return where a cell's value begins and what it is; None for both where the cell holds none.

    Parameters
    ----------
    text:
        Of the cell's source.
    cell:
        An answer of which anything is withheld has no value.
    """
    if cell.withheld or not cell.answers or cell.value == NO_VALUE:
        return None, None
    start, end = cell.value or (cell.answers[0][0], cell.answers[-1][1])
    if end - start > LONGEST and not (end - start <= LONGEST_LIST and is_listed(text[start:end])):
        return None, None
    return start, text[start:end]


def is_listed(text: str) -> bool:
    """Return whether all of a text is values: a list, as of countries, may be long and is no prose."""
    for mark in BETWEEN_VALUES:
        text = text.replace(mark, "\n")
    return all(is_list_value(part) for part in text.split("\n") if part.strip())
