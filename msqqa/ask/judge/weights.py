"""Weights of the decision on one respondent's stance, as ``evals/claims/fit.py`` wrote them into ``weights.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class StanceWeights:
    """A conditional logit: what the signals of a stance count, which is the same for all of them."""

    tells: tuple[float, ...]
    """What the signals of a stance count for it."""
    ended: tuple[float, ...]
    """What it counts for a no that something has ended."""
    silent: tuple[float, ...]
    """What the signals of silence count for that."""
    starts: dict[str, float]
    """Where each stance begins, and ``none``."""


@lru_cache(maxsize=1)
def stance_weights() -> StanceWeights:
    """Return the weights that ship."""
    told = json.loads((files("msqqa.ask.judge") / FILE).read_text(encoding="utf-8"))["stances"]
    return StanceWeights(tuple(told["tells"]), tuple(told["ended"]), tuple(told["silent"]), told["starts"])
