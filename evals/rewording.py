"""``python evals/rewording.py QUESTIONS INDEX MODEL``: how many sentences of a language model pass, why not, how long.

MODEL is what ``--llm`` takes, such as a ``.gguf`` file, INDEX the index of a corpus, such as ``index/demo-msq-2024``.
``--first N`` asks only the first questions of the set. Every sentence that passes is printed, to be read: whether it
is true no figure says.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from msqqa.ask.engine import Engine
from msqqa.errors import UserError
from msqqa.evaluate.questions import load
from msqqa.llm.beside import add_rewording
from msqqa.llm.named import speaker

if TYPE_CHECKING:
    from msqqa.model.reworded import Beside

_KINDS = ("the number", "the name", "says")
"""Reasons that name what they found: counted by these first words."""


def main() -> None:
    """Ask, and print what passed and what did not."""
    parser = argparse.ArgumentParser()
    parser.add_argument("questions", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("model")
    parser.add_argument("--llm-model")
    parser.add_argument("--llm-seconds", type=float, default=60.0)
    parser.add_argument("--first", type=int)
    said = parser.parse_args()
    engine = Engine.open(said.index)
    model = speaker(said.model, said.llm_model, said.llm_seconds)
    took: list[float] = []
    found: list[Beside] = []
    try:
        for question in load(said.questions)[: said.first]:
            try:
                answer = engine.ask(question.text)
            except UserError:
                continue
            began = time.perf_counter()
            beside = add_rewording(answer, engine.index.store.respondents, model, lambda _: None).beside
            if beside is None:
                continue
            took.append(time.perf_counter() - began)
            found.append(beside)
            print(
                f"{took[-1]:5.1f} s, {len(beside.sentences)} passed, {len(beside.dropped)} not: {question.text}",
                flush=True,
            )
            for sentence in beside.sentences:
                print(f"    {sentence.text} {[*sentence.citations]}", flush=True)
    except KeyboardInterrupt:
        print("ended early")
    model.close()
    _summarise(found, took)


def _summarise(found: list[Beside], took: list[float]) -> None:
    kept = sum(len(one.sentences) for one in found)
    reasons = Counter(_kind(dropped.why) for one in found for dropped in one.dropped)
    print(f"{len(found)} answers, {sum(one.sent for one in found)} characters sent")
    beside = sum(bool(one.sentences) for one in found)
    print(f"{kept} sentences of {kept + reasons.total()} passed, beside {beside} answers")
    print(f"{median(took):.1f} s in the median, {max(took):.1f} at most (clock)")
    times = os.times()
    print(f"{times.children_user + times.children_system:.0f} s of the processor in the model's process")
    for counted in (reasons, Counter(one.problem for one in found if one.problem)):
        for why, n in counted.most_common():
            print(f"{n:5} {why}")


def _kind(why: str) -> str:
    """Return a reason without the word or number that it names."""
    return next((kind for kind in _KINDS if why.startswith(kind)), why)


if __name__ == "__main__":
    main()
