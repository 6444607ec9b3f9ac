"""Fit the weights of :mod:`msqqa.ask.judge.confidence` on development questions, and print them.

``python -m msqqa.evaluate.fit --index index/msq-2024 --sets evals/msq-2024/dev*.jsonl`` (both may be repeated)

Logistic regression, classes balanced, L2 (C = 1); the probabilities printed are of a ten-fold cross-validation, so that
the cut-offs are not read off the questions that the weights were fitted on. Beside them stands what the weights in use
give, of each index by itself.

``--foreign N`` asks of each index N lookups of the others too, each of a respondent of its own drawn at random: what
another form asks for, its answers do not tell.

``--told`` fits :data:`msqqa.ask.judge.confidence.TOLD_WEIGHTS`: of cells that hold something, and of lookups whose
right cell comes first. The probabilities that are printed are then, of each index, those of a fit on the others.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.ask.engine import Engine
from msqqa.ask.judge.cell_scorer import CellScorer
from msqqa.ask.judge.confidence import SIGNALS, TOLD_SIGNALS, probability, probability_told, signals
from msqqa.ask.judge.decide import prefer_expected
from msqqa.ask.retrieve.expectation import derive_expectation
from msqqa.errors import QuestionError
from msqqa.evaluate.questions import load
from msqqa.judge.model import Judge
from msqqa.model import About, SetPlan

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.retrieve.hits import CellHit, Query
    from msqqa.evaluate.questions import GoldQuestion
    from msqqa.model import Plan

_FOLDS = 10
_CUTS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and print."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import LeaveOneGroupOut, StratifiedKFold, cross_val_predict

    parser = argparse.ArgumentParser(description="Fit the confidence model on development questions.")
    parser.add_argument("--index", type=Path, action="append", required=True)
    parser.add_argument("--sets", type=Path, nargs="+", action="append", required=True, help="of each index in turn")
    parser.add_argument(
        "--foreign", type=int, default=0, metavar="N", help="lookups of the other indexes asked of each"
    )
    parser.add_argument("--told", action="store_true", help="of forms whose questions nobody worded otherwise")
    options = parser.parse_args(arguments)
    look = _signals_told if options.told else _signals
    rows, answerable, names = [], [], []
    opened = [(index.name, Engine.open(index)) for index in options.index]
    lookups: list[tuple[str, Plan]] = []
    for (name, engine), sets in zip(opened, options.sets, strict=True):
        for question in (q for path in sets for q in load(path)):
            plan = _plan(engine, question)
            if plan is None:
                continue
            if question.kind == "lookup":
                lookups.append((name, plan))
            found = look(engine, plan, plan.respondents, question.cells)
            if found is not None:
                rows.append(found)
                answerable.append(question.kind != "unanswerable")
                names.append(name)
    draw = random.Random(0)
    for name, engine in opened if options.foreign else ():
        others = [plan for of, plan in lookups if of != name]
        here = list(engine.index.store.respondents)
        for plan in draw.sample(others, min(options.foreign, len(others))):
            found = look(engine, plan, (draw.choice(here),), ())
            if found is not None:
                rows.append(found)
                answerable.append(False)
                names.append(f"{name}, foreign")
    x, y, of = np.array(rows), np.array(answerable), np.array(names)
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=5000)
    groups = np.array([name.partition(",")[0] for name in names])
    folds = LeaveOneGroupOut() if options.told else StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    p = cross_val_predict(model, x, y, cv=folds, groups=groups, method="predict_proba")[:, 1]
    model.fit(x, y)
    print(f"{y.sum()} answerable, {(~y).sum()} unanswerable questions")  # noqa: T201
    for signal, weight in zip(TOLD_SIGNALS if options.told else SIGNALS, model.coef_[0], strict=True):
        print(f"{signal:>20} {weight:6.2f}")  # noqa: T201
    print(f"{'intercept':>20} {model.intercept_[0]:6.2f}")  # noqa: T201
    _print_rates("fitted", p, y)
    in_use = np.array([(probability_told if options.told else probability)(row) for row in rows])
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


def _signals(engine: Engine, plan: Plan, respondents: Sequence[str], _right: Sequence[str]) -> tuple[float, ...] | None:
    """Return the signals of the cell of some respondents that comes nearest to a plan's text."""
    query, hit = _nearest(engine, plan, respondents)
    return signals(query, hit, engine.retriever.alike)


def _signals_told(
    engine: Engine, plan: Plan, respondents: Sequence[str], right: Sequence[str]
) -> tuple[float, ...] | None:
    """Return the same of what decides where nobody worded a form's questions otherwise.

    None where the cell holds nothing, or another one is right.
    """
    query, hit = _nearest(engine, plan, respondents)
    scorer = CellScorer(engine.index.store, engine.retriever, Judge.shipped())
    near = scorer.compare_finely(query, hit)
    if near is None or (right and f"{hit.respondent}/{hit.question}" not in right):
        return None
    return (*scorer.find_told(query, hit, near), scorer.judge_nearest(query, hit, near))


def _nearest(engine: Engine, plan: Plan, respondents: Sequence[str]) -> tuple[Query, CellHit]:
    query = engine.retriever.query(plan.text, derive_expectation(plan))
    return query, prefer_expected(query, engine.retriever.cells(query, engine.retriever.select(respondents)))[0]


if __name__ == "__main__":
    main()
