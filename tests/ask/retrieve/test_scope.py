from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.ask.retrieve.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Collection

    from msqqa.ask.engine import Engine
    from msqqa.index.open import Index
    from msqqa.index.store import Store
    from msqqa.model import Stance


def _by_hand(store: Store, respondents: Collection[str], questions: Collection[str]) -> tuple[list[int], list[int]]:
    """Return the cells and the passages that a filter leaves, having looked at every one."""
    cells = [
        number
        for number, cell in store.cells.items()
        if (not respondents or cell.respondent in respondents)
        and (not questions or cell.question in questions or cell.question.split(".")[0] in questions)
    ]
    return cells, [row for row, (cell, _) in store.all_passages().items() if cell in set(cells)]


def _is_what_is_left(store: Store, respondents: Collection[str], questions: Collection[str]) -> None:
    scope = Scope.of(store, respondents, questions)
    cells, passages = _by_hand(store, respondents, questions)
    for found, wanted in ((scope.cells, cells), (scope.passages, passages)):
        if found is None:
            assert len(cells) == len(store.cells)
        else:
            assert found.dtype == np.int64
            assert found.tolist() == wanted


def test_no_filter_leaves_everything(survey_index: Index) -> None:
    assert Scope.of(survey_index.store) == Scope.of(survey_index.store, ["peru", "kenya", "japan"]) == Scope(None, None)


@settings(deadline=None)
@given(respondents=st.lists(st.sampled_from(["japan", "kenya", "peru"])), questions=st.lists(st.sampled_from("1234")))
def test_a_filter_leaves_what_looking_at_all_would(
    survey_index: Index, respondents: list[str], questions: list[str]
) -> None:
    _is_what_is_left(survey_index.store, respondents, questions)


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_a_question_brings_its_sub_questions(msq_index: Index, data: st.DataObject) -> None:
    known = sorted({part for _, id_, _ in msq_index.store.questions.values() for part in (id_, id_.split(".")[0])})
    questions = data.draw(st.lists(st.sampled_from(known), max_size=4))
    _is_what_is_left(msq_index.store, data.draw(st.sampled_from([[], ["mongolia"]])), questions)


@pytest.mark.parametrize("respondents", [[], ["peru"], ["kenya", "peru"]])
@pytest.mark.parametrize("questions", [[], ["3"], ["3", "4"]])
def test_what_is_found_is_in_scope(survey_engine: Engine, respondents: list[str], questions: list[str]) -> None:
    retriever, store = survey_engine.retriever, survey_engine.index.store
    query = retriever.query("open data portal and a memorandum")
    scope = retriever.select(respondents, questions)
    cells, passages = _by_hand(store, respondents, questions)
    assert {hit.row for hit in retriever.passages(query, scope)} == set(passages)
    hits = retriever.cells(query, scope)
    assert {hit.row for hit in hits} == set(cells)
    every = retriever.every_cell(query, np.array(cells, dtype=np.int64))
    assert [hit.row for hit in every] == [hit.row for hit in hits]
    for mine, theirs in zip(hits, every, strict=True):
        assert mine.score == pytest.approx(theirs.score, abs=1e-6)


def test_a_filter_changes_the_order_of_nothing(survey_engine: Engine) -> None:
    retriever = survey_engine.retriever
    query = retriever.query("open data portal and a memorandum")
    everywhere = [hit for hit in retriever.cells(query, Scope()) if hit.respondent == "peru"]
    within = retriever.cells(query, retriever.select(["peru"]))
    assert [hit.row for hit in within] == [hit.row for hit in everywhere]
    for mine, theirs in zip(within, everywhere, strict=True):
        for field in dataclasses.fields(mine):
            if isinstance(value := getattr(mine, field.name), float):
                assert value == pytest.approx(getattr(theirs, field.name), abs=1e-6)


@pytest.mark.parametrize("stances", [("yes",), ("no", "unclear"), ("blank",), ("partial",)])
def test_only_what_says_so_is_left(survey_index: Index, stances: tuple[Stance, ...]) -> None:
    store = survey_index.store
    for respondents, questions in (((), ()), (("peru", "japan"), ()), ((), ("2", "3")), (("peru",), ("2",))):
        scope = Scope.of(store, respondents, questions, stances)
        cells, _ = _by_hand(store, respondents, questions)
        # Question 3 and 4 are answered in words, which is no yes.
        wanted = [
            n
            for n in cells
            if (cell := store.cell(n)).stance in stances
            and (cell.question in "12" or cell.stance in ("blank", "unclear"))
        ]
        assert scope.cells is not None
        assert scope.passages is not None
        assert scope.cells.tolist() == wanted
        assert scope.passages.tolist() == [p for n in wanted for p in store.passages_of(n)]
