"""``python evals/claims/fit.py CORPUS=INDEX …``: fit what decides claims, on the rounds beside this file.

It is fitted what one respondent says (:mod:`msqqa.ask.judge.stances`). The figures of each round are printed by the
model of the other rounds; the weights that ship are of all rounds, and are written into the package with ``--write``.
``--keep FILE`` keeps the signals, so that the next fit need not judge again.

Logistic regression, L2, over signals brought to one scale. That a respondent says nothing is learned from questions
that the corpus does not answer; from the others with the answer taken out: without the cell whose sentence tells most
surely and the cell whose sentence comes nearest; and from foreign claims. These are the claims of the other corpora,
asked of a few respondents drawn here: few of them hold of anybody, and what comes nearest is about something else.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from msqqa.ask.engine import Engine
from msqqa.ask.judge.claims import Claims
from msqqa.ask.judge.decide import prefer_expected
from msqqa.ask.judge.stances import STANCES, choose_stance, signals
from msqqa.ask.judge.weights import FILE
from msqqa.ask.retrieve.expectation import derive_expectation
from msqqa.errors import QuestionError
from msqqa.judge.model import Judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.ask.judge.claims import Judged
    from msqqa.ask.retrieve.hits import Query
    from msqqa.model import Plan

ROUNDS = ("round1", "round2", "round3", "round4", "round5")
TAKEN_OUT = 0.6
"""What a case with its answer taken out counts beside one as it stands."""
FOREIGN = 0.06
"""What a foreign claim counts: there are seven of them for each other case. More is told of less: see README.md."""
ASKED_OF = 2
"""Respondents of whom each foreign claim is asked."""
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
    indexes = {name: Path(index) for name, _, index in (given.partition("=") for given in options.corpora)}
    for name, index in indexes.items():
        kept = options.keep and options.keep.with_suffix(f".{name}.json")
        if kept and kept.exists():
            cases += json.loads(kept.read_text(encoding="utf-8"))
            continue
        engine = Engine.open(index)
        others = [(other, Engine.open(there)) for other, there in indexes.items() if other != name]
        own = [*collected(engine, name), *foreign(engine, name, others)]
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
    """Yield the signals of each question about one respondent that sentences decide."""
    claims = Claims(engine.index.store, engine.retriever, Judge.shipped())
    for name, gold, plan in plan_questions(engine, corpus):
        examined = plan.respondents or tuple(engine.index.store.respondents)
        if len(examined) > 1 or plan.operator != "lookup" or plan.asks not in ("yesno", "text", "set"):
            continue
        query = engine.retriever.query(plan.text, derive_expectation(plan))
        judged = _judged(engine, claims, query, examined[0])
        if judged is None:
            continue
        near = max(judged.told, key=lambda told: told.candidate.nearness)
        out = {judged.told[0].candidate.hit.cell, near.candidate.hit.cell}
        left = [told for told in judged.told if told.candidate.hit.cell not in out]
        yield {
            "corpus": corpus,
            "round": name,
            "id": gold["id"],
            "kind": "stance",
            "stance": gold.get("stance", "none"),
            "signals": signals(judged.told, *claims.statements(judged.told[:1])),
            "without": signals(left, *claims.statements(left[:1])) if left else None,
        }


def foreign(engine: Engine, corpus: str, others: Sequence[tuple[str, Engine]]) -> Iterator[Case]:
    """Yield the signals of the other corpora's claims, asked of respondents that are drawn here."""
    claims = Claims(engine.index.store, engine.retriever, Judge.shipped())
    drawn, people = random.Random(5), list(engine.index.store.respondents)
    for other, theirs in others:
        for name, gold, plan in plan_questions(theirs, other):
            if plan.operator not in ("lookup", "which", "count"):
                continue
            query = engine.retriever.query(plan.text)
            for who in drawn.sample(people, ASKED_OF):
                judged = _judged(engine, claims, query, who)
                if judged is not None:
                    told = signals(judged.told, *claims.statements(judged.told[:1]))
                    id_ = f"{other}:{gold['id']}"
                    yield {"corpus": corpus, "round": name, "id": id_, "kind": "foreign", "signals": told}


def plan_questions(engine: Engine, corpus: str) -> Iterator[tuple[str, dict[str, Any], Plan]]:
    """Yield (round, question, plan) of a corpus's questions, but for those by mention or not understood."""
    for name in ROUNDS:
        for line in (Path(__file__).parent / name / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            if gold.get("mode") == "mention":
                continue
            with suppress(QuestionError):
                yield name, gold, engine.planner.plan(engine.read(gold["text"]))


def _judged(engine: Engine, claims: Claims, query: Query, who: str) -> Judged | None:
    """Return what one respondent says, judged as a lookup is; None where nothing comes near."""
    scope = engine.retriever.select((who,))
    hits = prefer_expected(query, engine.retriever.cells(query, scope))
    gaps = {hit.row: hit.score - hits[0].score for hit in hits}
    return claims.judge(query, scope, (who,), gaps).get(who)


def fit_stances(cases: Sequence[Case]) -> tuple[LogisticRegression, Any, Any]:
    """Return the model of what one respondent says, with the mean and the spread of its signals."""
    own = [case for case in cases if case["kind"] == "stance"]
    without = [case["without"] for case in own if case["without"]]
    theirs = [case["signals"] for case in cases if case["kind"] == "foreign"]
    x = np.array([case["signals"] for case in own] + without + theirs)
    y = np.array([case["stance"] for case in own] + ["none"] * (len(without) + len(theirs)))
    weights = [1.0] * len(own) + [TAKEN_OUT] * len(without) + [FOREIGN] * len(theirs)
    return _fitted(x, y, np.array(weights), STRENGTH)


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
        row = model.predict_proba(((np.array(case["signals"]) - mean) / spread)[None])[0].tolist()
        likely = dict.fromkeys((*STANCES, "none"), 0.0) | dict(zip(model.classes_, row, strict=True))
        stance, gold = choose_stance(likely), case.get("stance")
        if case["kind"] == "foreign":
            figures["stances: silent on foreign claims"].append(stance is None)
            continue
        if gold == "none":
            figures["stances: silent where nothing is said"].append(stance is None)
            continue
        figures["stances: right"].append(stance == gold)
        turned = "no" in (stance, gold) and bool({stance, gold} & {"yes", "partial"})
        figures["stances: the wrong way round"].append(turned)
        figures["stances: silent"].append(stance is None)


if __name__ == "__main__":
    main()
