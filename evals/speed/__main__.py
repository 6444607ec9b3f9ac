"""``python evals/speed``: how fast msqqa is, in one run and as ratios; writes ``results.json``, a table and a plot."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
REPO = HERE.parent.parent


def main() -> None:
    """Measure, or do one step of it in a process of its own."""
    if sys.argv[1:2] in (["build"], ["ask"]):
        _step(*sys.argv[1:])
        return
    parser = argparse.ArgumentParser(prog="python evals/speed", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=REPO / "corpora/msq-2024")
    parser.add_argument("--questions", type=Path, default=REPO / "evals/msq-2024/dev.jsonl")
    parser.add_argument("--sizes", type=int, nargs="*", default=[332, 40_000, 400_000], help="passages")
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args()
    import encoding
    import growth
    import processes
    import report

    results = {
        "machine": processes.machine(),
        "cold": processes.measure(options.corpus, options.questions, options.repeat),
        "encoding": encoding.measure(options.corpus),
        "growth": growth.measure(options.corpus, options.questions, options.sizes),
    }
    (options.out / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    report.write(results, options.out, REPO / "docs" / "speed.md" if options.out == HERE else None)
    print((options.out / "results.md").read_text(encoding="utf-8"))


def _step(step: str, corpus: str, questions: str, folder: str, size: str) -> None:
    import growth

    if step == "build":
        figures = growth.build_step(Path(corpus), Path(folder), int(size))
    else:
        figures = growth.ask_step(Path(questions), Path(folder))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
