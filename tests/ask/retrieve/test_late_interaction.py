"""Late interaction: which passage holds what a query's word pieces look for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.ask.retrieve.late_interaction import late_interaction


def _states(seed: int, pieces: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(pieces, 8)).astype(np.float32)


@given(st.integers(0, 1000), st.lists(st.integers(1, 6), min_size=2, max_size=5), st.integers(1, 5))
def test_scores_are_cosines_and_do_not_depend_on_order(seed: int, sizes: list[int], asked: int) -> None:
    passages = [_states(seed + n, size) for n, size in enumerate(sizes)]
    query = _states(seed + 99, asked)
    scores = late_interaction(query, passages)
    assert all(-1.0001 <= score <= 1.0001 for score in scores)
    assert late_interaction(query, passages[::-1])[::-1] == pytest.approx(scores, abs=1e-5)


def test_the_passage_that_holds_the_pieces_comes_first() -> None:
    query = _states(1, 3)
    others = [_states(n, 4) for n in (2, 3, 4)]
    scores = late_interaction(query, [*others, np.concatenate([_states(5, 2), query])])
    assert scores.index(max(scores)) == 3


def test_nothing_is_like_nothing() -> None:
    assert late_interaction(np.empty((0, 8), np.float32), [_states(1, 2)]) == [0.0]
    assert late_interaction(_states(1, 2), [np.empty((0, 8), np.float32), _states(2, 2)]) == [0.0, 0.0]
