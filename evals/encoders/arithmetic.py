"""What 8-bit arithmetic costs the default encoder on a benchmark in BEIR's layout, its 4-bit weights being the same.

usage: python evals/encoders/arithmetic.py DIR [--documents N]

Every relevant document is encoded, and N others (900), drawn with a fixed seed: all of them would take the better
part of an hour in full precision. Prints nDCG@10 among these by each arithmetic, and the mean cosine of the two.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

import ir_measures

from msqqa.encode import Encoder
from msqqa.evaluate.beir import Benchmark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def main() -> None:
    """Measure, and print a line for each arithmetic."""
    parser = argparse.ArgumentParser(prog="python evals/encoders/arithmetic.py", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=900)
    options = parser.parse_args()
    benchmark = Benchmark.at(options.folder)
    relevant = {document for judged in benchmark.qrels.values() for document, grade in judged.items() if grade > 0}
    others = [document for document in benchmark.documents if document not in relevant]
    random.Random(0).shuffle(others)
    ids = [*sorted(relevant), *others[: options.documents]]
    passages: list[NDArray[np.float32]] = []
    for precision in ("int8", "fp32"):
        encoder = Encoder.named("multilingual", precision)
        asked = encoder.encode(list(benchmark.queries.values()), "query")
        passages.append(encoder.encode([benchmark.documents[id_] for id_ in ids], "passage"))
        scores = asked @ passages[-1].T
        run = {
            query: dict(zip(ids, row.tolist(), strict=True))
            for query, row in zip(benchmark.queries, scores, strict=True)
        }
        found = ir_measures.calc_aggregate([ir_measures.nDCG @ 10], benchmark.qrels, run)
        print(f"{precision}: nDCG@10 {found[ir_measures.nDCG @ 10]:.4f} among {len(ids)} documents")
    print(f"cosine of the two: {float((passages[0] * passages[1]).sum(axis=1).mean()):.4f}")


if __name__ == "__main__":
    main()
