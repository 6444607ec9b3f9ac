"""Options with their questions, ranked by fitted weights: what linking by meaning chooses from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_ALONE = 4.0
"""How far, in score, a pair leads that has no other beside it."""


class OptionPair(NamedTuple):
    """An option with its question."""

    question: int
    """Its place among the closed questions."""
    option: str
    """Empty for a question that is answered yes or no."""


class Weights(NamedTuple):
    """A fitted decision."""

    rank: tuple[float, ...]
    """Of a pair's signals, in its score."""
    tell: tuple[float, ...]
    """Of the signals of the first pair, in the probability that it is meant."""
    intercept: float
    told: float
    """Probability from which it is told."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Pairs, or questions, with the signals of each, in no order."""

    pairs: list[OptionPair]
    signals: NDArray[np.float64]
    """Shape (pairs, signals)."""

    def order(self, rank: Sequence[float]) -> tuple[list[int], NDArray[np.float64]]:
        """Return the places of the pairs, best first, and their scores."""
        import numpy as np

        scores: NDArray[np.float64] = self.signals @ np.array(rank)
        return np.argsort(-scores, kind="stable").tolist(), scores

    def leads(self, rank: Sequence[float]) -> tuple[float, float]:
        """Return how far the first one leads before the next, and before the next of another question."""
        order, scores = self.order(rank)
        first = self.pairs[order[0]].question
        gaps = [float(scores[order[0]] - scores[at]) for at in order[1:]]
        others = [gap for gap, at in zip(gaps, order[1:], strict=True) if self.pairs[at].question != first]
        return min([*gaps, _ALONE]), min([*others, _ALONE])


@lru_cache(maxsize=2)
def load_weights(decision: str) -> Weights:
    """Return the weights of a decision, ``options`` or ``questions``."""
    told = json.loads((files("msqqa.ask.judge.closed") / "meaning.json").read_text(encoding="utf-8"))[decision]
    return Weights(tuple(told["rank"]), tuple(told["tell"]), told["intercept"], told["told"])
