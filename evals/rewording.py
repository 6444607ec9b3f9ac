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

from msqqa.ask.engine import Engine
from msqqa.errors import UserError
from msqqa.evaluate.questions import load
from msqqa.llm.beside import add_rewording
from msqqa.llm.named import speaker

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
    kept, sent, with_one = 0, 0, 0
    reasons: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    took: list[float] = []
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
        sent += beside.sent
        kept += len(beside.sentences)
        with_one += bool(beside.sentences)
        reasons.update(next((kind for kind in _KINDS if one.why.startswith(kind)), one.why) for one in beside.dropped)
        problems.update([beside.problem] if beside.problem else [])
        for sentence in beside.sentences:
            print(f"{question.text}\n    {sentence.text} {[*sentence.citations]}", flush=True)
    model.close()
    times = os.times()
    print(f"{len(took)} answers, {sent} characters sent; {kept} sentences of {kept + reasons.total()} passed,")
    print(f"beside {with_one} answers; {median(took):.1f} s in the median, {max(took):.1f} at most (clock);")
    print(f"{times.children_user + times.children_system:.0f} s of the processor in the model's process")
    for counted in (reasons, problems):
        for why, times_ in counted.most_common():
            print(f"{times_:5} {why}")


if __name__ == "__main__":
    main()
