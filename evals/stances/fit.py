"""Fits who says yes, no, planned or partial in a cell: ``python evals/stances/fit.py [--write]``.

Without ``--write`` each writer's cells, and each response, are decided by weights of the others; with it the weights of
all are written into the package. ``evals/stances/README.md`` says what is learned from.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.form.align import best_alignment
from msqqa.form.cells import cells_of
from msqqa.form.load import load_known_forms
from msqqa.form.segment import segment
from msqqa.index import stances
from msqqa.index.sources import in_their_languages
from msqqa.index.stances import RULES, StanceModel, hear, is_judged, signals, text_of
from msqqa.judge.model import Judge
from msqqa.model import Selection
from msqqa.read import read
from msqqa.stance.cell import stance_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.model import Basis, Stance

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CORPORA = ("demo-msq-2024", "demo-msq-2024-more", "demo-msq-2024-unseen", "demo-msq-2024-later")
OF_RESPONSE = 8.0
"""What a cell of a response counts, beside one that was written to learn from: those are harder than most."""
STRENGTH = 0.03
"""Inverse of the regularisation's strength."""
FOLDS = 8


@dataclass(frozen=True)
class Example:
    """A cell with its gold."""

    source: str
    """Who wrote it, or whose response it is of."""
    corpus: str
    """``cells`` of one that was written to learn from."""
    selection: Selection
    rule: tuple[Stance, Basis]
    gold: Stance
    heard: Any

    @property
    def signals(self) -> Any:
        """The model's signals."""
        return signals(self.selection, *self.rule, self.heard)


def main() -> None:
    """Collect, decide, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    judge = Judge.shipped()
    examples = [*_written(judge), *_of_responses(judge)]
    if options.write:
        model = fit(examples)
        told = {"labels": model.labels, "weights": model.weights.round(4).tolist()}
        told["intercepts"] = model.intercepts.round(4).tolist()
        path = Path(stances.__file__).with_name(stances.FILE)
        path.write_text(json.dumps(told) + "\n", encoding="utf-8")
        return
    sources = sorted({example.source for example in examples})
    right: dict[str, list[tuple[bool, bool]]] = {}
    for fold in range(FOLDS):
        held = set(sources[fold::FOLDS])
        model = fit([example for example in examples if example.source not in held])
        for one in (example for example in examples if example.source in held):
            chosen = model.choose(one.selection, *one.rule, one.heard)
            right.setdefault(one.corpus, []).append((one.rule[0] == one.gold, chosen == one.gold))
    for corpus, pairs in right.items():
        by_rules, by_model = (sum(each) for each in zip(*pairs, strict=True))
        print(f"{corpus}: {len(pairs)} cells with words, right by the rules {by_rules}, by the model {by_model}")


def fit(examples: Sequence[Example]) -> StanceModel:
    """Return the model of some examples."""
    x = np.array([example.signals for example in examples])
    counts = [1.0 if example.corpus == "cells" else OF_RESPONSE for example in examples]
    fitted = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=2_000))
    fitted.fit(x, [example.gold for example in examples], logisticregression__sample_weight=counts)
    scaler, model = fitted[0], fitted[1]
    weights = model.coef_ / scaler.scale_
    return StanceModel(tuple(model.classes_.tolist()), weights, model.intercept_ - weights @ scaler.mean_)


def _written(judge: Judge) -> Iterator[Example]:
    for path in sorted(HERE.glob("s*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            cell = json.loads(line)
            selection = _selection(cell["tick"])
            rule = stance_of("yesno", selection, cell["answer"])
            if rule in RULES and is_judged(" ".join(cell["answer"].split())):
                heard = hear(cell["question"], " ".join(cell["answer"].split()), cell["lang"], judge)
                yield Example(path.stem, "cells", selection, rule, cell["stance"], heard)


def _selection(tick: str) -> Selection:
    return Selection("marked", (tick,), (0, 1)) if tick in ("yes", "no") else Selection(tick)  # type: ignore[arg-type]


def _of_responses(judge: Judge) -> Iterator[Example]:
    for corpus in CORPORA:
        gold = tomllib.loads((ROOT / "evals" / corpus / "gold.toml").read_text(encoding="utf-8"))["stances"]
        for path in Corpus.at(ROOT / "corpora" / corpus).files():
            document = read(path, path.name)
            alignment = best_alignment(document, load_known_forms(), Encoder.named("multilingual"))
            if alignment is None:
                raise SystemExit(f"{path.name} aligns to no form")
            form = alignment.form
            found = cells_of(document, alignment, segment(document, alignment), path.stem)
            for cell in in_their_languages(document, found, form):
                text, rule = text_of(document, cell), (cell.stance, cell.basis)
                if cell.question in gold[path.stem] and rule in RULES and is_judged(text):
                    heard = hear(form.full_text(form.question(cell.question)), text, cell.language, judge)
                    said = gold[path.stem][cell.question]["stance"]
                    yield Example(path.stem, corpus, cell.selection, rule, said, heard)


if __name__ == "__main__":
    main()
