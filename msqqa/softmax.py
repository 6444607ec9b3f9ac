"""Scores → probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray


def softmax(scores: NDArray[Any]) -> NDArray[Any]:
    """Return probabilities in the proportions of the scores' exponentials, over the last axis; of the same type."""
    import numpy as np

    grown = np.exp(scores - scores.max(axis=-1, keepdims=True))
    likely: NDArray[Any] = grown / grown.sum(axis=-1, keepdims=True)
    return likely
