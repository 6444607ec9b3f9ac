"""Fit the weights of :mod:`msqqa.ask.judge.confidence` on development questions, and print them.

``python -m msqqa.evaluate.fit --index index/msq-2024 --sets evals/msq-2024/dev*.jsonl`` (both may be repeated)

Logistic regression, classes balanced, L2 (C = 1); the probabilities printed are of a ten-fold cross-validation, so that
the cut-offs are not read off the questions that the weights were fitted on. Beside them stands what the weights in use
give, of each index by itself.

``--foreign N`` asks of each index N lookups of the others too, each of a respondent of its own drawn at random: what
another form asks for, its answers do not tell.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.ask.engine import Engine
from msqqa.ask.judge.confidence import SIGNALS, probability, signals
from msqqa.ask.judge.decide import prefer_expected
from msqqa.ask.retrieve.expectation import derive_expectation
from msqqa.errors import QuestionError
from msqqa.evaluate.questions import load
from msqqa.model import About, SetPlan

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.evaluate.questions import GoldQuestion
    from msqqa.model import Plan

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
    parser.add_argument(
        "--foreign", type=int, default=0, metavar="N", help="lookups of the other indexes asked of each"
    )
    options = parser.parse_args(arguments)
    rows, answerable, names = [], [], []
    opened = [(index.name, Engine.open(index)) for index in options.index]
    lookups: list[tuple[str, Plan]] = []
    for (name, engine), sets in zip(opened, options.sets, strict=True):
        for question in (q for path in sets for q in load(path)):
            plan = _plan(engine, question)
            if plan is None:
                continue
            rows.append(_signals(engine, plan, plan.respondents))
            answerable.append(question.kind != "unanswerable")
            names.append(name)
            if question.kind == "lookup":
                lookups.append((name, plan))
    draw = random.Random(0)
    for name, engine in opened if options.foreign else ():
        others = [plan for of, plan in lookups if of != name]
        here = list(engine.index.store.respondents)
        for plan in draw.sample(others, min(options.foreign, len(others))):
            rows.append(_signals(engine, plan, (draw.choice(here),)))
            answerable.append(False)
            names.append(f"{name}, foreign")
    x, y, of = np.array(rows), np.array(answerable), np.array(names)
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=5000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    p = cross_val_predict(model, x, y, cv=folds, method="predict_proba")[:, 1]
    model.fit(x, y)
    print(f"{y.sum()} answerable, {(~y).sum()} unanswerable questions")  # noqa: T201
    for signal, weight in zip(SIGNALS, model.coef_[0], strict=True):
        print(f"{signal:>16} {weight:6.2f}")  # noqa: T201
    print(f"{'intercept':>16} {model.intercept_[0]:6.2f}")  # noqa: T201
    _print_rates("fitted", p, y)
    in_use = np.array([probability(row) for row in rows])
    for name in dict.fromkeys(names):
        _print_rates(f"{name}, fitted", p[of == name], y[of == name])
        _print_rates(f"{name}, in use", in_use[of == name], y[of == name])


def _print_rates(what: str, p: NDArray[np.float64], answerable: NDArray[np.bool_]) -> None:
    for cut in _CUTS:
        rates = [
            f"{(p[kind] < cut).mean():.3f} of the {len(p[kind])} {word}"
            for kind, word in ((answerable, "answerable"), (~answerable, "others"))
            if kind.any()
        ]
        print(f"{what}, below {cut}: refuses {', '.join(rates)}")  # noqa: T201


def _plan(engine: Engine, question: GoldQuestion) -> Plan | None:
    """Return the plan of a question; None of one that is not decided by signals."""
    try:
        plan = engine.planner.plan(engine.read(question.text))
    except QuestionError:
        return None
    decided = plan.absent or plan.questions or isinstance(plan, SetPlan | About)
    return None if decided or question.kind not in ("lookup", "compare", "open", "unanswerable") else plan


def _signals(engine: Engine, plan: Plan, respondents: Sequence[str]) -> tuple[float, ...]:
    """Return the signals of the cell of some respondents that comes nearest to a plan's text."""
    query = engine.retriever.query(plan.text, derive_expectation(plan))
    hits = prefer_expected(query, engine.retriever.cells(query, engine.retriever.select(respondents)))
    return signals(query, hits[0], engine.retriever.alike)


if __name__ == "__main__":
    main()
