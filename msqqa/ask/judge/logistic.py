"""Logistic models over a handful of signals, as every fitted decision of this package is one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FARTHEST = 50.0
"""Logit beyond which a probability is 0 or 1, so that no exponential overflows."""
_LEAST = 1e-4
"""Probability below which none is told from another."""


def logistic(weights: Sequence[float], intercept: float, values: Sequence[float]) -> float:
    """Return the probability that a model gives to the signals' values.

    >>> logistic((2.0,), -1.0, (0.5,))
    0.5
    """
    total = intercept + sum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, total))))


def logit(probability: float) -> float:
    """Return the logarithm of the odds, for a probability not quite 0 or 1."""
    p = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(p / (1 - p))
