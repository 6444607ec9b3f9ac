from __future__ import annotations

import shutil
from dataclasses import asdict
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msqqa import cache
from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import CorpusError, MachineError, StoreError
from msqqa.index import array_files, dense
from msqqa.index.build import build
from msqqa.index.check import check
from msqqa.index.open import open_index
from msqqa.render import Format, render
from tests.support import EMPTY, LOST, NO, RESPONSES, YES, Place, Told, cosines, response, write_survey

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.encode import Precision
    from msqqa.index.build import Built
    from msqqa.index.open import Index

QUESTIONS = (
    "does Kenya have a data protection law",
    "which countries have a national law on the protection of personal data",
    "which countries mention WCAG",
    "which countries do not mention WCAG",
    "what is the portal used for",
)


def _build(place: Place, told: Told | None = None, precision: Precision = "int8", **options: Any) -> Built:
    return build(Corpus.at(place.corpus), place.index, Encoder.named(precision=precision), told, **options)


def _open(place: Place, precision: Precision = "int8") -> Index:
    opened = open_index(place.index, Corpus.at(place.corpus), Encoder.named(precision=precision))
    assert opened is not None
    return opened


def _write(place: Place, name: str, text: str) -> None:
    path = place.corpus / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def _edit(place: Place, name: str, old: str, new: str) -> None:
    text = (place.corpus / name).read_text(encoding="utf-8")
    assert old in text
    _write(place, name, text.replace(old, new))


def _describe(place: Place, **ids: str) -> None:
    rows = (f'[[respondent]]\nfile = "{stem}.md"\nid = "{id_}"\n' for stem, id_ in ids.items())
    _write(place, "respondents.toml", "".join(rows))


_OF_ALL = (".lock", ".msqqa-index.json")
"""What is of no generation: the lock, and what says which are ours."""


def _times(place: Place) -> dict[Path, int]:
    return {
        file: file.stat().st_mtime_ns for file in place.index.rglob("*") if file.is_file() and file.name not in _OF_ALL
    }


def _ids(place: Place) -> list[str]:
    return list(_open(place).store.respondents)


_ANEW = count()


def _built_anew(place: Place, precision: Precision = "int8") -> Place:
    """Build a second index of a corpus, with no vector taken from the first."""
    (cache.folder() / "indexes.json").unlink(missing_ok=True)
    anew = Place(place.corpus, place.index.with_name(f"anew-{next(_ANEW)}"))
    _build(anew, precision=precision)
    return anew


def _is_as_built_anew(place: Place) -> None:
    """Check that an index holds in every array, and answers every question, as one that is built anew."""
    one, other = _open(place), _open(_built_anew(place))
    for name in array_files.NAMES:
        np.testing.assert_array_equal(one.store.columns[name], other.store.columns[name], err_msg=name)
    for mine, theirs in zip(
        (one.vectors.passages, one.vectors.pieces), (other.vectors.passages, other.vectors.pieces), strict=True
    ):
        assert cosines(mine, theirs).min(initial=1) >= 0.99  # in 8 bits, what is encoded together matters a little
    for said in (
        lambda index: index.store.cells,
        lambda index: index.store.respondents_and_places,
        lambda index: index.store.all_passages(),
        lambda index: index.store.questions,
        lambda index: index.store.phrasings,
        lambda index: index.store.skipped_files,
        lambda index: index.store.abbreviations,
        lambda index: index.store.account(),
        lambda index: dict(index.store.vocabulary),
        lambda index: [
            (s.path, s.sha256, s.first_cell, s.cells, s.first_passage, s.passages) for s in index.store.sources
        ],
        lambda index: index.store._db.execute("SELECT * FROM stem ORDER BY text").fetchall(),
        lambda index: index.store._db.execute("SELECT * FROM name ORDER BY words").fetchall(),
        lambda index: index.store._db.execute("SELECT * FROM name_begins ORDER BY word").fetchall(),
        lambda index: {k: v for k, v in asdict(index.manifest).items() if k not in ("generation", "files")},
    ):
        assert said(one) == said(other)
    assert check(one).problems == []
    for question in QUESTIONS:
        answers = [Engine.over(index, Encoder.named()).ask(question, everyone=True) for index in (one, other)]
        one_, other_ = (render(answer, Format.markdown) for answer in answers)
        assert one_ == other_
        assert [d.score for d in answers[0].respondents] == pytest.approx([d.score for d in answers[1].respondents])


# ---------------------------------------------------------------- only what changed is read


def test_an_unchanged_corpus_is_not_read(survey: Place) -> None:
    before, told = _times(survey), Told()
    built = _build(survey, told)
    assert (built.fresh, built.read, built.encoded) == (False, 0, 0)
    assert (told.notes, told.done) == ([], [])
    assert _times(survey) == before


def test_a_file_that_was_only_touched_is_not_read(survey: Place) -> None:
    before = _times(survey)
    for file in survey.corpus.iterdir():
        file.touch()
    built = _build(survey)
    assert (built.fresh, built.read, built.encoded) == (False, 0, 0)
    assert _times(survey) == before


def test_only_a_changed_file_is_read(survey: Place) -> None:
    keys = {source.path: source.key for source in _open(survey).store.sources}
    _edit(survey, "kenya.md", "passed in 2019", "passed in 2021 and amended")
    built = _build(survey)
    assert (built.fresh, built.read) == (True, 1)
    assert built.encoded > 0
    after = {source.path: source.key for source in _open(survey).store.sources}
    assert {path for path in keys if after[path] == keys[path]} >= {"japan.md", "peru.md"}
    _is_as_built_anew(survey)


def test_a_change_that_changes_no_text_encodes_nothing(survey: Place) -> None:
    _edit(survey, "peru.md", NO, LOST)
    built = _build(survey)
    assert (built.read, built.encoded) == (1, 0)
    _is_as_built_anew(survey)


@pytest.mark.parametrize("name", ["albania.md", "mali.md", "zambia.md"])
def test_only_an_added_file_is_read(survey: Place, name: str) -> None:
    _write(survey, name, response(portal="Ferries and a cable car, said the Web Content Group (WCG)."))
    built = _build(survey)
    assert (built.read, built.encoded > 0) == (1, True)
    assert _ids(survey) == sorted(["japan", "kenya", "peru", name.removesuffix(".md")])
    _is_as_built_anew(survey)


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_nothing_is_read_where_a_file_was_removed(survey: Place, name: str) -> None:
    (survey.corpus / name).unlink()
    built = _build(survey)
    assert (built.fresh, built.read, built.encoded) == (True, 0, 0)
    assert _ids(survey) == sorted({"japan", "kenya", "peru"} - {name.removesuffix(".md")})
    _is_as_built_anew(survey)


def test_a_renamed_file_is_another_respondent(survey: Place) -> None:
    (survey.corpus / "kenya.md").rename(survey.corpus / "uganda.md")
    built = _build(survey)
    assert (built.read, built.encoded) == (1, 0)
    assert _ids(survey) == ["japan", "peru", "uganda"]
    _is_as_built_anew(survey)


def test_two_files_that_change_places_are_both_read(survey: Place) -> None:
    kenya, peru = ((survey.corpus / name).read_bytes() for name in ("kenya.md", "peru.md"))
    (survey.corpus / "kenya.md").write_bytes(peru)
    (survey.corpus / "peru.md").write_bytes(kenya)
    built = _build(survey)
    assert (built.read, built.encoded) == (2, 0)
    _is_as_built_anew(survey)


def test_an_id_that_comes_to_collide_is_made_longer_and_short_again(survey: Place) -> None:
    _write(survey, "second/kenya.md", response(portal="Ferries and a cable car."))
    assert _build(survey).read == 1
    assert _ids(survey) == ["japan", "kenya", "peru", "second-kenya"]
    _write(survey, "first/kenya.md", response(portal="Horses."))
    _build(survey)
    _is_as_built_anew(survey)
    shutil.rmtree(survey.corpus / "first")
    (survey.corpus / "kenya.md").unlink()
    _build(survey)
    assert _ids(survey) == ["japan", "peru", "kenya"]
    _is_as_built_anew(survey)


def test_a_description_re_reads_the_file_that_it_describes(survey: Place) -> None:
    _describe(survey, kenya="nairobi")
    built = _build(survey)
    assert (built.fresh, built.read, built.encoded) == (True, 1, 0)
    assert _ids(survey) == ["japan", "nairobi", "peru"]
    _is_as_built_anew(survey)
    _describe(survey, kenya="nairobi", nobody="noone")
    assert _build(survey).read == 0
    (survey.corpus / "respondents.toml").unlink()
    assert _build(survey).read == 1
    assert _ids(survey) == ["japan", "kenya", "peru"]
    _is_as_built_anew(survey)


def test_another_form_re_reads_every_file(survey: Place) -> None:
    form = survey.corpus / "form.toml"
    form.write_text(form.read_text(encoding="utf-8").replace("2023", "2025"), encoding="utf-8")
    assert _build(survey).read == 3
    assert {r.edition for r in _open(survey).store.respondents.values()} == {"2025"}
    _is_as_built_anew(survey)


# ---------------------------------------------------------------- what is left out


def test_a_skipped_file_stays_skipped_and_is_told_again(survey: Place) -> None:
    _write(survey, "recipe.md", "# Soup\n\nBoil water.\n")
    first, again = Told(), Told()
    built = _build(survey, first)
    assert (built.fresh, built.read, list(built.skipped)) == (True, 0, ["recipe.md"])
    before = _times(survey)
    built = _build(survey, again)
    assert (built.fresh, built.read, list(built.skipped)) == (False, 0, ["recipe.md"])
    assert again.notes == first.notes
    assert len(first.notes) == 1
    assert _times(survey) == before
    _edit(survey, "kenya.md", "2019", "2021")
    third = Told()
    assert (_build(survey, third).read, third.notes) == (1, first.notes)
    _is_as_built_anew(survey)


def test_a_skipped_file_that_is_mended_is_read(survey: Place) -> None:
    _write(survey, "mali.md", "# Soup\n")
    _build(survey)
    _write(survey, "mali.md", response())
    told = Told()
    built = _build(survey, told)
    assert (built.read, built.skipped, told.notes) == (1, {}, [])
    (survey.corpus / "peru.md").write_bytes(b"")
    assert list(_build(survey).skipped) == ["peru.md"]
    _is_as_built_anew(survey)


def test_a_second_response_of_one_id_comes_in_where_the_first_goes(survey: Place) -> None:
    _describe(survey, peru="kenya")
    built = _build(survey)
    assert list(built.skipped) == ["peru.md"]
    _is_as_built_anew(survey)
    assert _build(survey).fresh is False
    (survey.corpus / "kenya.md").unlink()
    built = _build(survey)
    assert (built.read, built.skipped) == (1, {})
    assert _open(survey).store.sources[-1].path == "peru.md"
    _is_as_built_anew(survey)


def test_a_corpus_that_becomes_empty_leaves_the_old_index(survey: Place) -> None:
    before = _times(survey)
    for name in RESPONSES:
        (survey.corpus / name).unlink()
    with pytest.raises(CorpusError):
        _build(survey)
    assert _times(survey) == before
    _open(survey)


# ---------------------------------------------------------------- vectors that are there already


def test_another_corpus_with_the_same_texts_encodes_nothing(tmp_path: Path) -> None:
    one = Place(write_survey(tmp_path / "one" / "survey"), tmp_path / "one-index")
    other = Place(write_survey(tmp_path / "other" / "another"), tmp_path / "other-index")
    assert _build(one).encoded > 0
    built = _build(other)
    assert (built.fresh, built.read, built.encoded) == (True, 3, 0)
    assert check(_open(other)).problems == []
    np.testing.assert_array_equal(_open(one).vectors.pieces, _open(other).vectors.pieces)


def test_vectors_of_a_damaged_or_vanished_index_are_not_taken(tmp_path: Path) -> None:
    one = Place(write_survey(tmp_path / "one"), tmp_path / "one-index")
    other = Place(write_survey(tmp_path / "other"), tmp_path / "other-index")
    whole = _build(one).encoded
    file = one.generation / dense.PIECES
    file.write_bytes(file.read_bytes()[:-4])
    assert _build(other).encoded == whole
    for place in (one, other):
        shutil.rmtree(place.index)
    third = Place(one.corpus, tmp_path / "third-index")
    assert _build(third).encoded == whole


def test_vectors_come_from_several_indexes(tmp_path: Path) -> None:
    parts = {
        name: Place(write_survey(tmp_path / name, {name: RESPONSES[name]}), tmp_path / f"{name}-index")
        for name in RESPONSES
    }
    for place in parts.values():
        _build(place)
    whole = Place(write_survey(tmp_path / "whole"), tmp_path / "whole-index")
    assert _build(whole).encoded == 0
    _is_as_built_anew(whole)


def test_a_rebuild_takes_its_own_vectors_over(survey: Place) -> None:
    built = _build(survey, rebuild=True)
    assert (built.fresh, built.read, built.encoded) == (True, 3, 0)
    _is_as_built_anew(survey)


def test_a_damaged_index_is_built_anew(survey: Place) -> None:
    file = survey.generation / "word_ids.npy"
    file.write_bytes(file.read_bytes()[:-4])
    built = _build(survey)
    assert (built.fresh, built.read) == (True, 3)
    _is_as_built_anew(survey)


def test_an_index_of_another_version_is_built_anew(survey: Place) -> None:
    survey.tamper(msqqa="0.0.1")
    built = _build(survey)
    assert (built.fresh, built.read, built.encoded) == (True, 3, 0)
    assert survey.manifest["msqqa"] != "0.0.1"


# ---------------------------------------------------------------- precision


def test_another_precision_rebuilds_everything_and_is_asked_with(survey: Place) -> None:
    whole = len(_open(survey).vectors.passages) + len(_open(survey).vectors.pieces)
    built = _build(survey, precision="fp32")
    assert (built.fresh, built.read) == (True, 3)
    assert built.encoded == whole
    assert built.manifest.precision == "fp32"
    with pytest.raises(StoreError, match="--precision int8"):
        _open(survey)
    index = _open(survey, "fp32")
    assert check(index).problems == []
    exact = _open(_built_anew(survey))
    assert 0.9 <= cosines(index.vectors.passages, exact.vectors.passages).min() < 0.9999
    engine = Engine.open(survey.index)
    assert engine.ask(QUESTIONS[0]).respondents[0].stance == "yes"
    assert _build(survey, precision="fp32").fresh is False


def test_in_8_bits_too_only_a_changed_file_is_read(survey: Place) -> None:
    _build(survey, precision="fp32")
    _edit(survey, "kenya.md", "2019", "2021")
    built = _build(survey, precision="fp32")
    assert built.read == 1
    one, other = _open(survey, "fp32"), _open(_built_anew(survey, "fp32"), "fp32")
    for name in array_files.NAMES:
        np.testing.assert_array_equal(one.store.columns[name], other.store.columns[name], err_msg=name)
    assert cosines(one.vectors.passages, other.vectors.passages).min() > 0.99


# ---------------------------------------------------------------- what goes wrong on the way


@pytest.mark.parametrize("step", [(dense, "write"), (dense, "write_pieces"), (array_files, "write")])
def test_a_refresh_that_fails_leaves_the_old_index(
    survey: Place, monkeypatch: pytest.MonkeyPatch, step: tuple[Any, str]
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before, folder = _times(survey), survey.generation
    _edit(survey, "kenya.md", "2019", "2021")
    with monkeypatch.context() as full:
        full.setattr(*step, fail)
        with pytest.raises(MachineError, match="no room left"):
            _build(survey)
    assert _times(survey) == before
    assert [path.name for path in survey.index.glob("generation-*")] == [folder.name]
    assert _build(survey).read == 1
    _is_as_built_anew(survey)


def test_a_build_that_is_broken_off_between_two_files_leaves_the_old_index(
    survey: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupting(Told):
        def note(self, line: str) -> None:
            super().note(line)
            raise KeyboardInterrupt

    before = _times(survey)
    _edit(survey, "kenya.md", "2019", "2021")
    _write(survey, "lost.md", "# Soup\n")
    _edit(survey, "peru.md", "a chatbot", "a chat bot")
    told = Interrupting()
    with pytest.raises(KeyboardInterrupt):
        _build(survey, told)
    assert len(told.notes) == 1, "after kenya.md, before peru.md"
    assert _times(survey) == before
    assert _open(survey).store.text("kenya.md").count("2019") == 1
    assert _build(survey).read == 2
    _is_as_built_anew(survey)


def test_a_build_that_is_broken_off_while_it_encodes_leaves_the_old_index(survey: Place) -> None:
    class Interrupting(Told):
        def report_encoding(self, done: int, total: int) -> None:
            raise KeyboardInterrupt

    before = survey.manifest
    _edit(survey, "kenya.md", "2019", "2021")
    with pytest.raises(KeyboardInterrupt):
        _build(survey, Interrupting())
    assert survey.manifest == before
    assert _build(survey).read == 1
    assert [path.name for path in survey.index.glob("generation-*")] == [survey.generation.name]
    _is_as_built_anew(survey)


# ---------------------------------------------------------------- any changes

_PORTALS = st.sampled_from(["", "Ferries.", "The portal has open data.", "Web Content Guidelines (WCG).", "数字政府"])
_FILES = st.sampled_from(["kenya.md", "peru.md", "mali.md", "zone/kenya.md", "notes.md"])
_STEPS = st.one_of(
    st.tuples(
        st.just("write"),
        _FILES,
        st.builds(
            response,
            law=st.sampled_from([YES, NO, EMPTY, LOST]),
            law_detail=st.sampled_from(["", "An act of 2019."]),
            portal=_PORTALS,
        ),
    ),
    st.tuples(st.just("write"), _FILES, st.just("# Soup\n")),
    st.tuples(st.just("remove"), _FILES, st.just("")),
    st.tuples(st.just("describe"), _FILES, st.sampled_from(["kenya", "someone", ""])),
)


@pytest.mark.slow
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_STEPS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_changes_end_in_the_index_that_is_built_anew(
    tmp_path_factory: pytest.TempPathFactory, builds: list[list[tuple[str, str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("changes")
    place = Place(write_survey(folder / "survey", {"japan.md": RESPONSES["japan.md"]}), folder / "index")
    _build(place)
    for steps in builds:
        for step, name, what in steps:
            if step == "write":
                _write(place, name, what)
            elif step == "remove":
                (place.corpus / name).unlink(missing_ok=True)
            else:
                row = f'[[respondent]]\nfile = "{name}"\nid = "{what}"\n' if what else ""
                _write(place, "respondents.toml", row)
        _build(place)
        assert _build(place).fresh is False
    _is_as_built_anew(place)
    shutil.rmtree(folder)
