"""Fit the weights of a cell's signals (:data:`msqqa.ask.retrieve.cells.CELL_WEIGHTS`) on development questions.

``python -m msqqa.evaluate.weigh --index index/msq-2024 --sets evals/msq-2024/dev*.jsonl`` (both may be repeated)

Conditional logit (McFadden 1974): of all cells that a lookup ranks, the gold ones are chosen; weights are kept from
falling below zero, add up to 1, and are drawn a little to one another (L2). Beside them stands how often the right cell
comes first, with the weights in use and with the fitted ones, the latter on questions that were left out of the fit.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.ask.engine import Engine
from msqqa.ask.retrieve.cells import CELL_WEIGHTS
from msqqa.errors import QuestionError
from msqqa.evaluate.questions import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Case = tuple[NDArray[np.float64], NDArray[np.bool_]]
    """The signals of the cells that a question ranks, shape (cells, signals), and which of them are right."""

_FOLDS = 5
_L2 = 0.01


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and print."""
    import numpy as np

    parser = argparse.ArgumentParser(description="Fit the weights by which cells are ranked.")
    parser.add_argument("--index", type=Path, action="append", required=True, help="repeated with --sets")
    parser.add_argument("--sets", type=Path, nargs="+", action="append", required=True)
    options = parser.parse_args(arguments)
    corpora = [list(_cases(Engine.open(i), s)) for i, s in zip(options.index, options.sets, strict=True)]
    cases = [case for corpus in corpora for case in corpus]
    now = np.array(list(CELL_WEIGHTS.values()))
    fitted = _fit(cases)
    print("fitted", dict(zip(CELL_WEIGHTS, fitted.round(3).tolist(), strict=True)))  # noqa: T201
    for index, corpus in zip(options.index, corpora, strict=True):
        left_out = [
            _success_at_one(
                corpus[fold::_FOLDS], _fit([c for c in cases if not any(c is own for own in corpus[fold::_FOLDS])])
            )
            for fold in range(_FOLDS)
        ]
        rates = (_success_at_one(corpus, now), _success_at_one(corpus, fitted), float(np.mean(left_out)))
        print(  # noqa: T201
            f"{index.name}: {len(corpus)} questions; right first {rates[0]:.3f} by the weights in use, {rates[1]:.3f}"
            f" by those fitted, {rates[2]:.3f} left out"
        )


def _cases(engine: Engine, sets: Sequence[Path]) -> Iterator[Case]:
    import numpy as np

    for question in (q for path in sets for q in load(path)):
        if not question.cells or question.kind not in ("lookup", "compare", "open"):
            continue
        try:
            plan = engine.planner.plan(engine.read(question.text))
        except QuestionError:
            continue
        query = engine.retriever.query(plan.text)
        hits = engine.retriever.cells(query, engine.retriever.select(plan.respondents, plan.questions))
        right = np.array([f"{hit.respondent}/{hit.question}" in question.cells for hit in hits])
        if right.any():
            yield np.array([[getattr(hit, name) for name in CELL_WEIGHTS] for hit in hits]), right


def _fit(cases: Sequence[Case]) -> NDArray[np.float64]:
    import numpy as np
    from scipy.optimize import minimize

    def loss(weights: NDArray[np.float64]) -> float:
        total = 0.0
        for x, right in cases:
            scores = x @ weights
            total -= float(np.logaddexp.reduce(scores[right]) - np.logaddexp.reduce(scores))
        return total / len(cases) + _L2 * float(((weights - weights.mean()) ** 2).mean())

    found = minimize(loss, np.full(len(CELL_WEIGHTS), 3.0), bounds=[(0, None)] * len(CELL_WEIGHTS), method="L-BFGS-B").x
    weights: NDArray[np.float64] = found / found.sum()
    return weights


def _success_at_one(cases: Sequence[Case], weights: NDArray[np.float64]) -> float:
    return sum(bool(right[int((x @ weights).argmax())]) for x, right in cases) / max(len(cases), 1)


if __name__ == "__main__":
    main()
