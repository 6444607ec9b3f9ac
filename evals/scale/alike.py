"""Ask the same questions of two indexes of one corpus, and compare the sets, and the cell that comes first.

python evals/scale/alike.py evals/demo-msq-2024/dev.jsonl index/demo-msq-2024 milvus:./demo.db
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from msqqa.ask.engine import Engine
from msqqa.errors import UserError
from msqqa.evaluate.questions import load

if TYPE_CHECKING:
    from msqqa.model import Answer


def main(questions: str, *indexes: str) -> int:
    """Compare every answer over the second index with that over the first; return 1 where a set differs."""
    asked = [question.text for question in load(Path(questions))]
    engines = [Engine.open(Path(index)) for index in indexes]
    unlike: dict[str, list[str]] = {"set": [], "cell first": [], "citations": []}
    seconds: list[list[float]] = [[] for _ in engines]
    lookups = 0
    for one in asked:
        answers = []
        for engine, took in zip(engines, seconds, strict=True):
            began = time.perf_counter()
            answers.append(told(engine, one))
            took.append(time.perf_counter() - began)
        first, second = answers
        lookups += first["operator"] == "lookup"
        for what, differing in unlike.items():
            if first[what] != second[what]:
                differing.append(one)
    print(f"{len(asked)} questions, {lookups} lookups, of {questions}")
    for what, differing in unlike.items():
        print(f"{what}: {len(differing)} differ{''.join(chr(10) + '  ' + question for question in differing[:20])}")
    for index, took in zip(indexes, seconds, strict=True):
        print(f"{index}: {1000 * median(took):.0f} ms in the median, {1000 * max(took):.0f} at most")
    return int(bool(unlike["set"]))


def told(engine: Engine, question: str) -> dict[str, Any]:
    """Return what is compared of an answer; an error by its words."""
    try:
        return compared(engine.ask(question))
    except UserError as error:
        return dict.fromkeys(("operator", "set", "cell first", "citations"), str(error))


def compared(answer: Answer) -> dict[str, Any]:
    """Return who is in the set and how, which cell comes first, and all that is cited."""
    decided = sorted((one.id, one.verdict, one.stance, one.basis) for one in answer.respondents)
    cited = [(cited.respondent, cited.question_id, cited.chars) for cited in answer.citations]
    return {
        "operator": answer.plan.operator,
        "set": (answer.answered, answer.coverage, decided),
        "cell first": cited[0][:2] if cited else None,
        "citations": cited,
    }


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
