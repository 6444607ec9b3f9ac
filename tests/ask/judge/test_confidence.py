from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.judge.confidence import ANSWERED_BY_SILENCE, probability, signals

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


def test_a_blank_cell_answers_what_is_asked_in_its_own_words_and_nothing_else(survey_engine: Engine) -> None:
    retriever, store = survey_engine.retriever, survey_engine.index.store
    blank = [row for row in range(len(store.columns["cell_question"])) if store.cell(row).stance == "blank"]
    asked = [store.questions[store.question_of(row)][2] for row in blank]
    assert asked

    def answered(text: str, row: int) -> float:
        query = retriever.query(text)
        cells = retriever.select((store.respondent_of(row),))
        hit = next(h for h in retriever.cells(query, cells) if h.row == row)
        assert not hit.passages
        found = signals(query, hit, retriever.alike)
        assert found[:2] == (hit.asked, hit.asked)
        return probability(found)

    assert all(answered(text, row) >= ANSWERED_BY_SILENCE for text, row in zip(asked, blank, strict=True))
    assert all(answered("who won the football match on Sunday", row) < ANSWERED_BY_SILENCE for row in blank)
