"""A set by meaning: how near each respondent comes, whatever the scores of the passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msqqa.ask.hits import PassageHit
from msqqa.ask.meaning import nearness, probability

if TYPE_CHECKING:
    from msqqa.index.open import Index


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.data())
def test_whatever_passages_score_each_respondent_comes_somehow_near(survey_index: Index, data: st.DataObject) -> None:
    store = survey_index.store
    rows = data.draw(st.lists(st.integers(0, store.columns.passages - 1), min_size=1, max_size=6, unique=True))
    hits = []
    for row in rows:
        sentence, own = data.draw(st.floats(-1, 1)), data.draw(st.floats(0, 1))
        cell = int(store.columns["passage_cell"][row])
        hits.append(PassageHit(row, cell, 0.0, sentence, sentence, own, own, store))
    whose = [store.respondent_of(hit.cell) for hit in hits]
    near = nearness(hits, whose, store, len(store.respondents))
    assert near.keys() == set(whose)
    for relative, margin, own_hits in near.values():
        assert margin > 0
        assert 0 <= probability(relative, margin) <= 1
        assert own_hits


@pytest.mark.parametrize("sentence", [-0.2, 0.0])
def test_passages_that_are_all_unlike_are_no_fault(survey_index: Index, sentence: float) -> None:
    store = survey_index.store
    every = range(store.columns.passages)
    hits = [
        PassageHit(row, int(store.columns["passage_cell"][row]), 0.0, sentence, sentence, 0.0, 0.0, store)
        for row in every
    ]
    whose = [store.respondent_of(hit.cell) for hit in hits]
    assert nearness(hits, whose, store, len(store.respondents)).keys() == set(whose)
