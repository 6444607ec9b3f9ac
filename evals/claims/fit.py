"""``python evals/claims/fit.py CORPUS=INDEX …``: fit what decides claims, on the rounds beside this file.

It is fitted what one respondent says (:mod:`msqqa.ask.judge.stances`). The figures of each round are printed by the
model of the other rounds; the weights that ship are of all rounds, and are written into the package with ``--write``.
``--keep FILE`` keeps the signals, so that the next fit need not judge again.

Logistic regression, L2, over signals brought to one scale. That a respondent says nothing is learned from questions
that the corpus does not answer, and from the others with the answer taken out: without the cell whose sentence tells
most surely and the cell whose sentence comes nearest.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from msqqa.ask.engine import Engine
from msqqa.ask.judge.claims import Claims
from msqqa.ask.judge.decide import as_expected
from msqqa.ask.judge.model import Judge
from msqqa.ask.judge.stances import STANCES, chosen, signals
from msqqa.ask.judge.weights import FILE
from msqqa.ask.retrieve.expect import expected
from msqqa.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROUNDS = ("round1", "round2", "round3")
TAKEN_OUT = 0.6
"""What a case with its answer taken out counts beside one as it stands."""
STRENGTH = 0.3
"""The inverse of the L2 penalty's weight."""
Case = dict[str, Any]


def main() -> None:
    """Judge, fit, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="*", metavar="CORPUS=INDEX")
    parser.add_argument("--keep", type=Path, help="where signals are kept, and read from if it is there")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    parser.add_argument("--without", default="", metavar="ROUND", help="leave a round out, to measure it with the rest")
    parser.add_argument("--output", type=Path, help="another file for the weights than the package's own")
    options = parser.parse_args()
    cases: list[Case] = []
    for name, _, index in (given.partition("=") for given in options.corpora):
        kept = options.keep and options.keep.with_suffix(f".{name}.json")
        if kept and kept.exists():
            cases += json.loads(kept.read_text(encoding="utf-8"))
            continue
        own = list(collected(Engine.open(Path(index)), name))
        if kept:
            kept.write_text(json.dumps(own), encoding="utf-8")
        cases += own
    report(cases)
    cases = [case for case in cases if case["round"] != options.without]
    stances = fit_stances(cases)
    told = {
        "data": {
            "rounds": sorted({case["round"] for case in cases}),
            "corpora": sorted({case["corpus"] for case in cases}),
        },
        "stances": folded(*stances, labels=[str(label) for label in stances[0].classes_]),
    }
    if options.write:
        target = options.output or Path(str(files("msqqa.ask.judge"))) / FILE
        target.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        print(target)


def collected(engine: Engine, corpus: str) -> Iterator[Case]:
    """Yield the signals of each question that sentences decide."""
    claims = Claims(engine.index.store, engine.retriever, Judge.shipped())
    for name in ROUNDS:
        for line in (Path(__file__).parent / name / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            if gold.get("mode") == "mention":
                continue
            try:
                plan = engine.planner.plan(engine.read(gold["text"]))
            except QuestionError:
                continue
            about = {"corpus": corpus, "round": name, "id": gold["id"], "gold": gold.get("respondents", [])}
            examined = plan.respondents or tuple(engine.index.store.respondents)
            if len(examined) == 1 and plan.operator == "lookup" and plan.asks in ("yesno", "text", "set"):
                query = engine.retriever.query(plan.text, expected(plan))
                hits = as_expected(query, engine.retriever.cells(query, engine.retriever.select(examined)))
                gaps = {hit.row: hit.score - hits[0].score for hit in hits}
                judged = claims.judged(query, engine.retriever.select(examined), examined, gaps)
                for one in judged.values():
                    stated = claims.stated(judged)[examined[0]]
                    near = max(one.told, key=lambda told: told.candidate.nearness)
                    out = {one.told[0].candidate.hit.cell, near.candidate.hit.cell}
                    left = [told for told in one.told if told.candidate.hit.cell not in out]
                    without = signals(left, claims.statements([left[0]])[0]) if left else None
                    stance = gold.get("stance", "none")
                    yield {
                        **about,
                        "kind": "stance",
                        "stance": stance,
                        "signals": signals(one.told, stated),
                        "without": without,
                    }


def fit_stances(cases: Sequence[Case]) -> tuple[LogisticRegression, Any, Any]:
    """Return the model of what one respondent says, with the mean and the spread of its signals."""
    own = [case for case in cases if case["kind"] == "stance"]
    without = [case["without"] for case in own if case["without"]]
    x = np.array([case["signals"] for case in own] + without)
    y = np.array([case["stance"] for case in own] + ["none"] * len(without))
    return _fitted(x, y, np.array([1.0] * len(own) + [TAKEN_OUT] * len(without)), STRENGTH)


def _fitted(x: Any, y: Any, weights: Any, strength: float) -> tuple[LogisticRegression, Any, Any]:
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=strength, max_iter=5000)
    return model.fit((x - mean) / spread, y, sample_weight=weights), mean, spread


def folded(model: LogisticRegression, mean: Any, spread: Any, labels: Sequence[str]) -> dict[str, Any]:
    """Return a model's weights for signals as they are."""
    weights = model.coef_ / spread
    return {
        "labels": list(labels),
        "weights": weights.round(4).tolist(),
        "intercepts": (model.intercept_ - weights @ mean).round(4).tolist(),
    }


def report(cases: Sequence[Case]) -> None:
    """Print, for each round, what the models of the other rounds tell of it."""
    figures: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for name in ROUNDS:
        others, own = [c for c in cases if c["round"] != name], [c for c in cases if c["round"] == name]
        _tell_stances(own, *fit_stances(others), figures[name])
    for what in figures[ROUNDS[0]]:
        print(what, *(f"{np.mean(figures[name][what]):.3f} ({len(figures[name][what])})" for name in ROUNDS))


def _tell_stances(
    own: Sequence[Case], model: LogisticRegression, mean: Any, spread: Any, figures: dict[str, list[float]]
) -> None:
    for case in own:
        if case["kind"] != "stance":
            continue
        row = model.predict_proba(((np.array(case["signals"]) - mean) / spread)[None])[0].tolist()
        likely = dict.fromkeys((*STANCES, "none"), 0.0) | dict(zip(model.classes_, row, strict=True))
        stance, gold = chosen(likely), case["stance"]
        if gold == "none":
            figures["stances: silent where nothing is said"].append(stance is None)
            continue
        figures["stances: right"].append(stance == gold)
        turned = "no" in (stance, gold) and bool({stance, gold} & {"yes", "partial"})
        figures["stances: the wrong way round"].append(turned)
        figures["stances: silent"].append(stance is None)


if __name__ == "__main__":
    main()
