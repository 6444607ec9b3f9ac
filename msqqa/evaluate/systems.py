"""What is measured: msqqa, msqqa with a part switched off, and the baselines, all asked the same questions.

A system turns a question into a :class:`SystemResponse`. Every measure finds there what it needs, or None where a
system makes no such claim: a ranking of pieces of text decides no stance, and is not blamed for it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from msqqa.ask.retrieve.hits import ALL_PARTS, Ablation
from msqqa.errors import QuestionError
from msqqa.evaluate.baselines import Baselines
from msqqa.evaluate.response import SystemResponse

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.encode import Encoder
    from msqqa.evaluate.response import System
    from msqqa.index.open import Index
    from msqqa.model import Answer

DEPTH = 25
"""Passages that msqqa cites at most beyond those that it needs, so that there is a ranking to measure."""


class Msqqa:
    """msqqa itself."""

    def __init__(self, engine: Engine, name: str = "msqqa") -> None:
        self.name = name
        self._engine = engine

    def answer(self, question: str) -> SystemResponse:
        """Answer a question."""
        began = time.perf_counter()
        try:
            answer = self._engine.ask(question, limit=DEPTH, everyone=True)
        except QuestionError:  # it is told what is wrong with the question, and answers nothing
            return SystemResponse((), True, None, time.perf_counter() - began)
        return response_of(answer, time.perf_counter() - began)


def response_of(answer: Answer, seconds: float = 0.0) -> SystemResponse:
    """Return an answer as a response."""
    ranked = tuple(dict.fromkeys(f"{c.respondent}/{c.question_id}" for c in answer.citations))
    members = frozenset(d.id for d in answer.respondents if d.verdict == "matched")
    return SystemResponse(ranked, not answer.answered, members if answer.answered else None, seconds, answer)


PARTS = {
    "no respondent filter": Ablation(respondents=False),
    "no question similarity": Ablation(questions=False),
    "no words": Ablation(words=False),
    "no vectors": Ablation(vectors=False),
    "no judge of sentences": Ablation(judge=False),
    "the tick decides": Ablation(claims=False),
}
"""Each part of msqqa switched off in turn. What is refused is still decided with the weights fitted for all of them."""
BASELINES = ("bm25", "dense", "rrf")
COMPARED = ("msqqa", *BASELINES)
NAMES = (*COMPARED, *PARTS)


def systems(index: Index, encoder: Encoder, names: tuple[str, ...] = COMPARED) -> list[System]:
    """Return systems by name, all over one index."""
    from msqqa.ask.engine import Engine

    baselines = Baselines(index, encoder) if {*BASELINES} & {*names} else None
    found: list[System] = []
    for name in names:
        if baselines is not None and name in BASELINES:
            found.append(baselines.system(name))
        else:
            found.append(Msqqa(Engine.over(index, encoder, PARTS.get(name, ALL_PARTS)), name))
    return found
