from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import MSQ

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import StoreError
from msqqa.form.align import best_alignment
from msqqa.form.cells import cells_of
from msqqa.form.load import known_forms
from msqqa.form.segment import segment
from msqqa.index import dense, manifest
from msqqa.index.check import check
from msqqa.index.open import ForeignIndexError, open_index
from msqqa.index.store import Store
from msqqa.read import read
from msqqa.words import stem, stems

if TYPE_CHECKING:
    from pathlib import Path

    from support import Place

    from msqqa.index.open import Index


# ---------------------------------------------------------------- store


def test_cells_come_back_as_they_went_in(msq_index: Index) -> None:
    document = read(MSQ / "mongolia.md", "mongolia.md")
    alignment = best_alignment(document, known_forms())
    assert alignment is not None
    cells = cells_of(document, alignment, segment(document, alignment), "mongolia")
    assert list(msq_index.store.cells.values()) == cells


def test_the_form_comes_back_as_it_went_in(msq_index: Index) -> None:
    [form] = known_forms()
    assert msq_index.store.forms == {form.id: form}
    assert [q[1] for q in msq_index.store.questions.values()] == [q.id for q in form.questions]


def test_the_text_comes_back_as_it_stands(msq_index: Index) -> None:
    assert msq_index.store.text("mongolia.md") == (MSQ / "mongolia.md").read_bytes().decode("utf-8")


def test_a_passage_lies_within_its_cell(msq_index: Index) -> None:
    store = msq_index.store
    for row, (cell_row, passage) in store.all_passages().items():
        cell = store.cells[cell_row]
        assert (passage.respondent, passage.question) == (cell.respondent, cell.question)
        assert any(a <= passage.start < passage.end <= b for a, b in [(cell.runs[0][0], cell.runs[-1][1])])
        assert not any(a < passage.end and passage.start < b for a, b in cell.withheld)
        assert row in store.passages_of(cell_row)


def test_words_are_ranked_and_filtered(msq_index: Index) -> None:
    store = msq_index.store
    found = store.rank_words([stem("sandbox")], None, 50)
    assert found
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    for row, score in found:
        assert score > 0
        assert stem("sandbox") in stems(store.passages([row])[row][1].text)
    cell = store.passages([found[-1][0]])[found[-1][0]][0]
    assert {store.passages([row])[row][0] for row, _ in store.rank_words([stem("sandbox")], [cell], 50)} == {cell}
    assert store.rank_words([stem("sandbox")], None, 1) == found[:1]
    assert store.rank_words([], None, 10) == []
    assert store.rank_words([stem("sandbox")], [], 10) == []


@pytest.mark.parametrize("odd", ["and", "or", "not", "near", "stems", "*", "it's", "a-b", "(", "^x", "x:y", "☃"])
def test_no_word_is_taken_for_an_operator(survey_index: Index, odd: str) -> None:
    survey_index.store.rank_words([odd], None, 10)


def test_a_word_of_the_form_is_no_word_of_an_answer(survey_index: Index) -> None:
    assert stem("regulatory") not in survey_index.store.vocabulary
    assert survey_index.store.question_vocabulary[stem("regulatory")] == 1


def test_abbreviations_are_those_that_the_corpus_defines(survey_index: Index) -> None:
    assert survey_index.store.abbreviations == {"WCAG": ("Web Content Accessibility Guidelines",)}


def test_lines_are_those_of_the_text(survey_index: Index) -> None:
    store = survey_index.store
    text = store.text("kenya.md")
    at = text.index("The Data Protection Act")
    line = text[:at].count("\n") + 1
    assert store.lines("kenya.md", at, at + 5) == (line, line)
    assert store.lines("kenya.md", at, len(text)) == (line, text.count("\n"))


def test_a_store_is_read_only(survey_index: Index) -> None:
    with pytest.raises(sqlite3.OperationalError):
        survey_index.store._db.execute("DELETE FROM cell")


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_text("no database", encoding="utf-8")
    with pytest.raises(StoreError, match="--rebuild"):
        Store(tmp_path / "store.sqlite")
    with pytest.raises(StoreError):
        Store(tmp_path / "missing.sqlite")


def test_a_source_that_is_not_held_is_refused(survey_index: Index) -> None:
    with pytest.raises(StoreError):
        survey_index.store.text("estonia.md")


# ---------------------------------------------------------------- vectors


@given(st.integers(1, 40), st.integers(0, 50), st.randoms(use_true_random=False))
def test_the_nearest_are_the_nearest(n: int, depth: int, random: Any) -> None:
    import tempfile
    from pathlib import Path

    vectors = np.random.default_rng(random.randrange(2**32)).normal(size=(n, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    within = sorted({random.randrange(n) for _ in range(random.randrange(1, 9))})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "v.faiss"
        dense.write(file, vectors)
        opened = dense.Vectors(file)
        assert len(opened) == n
        np.testing.assert_array_equal(opened.rows(list(range(n))), vectors)
        if depth == 0:
            return
        cosines = vectors @ vectors[0]
        for chosen in (None, within):
            allowed = list(range(n)) if chosen is None else chosen
            found = opened.nearest(vectors[0], depth, chosen)
            assert len(found) == min(depth, len(allowed))
            assert {row for row, _ in found} <= set(allowed)
            wanted = sorted((float(cosines[row]) for row in allowed), reverse=True)[: len(found)]
            np.testing.assert_allclose([score for _, score in found], wanted, atol=1e-5)


def test_nothing_is_near_within_nothing(survey_index: Index) -> None:
    assert survey_index.vectors.nearest(np.zeros(384, dtype=np.float32), 5, []) == []


# ---------------------------------------------------------------- manifest, open, check


def test_a_manifest_comes_back_as_it_went_in(survey_once: Place) -> None:
    found = manifest.load(survey_once.index)
    assert found is not None
    assert json.loads(found.dump()) == survey_once.manifest


def test_there_is_no_manifest_where_there_is_none(tmp_path: Path) -> None:
    assert manifest.load(tmp_path) is None
    assert manifest.load(tmp_path / "nowhere") is None
    assert open_index(tmp_path) is None


@pytest.mark.parametrize("key", ["corpus", "generation", "model_sha256", "counts", "files"])
def test_a_manifest_changed_by_hand_is_damaged(survey: Place, key: str) -> None:
    body = survey.manifest
    body[key] = "other"
    (survey.index / "manifest.json").write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(StoreError, match="damaged"):
        manifest.load(survey.index)


def test_an_index_opens_without_its_corpus(survey_once: Place) -> None:
    opened = open_index(survey_once.index)
    assert opened is not None
    assert opened.corpus_path == survey_once.corpus.resolve()
    assert opened.source_path("kenya.md") == survey_once.corpus.resolve() / "kenya.md"


def test_a_corpus_of_the_same_name_is_not_the_same(survey: Place, tmp_path: Path) -> None:
    other = tmp_path / "other" / "survey"
    other.mkdir(parents=True)
    (other / "kenya.md").write_text("x", encoding="utf-8")
    with pytest.raises(ForeignIndexError):
        open_index(survey.index, Corpus.at(other))


def test_another_model_is_refused(survey: Place) -> None:
    survey.tamper(model_sha256="0" * 64)
    assert open_index(survey.index) is not None
    with pytest.raises(StoreError, match="--rebuild"):
        open_index(survey.index, None, Encoder.named())


def test_all_that_is_checked_holds(survey_index: Index) -> None:
    checked = check(survey_index)
    assert checked.problems == []
    assert checked.counts["sources"] == 3
    assert checked.counts["passages"] == survey_index.store.passage_count
    assert checked.counts["vectors"] == len(survey_index.vectors)
