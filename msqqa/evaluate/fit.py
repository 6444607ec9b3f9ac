"""Fit the weights of :mod:`msqqa.ask.judge.confidence` on development questions, and print them.

``python -m msqqa.evaluate.fit --index index/msq-2024 --sets evals/msq-2024/dev*.jsonl`` (both may be repeated)

Logistic regression, classes balanced, L2 (C = 1); the probabilities printed are of a ten-fold cross-validation, so that
the cut-offs are not read off the questions that the weights were fitted on.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.ask.engine import Engine
from msqqa.ask.judge.confidence import SIGNALS, signals
from msqqa.ask.judge.decide import prefer_expected
from msqqa.ask.retrieve.expectation import derive_expectation
from msqqa.errors import QuestionError
from msqqa.evaluate.questions import load
from msqqa.model import About, SetPlan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.evaluate.questions import GoldQuestion

_FOLDS = 10
_CUTS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and print."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    parser = argparse.ArgumentParser(description="Fit the confidence model on development questions.")
    parser.add_argument("--index", type=Path, action="append", required=True)
    parser.add_argument("--sets", type=Path, nargs="+", action="append", required=True, help="of each index in turn")
    options = parser.parse_args(arguments)
    rows, answerable = [], []
    for index, sets in zip(options.index, options.sets, strict=True):
        engine = Engine.open(index)
        for question in (q for path in sets for q in load(path)):
            found = _signals(engine, question)
            if found is not None:
                rows.append(found)
                answerable.append(question.kind != "unanswerable")
    x, y = np.array(rows), np.array(answerable)
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=5000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    p = cross_val_predict(model, x, y, cv=folds, method="predict_proba")[:, 1]
    model.fit(x, y)
    print(f"{y.sum()} answerable, {(~y).sum()} unanswerable questions")  # noqa: T201
    for name, weight in zip(SIGNALS, model.coef_[0], strict=True):
        print(f"{name:>16} {weight:6.2f}")  # noqa: T201
    print(f"{'intercept':>16} {model.intercept_[0]:6.2f}")  # noqa: T201
    for cut in _CUTS:
        refused = p < cut
        print(  # noqa: T201
            f"below {cut}: refuses {refused[y].mean():.3f} of the answerable, {refused[~y].mean():.3f} of the others"
        )


def _signals(engine: Engine, question: GoldQuestion) -> tuple[float, ...] | None:
    """Return the signals of the best cell for a question; None for one that is not decided by them."""
    try:
        plan = engine.planner.plan(engine.read(question.text))
    except QuestionError:
        return None
    decided = plan.absent or plan.questions or isinstance(plan, SetPlan | About)
    if decided or question.kind not in ("lookup", "compare", "open", "unanswerable"):
        return None
    query = engine.retriever.query(plan.text, derive_expectation(plan))
    hits = prefer_expected(query, engine.retriever.cells(query, engine.retriever.select(plan.respondents)))
    return signals(query, hits[0], engine.retriever.alike)


if __name__ == "__main__":
    main()
