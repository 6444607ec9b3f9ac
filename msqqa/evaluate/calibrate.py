"""Fit how surely somebody is in a set by a claim (:mod:`msqqa.ask.judge.members`), and plot how that holds.

``python -m msqqa.evaluate.calibrate --index index/demo-msq-2024 evals/demo-msq-2024/dev*.jsonl --plot FILE``

Every respondent of whom a sentence was judged, in a set by meaning or for a question that nobody answers, is a case: it
is in the gold set or not. Logistic regression, L2, over the signals of :class:`msqqa.ask.judge.members.Membership`; the
probabilities printed and plotted are of questions that were left out of the fit, one question at a time.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.ask.engine import Engine
from msqqa.ask.judge.claims import Claims
from msqqa.ask.judge.members import members
from msqqa.errors import QuestionError
from msqqa.evaluate.questions import load
from msqqa.judge.model import Judge
from msqqa.model import SetPlan

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_CUTS = (0.15, 0.2, 0.22, 0.25, 0.3, 0.35, 0.4, 0.5)
_BINS = 8


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, print, and plot where a file for it is given."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    parser = argparse.ArgumentParser(description="Fit and plot the calibration of sets by meaning.")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("sets", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    cases = _cases(Engine.open(options.index), options.sets)
    left_out = []
    for i, (x, _, _) in enumerate(cases):
        others = [case for j, case in enumerate(cases) if j != i]
        model = LogisticRegression(C=1.0, max_iter=5000)
        model.fit(np.concatenate([a for a, _, _ in others]), np.concatenate([b for _, b, _ in others]))
        left_out.append(model.predict_proba(x)[:, 1] if len(x) else np.empty(0))
    whole = LogisticRegression(C=1.0, max_iter=5000)
    p, y = np.concatenate(left_out), np.concatenate([b for _, b, _ in cases])
    whole.fit(np.concatenate([a for a, _, _ in cases]), y)
    print(f"{len(cases)} questions, {len(y)} respondents that may be in their set, {int(y.sum())} are")  # noqa: T201
    print(f"weights {whole.coef_[0].round(2).tolist()}, intercept {whole.intercept_[0]:.2f}")  # noqa: T201
    for cut in _CUTS:
        f = np.mean([_set_f_score(own >= cut, b, n) for own, (_, b, n) in zip(left_out, cases, strict=True)])
        print(f"from {cut}: mean F of the sets {f:.3f}")  # noqa: T201
    if options.plot is not None:
        _plot(p, y, options.plot)


def _cases(engine: Engine, sets: Sequence[Path]) -> list[tuple[NDArray[np.float64], NDArray[np.bool_], int]]:
    """Return, for each question, the signals of everybody who may be in its set, who is, and how many are in all."""
    import numpy as np

    claims = Claims(engine.index.store, engine.retriever, Judge.shipped())
    cases = []
    for question in (q for path in sets for q in load(path)):
        a_set = question.mode == "meaning" and question.kind in ("which", "count")
        if not a_set and question.kind != "unanswerable":
            continue
        try:
            plan = engine.planner.plan(engine.read(question.text))
        except QuestionError:
            continue
        if not isinstance(plan, SetPlan):
            continue
        examined = plan.respondents or tuple(engine.index.store.respondents)
        scope = engine.retriever.select(examined, plan.questions)
        query = engine.retriever.whiten(engine.retriever.query(plan.text))
        judged = claims.judge(query, scope, examined)
        own = members(judged, plan.relations, plan.polarity)
        if not own:
            continue
        x = np.array([one.signals for one in own.values()])
        there = np.array([who in question.respondents for who in own], dtype=bool)
        cases.append((x, there, len(question.respondents)))
    return cases


def _set_f_score(claimed: NDArray[np.bool_], there: NDArray[np.bool_], gold: int) -> float:
    both = int((claimed & there).sum())
    return 2 * both / (int(claimed.sum()) + gold) if both else float(not claimed.any() and not gold)


def _plot(p: NDArray[np.float64], y: NDArray[np.bool_], file: Path) -> None:
    """Draw, for equal ranges of probability, how many were in their set."""
    import matplotlib as mpl
    import numpy as np

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "msqqa"
    from matplotlib import pyplot as plt

    bins = np.clip((p * _BINS).astype(int), 0, _BINS - 1)
    there = [b for b in range(_BINS) if (bins == b).any()]
    told, so = [p[bins == b].mean() for b in there], [y[bins == b].mean() for b in there]
    figure, axes = plt.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
    axes.plot(told, so, marker="o")
    for x, height, b in zip(told, so, there, strict=True):
        axes.annotate(str(int((bins == b).sum())), (x, height), textcoords="offset points", xytext=(6, -10), fontsize=8)
    axes.set_xlabel("probability told, question left out of the fit")
    axes.set_ylabel("share that is in the set")
    axes.set_title("Sets by meaning: calibration (numbers: respondents)", fontsize=9)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})


if __name__ == "__main__":
    main()
