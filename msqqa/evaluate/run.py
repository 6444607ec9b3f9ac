"""Ask every question of a set, and measure what comes back.

hit@k: the share of answerable questions of which a gold cell is among the first k cells cited (0 where the answer is
refused). Abstention: of the questions refused, how many had to be (precision); of those that had to be, how many were
(recall). A set that was examined and found empty claims nothing, and counts as refused. Exactness is checked against
the file, not against the index.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.ask.cite import unsupported

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.ask.engine import Engine
    from msqqa.evaluate.questions import GoldQuestion
    from msqqa.model import Answer


@dataclass(slots=True)
class Scores:
    """The measures of one run; each is None where nothing was there to measure."""

    questions: int = 0
    hit_at_1: float | None = None
    hit_at_5: float | None = None
    ranked_at_1: float | None = None
    """As hit@1, but the ranking alone: a refused question counts by its nearest passage."""
    ranked_at_5: float | None = None
    abstention_precision: float | None = None
    abstention_recall: float | None = None
    wrongly_refused: float | None = None
    stance: float | None = None
    citations: int = 0
    exact: float | None = None
    right_respondent: float | None = None
    supported: float | None = None
    misses: list[str] = field(default_factory=list)


def run(engine: Engine, questions: Sequence[GoldQuestion], progress: Callable[[int], None] | None = None) -> Scores:
    """Ask every question of a set and return its scores."""
    answers = []
    for n, question in enumerate(questions, 1):
        answers.append(engine.ask(question.text, everyone=True))
        if progress is not None:
            progress(n)
    return score(engine, questions, answers)


def score(engine: Engine, questions: Sequence[GoldQuestion], answers: Sequence[Answer]) -> Scores:
    """Return the scores of answers that were given to questions."""
    asked = list(zip(questions, answers, strict=True))
    answerable = [(q, a) for q, a in asked if q.kind != "unanswerable"]
    refused = [(q, a) for q, a in asked if _refused(a)]
    unanswerable = [(q, a) for q, a in asked if q.kind == "unanswerable"]
    with_stance = [(q, a) for q, a in answerable if q.stance is not None and a.respondents and a.respondents[0].stance]
    quotes = [_exact(a) for a in answers]
    scores = Scores(
        questions=len(asked),
        hit_at_1=_share(a.answered and _hit(q, a, 1) for q, a in answerable),
        hit_at_5=_share(a.answered and _hit(q, a, 5) for q, a in answerable),
        ranked_at_1=_share(_hit(q, a, 1) for q, a in answerable),
        ranked_at_5=_share(_hit(q, a, 5) for q, a in answerable),
        abstention_precision=_share(q.kind == "unanswerable" for q, _ in refused),
        abstention_recall=_share(_refused(a) for _, a in unanswerable),
        wrongly_refused=_share(_refused(a) for _, a in answerable),
        stance=_share(a.respondents[0].stance == q.stance for q, a in with_stance),
        citations=sum(len(a.citations) for a in answers),
        exact=_share(ok for per_answer in quotes for ok in per_answer),
        right_respondent=_share(
            c.respondent in (a.plan.respondents or engine.index.store.respondents) for a in answers for c in a.citations
        ),
        supported=_share(not unsupported(a) for a in answers),
    )
    scores.misses = [_miss(q, a) for q, a in asked if not _right(q, a)]
    return scores


def _refused(answer: Answer) -> bool:
    """Return whether nothing was claimed: a refusal, or a set that was examined and found empty."""
    return not answer.answered or (answer.plan.operator in ("which", "count") and answer.coverage.matched == 0)


def _hit(question: GoldQuestion, answer: Answer, k: int) -> bool:
    cells = list(dict.fromkeys(f"{c.respondent}/{c.question_id}" for c in answer.citations))[:k]
    return any(cell in question.cells for cell in cells)


def _right(question: GoldQuestion, answer: Answer) -> bool:
    return _refused(answer) if question.kind == "unanswerable" else answer.answered and _hit(question, answer, 1)


def _miss(question: GoldQuestion, answer: Answer) -> str:
    got = f"{answer.citations[0].respondent}/{answer.citations[0].question_id}" if answer.citations else "nothing"
    wanted = ", ".join(question.cells) or "a refusal"
    return (
        f"{question.id}: {question.text!r}: wanted {wanted}, got {'' if answer.answered else 'refused, nearest '}{got}"
    )


def _exact(answer: Answer) -> list[bool]:
    texts: dict[str, str] = {}
    for citation in answer.citations:
        if citation.source not in texts:
            with Path(citation.source).open(encoding="utf-8", newline="") as file:
                texts[citation.source] = file.read()
    return [texts[c.source][c.chars[0] : c.chars[1]] == c.quote for c in answer.citations]


def _share(outcomes: object) -> float | None:
    found = [bool(outcome) for outcome in outcomes]  # type: ignore[attr-defined]
    return sum(found) / len(found) if found else None
