"""Weights: for how many others a response counts, as a column of a table says it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msqqa.table.values import is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.table.sheet import ColumnMapping, Sheet

_WHOLE = 0.9
"""Share of a weight's values that are whole numbers, at most: who counts for a whole number of others is rare."""


def weight_column(sheet: Sheet, mapping: ColumnMapping) -> int | None:
    """Return the column of weights; None where there is none, or where there are several and nothing says which."""
    found = [at for at in mapping.ignored if sheet.columns[at].role == "weight"]
    return found[0] if len(found) == 1 else None


def weights_in(values: Sequence[str]) -> list[float | None]:
    """Return the weights that the values of a column are; None for a blank one, and for one that is no weight.

    Where no value has a point, a comma parts the fraction: nobody counts for thousands to three places.

    >>> weights_in(["0,87", "1,213", ""]), weights_in(["0.87", "1,213.5", "x"])
    ([0.87, 1.213, None], [0.87, 1213.5, None])
    """
    comma = "," if any("." in value for value in values) else "\0"
    return [_weight(value.strip(), comma) for value in values]


def _weight(value: str, grouping: str) -> float | None:
    if is_blank(value):
        return None
    try:
        found = float(value.replace(grouping, "").replace(",", "."))
    except ValueError:
        return None
    return found if math.isfinite(found) and found >= 0 else None


def are_weights(values: Sequence[str]) -> bool:
    """Return whether the values of a column can be weights: numbers from 0, mostly no whole ones."""
    some = [value for value in values if not is_blank(value)]
    found = [weight for weight in weights_in(some) if weight is not None]
    return bool(some) and len(found) == len(some) and sum(map(float.is_integer, found)) <= _WHOLE * len(found)
