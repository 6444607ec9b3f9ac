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
HEARD_AGAIN, HELD = 0.05, 0.435
"""Under a learned form: probability from which a question that would be refused is compared with the best cell once
more, by whitened cosines, and what these come to, from which it is answered all the same. Read off the lookups of four
learned corpora, and off those of other corpora asked of each: at both, none of these is answered in any."""
HELD_OF_KIND = 0.33
"""The same as :data:`HELD` where the cell holds the kind of thing asked for, a number, a date or a length of time. Read
off in the same way: of 560 lookups of other corpora that ask for one, one is answered by it in one draw of
respondents, three in another."""
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
