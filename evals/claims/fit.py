"""``python evals/claims/fit.py CORPUS=INDEX …``: fit what decides claims, on the rounds beside this file.

It is fitted what one respondent says (:mod:`msqqa.ask.judge.stances`). The figures of each round are printed by the
model of the other rounds; the weights that ship are of all rounds, and are written into the package with ``--write``.
``--keep FILE`` keeps the signals, so that the next fit need not judge again.

A conditional logit, L2, over signals brought to one scale: what speaks for a stance counts the same for each of them,
and never against it. That a respondent says nothing is learned from questions that the corpus does not answer; from
the others with the answer taken out: without the cell whose sentence tells most surely and the cell whose sentence
comes nearest; and from foreign claims. These are the claims of the other corpora, each asked of a respondent that
is drawn here: few of them hold of anybody, and what comes nearest is about something else.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

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

    from numpy.typing import NDArray

    from msqqa.ask.judge.claims import Judged
    from msqqa.ask.retrieve.hits import Query
    from msqqa.model import Plan

ROUNDS = ("round1", "round2", "round3", "round4", "round5", "round6")
TAKEN_OUT = 0.6
"""What a case with its answer taken out counts beside one as it stands."""
FOREIGN = 0.4
"""What a foreign claim counts of which a sentence comes near: of five in six none does."""
DRAWN = 70
"""Claims drawn of each other corpus."""
PENALTY = 0.01
"""What the squares of weights cost, beside the mean loss of a case."""
LABELS = (*STANCES, "none")
TELLS, ENDED, SILENT = 3, 2, 2
"""How many signals each stance has, what has ended, and silence."""
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
        "stances": stances.fold(),
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
            "signals": signals(judged.told, *claims.statements(judged.told[:1])).flat,
            "without": signals(left, *claims.statements(left[:1])).flat if left else None,
        }


def foreign(engine: Engine, corpus: str, others: Sequence[tuple[str, Engine]]) -> Iterator[Case]:
    """Yield the signals of the other corpora's claims, asked of respondents that are drawn here."""
    claims = Claims(engine.index.store, engine.retriever, Judge.shipped())
    drawn, people = random.Random(5), list(engine.index.store.respondents)
    for other, theirs in others:
        asked = [each for each in plan_questions(theirs, other) if each[2].operator in ("lookup", "which", "count")]
        for name, gold, plan in drawn.sample(asked, DRAWN):
            judged = _judged(engine, claims, engine.retriever.query(plan.text), drawn.choice(people))
            if judged is not None:
                told = signals(judged.told, *claims.statements(judged.told[:1])).flat
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
    return claims.judge(engine.retriever.whiten(query), scope, (who,), gaps).get(who)


@dataclass(frozen=True)
class Model:
    """What signals count, each on one scale, and where labels begin."""

    weights: NDArray[np.float64]
    """Of the signals of a stance, of what has ended, and of silence."""
    starts: NDArray[np.float64]
    means: NDArray[np.float64]
    spreads: NDArray[np.float64]

    def tell(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how likely each of ``LABELS`` is, shape (cases, 5)."""
        return _likely(_designed(x, self.means, self.spreads) @ self.weights + self.starts)

    def fold(self) -> dict[str, Any]:
        """Return the weights for signals as they are."""
        weights = self.weights / self.spreads
        nothing = np.zeros((1, len(STANCES) * TELLS + ENDED + SILENT))
        starts = self.starts + _designed(nothing, self.means, self.spreads)[0] @ self.weights
        return {
            "tells": weights[:TELLS].round(4).tolist(),
            "ended": weights[TELLS : TELLS + ENDED].round(4).tolist(),
            "silent": weights[TELLS + ENDED :].round(4).tolist(),
            "starts": dict(zip(LABELS, (starts - starts.mean()).round(4).tolist(), strict=True)),
        }


def _designed(x: NDArray[np.float64], means: NDArray[np.float64], spreads: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each weight multiplies in the score of each label, shape (cases, labels, weights)."""
    told = x[:, : len(STANCES) * TELLS].reshape(len(x), len(STANCES), TELLS)
    rest = x[:, len(STANCES) * TELLS :]
    design = np.zeros((len(x), len(LABELS), TELLS + ENDED + SILENT))
    design[:, : len(STANCES), :TELLS] = (told - means[:TELLS]) / spreads[:TELLS]
    there = slice(TELLS, TELLS + ENDED), slice(TELLS + ENDED, None)
    design[:, LABELS.index("no"), there[0]] = (rest[:, :ENDED] - means[there[0]]) / spreads[there[0]]
    design[:, LABELS.index("none"), there[1]] = (rest[:, ENDED:] - means[there[1]]) / spreads[there[1]]
    return design


def _likely(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def fit_stances(cases: Sequence[Case]) -> Model:
    """Return the model of what one respondent says."""
    own = [case for case in cases if case["kind"] == "stance"]
    without = [case["without"] for case in own if case["without"]]
    theirs = [case["signals"] for case in cases if case["kind"] == "foreign"]
    x = np.array([case["signals"] for case in own] + without + theirs)
    y = np.array([LABELS.index(case["stance"]) for case in own] + [LABELS.index("none")] * (len(without) + len(theirs)))
    counts = np.array([1.0] * len(own) + [TAKEN_OUT] * len(without) + [FOREIGN] * len(theirs))
    counts /= counts.sum()
    told, rest = x[:, : len(STANCES) * TELLS].reshape(-1, TELLS), x[:, len(STANCES) * TELLS :]
    means = np.concatenate([told.mean(axis=0), rest.mean(axis=0)])
    spreads = np.concatenate([told.std(axis=0), rest.std(axis=0)]) + 1e-9
    design, size = _designed(x, means, spreads), TELLS + ENDED + SILENT
    wanted = np.eye(len(LABELS))[y]

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, starts = point[:size], point[size:]
        likely = _likely(design @ weights + starts)
        apart = (likely - wanted) * counts[:, None]
        cost = -(counts * np.log(likely[np.arange(len(y)), y] + 1e-12)).sum() + PENALTY / 2 * (weights**2).sum()
        slope = np.concatenate([np.einsum("cl,clw->w", apart, design) + PENALTY * weights, apart.sum(axis=0)])
        return float(cost), slope

    bounds = [(0, None)] * size + [(None, None)] * len(LABELS)
    found = minimize(loss, np.zeros(size + len(LABELS)), jac=True, method="L-BFGS-B", bounds=bounds).x
    return Model(found[:size], found[size:], means, spreads)


def report(cases: Sequence[Case]) -> None:
    """Print, for each round, what the models of the other rounds tell of it."""
    figures: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for name in ROUNDS:
        others, own = [c for c in cases if c["round"] != name], [c for c in cases if c["round"] == name]
        _tell_stances(own, fit_stances(others), figures[name])
    for what in figures[ROUNDS[0]]:
        print(what, *(f"{np.mean(figures[name][what]):.3f} ({len(figures[name][what])})" for name in ROUNDS))


def _tell_stances(own: Sequence[Case], model: Model, figures: dict[str, list[float]]) -> None:
    for case in own:
        likely = dict(zip(LABELS, model.tell(np.array([case["signals"]]))[0].tolist(), strict=True))
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
