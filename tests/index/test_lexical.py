from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.index import array_files
from msqqa.index.array_files import IndexArrays
from msqqa.index.lexical import Lexical, choose_top
from msqqa.words import stem, stems

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from msqqa.index.open import Index

STEMS = 6
Texts = list[dict[int, int]]
"""Passages as their stems, each with how often it stands there; 0 where it stands in the source only."""

_TEXTS: st.SearchStrategy[Texts] = st.lists(
    st.dictionaries(st.integers(0, STEMS - 1), st.one_of(st.integers(0, 3), st.just(255))), min_size=1, max_size=12
)
_WANTED = st.lists(st.integers(0, STEMS - 1), unique=True)
_WITHIN = st.none() | st.sets(st.integers(0, 11))


def _lexical(texts: Texts) -> Lexical:
    holding = [[row for row, text in enumerate(texts) if stem_ in text] for stem_ in range(STEMS)]
    arrays: dict[str, NDArray[Any]] = {
        "passage_cell": np.arange(len(texts), dtype=np.int32),
        "passage_length": np.array([sum(text.values()) for text in texts], dtype=np.int32),
        "posting_offsets": np.cumsum([0, *map(len, holding)], dtype=np.int64),
        "posting_rows": np.array([row for rows in holding for row in rows], dtype=np.int32),
        "posting_counts": np.array([texts[row][s] for s, rows in enumerate(holding) for row in rows], dtype=np.uint8),
    }
    with tempfile.TemporaryDirectory() as folder:
        array_files.write(Path(folder), arrays)
        found = IndexArrays(Path(folder))
        for name in arrays:
            found[name]  # opened before the folder is gone
    return Lexical(found)


def _bm25(texts: Texts, wanted: Collection[int], k1: float = 1.2, b: float = 0.75) -> list[float]:
    """Return each text's score, as Robertson and Zaragoza have it."""
    lengths = [sum(text.values()) for text in texts]
    mean = sum(lengths) / len(lengths) or 1
    scores = []
    for text, length in zip(texts, lengths, strict=True):
        score = 0.0
        for stem_ in wanted:
            n = sum(stem_ in other for other in texts)
            tf = text.get(stem_, 0)
            idf = math.log(1 + (len(texts) - n + 0.5) / (n + 0.5))
            score += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean))
        scores.append(score)
    return scores


def _rows(within: set[int] | None, n: int) -> np.ndarray | None:
    return None if within is None else np.array(sorted(row for row in within if row < n), dtype=np.int64)


# ---------------------------------------------------------------- the greatest


@given(st.lists(st.floats(width=32, allow_nan=False) | st.integers(0, 3)), st.integers(-1, 40))
def test_the_top_is_that_of_a_sorted_list(scores: Sequence[float], depth: int) -> None:
    found = choose_top(np.array(scores, dtype=np.float32), depth)
    assert found.dtype == np.int64
    assert found.tolist() == sorted(range(len(scores)), key=lambda i: (-scores[i], i))[: max(depth, 0)]


# ---------------------------------------------------------------- made-up texts


@settings(deadline=None)
@given(_TEXTS, _WANTED, st.integers(0, 15), _WITHIN)
def test_texts_are_ranked_by_bm25(texts: Texts, wanted: list[int], depth: int, within: set[int] | None) -> None:
    scores = _bm25(texts, wanted)
    allowed = [row for row, score in enumerate(scores) if score > 0 and (within is None or row in within)]
    rows, found = _lexical(texts).rank(wanted, depth, _rows(within, len(texts)))
    assert len(set(rows.tolist())) == len(rows) == len(found) == min(depth, len(allowed))
    assert set(rows.tolist()) <= set(allowed)
    np.testing.assert_allclose(found, [scores[row] for row in rows], rtol=1e-5)
    told = [(-score, row) for score, row in zip(found.tolist(), rows.tolist(), strict=True)]
    assert told == sorted(told), "the best first, of equals the earlier"
    left = set(allowed) - set(rows.tolist())
    assert all(scores[row] <= min(found, default=math.inf) * (1 + 1e-5) for row in left)


@settings(deadline=None)
@given(_TEXTS, _WANTED, st.sets(st.integers(0, 11)))
def test_a_filter_changes_no_score(texts: Texts, wanted: list[int], within: set[int]) -> None:
    lexical = _lexical(texts)
    everywhere = dict(zip(*(found.tolist() for found in lexical.rank(wanted, 99)), strict=True))
    rows, scores = lexical.rank(wanted, 99, _rows(within, len(texts)))
    assert dict(zip(rows.tolist(), scores.tolist(), strict=True)) == {
        row: score for row, score in everywhere.items() if row in within
    }


@settings(deadline=None)
@given(_TEXTS, st.lists(st.integers(0, STEMS - 1), min_size=1), _WITHIN)
def test_texts_that_hold_all_stems_are_found(texts: Texts, wanted: list[int], within: set[int] | None) -> None:
    lexical = _lexical(texts)
    found = lexical.find_with_all(wanted, _rows(within, len(texts)))
    assert found.dtype == np.int64
    assert found.tolist() == [
        row for row, text in enumerate(texts) if set(wanted) <= text.keys() and (within is None or row in within)
    ]
    assert [lexical.passages_with(s) for s in range(STEMS)] == [sum(s in text for text in texts) for s in range(STEMS)]


# ---------------------------------------------------------------- the shipped corpus


def _number(index: Index, word: str) -> int:
    found = index.store.stem(stem(word))
    assert found is not None
    return found[0]


def test_words_are_ranked_and_filtered(msq_index: Index) -> None:
    store, lexical = msq_index.store, Lexical(msq_index.store.columns)
    wanted = [_number(msq_index, "sandbox")]
    rows, scores = lexical.rank(wanted, 50)
    assert len(rows) > 1
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    assert scores.min() > 0
    for _, passage in store.passages(rows.tolist()).values():
        assert stem("sandbox") in stems(passage.text)
    [(cell, _)] = store.passages([int(rows[-1])]).values()
    within = np.array(store.passages_of(cell), dtype=np.int64)
    assert {store.passages([row])[row][0] for row in lexical.rank(wanted, 50, within)[0].tolist()} == {cell}
    assert lexical.rank(wanted, 1)[0].tolist() == rows[:1].tolist()
    for nothing in (lexical.rank([], 10), lexical.rank(wanted, 10, within[:0]), lexical.rank(wanted, 0)):
        assert [found.tolist() for found in nothing] == [[], []]


def test_every_stem_is_found_in_the_passages_that_hold_it(msq_index: Index) -> None:
    store, lexical = msq_index.store, Lexical(msq_index.store.columns)
    held: dict[str, list[int]] = {}
    for row, (_, passage) in store.all_passages().items():
        for own in sorted({*stems(passage.text), *stems(passage.quote)}):
            held.setdefault(own, []).append(row)
    for own, rows in held.items():
        found = store.stem(own)
        assert found is not None
        assert lexical.find_with_all([found[0]]).tolist() == rows
