"""Weights of the decisions on claims, as ``python evals/claims/fit.py`` wrote them into ``weights.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class LabelWeights:
    """A linear model for each label: what its signals count, and where it begins."""

    labels: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]
    intercepts: tuple[float, ...]


@lru_cache(maxsize=2)
def weights_of(decision: str) -> LabelWeights:
    """Return the weights of a decision, such as ``stances``."""
    text = (files("msqqa.ask.judge") / FILE).read_text(encoding="utf-8")
    told = json.loads(text)[decision]
    rows = tuple(tuple(row) for row in told["weights"])
    return LabelWeights(tuple(told["labels"]), rows, tuple(told["intercepts"]))
