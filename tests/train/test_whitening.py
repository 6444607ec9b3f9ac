from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from msqqa.train.whitening import estimate, measure_background, read_judged, read_texts
from tests.support import REPO

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def _some(count: int, seed: int) -> NDArray[np.float32]:
    """Vectors that differ most in their first direction, about a mean that is not zero."""
    drawn = np.random.default_rng(seed).normal(size=(count, 4)) * [5, 1, 0.5, 0.1] + [3, 0, 1, 0]
    return drawn.astype(np.float32)


@pytest.mark.parametrize(("power", "spread"), [(1.0, [1, 1, 1, 1]), (0.0, [5, 1, 0.5, 0.1])])
def test_directions_are_divided_by_a_power_of_their_spread(power: float, spread: list[float]) -> None:
    vectors = _some(4000, 1)
    weight, bias = estimate([(vectors, 1.0)], power)
    moved = vectors @ weight.T + bias
    np.testing.assert_allclose(moved.mean(axis=0), 0, atol=1e-3)
    found = moved.std(axis=0)
    np.testing.assert_allclose(found / found[1], spread, rtol=0.1)


def test_a_group_counts_for_its_share_however_large_it_is() -> None:
    few, many = _some(400, 2), _some(4000, 3) + 2
    _, bias = estimate([(few, 0.5), (many, 0.5)], 0.0)
    np.testing.assert_allclose(-bias, (few.mean(axis=0) + many.mean(axis=0)) / 2, atol=1e-3)


def test_the_background_is_of_own_and_of_other_answers() -> None:
    axes = np.eye(3, dtype=np.float32)
    assert measure_background(axes, axes, np.eye(3, dtype=np.float32), np.zeros(3, np.float32)) == (0.0, 1.0)


def test_texts_are_read_once_each_by_their_kind(tmp_path: Path) -> None:
    lines = [("question", "is there a fee"), ("answer", "There is none."), ("answer", "There is none.")]
    file = tmp_path / "t.jsonl"
    file.write_text("".join(json.dumps({"lang": "en", "kind": k, "text": t}) + "\n" for k, t in lines), "utf-8")
    assert read_texts([file]) == {"query": ["is there a fee"], "passage": ["There is none."]}


def test_the_files_that_it_learns_from_are_sound() -> None:
    many = read_texts(sorted((REPO / "evals/judging/texts").glob("*.jsonl")))
    assert {kind: len(texts) for kind, texts in many.items()} == {"query": 630, "passage": 1170}
    judged = read_judged([REPO / "evals/judging/c08.jsonl"])
    assert judged["query"]
    assert judged["passage"]
