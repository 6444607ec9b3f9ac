"""``python evals/fusions.py DIR``: ways of putting words and meaning together, on a benchmark in BEIR's layout.

Every document is encoded once, and kept in ``--work`` a hundred at a time, so that a run that ends early goes on.
``--documents N`` takes the relevant ones and N others, drawn with a fixed seed: among fewer documents figures are
higher than published ones, and only say which way is better. The ways are those of the literature, their constants
from it: min-max and theoretical-minimum scaling at three shares (Bruch, Gai and Ingber 2023), standardised scores, and
reciprocal ranks (Cormack, Clarke and Buettcher 2009).
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

import ir_measures
import numpy as np

from msqqa.ask.retrieve.passages import DEPTH
from msqqa.encode import Encoder
from msqqa.evaluate.baselines import Bm25
from msqqa.evaluate.beir import Benchmark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Scores = NDArray[np.float32]
    Way = Callable[[Scores, Scores], Scores]

_PART = 100
"""Documents that are encoded and kept at a time."""
_SHARES = (0.5, 0.6, 0.8)
"""Of the meaning: the project's own, one between, and that of Bruch et al."""


def main() -> None:
    """Compare, and print a line for each way."""
    parser = argparse.ArgumentParser(prog="python evals/fusions.py", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=None)
    parser.add_argument("--model", default="multilingual")
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    benchmark = Benchmark.at(options.folder)
    relevant = {document for judged in benchmark.qrels.values() for document, grade in judged.items() if grade > 0}
    others = [document for document in benchmark.documents if document not in relevant]
    random.Random(0).shuffle(others)
    ids = [*sorted(relevant), *others][: None if options.documents is None else len(relevant) + options.documents]
    encoder = Encoder.named(options.model)
    asked = encoder.encode(list(benchmark.queries.values()), "query")
    cosines = asked @ _encoded(benchmark, ids, encoder, options.work).T
    texts = [benchmark.documents[id_] for id_ in ids]
    bm25 = Bm25(texts)
    words = np.zeros_like(cosines)
    for row, query in enumerate(benchmark.queries.values()):
        for document, score in bm25.score(query, len(texts)):
            words[row, document] = score
    low = float(cosines.mean())
    print(f"{len(ids)} documents, {len(asked)} queries; mean cosine {low:.3f}")
    for name, way in _ways(low):
        run = {
            query: dict(zip(ids, way(a, b).tolist(), strict=True))
            for query, a, b in zip(benchmark.queries, words, cosines, strict=True)
        }
        found = ir_measures.calc_aggregate([ir_measures.nDCG @ 10], benchmark.qrels, run)
        print(f"{name}: nDCG@10 {found[ir_measures.nDCG @ 10]:.4f}", flush=True)


def _ways(low: float) -> Iterator[tuple[str, Way]]:
    """Yield ways to fuse the BM25 and the cosines of one query; ``low`` is the mean cosine of unlike texts."""
    yield "words alone", lambda words, _: words
    yield "meaning alone", lambda _, cosines: cosines
    for share in _SHARES:
        yield f"min-max, meaning {share}", _combined(share, _min_max, _min_max)
        yield f"theoretical minimum -1, meaning {share}", _combined(share, _over(0), _over(-1))
        yield f"theoretical minimum {low:.2f}, meaning {share}", _combined(share, _over(0), _over(low))
    yield "standardised, meaning 0.5", _combined(0.5, _standard, _standard)
    for k in (10, 60):
        yield f"reciprocal ranks, k {k}", lambda words, cosines, k=k: _ranks(words, k) + _ranks(cosines, k)  # type: ignore[misc]


def _combined(share: float, of_words: Callable[[Scores], Scores], of_meaning: Callable[[Scores], Scores]) -> Way:
    """Return a convex combination over what either ranking finds, as the retriever takes it."""

    def way(words: Scores, cosines: Scores) -> Scores:
        pool = np.union1d(_top(words)[words[_top(words)] > 0], _top(cosines))
        fused = np.full(len(words), -1e6, dtype=np.float32)
        fused[pool] = (1 - share) * of_words(words[pool]) + share * of_meaning(cosines[pool])
        return fused

    return way


def _top(scores: Scores) -> NDArray[np.int64]:
    return np.argsort(-scores, kind="stable")[:DEPTH]


def _min_max(scores: Scores) -> Scores:
    low, high = scores.min(), scores.max()
    return np.ones_like(scores) if high <= low else (scores - low) / (high - low)


def _over(low: float) -> Callable[[Scores], Scores]:
    return lambda scores: (scores - low) / max(float(scores.max()) - low, 1e-9)


def _standard(scores: Scores) -> Scores:
    return (scores - scores.mean()) / max(float(scores.std()), 1e-9)


def _ranks(scores: Scores, k: int) -> Scores:
    found = np.zeros(len(scores), dtype=np.float32)
    best = [row for row in np.argsort(-scores, kind="stable")[:1000] if scores[row] > 0]
    found[best] = 1 / (k + 1 + np.arange(len(best)))
    return found


def _encoded(benchmark: Benchmark, ids: list[str], encoder: Encoder, work: Path) -> Scores:
    work.mkdir(parents=True, exist_ok=True)
    parts = []
    for begin in range(0, len(ids), _PART):
        file = work / f"{Path(encoder.name).name}-{begin:05d}-{len(ids[begin : begin + _PART])}.npy"
        if not file.is_file():
            texts = [benchmark.documents[id_] for id_ in ids[begin : begin + _PART]]
            np.save(file, encoder.encode(texts, "passage"))
        parts.append(np.load(file))
    return np.concatenate(parts)


if __name__ == "__main__":
    main()
