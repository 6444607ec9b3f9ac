"""``python evals/claims/fit_sets.py CORPUS=INDEX …``: fit who is in a set by a claim, on the rounds beside this file.

Printed are the weights and the cut-offs of :mod:`msqqa.ask.judge.members` for all rounds together, and what each round
comes to by the weights and the cut-offs of the other rounds. Every respondent of whom a sentence was judged, in a set
by meaning or for a question that nobody answers, is a case. Logistic regression, L2. The cut-offs are those at which
the mean F of the sets, and :data:`REFUSALS` times the share of refused questions that nobody answers, are greatest.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from fit import ROUNDS, plan_questions
from sklearn.linear_model import LogisticRegression

from msqqa.ask.engine import Engine
from msqqa.ask.judge.claims import Claims
from msqqa.ask.judge.members import REJECTED, members
from msqqa.ask.judge.verdicts import verdict_of
from msqqa.judge.model import Judge
from msqqa.model import SetPlan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

REFUSALS = 0.4
"""What refusing all that nobody answers is worth, beside the mean F of the sets."""
_ASKED_FOR, _IN_SET = np.arange(0.2, 0.7, 0.05), np.arange(0.12, 0.5, 0.03)


@dataclass(frozen=True)
class Case:
    """A question with the signals of everybody who may be in its set."""

    round: str
    signals: NDArray[np.float64]
    """Shape (respondents, 4)."""
    belongs: NDArray[np.bool_]
    sure: NDArray[np.bool_]
    """Whether nothing that is said contradicts it."""
    size: int
    """Of the gold set; 0 for a question that nobody answers."""
    against: float
    """How surely somebody is said not to be in the set."""


def main() -> None:
    """Judge, fit, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", metavar="CORPUS=INDEX")
    indexes = {name: Path(index) for name, _, index in (given.partition("=") for given in parser.parse_args().corpora)}
    cases = [case for name, index in indexes.items() for case in collect(Engine.open(index), name)]
    for name in ROUNDS:
        others, own = [c for c in cases if c.round != name], [c for c in cases if c.round == name]
        model = fit(others)
        told = measure(own, model, *choose_cuts(others, model))
        print(name, len(own), *(f"{what} {value:.3f}" for what, value in told.items()))
    model = fit(cases)
    asked_for, in_set = choose_cuts(cases, model)
    print(f"weights {model.coef_[0].round(3).tolist()}, intercept {model.intercept_[0]:.3f}")
    print(f"ASKED_FOR {asked_for:.2f}, IN_SET {in_set:.2f}")


def collect(engine: Engine, corpus: str) -> Iterator[Case]:
    """Yield the cases of one corpus."""
    claims = Claims(engine.index.store, engine.retriever, Judge.shipped())
    for name, gold, plan in plan_questions(engine, corpus):
        if gold["kind"] != "unanswerable" and gold.get("mode") != "meaning":
            continue
        if not isinstance(plan, SetPlan) or plan.mode == "mention" or len(plan.concepts) > 1 or plan.absent:
            continue
        examined = plan.respondents or tuple(engine.index.store.respondents)
        scope = engine.retriever.select(examined, plan.questions)
        query, *also = (engine.retriever.whiten(engine.retriever.query(text)) for text in (plan.text, *plan.also))
        judged = claims.judge(query, scope, examined, also=also)
        sought = plan.relations, plan.polarity
        found = members(judged, *sought)
        wanted = set(gold["respondents"]) if gold["kind"] != "unanswerable" else set()
        rejected = (j.probability for j in judged.values() if verdict_of(j.label, *sought) == "rejected")
        yield Case(
            name,
            np.array([one.signals for one in found.values()]).reshape(-1, 4),
            np.array([who in wanted for who in found], dtype=bool),
            np.array([not one.contradicted for one in found.values()], dtype=bool),
            len(wanted),
            max(rejected, default=0.0),
        )


def fit(cases: Sequence[Case]) -> LogisticRegression:
    """Return the model of some cases."""
    x, y = np.concatenate([case.signals for case in cases]), np.concatenate([case.belongs for case in cases])
    return LogisticRegression(C=1.0, max_iter=5000).fit(x, y)


def choose_cuts(cases: Sequence[Case], model: LogisticRegression) -> tuple[float, float]:
    """Return from which probability a question is answered at all, and from which somebody is in the set."""

    def worth(cuts: tuple[float, float]) -> float:
        told = measure(cases, model, *cuts)
        return told["SetF"] + REFUSALS * told["refused"]

    return max(product(_ASKED_FOR.tolist(), _IN_SET.tolist()), key=worth)


def measure(cases: Sequence[Case], model: LogisticRegression, asked_for: float, in_set: float) -> dict[str, float]:
    """Return the mean F of the sets, the share of exact ones, and of refused questions that nobody answers."""
    f, exact, refused = [], [], []
    for case in cases:
        p = model.predict_proba(case.signals)[:, 1] if len(case.signals) else np.empty(0)
        answered = p.max(initial=0.0) >= asked_for
        silent = not answered and case.against < REJECTED
        if case.size == 0:
            refused.append(float(silent))
            continue
        chosen = (p >= in_set) & case.sure if answered else np.zeros(len(p), dtype=bool)
        right = int((chosen & case.belongs).sum())
        f.append(2 * right / (int(chosen.sum()) + case.size))
        exact.append(float(right == int(chosen.sum()) == case.size))
    return {"SetF": float(np.mean(f)), "exact": float(np.mean(exact)), "refused": float(np.mean(refused))}


if __name__ == "__main__":
    main()
