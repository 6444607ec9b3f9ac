"""How often `search` finds the right cell first where asker and respondent write in different languages.

usage: python evals/languages [FILE …] [--model NAME]     (default: every set of this folder)

Each line is a search within one response: ``query``, ``query_lang``, ``respondent``, ``text_lang``, ``corpus``,
and the ``cells`` that tell what is looked for. Prints Success@1 by language and direction.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from pathlib import Path

from msqqa.ask.engine import Engine
from msqqa.ask.plan import Filters
from msqqa.corpus import Corpus
from msqqa.encode import DEFAULT_MODEL, Encoder
from msqqa.index.build import build

HERE = Path(__file__).parent
CORPORA = HERE.parent.parent / "corpora"


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python evals/languages", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", default=sorted(HERE.glob("*.jsonl")))
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    lines = [json.loads(line) for file in options.files for line in file.read_text(encoding="utf-8").splitlines()]
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        engines: dict[str, Engine] = {}
        for line in lines:
            name = line["corpus"]
            if name not in engines:
                index = Path(folder) / name
                build(Corpus.at(CORPORA / name), index, Encoder.named(options.model))
                engines[name] = Engine.open(index)
            found = engines[name].search(line["query"], Filters(respondents=(line["respondent"],)), limit=1)
            first = found[0].citation.question_id if found else None
            hit = first in line["cells"]
            right[line["query_lang"], line["text_lang"]].append(hit)
            if options.misses and not hit:
                print(line["query"], line["respondent"], line["cells"], first)
    for (asked, written), hits in sorted(right.items()):
        print(f"{asked} over {written}: {sum(hits) / len(hits):.3f} ({sum(hits)} of {len(hits)})")
    every = [hit for hits in right.values() for hit in hits]
    print(f"all: {sum(every) / len(every):.3f} ({len(every)})")


if __name__ == "__main__":
    main()
