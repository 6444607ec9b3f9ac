"""Which characters of a cell are the value that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msqqa.model import Cell, Range

NO_VALUE: Range = (0, 0)
"""Where the value of a cell stands that holds only remarks."""
LONGEST = 600
"""Characters; a longer answer is prose, and no value."""


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
    if end - start > LONGEST:
        return None, None
    return start, text[start:end]
