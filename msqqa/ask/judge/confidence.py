"""Does the corpus hold the answer? A probability, from how well the best cell fits the question.

A logistic model over a handful of signals that mean the same in every corpus. Its weights were fitted for the default
encoder on the development questions of ``evals/`` (never on the test questions) by ``python -m msqqa.evaluate.fit``,
which prints the table below. Another encoder's cosines are brought to the same scale
(:mod:`msqqa.encode.cosine_scale`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.judge.logistic import logistic
from msqqa.ask.retrieve.expectation import check_expectation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.ask.retrieve.expectation import Met
    from msqqa.ask.retrieve.hits import CellHit, Query

SIGNALS = (
    "cosine",
    "sentence",
    "asked",
    "likeness",
    "coverage",
    "asked: none",
    "asked: apart",
    "asked: near",
    "comparison",
)
WEIGHTS = (2.39, 1.22, 1.98, 0.67, 4.08, -2.39, -0.26, 0.01, -2.97)
"""Of :data:`SIGNALS`, in the logit of the probability that the corpus answers; fitted by
``python -m msqqa.evaluate.fit``."""
INTERCEPT = -5.73
"""Of the same logit; fitted with the weights."""
ANSWERED = 0.24
"""Probability from which a question is answered."""
ANSWERED_BY_SILENCE = 0.5
"""The same where the best cell holds no answer: that somebody left a box blank says little about anything else."""
TOLD_SIGNALS = (*SIGNALS, "told", "worded", "judged")
"""What decides under a form whose questions nobody worded otherwise: also how near its nearest sentence and its
question come by whitened cosines, and how surely the judge says that one of the nearest sentences bears on what is
asked."""
TOLD_WEIGHTS = (2.89, 2.36, 1.03, 0.94, 1.94, -3.42, 0.81, 0.72, 0.11, 2.38, 2.28, 2.82)
"""Of :data:`TOLD_SIGNALS`, in the logit of the same probability; fitted by ``python -m msqqa.evaluate.fit --told``."""
TOLD_INTERCEPT = -7.8
"""Of the same logit."""
TOLD = 0.4
"""The same as :data:`ANSWERED` under such a form."""
_LOOKED_AT = 3
"""Passages of the best cell in which a number or a date may stand."""
_MET: tuple[Met, ...] = ("near", "apart")


def find_expected(
    query: Query, hit: CellHit, alike: Callable[[Sequence[str], Sequence[str]], float] | None = None
) -> Met:
    """Return whether a cell's best passages hold the kind of thing asked for.

    A cell that holds nothing holds no date either: that it is left blank is what answers.
    """
    if query.expects.type in ("anything", "comparison") or not hit.passages:
        return "unasked"
    passages = hit.passages[:_LOOKED_AT]
    found = {check_expectation(query.expects, p.passage.text, query.stems, alike) for p in passages}
    return next((m for m in _MET if m in found), "none")


def signals(
    query: Query, hit: CellHit, alike: Callable[[Sequence[str], Sequence[str]], float] | None = None
) -> tuple[float, ...]:
    """Return the values of :data:`SIGNALS` for a cell.

    Of a cell that holds nothing its question's likeness stands for that of its words: it has none that could be unlike.
    ``alike`` is as :func:`msqqa.ask.retrieve.expectation.check_expectation` has it.
    """
    expectation = query.expects
    best = find_expected(query, hit, alike)
    asked = best != "unasked"
    return (
        hit.cosine if hit.passages else hit.asked,
        hit.sentence if hit.passages else hit.asked,
        hit.asked,
        hit.likeness,
        hit.coverage,
        float(asked and best == "none"),
        float(asked and best == "apart"),
        float(asked and best == "near"),
        float(expectation.type == "comparison"),
    )


def probability(values: Sequence[float]) -> float:
    """Return the logistic model's probability for the signals' values."""
    return logistic(WEIGHTS, INTERCEPT, values)


def probability_told(values: Sequence[float]) -> float:
    """Return the same of the values of :data:`TOLD_SIGNALS`."""
    return logistic(TOLD_WEIGHTS, TOLD_INTERCEPT, values)
