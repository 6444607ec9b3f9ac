"""``python evals/denials.py FOLDER INDEX``: which mentions deny, as the gold has it and as msqqa tells it, by language.

``FOLDER`` is a folder of ``evals`` with a ``gold.toml``, ``INDEX`` an index of its corpus. A topic is mentioned where a
word of ``topics.toml`` stands; a cell denies it where each of its mentions does. Gold denials whose answer uses no word
for the topic, as a "no" under a question that names it, are left out: there the tick tells. ``--show`` lists others.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from msqqa.ask.judge.denials import is_denied_place
from msqqa.index.open import open_index

EVALS = Path(__file__).resolve().parent


def main(folder: str, index: str) -> None:
    """Print how many are told, how many the gold has, and how many of them are the same."""
    here = EVALS / folder
    gold = tomllib.loads((here / "gold.toml").read_text(encoding="utf-8"))["denials"]
    topics = tomllib.loads((here / "topics.toml").read_text(encoding="utf-8"))["topics"]
    words = {topic: re.compile(rf"(?<!\w)(?:{'|'.join(ways)})\w*", re.IGNORECASE) for topic, ways in topics.items()}
    opened = open_index(Path(index))
    if opened is None:
        sys.exit(f"no index at {index}")
    store = opened.store
    there: dict[tuple[str, str, str], list[tuple[bool, str, str]]] = {}
    for row in range(store.columns.passages):
        [(cell, passage)] = store.passages([row]).values()
        store.load_cells({cell})
        text, code = passage.text, store.language_of(cell)
        question = store.questions[store.question_of(cell)][1]
        for topic, way in words.items():
            denied = [is_denied_place(text, *match.span(), code) for match in way.finditer(text)]
            if denied:
                there.setdefault((passage.respondent, question, topic), []).append((all(denied), code, text))
    told = {key for key, found in there.items() if all(denied for denied, _, _ in found)}
    wanted = {(who, q, topic) for who, of in gold.items() for topic, questions in of.items() for q in questions}
    wanted &= there.keys()
    for code in sorted({found[0][1] for found in there.values()}):
        own = {key for key, found in there.items() if found[0][1] == code}
        print(
            f"{code}: {len(own)} mentions; denials: told {len(told & own)}, in the gold {len(wanted & own)}, "
            f"in both {len(told & wanted & own)}"
        )
    print(f"all: told {len(told)}, in the gold {len(wanted)}, in both {len(told & wanted)}")
    if "--show" in sys.argv:
        for key in sorted(told ^ wanted):
            print(
                "told only" if key in told else "gold only", *key, there[key][0][2][:300].replace("\n", " "), sep=" | "
            )


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("say which folder and index: python evals/denials.py demo-msq-2024-more INDEX [--show]")
    main(sys.argv[1], sys.argv[2])
