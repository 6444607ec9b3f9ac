from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from msqqa.cache import digest_of
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import CorpusError, StoreError
from msqqa.index import array_files, dense, ownership, schema
from msqqa.index.build import build
from msqqa.index.changes import changes_of
from msqqa.index.open import ForeignIndexError, open_index
from msqqa.index.sources import phrasings_of, text_to_encode
from msqqa.words import stem
from tests.support import SURVEY_FORM, Told, response, write_survey

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from msqqa.index.build import Built
    from msqqa.index.open import Index
    from tests.support import Place


def _build(place: Place, told: Told | None = None, *, rebuild: bool = False) -> Built:
    return build(Corpus.at(place.corpus), place.index, Encoder.named(), told, rebuild=rebuild)


def _open(place: Place) -> Index:
    opened = open_index(place.index, Corpus.at(place.corpus), Encoder.named())
    assert opened is not None
    return opened


def _vectors(index: Index) -> dict[str, NDArray[np.float32]]:
    held = index.store.columns
    named = zip(
        [*held["passage_keys"], *held["piece_keys"]], [*index.vectors.passages, *index.vectors.pieces], strict=True
    )
    return {key.ljust(32, b"\0").hex(): vector for key, vector in named}


def test_an_unchanged_corpus_is_left_alone(survey: Place) -> None:
    before = {path: path.stat().st_mtime_ns for path in survey.index.rglob("*") if path.name != ".lock"}
    built = _build(survey)
    assert not built.fresh
    assert built.encoded == 0
    after = {path: path.stat().st_mtime_ns for path in survey.index.rglob("*") if path.name != ".lock"}
    assert after == before


def test_a_rebuild_makes_a_new_generation(survey: Place) -> None:
    before = survey.generation
    assert _build(survey, rebuild=True).fresh
    assert survey.generation != before
    assert not before.exists()


def test_only_new_text_is_encoded(survey: Place) -> None:
    whole = len(_vectors(_open(survey)))
    file = survey.corpus / "kenya.md"
    file.write_text(file.read_text(encoding="utf-8").replace("2019", "2021"), encoding="utf-8")
    told = Told()
    built = _build(survey, told)
    assert built.fresh
    assert 0 < built.encoded < whole / 4
    assert told.done[-1] == (built.encoded, built.encoded)


def test_a_second_copy_of_a_response_encodes_nothing(survey: Place) -> None:
    (survey.corpus / "nepal.md").write_bytes((survey.corpus / "kenya.md").read_bytes())
    built = _build(survey)
    assert built.fresh
    assert built.encoded == 0
    assert set(_open(survey).store.respondents) == {"japan", "kenya", "nepal", "peru"}


def test_a_refreshed_index_is_one_built_anew(survey: Place, tmp_path: Path) -> None:
    (survey.corpus / "nepal.md").write_text(response(portal="Buses and trains."), encoding="utf-8")
    (survey.corpus / "peru.md").unlink()
    _build(survey)
    refreshed = _open(survey)
    build(Corpus.at(survey.corpus), tmp_path / "anew", Encoder.named())
    anew = open_index(tmp_path / "anew")
    assert anew is not None
    assert refreshed.store.cells == anew.store.cells
    assert refreshed.store.respondents == anew.store.respondents
    assert refreshed.store.all_passages() == anew.store.all_passages()
    one, other = _vectors(refreshed), _vectors(anew)
    assert one.keys() == other.keys()
    for key, vector in one.items():
        np.testing.assert_allclose(vector, other[key], atol=1e-5)


@pytest.mark.parametrize(
    "change",
    [
        {"respondents.toml": '[[respondent]]\nfile = "peru.md"\nname = "Republic of the Andes"\n'},
        {"form.toml": SURVEY_FORM.replace("A small survey", "A great survey")},
        {"recipe.md": "# Soup\n"},
    ],
)
def test_whatever_an_index_depends_on_refreshes_it(survey: Place, change: dict[str, str]) -> None:
    for name, text in change.items():
        (survey.corpus / name).write_text(text, encoding="utf-8")
    assert _build(survey).fresh
    assert not _build(survey).fresh


def test_a_response_may_be_described(survey: Place) -> None:
    (survey.corpus / "respondents.toml").write_text(
        '[[respondent]]\nfile = "peru.md"\nid = "andes"\nname = "Andes Ltd"\naliases = ["AL"]\n'
        'groups = ["Vendors"]\nedition = "2030"\n',
        encoding="utf-8",
    )
    _build(survey)
    andes = _open(survey).store.respondents["andes"]
    assert (andes.name, andes.edition) == ("Andes Ltd", "2030")
    assert "AL" in andes.aliases
    assert "Vendors" in andes.groups


def test_a_second_response_of_one_id_is_skipped_and_told(survey: Place) -> None:
    (survey.corpus / "respondents.toml").write_text(
        '[[respondent]]\nfile = "peru.md"\nid = "kenya"\n', encoding="utf-8"
    )
    told = Told()
    built = _build(survey, told)
    assert set(built.skipped) == {"peru.md"}
    assert any("peru.md" in note for note in told.notes)


def test_a_country_gets_its_names_and_regions(survey_index: Index) -> None:
    kenya = survey_index.store.respondents["kenya"]
    assert kenya.name == "Kenya"
    assert "Africa" in kenya.groups
    assert "KEN" in kenya.aliases
    assert kenya.edition == "2023"


def test_countries_without_a_response_are_known(survey_index: Index) -> None:
    names = survey_index.store.names
    assert names.get(("estonia",)) == names.get(("estland",)) == ("absent", ("Estonia",), "Estonia")
    assert names.get(("kenya",)) == ("respondent", ("kenya",), "Kenya")
    assert names.get(("republic", "of", "kenya")) in (None, ("respondent", ("kenya",), "Kenya"))
    assert "Kenya" not in {entry[2] for _, entry in names.single() if entry[0] == "absent"}


def test_vectors_are_of_length_one_and_of_their_texts(survey_index: Index) -> None:
    encoder = Encoder.named()
    vectors = _vectors(survey_index)
    np.testing.assert_allclose([np.linalg.norm(v) for v in vectors.values()], 1, atol=1e-5)
    texts = [text for _, text in survey_index.store.phrasings]
    assert survey_index.store.phrasings == phrasings_of(list(survey_index.store.forms.values()))
    kept = np.array([vectors[encoder.key(encoder.add_prompt(t, "query"))] for t in texts])
    # In 8 bits a vector depends a little on what is encoded with it.
    assert (kept * encoder.encode(texts, "query")).sum(axis=1).min() >= 0.995


def test_what_is_encoded_names_no_respondent(survey_index: Index) -> None:
    encoder = Encoder.named()
    for _, passage in survey_index.store.all_passages().values():
        form = survey_index.store.form_of(passage.source)
        header = form.full_text(form.question(passage.question))
        assert passage.key == encoder.key(encoder.add_prompt(text_to_encode(header, passage.text), "passage"))


def test_a_key_is_of_the_text_and_of_the_model() -> None:
    encoder = Encoder.named()
    assert encoder.key("a") == encoder.key("a")
    assert encoder.key("a") != encoder.key("b")


def test_what_a_killed_build_left_is_swept_away(survey: Place) -> None:
    (ownership.new_generation(survey.index) / "store.sqlite").write_bytes(b"half")
    _build(survey)
    assert [p.name for p in survey.index.glob("generation-*")] == [survey.manifest["generation"]]


def test_a_failed_build_leaves_the_old_index(survey: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = survey.manifest
    monkeypatch.setattr(dense, "write", fail)
    with pytest.raises(Exception, match="no room left"):
        _build(survey, rebuild=True)
    assert survey.manifest == before
    assert [p.name for p in survey.index.glob("generation-*")] == [before["generation"]]
    _open(survey)


def test_the_files_are_those_that_the_manifest_names(survey_once: Place) -> None:
    for file, digest in survey_once.manifest["files"].items():
        assert digest_of(survey_once.generation / file) == digest
    named = {schema.FILE, dense.FILE, dense.PIECES, *map(array_files.file_of, array_files.NAMES)}
    assert set(survey_once.manifest["files"]) == named
    assert {file.name for file in survey_once.generation.iterdir()} == named


def test_the_counts_are_those_of_the_store(survey_once: Place, survey_index: Index) -> None:
    counts = survey_once.manifest["counts"]
    assert counts["respondents"] == 3
    assert counts["cells"] == len(survey_index.store.cells) == 12
    assert counts["passages"] == survey_index.store.passage_count
    assert counts["vectors"] == len(survey_index.vectors.passages) + len(survey_index.vectors.pieces)


def test_another_corpuss_index_is_not_written_over(survey: Place, tmp_path: Path) -> None:
    other = Corpus.at(write_survey(tmp_path / "others"))
    with pytest.raises(ForeignIndexError):
        build(other, survey.index, Encoder.named())
    assert isinstance(ForeignIndexError("x"), StoreError)
    assert _open(survey).manifest.corpus == "survey"


def test_an_empty_corpus_is_no_corpus(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError):
        build(Corpus.at(tmp_path / "empty"), tmp_path / "index", Encoder.named())


def test_names_are_in_no_passage_nor_in_the_word_index(msq_index: Index) -> None:
    opened = msq_index.store
    for word in ("uchral", "osor", "orkhontulga", "tsedensodnom"):
        assert opened.word(word) is None
        assert opened.stem(stem(word)) is None
    for _, passage in opened.all_passages().values():
        assert "Uchral" not in passage.text
        assert "Orkhontulga" not in passage.text
        assert "@mddc.gov.mn" not in passage.text


def test_a_source_is_stated_again_only_where_it_differs(survey: Place) -> None:
    opened = _open(survey)
    assert changes_of(opened).list_files() == []
    os.utime(survey.corpus / "kenya.md", (1, 1))
    assert changes_of(opened).list_files() == []
    (survey.corpus / "kenya.md").write_text("changed", encoding="utf-8")
    assert changes_of(opened).list_files() == ["kenya.md"]
