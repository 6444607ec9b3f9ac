"""How sure a figure is: bootstrap intervals, and a paired permutation test. Everything is seeded.

Efron and Tibshirani 1993 for the percentile bootstrap; Smucker, Allan and Carterette 2007 for the permutation test,
which they recommend for comparing two retrieval systems over the same questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RESAMPLES = 10_000
LEVEL = 0.95
_SEED = 20_241
_AT_ONCE = 2_000_000
"""Numbers drawn at once."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions, and how far it may be off."""

    value: float | None
    """None where nothing was there to measure."""
    low: float | None
    high: float | None
    n: int
    """How many questions it is of."""


def figure(values: Sequence[float]) -> Estimate:
    """Return the mean of some values, with its 95 % bootstrap interval.

    >>> figure([1.0, 1.0, 1.0])
    Estimate(value=1.0, low=1.0, high=1.0, n=3)
    >>> figure([])
    Estimate(value=None, low=None, high=None, n=0)
    """
    return _figure(tuple(values))


@lru_cache(maxsize=4096)
def _figure(values: tuple[float, ...]) -> Estimate:
    """Do the work of :func:`figure`, once: a table, a report and the gate show the same figures of one run."""
    import numpy as np

    if not values:
        return Estimate(None, None, None, 0)
    array = np.asarray(values, dtype=np.float64)
    source, n = np.random.default_rng(_SEED), len(array)
    means = np.empty(RESAMPLES)
    step = max(1, _AT_ONCE // n)
    for at in range(0, RESAMPLES, step):
        rows = min(step, RESAMPLES - at)
        means[at : at + rows] = array[source.integers(0, n, size=(rows, n))].mean(axis=1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(float(array.mean()), float(low), float(high), n)


def permutation_test(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the two-sided p of two systems being alike, their values paired by question.

    The signs of the differences are drawn at random; p is the share of draws, the observed one among them, whose mean
    is as far from nought.

    >>> permutation_test([1, 0, 1], [1, 0, 1])
    1.0
    """
    import numpy as np

    if len(first) != len(second):
        raise ValueError(f"{len(first)} values are paired with {len(second)}")
    differences = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    differences = differences[differences != 0]
    if not len(differences):
        return 1.0
    observed = abs(float(differences.sum()))
    source, n, as_far = np.random.default_rng(_SEED), len(differences), 0
    step = max(1, _AT_ONCE // n)
    for at in range(0, RESAMPLES, step):
        rows = min(step, RESAMPLES - at)
        signs = source.integers(0, 2, size=(rows, n)) * 2 - 1
        as_far += int((np.abs(signs @ differences) >= observed - 1e-12).sum())
    return (as_far + 1) / (RESAMPLES + 1)
