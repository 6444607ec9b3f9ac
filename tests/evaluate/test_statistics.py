from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.evaluate import statistics
from msqqa.evaluate.statistics import Estimate, figure, permutation_test

VALUES = st.lists(st.sampled_from([0.0, 1.0]) | st.floats(0, 1000), min_size=1, max_size=40)


def _exact(first: list[float], second: list[float]) -> float:
    """Return the share of all signs with which the differences are as far from nought."""
    differences = np.subtract(first, second)
    sums = np.array(list(product([-1, 1], repeat=len(differences)))) @ differences
    return float((np.abs(sums) >= abs(differences.sum()) - 1e-12).mean())


# ---------------------------------------------------------------- intervals


@settings(deadline=None, max_examples=30)
@given(values=VALUES)
def test_an_interval_holds_the_mean_and_lies_within_the_values(values: list[float]) -> None:
    found = figure(values)
    assert found.n == len(values)
    assert found.value == pytest.approx(sum(values) / len(values))
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    near = 1e-9 * max(values)
    assert min(values) - near <= found.low <= found.value + near
    assert found.value - near <= found.high <= max(values) + near


def test_a_figure_is_the_same_every_time() -> None:
    values = np.random.default_rng(1).random(50).tolist()
    assert figure(values) == figure(values)


def test_the_order_of_the_values_changes_an_interval_little() -> None:
    values = np.random.default_rng(1).random(50).tolist()
    one, other = figure(values), figure(values[::-1])
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), abs=0.01)


@pytest.mark.parametrize("value", [0.0, 1.0, 0.1, 1 / 3])
@pytest.mark.parametrize("n", [1, 3, 250])
def test_equal_values_have_no_width(value: float, n: int) -> None:
    found = figure([value] * n)
    assert (found.value, found.low, found.high) == pytest.approx((value, value, value), abs=1e-12)
    assert found.n == n


def test_of_nothing_there_is_no_figure() -> None:
    assert figure([]) == Estimate(None, None, None, 0)


def test_an_interval_is_as_wide_as_the_normal_one_where_values_are_many() -> None:
    found = figure([0.0] * 300 + [1.0] * 100)
    half = 1.96 * (0.25 * 0.75 / 400) ** 0.5
    assert (found.low, found.high) == pytest.approx((0.25 - half, 0.25 + half), abs=0.005)


def test_what_is_drawn_at_once_changes_nothing_but_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).random(50).tolist()
    whole = figure(values)
    monkeypatch.setattr(statistics, "_AT_ONCE", 50 * 7)
    parted = figure(values)
    assert (whole.value, whole.low, whole.high) == pytest.approx((parted.value, parted.low, parted.high), abs=0.005)
    assert permutation_test(values[:8], values[8:16]) == pytest.approx(_exact(values[:8], values[8:16]), abs=0.02)


# ---------------------------------------------------------------- permutation test


@pytest.mark.parametrize("seed", range(6))
def test_p_is_close_to_that_of_all_signs(seed: int) -> None:
    first, second = np.random.default_rng(seed).random((2, 8)).tolist()
    assert permutation_test(first, second) == pytest.approx(_exact(first, second), abs=0.02)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0]),
        ([1, 1, 1, 1, 1, 1, 0, 0], [0, 0, 0, 0, 0, 1, 1, 0]),
        ([1, 0, 1, 0, 1, 0, 1, 0], [0, 1, 0, 1, 0, 1, 0, 1]),
        ([0.1, 0.2, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3], [0.3, 0.1, 0.2, 0.3, 0.3, 0.3, 0.3, 0.3]),
    ],
)
def test_ties_count_as_being_as_far(first: list[float], second: list[float]) -> None:
    assert permutation_test(first, second) == pytest.approx(_exact(first, second), abs=0.02)


@settings(deadline=None, max_examples=30)
@given(pairs=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20))
def test_p_is_a_share_and_the_same_both_ways(pairs: list[tuple[float, float]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    p = permutation_test(first, second)
    assert 0 < p <= 1
    assert permutation_test(second, first) == p == permutation_test(first, second)


def test_equals_are_never_told_apart() -> None:
    values = np.random.default_rng(1).random(50).tolist()
    assert permutation_test(values, values) == 1.0
    assert permutation_test([], []) == 1.0


def test_a_large_difference_that_is_always_there_is_no_chance() -> None:
    assert permutation_test([0.9] * 40, [0.5] * 40) < 0.001


def test_a_difference_now_this_way_now_that_is_chance() -> None:
    assert permutation_test([0, 1] * 20, [1, 0] * 20) > 0.9


def test_questions_that_are_alike_tell_nothing() -> None:
    first, second = [1.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0]
    assert permutation_test(first + [0.5] * 100, second + [0.5] * 100) == permutation_test(first, second)


def test_p_has_its_nominal_size_where_nothing_differs() -> None:
    source = np.random.default_rng(5)
    found = [permutation_test(*source.random((2, 15)).tolist()) for _ in range(200)]
    assert sum(p <= 0.1 for p in found) == pytest.approx(20, abs=13)  # three standard deviations


def test_unpaired_values_are_refused() -> None:
    with pytest.raises(ValueError, match="2 values are paired with 1"):
        permutation_test([1, 0], [1])
