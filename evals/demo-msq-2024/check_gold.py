"""``python evals/demo-msq-2024/check_gold.py``: does the gold matrix fit its corpus, and msqqa's stances the gold.

Every yes/no cell must have its stance, every mention must be of a cell that is there, and stand in an answer that uses
a word for its topic: ``topics.toml`` lists these words. What does not hold is printed, and the status is then 1.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from msqqa.corpus import Corpus
from msqqa.form.align import best_alignment
from msqqa.form.cells import cells_of
from msqqa.form.load import known_forms
from msqqa.form.segment import segment
from msqqa.model import STANCES
from msqqa.read import read
from msqqa.words import fold, squeeze

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpora" / HERE.name
TICKS = ("marked", "empty", "lost", "none")
TUNED_ON = ("arvenia", "belmora", "castovar", "hollinsey", "ilmarosa", "jandarkhan", "moanaru")
"""Responses whose stances were looked at while the rules of :mod:`msqqa.form.stance` were written."""


def main() -> int:
    """Check, print, and return the exit status."""
    gold = tomllib.loads((HERE / "gold.toml").read_text(encoding="utf-8"))
    topics = tomllib.loads((HERE / "topics.toml").read_text(encoding="utf-8"))["topics"]
    files = {path.stem: path for path in Corpus.at(CORPUS).files()}
    lone = sorted(files.keys() ^ gold["stances"].keys())
    problems = [f"{name}: in the corpus or in the gold only" for name in lone]
    agreement: list[tuple[str, str, bool]] = []
    for name in sorted(files.keys() & gold["stances"].keys()):
        document = read(files[name], files[name].name)
        alignment = best_alignment(document, known_forms())
        if alignment is None:
            problems.append(f"{name}: aligns to no form")
            continue
        cells = {c.question: c for c in cells_of(document, alignment, segment(document, alignment), name)}
        asked = {q.id for q in alignment.form.questions if q.kind in ("yesno", "tick") and q.id != "consent"}
        problems += _stance_problems(name, asked, gold["stances"][name])
        problems += _mention_problems(name, gold, cells, document.text, topics)
        agreement += [
            (name, said["tick"], cells[question].stance == said["stance"])
            for question, said in gold["stances"][name].items()
            if question in cells
        ]
    print("\n".join(problems))
    for tick in TICKS:
        _told(f"where the tick is {tick}", [right for _, state, right in agreement if state == tick])
    _told("responses that rules were written by", [right for name, _, right in agreement if name in TUNED_ON])
    _told("the others", [right for name, _, right in agreement if name not in TUNED_ON])
    print(f"{len(gold['stances'])} responses, {len(agreement)} stances, {len(problems)} problems")
    return 1 if problems else 0


def _told(of: str, right: list[bool]) -> None:
    if right:
        print(f"stance, {of}: {sum(right)} of {len(right)} as in the gold ({sum(right) / len(right):.3f})")


def _stance_problems(name: str, asked: set[str], stances: dict[str, dict[str, str]]) -> list[str]:
    return [
        *(f"{name}/{q}: no gold stance" for q in sorted(asked - stances.keys())),
        *(f"{name}/{q}: is no yes/no question" for q in sorted(stances.keys() - asked)),
        *(
            f"{name}/{q}: {said}"
            for q, said in stances.items()
            if said["stance"] not in STANCES or said["tick"] not in TICKS
        ),
    ]


def _mention_problems(name: str, gold: dict, cells: dict, text: str, topics: dict[str, list[str]]) -> list[str]:
    mentioned, denied = gold["mentions"].get(name, {}), gold["denials"].get(name, {})
    places = [(topic, q) for of in (mentioned, denied) for topic, questions in of.items() for q in questions]
    wrong = [(topic, q, _wrong(topic, q, cells, text, topics)) for topic, q in places]
    extra = [(topic, q) for topic, questions in denied.items() for q in questions if q not in mentioned.get(topic, ())]
    return [
        *(f"{name}/{q}, {topic}: {told}" for topic, q, told in wrong if told is not None),
        *(f"{name}/{q}, {topic}: denied but not mentioned" for topic, q in extra),
    ]


def _wrong(topic: str, question: str, cells: dict, text: str, topics: dict[str, list[str]]) -> str | None:
    if topic not in topics:
        return "no such topic"
    if question not in cells:
        return "no such cell"
    cell = cells[question]
    answer = fold(squeeze(" ".join(text[start:end] for start, end in (*cell.answers, *cell.runs))))
    words = "|".join(topics[topic])
    return None if re.search(rf"(?<![a-z])(?:{words})", answer) else "no word for it stands there"


if __name__ == "__main__":
    sys.exit(main())
