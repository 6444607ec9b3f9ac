from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.errors import StoreError
from msqqa.index import dense
from msqqa.index.dense import Vectors
from tests.support import process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from msqqa.index.open import Index

WIDTH = 8
_SEEDS = st.integers(0, 2**32 - 1)
_ROWS = st.lists(st.integers(0, 39), max_size=60)


def _some(n: int, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(n, WIDTH)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@contextmanager
def _written(
    vectors: NDArray[np.float32], pieces: NDArray[np.float32] | None = None, runs: int = 1
) -> Iterator[Vectors]:
    """Open some vectors, written in several runs."""
    pieces = vectors[:0] if pieces is None else pieces
    with tempfile.TemporaryDirectory() as folder:
        dense.write(Path(folder) / dense.FILE, np.array_split(vectors, runs), len(vectors), WIDTH)
        dense.write_pieces(Path(folder) / dense.PIECES, np.array_split(pieces, runs), len(pieces), WIDTH)
        yield Vectors(Path(folder))


# ---------------------------------------------------------------- passages


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(0, 50), _SEEDS, st.none() | st.sets(st.integers(0, 39)))
def test_the_nearest_are_the_nearest(n: int, depth: int, seed: int, within: set[int] | None) -> None:
    vectors = _some(n, seed)
    query = _some(1, seed + 1)[0]
    allowed = list(range(n)) if within is None else sorted(row for row in within if row < n)
    with _written(vectors, runs=3) as opened:
        np.testing.assert_array_equal(opened.passages, vectors)
        if depth == 0 and within is None:
            return  # FAISS wants at least one
        rows, scores = opened.nearest(query, depth, None if within is None else np.array(allowed, dtype=np.int64))
        cosines = {row: float(vectors[row] @ query) for row in allowed}
        assert len(rows) == len(scores) == min(depth, len(allowed))
        assert len(set(rows.tolist())) == len(rows)
        np.testing.assert_allclose(scores, [cosines[row] for row in rows.tolist()], atol=1e-6)
        best = sorted(cosines.values(), reverse=True)[: len(rows)]
        np.testing.assert_allclose(scores, best, atol=1e-6)


@settings(deadline=None)
@given(_SEEDS, st.sets(st.integers(0, 39)), st.sampled_from([np.nan, np.inf, -np.inf, 1e30]))
def test_a_filtered_search_looks_at_no_other_row(seed: int, within: set[int], poison: float) -> None:
    vectors, query = _some(40, seed), _some(1, seed + 1)[0]
    rows = np.array(sorted(within), dtype=np.int64)
    poisoned = np.full_like(vectors, poison)
    poisoned[rows] = vectors[rows]
    with _written(vectors) as clean, _written(poisoned) as other, np.errstate(all="raise"):
        wanted, found = clean.nearest(query, 10, rows), other.nearest(query, 10, rows)
        for one, same in zip(wanted, found, strict=True):
            np.testing.assert_array_equal(one, same)


@settings(deadline=None)
@given(_SEEDS, _ROWS)
def test_cosines_come_in_the_order_asked_for(seed: int, rows: list[int]) -> None:
    vectors, query = _some(40, seed), _some(1, seed + 1)[0]
    with _written(vectors) as opened:
        found = opened.cosines(query, np.array(rows, dtype=np.int64))
        np.testing.assert_allclose(found, vectors[rows] @ query if rows else [], atol=1e-6)


def test_nothing_is_near_within_nothing(survey_index: Index) -> None:
    nothing = np.empty(0, dtype=np.int64)
    rows, scores = survey_index.vectors.nearest(np.zeros(384, dtype=np.float32), 5, nothing)
    assert (rows.tolist(), scores.tolist()) == ([], [])


def test_nothing_is_near_where_there_is_nothing() -> None:
    with _written(_some(0, 0)) as opened:
        assert opened.passages.shape == (0, WIDTH)
        rows, scores = opened.nearest(_some(1, 0)[0], 5)
        assert (rows.tolist(), scores.tolist()) == ([], [])


def test_vectors_cannot_be_changed(survey_index: Index) -> None:
    for vectors in (survey_index.vectors.passages, survey_index.vectors.pieces):
        with pytest.raises(ValueError, match="read-only"):
            vectors[0, 0] = 1


def test_vectors_outlive_what_opened_them() -> None:
    # In a process of its own: what is read of memory that is gone may end it.
    script = """
import gc, tempfile
from pathlib import Path
import numpy as np
from msqqa.index import dense

vectors = np.random.default_rng(0).normal(size=(5000, 384)).astype(np.float32)
with tempfile.TemporaryDirectory() as folder:
    dense.write(Path(folder) / dense.FILE, [vectors], len(vectors), 384)
    dense.write_pieces(Path(folder) / dense.PIECES, [vectors], 5000, 384)
    kept = dense.Vectors(Path(folder)).passages, dense.Vectors(Path(folder)).pieces
gc.collect()
print(all(np.array_equal(vectors, array) for array in kept))
"""
    ended = process(script=script)
    assert ended.stdout == b"True\n", ended


# ---------------------------------------------------------------- pieces


@settings(deadline=None)
@given(_SEEDS, _ROWS)
def test_pieces_come_in_the_order_asked_for(seed: int, rows: list[int]) -> None:
    pieces = _some(40, seed)
    with _written(pieces[:1], pieces, runs=3) as opened:
        np.testing.assert_array_equal(opened.pieces, pieces)
        np.testing.assert_array_equal(opened.of_pieces(np.array(rows, dtype=np.int32)), pieces[rows].reshape(-1, WIDTH))


@pytest.mark.parametrize("rows", [[40], [-1], [0, 39, 40], [38, 39, 40], [3, -1]])
def test_a_piece_that_is_not_there_is_no_other(rows: list[int]) -> None:
    pieces = _some(40, 0)
    with _written(pieces[:1], pieces) as opened, pytest.raises(IndexError):
        opened.of_pieces(np.array(rows, dtype=np.int32))


@pytest.mark.parametrize("file", [dense.FILE, dense.PIECES])
@pytest.mark.parametrize("data", [None, b"", b"no vectors"])
def test_what_is_no_file_of_vectors_is_refused(tmp_path: Path, file: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / file).write_bytes(data)
    opened = Vectors(tmp_path)
    with pytest.raises(StoreError, match="--rebuild"):
        opened.passages if file == dense.FILE else opened.pieces  # noqa: B018


def test_few_passages_are_searched_as_many_are(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, query = _some(40, 3), _some(1, 4)[0]
    with _written(vectors) as opened:
        few, cosines = opened.nearest(query, 10)
        monkeypatch.setattr(dense, "_FEW", 0)
        many, scores = opened.nearest(query, 10)
    assert few.tolist() == many.tolist()
    assert np.allclose(cosines, scores, atol=1e-6)
