"""A user's files in, beside and behind an index: none is removed, and a folder that holds one is not written to."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import StoreError, UserError
from msqqa.index import manifest, ownership
from msqqa.index.build import build
from msqqa.index.open import open_index
from tests.support import Place, response, write_survey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support import Run


def _write(file: Path, text: str = "a user's") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def _link(link: Path, to: Path) -> Path:
    _write(to / "thesis.txt")
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(to, target_is_directory=True)
    return link


def _seen(folder: Path) -> dict[str, bytes | None]:
    """Return everything below a folder, links as such, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


def _build(place: Place, *, rebuild: bool = False) -> None:
    build(Corpus.at(place.corpus), place.index, Encoder.named(), rebuild=rebuild)


def _killed(place: Place) -> Path:
    """Leave a generation as a build leaves it that was killed halfway."""
    folder = ownership.new_generation(place.index)
    (folder / "store.sqlite").write_bytes(b"half")
    return folder


def _generations(place: Place) -> list[str]:
    return [path.name for path in place.index.glob("generation-*")]


FOREIGN: dict[str, Callable[[Path, Path], object]] = {
    "a folder called as a generation may be": lambda d, _: _write(d / "generation-2023" / "thesis.txt"),
    "a folder called as ours are": lambda d, _: _write(d / "generation-0123456789ab" / "thesis.txt"),
    "one with files called as ours are": lambda d, _: _write(d / "generation-0123456789ab" / "store.sqlite"),
    "an empty one": lambda d, _: (d / "generation-0123456789ab").mkdir(parents=True),
    "a file called as ours are": lambda d, _: _write(d / "generation-0123456789ab"),
    "a link called as ours are": lambda d, t: _link(d / "generation-0123456789ab", t / "elsewhere"),
    "a link called as the manifest": lambda d, t: (
        d.mkdir(exist_ok=True),
        (d / "manifest.json").unlink(missing_ok=True),
        (d / "manifest.json").symlink_to(_write(t / "mine.json", "{}")),
    ),
    "a link called as what is put aside": lambda d, t: (
        d.mkdir(exist_ok=True),
        (d / "manifest.json.new").symlink_to(_write(t / "mine.txt")),
    ),
    "a link called as the lock": lambda d, t: (
        d.mkdir(exist_ok=True),
        (d / ".lock").unlink(missing_ok=True),
        (d / ".lock").symlink_to(_write(t / "mine.txt")),
    ),
    "a lock of something else": lambda d, _: _write(d / ".lock", "1234"),
    "a file": lambda d, _: _write(d / "thesis.txt"),
    "a hidden file": lambda d, _: _write(d / ".bashrc"),
    "a folder": lambda d, _: _write(d / "photos" / "me.jpg"),
    "an empty folder": lambda d, _: (d / "photos").mkdir(parents=True),
    "a README": lambda d, _: _write(d / "README.md"),
    "a name of two lines": lambda d, _: _write(d / "two\nlines"),
}


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("before", ["an index", "nothing"])
def test_a_folder_that_holds_something_else_is_not_touched(
    msqqa: Run, survey: Place, tmp_path: Path, what: str, before: str
) -> None:
    place = survey if before == "an index" else Place(survey.corpus, tmp_path / "new")
    FOREIGN[what](place.index, tmp_path)
    seen = _seen(tmp_path)
    for options in ((), ("--rebuild",)):
        result = msqqa("index", *options, *place.options)
        assert result.status == 2
        [line] = result.err.splitlines()
        assert line.startswith(f"msqqa: {place.index} holds ")
        assert "--index" in line
        assert _seen(tmp_path) == seen


@pytest.mark.parametrize("manifest_json", ["{}", '{"name": "A web app", "start_url": "."}', "", "[1]"])
def test_a_manifest_of_something_else_is_not_written_over(survey: Place, tmp_path: Path, manifest_json: str) -> None:
    mine = _write(tmp_path / "app" / "manifest.json", manifest_json)
    with pytest.raises(StoreError, match=r"holds manifest\.json"):
        _build(Place(survey.corpus, tmp_path / "app"), rebuild=True)
    assert mine.read_text(encoding="utf-8") == manifest_json
    assert [path.name for path in (tmp_path / "app").iterdir()] == ["manifest.json"]


def test_an_index_that_holds_something_else_still_answers(msqqa: Run, survey: Place) -> None:
    _write(survey.index / "generation-2023" / "thesis.txt")
    answer = msqqa("ask", "does Kenya have a data protection law", *survey.options)
    assert (answer.status, answer.err) == (0, "")


def test_the_corpus_itself_is_no_index_folder(tmp_path: Path) -> None:
    corpus = write_survey(tmp_path / "survey")
    seen = _seen(corpus)
    with pytest.raises(StoreError, match=r"holds form\.toml"):
        _build(Place(corpus, corpus))
    assert _seen(corpus) == seen


def test_an_index_below_the_corpus_is_no_part_of_it(tmp_path: Path) -> None:
    place = Place(write_survey(tmp_path / "survey"), tmp_path / "survey" / "index")
    _build(place)
    _build(place, rebuild=True)
    assert set(place.manifest["sources"]) == {"japan.md", "kenya.md", "peru.md"}
    assert place.manifest["skipped"] == {}


@pytest.mark.parametrize(
    "name", [".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", ".gitignore", "._manifest.json", ".nfs00000001a2b3"]
)
def test_what_the_system_leaves_is_in_nobodys_way_and_stays(survey: Place, name: str) -> None:
    old = survey.generation
    left = [_write(survey.index / name), _write(old / name)]
    _build(survey, rebuild=True)
    _build(survey, rebuild=True)
    assert all(path.read_text(encoding="utf-8") == "a user's" for path in left)
    assert [path.name for path in old.iterdir()] == [name]


# ---------------------------------------------------------------- a user's files in a generation of ours


def test_a_file_put_into_a_generation_is_refused_and_stays(survey: Place) -> None:
    mine = _write(survey.generation / "thesis.txt")
    before = survey.manifest
    with pytest.raises(StoreError, match=r"holds generation-.*/thesis\.txt"):
        _build(survey, rebuild=True)
    assert mine.exists()
    assert survey.manifest == before
    mine.unlink()
    _build(survey, rebuild=True)
    assert _generations(survey) == [survey.manifest["generation"]]


def test_a_file_put_into_a_generation_while_it_is_swept_stays(survey: Place) -> None:
    left = _killed(survey)
    mine = _write(left / "sub" / "thesis.txt")
    ownership.sweep(survey.index)
    assert [path.name for path in left.iterdir()] == ["sub"]
    assert mine.exists()
    assert survey.generation.is_dir()
    shutil.rmtree(left / "sub")
    ownership.sweep(survey.index)
    assert not left.exists()


def test_a_link_in_a_generation_is_not_followed(survey: Place, tmp_path: Path) -> None:
    mine = _write(tmp_path / "mine.npy")
    left = _killed(survey)
    (left / "word_ids.npy").symlink_to(mine)
    with pytest.raises(StoreError, match="word_ids"):
        _build(survey)
    ownership.sweep(survey.index)
    assert mine.exists()


def test_a_generation_that_became_a_link_is_not_swept(survey: Place, tmp_path: Path) -> None:
    left = _killed(survey)
    left.rename(tmp_path / "moved")
    left.symlink_to(tmp_path / "moved", target_is_directory=True)
    ownership.sweep(survey.index)
    assert (tmp_path / "moved" / "store.sqlite").exists()


# ---------------------------------------------------------------- what is ours


def test_a_killed_build_is_swept_also_where_there_is_no_index_yet(tmp_path: Path) -> None:
    place = Place(write_survey(tmp_path / "survey"), tmp_path / "index")
    place.index.mkdir()
    _killed(place)
    (place.index / f"{ownership.FILE}.new").write_text('{"gen', encoding="utf-8")
    (place.index / "manifest.json.new").write_text('{"gen', encoding="utf-8")
    _build(place)
    assert _generations(place) == [place.manifest["generation"]]


def test_an_index_from_before_the_marker_is_refreshed(survey: Place) -> None:
    (survey.index / ownership.FILE).unlink()
    _write(survey.corpus / "nepal.md", response(portal="Buses."))
    _build(survey)
    assert _generations(survey) == [survey.manifest["generation"]]
    assert survey.manifest["counts"]["respondents"] == 4


def test_an_index_of_an_older_format_is_replaced_whole(survey: Place) -> None:
    (survey.index / ownership.FILE).unlink()
    old = survey.generation
    _write(old / "formerly.npy")
    survey.tamper(format=manifest.FORMAT - 1, files={**survey.manifest["files"], "formerly.npy": "0"})
    _build(survey)
    assert survey.manifest["format"] == manifest.FORMAT
    assert not old.exists()
    assert _generations(survey) == [survey.manifest["generation"]]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"generations": 5}', '{"generations": {"..": ["manifest.json"]}}'])
def test_a_marker_that_says_nothing_owns_nothing(survey: Place, text: str) -> None:
    (survey.index / ownership.FILE).write_text(text, encoding="utf-8")
    before = survey.generation
    _build(survey, rebuild=True)
    assert not before.exists()
    assert _generations(survey) == [survey.manifest["generation"]]


@pytest.mark.parametrize(
    "generations",
    [
        {"../outside": ["thesis.txt"]},
        {"generation-0123456789ab/../../outside": ["thesis.txt"]},
        {"outside": ["thesis.txt"]},
        {"generation-0123456789ab": ["../../outside/thesis.txt", "/outside/thesis.txt", "..", ".", 5]},
    ],
)
def test_a_marker_names_nothing_outside(survey: Place, generations: dict[str, object]) -> None:
    mine = _write(survey.index.parent / "outside" / "thesis.txt")
    (survey.index / ownership.FILE).write_text(json.dumps({"generations": generations}), encoding="utf-8")
    (survey.index / "generation-0123456789ab").mkdir()
    ownership.sweep(survey.index)
    assert mine.exists()
    assert survey.generation.is_dir()


def test_a_manifest_names_nothing_outside(survey: Place) -> None:
    mine = _write(survey.index.parent / "outside" / "thesis.txt")
    survey.tamper(generation="../outside", files={"thesis.txt": hashlib.sha256(mine.read_bytes()).hexdigest()})
    (survey.index / ownership.FILE).unlink()
    for _ in range(2):
        with pytest.raises(UserError):
            _build(survey, rebuild=True)
    assert mine.exists()


def test_a_damaged_manifest_of_ours_is_replaced(survey: Place) -> None:
    raw = (survey.index / "manifest.json").read_bytes()
    for cut in (0, len(raw) // 2, len(raw) - 3):
        (survey.index / "manifest.json").write_bytes(raw[:cut])
        _build(survey)
        assert open_index(survey.index) is not None
        assert _generations(survey) == [survey.manifest["generation"]]


def test_the_users_own_files_in_the_cache_folder_stay(
    survey: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "cache"
    monkeypatch.setenv("MSQQA_CACHE", str(home))
    mine = [_write(home / name) for name in ("thesis.txt", "generation-2023/thesis.txt", ".making-tea", "raw.onnx")]
    _build(survey, rebuild=True)
    assert all(path.read_text(encoding="utf-8") == "a user's" for path in mine)
