from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge import cell_scorer
from msqqa.ask.judge.cell_scorer import CellScorer
from msqqa.ask.judge.confidence import ANSWERED, TOLD
from msqqa.judge.model import Judge

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.ask.retrieve.hits import CellHit, Query


def _scorer(engine: Engine, text: str = "open data") -> tuple[CellScorer, Query, CellHit]:
    query = engine.retriever.query(text)
    hit = next(h for h in engine.retriever.cells(query, engine.retriever.select()) if h.passages)
    return CellScorer(engine.index.store, engine.retriever, Judge.shipped()), query, hit


@pytest.mark.parametrize("likely", [0.0, 1.0])
@pytest.mark.parametrize(("judged", "answers"), [(TOLD, True), (TOLD - 0.01, False)])
@pytest.mark.parametrize("known", [False, True])
def test_the_judge_decides_where_nobody_worded_a_question_otherwise(
    survey_engine: Engine,
    demo_engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    known: bool,
    judged: float,
    answers: bool,
    likely: float,
) -> None:
    scorer, query, hit = _scorer(demo_engine if known else survey_engine)
    assert bool(scorer.question(hit).keywords) == known
    monkeypatch.setattr(CellScorer, "confidence", lambda *_: likely)
    monkeypatch.setattr(CellScorer, "judge_nearest", lambda *_: judged)
    monkeypatch.setattr(cell_scorer, "probability_told", lambda values: values[-1])
    assert scorer.is_answer(query, hit) == (likely >= ANSWERED if known else answers)


@pytest.mark.parametrize("certain", [TOLD - 0.01, TOLD])
def test_the_judge_is_not_asked_where_nothing_that_it_says_decides(
    survey_engine: Engine, monkeypatch: pytest.MonkeyPatch, certain: float
) -> None:
    scorer, query, hit = _scorer(survey_engine)
    monkeypatch.setattr(cell_scorer, "probability_told", lambda _: certain)
    monkeypatch.setattr(CellScorer, "judge_nearest", lambda *_: pytest.fail("the judge was asked"))
    assert scorer.is_answer(query, hit) == (certain >= TOLD)


def _judge(scorer: CellScorer, query: Query, hit: CellHit) -> float:
    near = scorer.compare_finely(query, hit)
    assert near is not None
    return scorer.judge_nearest(query, hit, near)


def test_an_answer_that_tells_is_surer_than_one_on_something_else(survey_engine: Engine) -> None:
    scorer, query, hit = _scorer(survey_engine)
    other = survey_engine.retriever.query("which goalkeeper saved the last penalty of the cup final")
    assert _judge(scorer, other, hit) < _judge(scorer, query, hit)


def test_what_an_answer_holds_is_told_from_what_it_does_not(survey_engine: Engine) -> None:
    """By finer cosines, whatever else is in the corpus: an answer's own words beside a question on nothing of it."""
    retriever = survey_engine.retriever
    _, _, hit = _scorer(survey_engine)
    own = retriever.query(hit.passages[0].passage.text)
    other = retriever.query("which goalkeeper saved the last penalty of the cup final")
    near, far = (retriever.compare_finely(query, hit) for query in (own, other))
    assert near is not None
    assert far is not None
    assert far.told < near.told
    assert retriever.compare_finely(own, replace(hit, passages=())) is None
