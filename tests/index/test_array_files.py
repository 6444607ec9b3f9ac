from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.encode import Encoder
from msqqa.errors import StoreError
from msqqa.index import array_files
from msqqa.index.array_files import IndexArrays, expand_ranges, gather_lists
from msqqa.index.split import sentences_of
from msqqa.words import STOP_WORDS, stem, words

if TYPE_CHECKING:
    from msqqa.index.open import Index

_LISTS = st.lists(st.lists(st.integers(-9, 9), max_size=4), max_size=8)


def _offsets(lists: list[list[int]]) -> Any:
    return np.cumsum([0, *map(len, lists)], dtype=np.int64)


# ---------------------------------------------------------------- lists end to end


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6))))
def test_ranges_come_end_to_end(ranges: list[tuple[int, int]]) -> None:
    firsts, lengths = (np.array([r[i] for r in ranges], dtype=np.int64) for i in (0, 1))
    found = expand_ranges(firsts, lengths)
    assert found.dtype == np.int64
    assert found.tolist() == [n for first, length in ranges for n in range(first, first + length)]


@given(_LISTS, st.data())
def test_lists_come_end_to_end_in_the_order_asked_for(lists: list[list[int]], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(range(len(lists))))) if lists else []
    values = np.array([n for own in lists for n in own], dtype=np.int32)
    found, begins = gather_lists(values, _offsets(lists), np.array(chosen, dtype=np.int64))
    assert found.tolist() == [n for row in chosen for n in lists[row]]
    assert begins.tolist() == [sum(len(lists[row]) for row in chosen[:i]) for i in range(len(chosen))]


# ---------------------------------------------------------------- files


@settings(deadline=None)
@given(_LISTS, st.sampled_from([np.int32, np.int64, np.uint8, "S32"]))
def test_arrays_come_back_as_they_went_in(lists: list[list[int]], kind: Any) -> None:
    raw = [n for own in lists for n in own]
    keys = [bytes([n % 256]) * 32 for n in raw]
    values = np.array(keys, dtype=kind) if kind == "S32" else np.array([n % 200 for n in raw], dtype=kind)
    with tempfile.TemporaryDirectory() as folder:
        array_files.write(Path(folder), {"word_ids": values, "word_offsets": _offsets(lists)})
        found = IndexArrays(Path(folder))
        assert found["word_ids"].dtype == values.dtype
        assert found["word_ids"].tolist() == values.tolist()
        for i in range(len(lists)):
            assert (
                found.of("word_ids", "word_offsets", i).tolist() == values[slice(*_offsets(lists)[i : i + 2])].tolist()
            )


def test_an_array_cannot_be_changed(msq_index: Index) -> None:
    for name in array_files.NAMES:
        array = msq_index.store.columns[name]
        with pytest.raises(ValueError, match="read-only"):
            array[:1] = array[:1]


@pytest.mark.parametrize("data", [None, b"", b"\x93NUMPY", b"no array", b"\x80\x04N."])
def test_what_is_no_array_is_refused(tmp_path: Path, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / "word_ids.npy").write_bytes(data)
    with pytest.raises(StoreError, match="--rebuild"):
        IndexArrays(tmp_path)["word_ids"]


# ---------------------------------------------------------------- what they say of the shipped corpus


def test_every_array_is_there_and_as_long_as_the_others_say(msq_index: Index) -> None:
    held = msq_index.store.columns
    assert held.cells == len(held["cell_source"]) == len(held["cell_passages"]) - 1 == len(msq_index.store.cells)
    assert held.passages == len(held["passage_length"]) == len(held["passage_keys"])
    for offsets, values, n in (
        ("word_offsets", "word_ids", held.passages),
        ("word_offsets", "word_counts", held.passages),
        ("sentence_offsets", "sentence_rows", held.passages),
        ("question_offsets", "question_cells", len(msq_index.store.questions)),
        ("question_word_offsets", "question_words", len(msq_index.store.questions)),
        ("posting_offsets", "posting_rows", len(set(held["vocabulary_stem"].tolist()))),
        ("posting_offsets", "posting_counts", len(set(held["vocabulary_stem"].tolist()))),
    ):
        assert len(held[offsets]) == n + 1
        assert held[offsets][0] == 0
        assert held[offsets][-1] == len(held[values])
        assert (np.diff(held[offsets]) >= 0).all()


def test_cells_and_passages_are_where_the_store_has_them(msq_index: Index) -> None:
    store, held = msq_index.store, msq_index.store.columns
    for number, cell in store.cells.items():
        assert store.questions[store.question_of(number)][1] == cell.question
        assert number in held.of("question_cells", "question_offsets", store.question_of(number))
        assert store.source_of(number).path == cell.source
        assert store.find_cell(cell.respondent, cell.question) == number
        for row in store.passages_of(number):
            assert held["passage_cell"][row] == number


def test_words_are_those_of_each_passage(msq_index: Index) -> None:
    store, held = msq_index.store, msq_index.store.columns
    numbered = store.words_by_number()
    for row, (_, passage) in store.all_passages().items():
        ids, counts = (held.of(values, "word_offsets", row).tolist() for values in ("word_ids", "word_counts"))
        read, standing = (Counter(word.text for word in words(text)) for text in (passage.text, passage.quote))
        assert len(set(ids)) == len(ids)
        assert {numbered[id_]: n for id_, n in zip(ids, counts, strict=True)} == {**dict.fromkeys(standing, 0), **read}
        assert held["passage_length"][row] == read.total()


def test_vectors_are_named_by_what_they_are_of(msq_index: Index) -> None:
    store, held, encoder = msq_index.store, msq_index.store.columns, Encoder.named()
    named = [key.ljust(32, b"\0").hex() for key in held["piece_keys"]]
    assert len(set(named)) == len(named)
    for row, (_, passage) in store.all_passages().items():
        rows = held.of("sentence_rows", "sentence_offsets", row).tolist()
        assert [named[i] for i in rows] == [
            encoder.key(encoder.add_prompt(sentence, "passage")) for sentence in sentences_of(passage.text)
        ]
    for (question, phrasing), row, asking in zip(
        store.phrasings, held["phrasing_rows"], held["phrasing_question"], strict=True
    ):
        assert (named[row], asking) == (encoder.key(encoder.add_prompt(phrasing, "query")), question)
    for word, row in zip(store.words_by_number(), held["vocabulary_rows"], strict=True):
        carries_a_topic = word not in STOP_WORDS and not word.isnumeric()
        assert (named[row] if row >= 0 else None) == (
            encoder.key(encoder.add_prompt(word, "query")) if carries_a_topic else None
        )


def test_stems_are_those_of_their_words(msq_index: Index) -> None:
    of = msq_index.store.columns["vocabulary_stem"].tolist()
    stem_of = {word: stem(word) for word in msq_index.store.words_by_number()}
    pairs = set(zip(of, stem_of.values(), strict=True))
    assert len(pairs) == len(set(of)) == len(set(stem_of.values())), "one number for one stem"
