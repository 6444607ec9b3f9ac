"""Does the corpus hold the answer? A probability, from how well the best cell fits the question.

A logistic model over a handful of signals that mean the same in every corpus. Its weights were fitted for one encoder on
the development questions of ``evals/`` (never on the test questions) by ``python -m msqqa.evaluate.fit``, which prints
the table below; another encoder's cosines are distributed otherwise and want a fit of their own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msqqa.ask.expect import expected, nearness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.retrieve import CellHit, Query

SIGNALS = (
    "cosine",
    "likeness",
    "coverage",
    "number: none",
    "number: apart",
    "number: near",
    "date: none",
    "date: near",
    "comparison",
)
WEIGHTS = (4.4, 3.9, 6.9, -1.9, -0.6, 0.9, -1.3, 1.5, -1.3)
INTERCEPT = -5.9
ANSWERED = 0.4
"""Probability from which a question is answered."""
POSSIBLE = 0.2
"""Probability from which a respondent is shown as possible."""
_LOOKED_AT = 3
"""Passages of the best cell in which a number or a date may stand."""


def signals(question: str, query: Query, hit: CellHit) -> tuple[float, ...]:
    """Return the values of :data:`SIGNALS` for the best cell."""
    kind = expected(question)
    near = max((nearness(kind, p.passage.text, query.stems) for p in hit.passages[:_LOOKED_AT]), default=0)
    number, date = kind == "number", kind == "date"
    return (
        hit.cosine,
        hit.likeness,
        hit.coverage,
        float(number and near == 0),
        float(number and near == 1),
        float(number and near > 1),
        float(date and near < 2),
        float(date and near > 1),
        float(kind == "comparison"),
    )


def confidence(question: str, query: Query, hit: CellHit) -> float:
    """Return the probability that a cell answers the question."""
    return probability(signals(question, query, hit))


def probability(values: Sequence[float]) -> float:
    """Return the logistic model's probability for the signals' values."""
    total = INTERCEPT + sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))
