from __future__ import annotations

import json
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import StoreError
from msqqa.form.align import best_alignment
from msqqa.form.cells import cells_of
from msqqa.form.load import load_known_forms
from msqqa.form.segment import segment
from msqqa.index import manifest
from msqqa.index.check import check
from msqqa.index.lexical import Lexical
from msqqa.index.open import ForeignIndexError, open_index
from msqqa.index.store import Store
from msqqa.read import read
from msqqa.words import STOP_WORDS, stem, stems, words
from tests.support import MSQ

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.index.open import Index
    from tests.support import Place


# ---------------------------------------------------------------- store


def test_cells_come_back_as_they_went_in(msq_index: Index) -> None:
    document = read(MSQ / "mongolia.md", "mongolia.md")
    alignment = best_alignment(document, load_known_forms())
    assert alignment is not None
    cells = cells_of(document, alignment, segment(document, alignment), "mongolia")
    assert list(msq_index.store.cells.values()) == cells


def test_the_form_comes_back_as_it_went_in(msq_index: Index) -> None:
    [form] = load_known_forms()
    assert msq_index.store.forms == {form.id: form}
    assert [q[1] for q in msq_index.store.questions.values()] == [q.id for q in form.questions]


def test_the_text_comes_back_as_it_stands(msq_index: Index) -> None:
    assert msq_index.store.text("mongolia.md") == (MSQ / "mongolia.md").read_bytes().decode("utf-8")


def test_a_passage_lies_within_its_cell(msq_index: Index) -> None:
    store = msq_index.store
    cells = store.cells
    for row, (cell_row, passage) in store.all_passages().items():
        cell = cells[cell_row]
        assert store.cell(cell_row) == cell
        assert (passage.respondent, passage.question) == (cell.respondent, cell.question)
        assert any(a <= passage.start < passage.end <= b for a, b in [(cell.runs[0][0], cell.runs[-1][1])])
        assert not any(a < passage.end and passage.start < b for a, b in cell.withheld)
        assert row in store.passages_of(cell_row)


@pytest.mark.parametrize("odd", ["and", "or", "not", "near", "stems", "*", "it's", "a-b", "(", "^x", "x:y", "%", "☃"])
def test_no_word_is_taken_for_an_operator(survey_index: Index, odd: str) -> None:
    store = survey_index.store
    written = {word.text for _, passage in store.all_passages().values() for word in words(passage.quote)}
    asked = {word.text for _, phrasing in store.phrasings for word in words(phrasing)}
    known = written | asked
    assert (store.word(odd) is not None) == (odd in known)
    assert (store.stem(odd) is not None) == (odd in {stem(word) for word in known})
    assert (odd in store.vocabulary) == (odd in known - STOP_WORDS)
    assert set(store.vocabulary.find_by_prefix(odd)) == {word for word in known if word.startswith(odd)}
    assert store.names.get((odd,)) == ((("absent", ("Andorra",), "Andorra")) if odd == "and" else None)
    assert store.names.longest(odd) == (odd == "and")


def test_the_vocabulary_is_that_of_the_answers_and_of_the_form(msq_index: Index) -> None:
    store = msq_index.store
    written = [{word.text for word in words(passage.text)} for _, passage in store.all_passages().values()]
    asked: dict[int, set[str]] = {}
    for question, phrasing in store.phrasings:
        asked.setdefault(question, set()).update(word.text for word in words(phrasing))
    uses = Counter(word for text in [*written, *asked.values()] for word in text)
    assert dict(store.vocabulary) == {
        word: n for word, n in uses.items() if word not in STOP_WORDS and not word.isnumeric()
    }
    assert len(store.vocabulary) == len(dict(store.vocabulary))
    passages = [set(stems(passage.quote)) for _, passage in store.all_passages().values()]
    questions = [{stem(word) for word in own} for own in asked.values()]
    for word in ("sandbox", "data", "regulatori", "the", "2021"):
        found = store.stem(word)
        assert found is not None
        assert found[1:] == (sum(word in own for own in passages), sum(word in own for own in questions))


def test_words_are_numbered_as_the_columns_have_them(survey_index: Index) -> None:
    store = survey_index.store
    numbered = store.words_by_number()
    assert [store.word(word) for word in numbered] == list(range(len(numbered)))
    for word, of_stem in zip(numbered, store.columns["vocabulary_stem"].tolist(), strict=True):
        assert store.stem(stem(word))[0] == of_stem  # type: ignore[index]


def test_a_word_of_the_form_is_no_word_of_an_answer(survey_index: Index) -> None:
    found = survey_index.store.stem(stem("regulatory"))
    assert found is not None
    number, passages, questions = found
    assert (passages, questions) == (0, 1)
    assert Lexical(survey_index.store.columns).find_with_all([number]).tolist() == []


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
        Store(tmp_path)
    with pytest.raises(StoreError):
        Store(tmp_path / "missing")


def test_a_source_that_is_not_held_is_refused(survey_index: Index) -> None:
    with pytest.raises(StoreError):
        survey_index.store.text("estonia.md")


# ---------------------------------------------------------------- manifest, open, check


def test_a_manifest_comes_back_as_it_went_in(survey_once: Place) -> None:
    found = manifest.load(survey_once.index)
    assert found is not None
    assert json.loads(found.dump()) == survey_once.manifest


def test_there_is_no_manifest_where_there_is_none(tmp_path: Path) -> None:
    assert manifest.load(tmp_path) is None
    assert manifest.load(tmp_path / "nowhere") is None
    assert open_index(tmp_path) is None


@pytest.mark.parametrize("key", ["corpus", "generation", "model_sha256", "precision", "counts", "files"])
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


def test_another_precision_is_refused(survey: Place) -> None:
    survey.tamper(precision="fp32")
    assert open_index(survey.index) is not None
    with pytest.raises(StoreError, match="--precision int8"):
        open_index(survey.index, None, Encoder.named())


def test_all_that_is_checked_holds(survey_index: Index) -> None:
    checked = check(survey_index)
    assert checked.problems == []
    assert checked.counts["sources"] == 3
    assert checked.counts["passages"] == survey_index.store.passage_count
    assert checked.counts["vectors"] == len(survey_index.vectors.passages) + len(survey_index.vectors.pieces)


def test_what_is_no_longer_in_memory_is_read_again_by_its_row(msq: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer with more passages than are kept must not have each of them cut from its whole source again."""
    question = "does Mongolia have a regulatory sandbox"
    wanted = Engine.open(msq.index).ask(question, limit=0)
    monkeypatch.setattr("msqqa.index.store._KEPT", 0)
    engine, asked = Engine.open(msq.index), list[str]()
    database: Any = engine.index.store._db
    database.set_trace_callback(asked.append)
    found = engine.ask(question, limit=0)
    assert len(found.citations) > 1
    assert (found.text, found.citations, found.respondents) == (wanted.text, wanted.citations, wanted.respondents)
    assert not [statement for statement in asked if statement.startswith("SELECT text FROM source")]
