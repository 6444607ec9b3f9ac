from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge.cell_scorer import CellScorer
from msqqa.ask.judge.confidence import ANSWERED, HEARD_AGAIN, HELD

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


@pytest.mark.parametrize(
    ("likely", "held", "answers"),
    [
        (ANSWERED, 0.0, True),
        (ANSWERED - 0.01, HELD, True),
        (ANSWERED - 0.01, HELD - 0.01, False),
        (HEARD_AGAIN, HELD, True),
        (HEARD_AGAIN - 0.01, 1.0, False),  # nothing but a few words alike
    ],
)
@pytest.mark.parametrize("known", [False, True])
def test_an_answer_without_other_wordings_of_its_question_is_heard_again(
    survey_engine: Engine,
    demo_engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    known: bool,
    likely: float,
    held: float,
    answers: bool,
) -> None:
    engine = demo_engine if known else survey_engine
    scorer = CellScorer(engine.index.store, engine.retriever)
    query = engine.retriever.query("open data")
    hit = next(h for h in engine.retriever.cells(query, engine.retriever.select()) if h.passages)
    assert bool(scorer.question(hit).keywords) == known
    monkeypatch.setattr(CellScorer, "confidence", lambda *_: likely)
    monkeypatch.setattr(type(engine.retriever), "compare_finely", lambda *_: held)
    assert scorer.is_answer(query, hit) == (likely >= ANSWERED if known else answers)


def test_what_an_answer_holds_is_told_from_what_it_does_not(survey_engine: Engine) -> None:
    """By finer cosines, whatever else is in the corpus: an answer's own words beside a question on nothing of it."""
    retriever = survey_engine.retriever
    query = retriever.query("open data")
    hit = next(h for h in retriever.cells(query, retriever.select()) if h.passages)
    own = retriever.query(hit.passages[0].passage.text)
    other = retriever.query("which goalkeeper saved the last penalty of the cup final")
    assert retriever.compare_finely(other, hit) < HELD < retriever.compare_finely(own, hit)
    assert retriever.compare_finely(own, replace(hit, passages=())) == 0.0
