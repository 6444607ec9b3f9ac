"""``python evals/check_gold.py FOLDER``: does a gold matrix fit its corpus, and msqqa's stances the gold.

``FOLDER`` is a folder of ``evals`` with a ``gold.toml`` (``demo-msq-2024``, ``demo-msq-2024-more``,
``demo-msq-2024-unseen``); its corpus is the folder of the same name in ``corpora``. Every yes/no cell must have its
stance, every mention must be of a cell that is there, and stand in an answer that uses a word for its topic:
``topics.toml`` lists these words. What does not hold is printed, and the status is then 1. ``--show`` lists the cells
whose stance is not the gold's.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.form.align import best_alignment
from msqqa.form.cells import cells_of
from msqqa.form.load import load_known_forms
from msqqa.form.segment import segment
from msqqa.index.sources import in_their_languages
from msqqa.index.stances import judge_stances
from msqqa.judge.model import Judge
from msqqa.model import STANCES, Cell
from msqqa.read import read
from msqqa.words import fold, squeeze

EVALS = Path(__file__).resolve().parent
TICKS = ("marked", "empty", "lost", "none")
TUNED_ON = {"arvenia", "belmora", "castovar", "hollinsey", "ilmarosa", "jandarkhan", "moanaru"}
"""Responses whose stances were looked at while the rules of :mod:`msqqa.stance.cell` were written."""


def main(folder: str) -> int:
    """Check, print, and return the exit status."""
    here = EVALS / folder
    gold = tomllib.loads((here / "gold.toml").read_text(encoding="utf-8"))
    topics = tomllib.loads((here / "topics.toml").read_text(encoding="utf-8"))["topics"]
    files = {path.stem: path for path in Corpus.at(EVALS.parent / "corpora" / here.name).files()}
    lone = sorted(files.keys() ^ gold["stances"].keys())
    problems = [f"{name}: in the corpus or in the gold only" for name in lone]
    told: list[_Told] = []
    for name in sorted(files.keys() & gold["stances"].keys()):
        document = read(files[name], files[name].name)
        alignment = best_alignment(document, load_known_forms(), Encoder.named("multilingual"))
        if alignment is None:
            problems.append(f"{name}: aligns to no form")
            told += [_Told(name, q, said["tick"], said["stance"], None) for q, said in gold["stances"][name].items()]
            continue
        read_off = cells_of(document, alignment, segment(document, alignment), name)
        own = in_their_languages(document, read_off, alignment.form)
        cells = {c.question: c for c in judge_stances(document, alignment.form, own, Judge.shipped())}
        asked = {q.id for q in alignment.form.questions if q.kind in ("yesno", "tick") and q.id != "consent"}
        problems += _stance_problems(name, asked, gold["stances"][name])
        problems += _mention_problems(name, gold, cells, document.text, topics)
        told += [
            _Told(name, question, said["tick"], said["stance"], cells.get(question))
            for question, said in gold["stances"][name].items()
        ]
        numbered = {q.id for q in alignment.form.questions if q.id.isdecimal()}
        found = len(numbered & {anchor.id for anchor in alignment.anchors})
        print(f"{name}: {found} of {len(numbered)} numbered questions found, stances {_share(told, name)}")
    print("\n".join(problems))
    if "--show" in sys.argv:
        for one in told:
            if not one.right:
                stance = one.cell.stance if one.cell else "no cell"
                print(f"{one.name}/{one.question}: {stance}, in the gold {one.stance} (tick {one.tick})")
    print(f"ticks: {_counted([one.tick_right for one in told])}")
    for tick in TICKS:
        _tell(f"where the tick is {tick}", [one.right for one in told if one.tick == tick])
    if TUNED_ON & files.keys():
        _tell("responses that rules were written by", [one.right for one in told if one.name in TUNED_ON])
        _tell("the others", [one.right for one in told if one.name not in TUNED_ON])
    for stance in STANCES:
        _tell(f"where the gold is {stance}", [one.right for one in told if one.stance == stance])
    print(f"{len(gold['stances'])} responses, {len(told)} stances, {len(problems)} problems")
    return 1 if problems else 0


@dataclass(frozen=True)
class _Told:
    """What the gold says of a cell, and what msqqa read; no cell where its question was not found."""

    name: str
    question: str
    tick: str
    stance: str
    cell: Cell | None

    @property
    def right(self) -> bool:
        return self.cell is not None and self.cell.stance == self.stance

    @property
    def tick_right(self) -> bool:
        """Whether the boxes are read as they stand; the gold calls a part's missing box ``none``, msqqa ``lost``."""
        if self.cell is None:
            return False
        state = self.cell.selection.state
        return state == self.tick or (self.tick == "none" and state == "lost" and "." in self.question)


def _share(told: list[_Told], name: str) -> str:
    return _counted([one.right for one in told if one.name == name])


def _counted(right: list[bool]) -> str:
    return f"{sum(right)} of {len(right)} as in the gold ({sum(right) / len(right):.3f})"


def _tell(of: str, right: list[bool]) -> None:
    if right:
        print(f"stance, {of}: {_counted(right)}")


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
    answer = squeeze(" ".join(text[start:end] for start, end in (*cell.answers, *cell.runs)))
    words = "|".join(topics[topic])
    # A word of a script whose letters are folded (أ, ё) may be listed as it is written.
    found = any(re.search(rf"(?<![a-z])(?:{words})", way) for way in (fold(answer), answer.lower()))
    return None if found else "no word for it stands there"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("say which folder: python evals/check_gold.py demo-msq-2024 [--show]")
    sys.exit(main(sys.argv[1]))
