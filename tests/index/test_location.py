"""Where the index of a corpus lies when nobody says so."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from msqqa import cache
from msqqa.index.location import command, default_index, is_in_cache
from tests.support import SURVEY_FORM, environment, process, response, write_survey

if TYPE_CHECKING:
    from tests.support import Run

ONE = {"kenya.md": response()}
SCRIPT = """
import sys
import numpy as np
from msqqa.cli import run
from msqqa.encode import Encoder
def encode(self, texts, kind, progress=None):
    vectors = np.zeros((len(texts), 384), dtype=np.float32)
    vectors[:, 0] = 1
    return vectors
Encoder.encode = encode
sys.exit(run(sys.argv[1:]))
"""
"""A build that needs no export of the encoder."""


def test_a_project_keeps_its_own_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inside = tmp_path / "corpora" / "forms"
    assert is_in_cache(default_index(inside))
    (tmp_path / "index").mkdir()
    assert default_index(inside) == Path("index/forms")
    assert default_index(Path("corpora/forms")) == Path("index/forms")


def test_a_folder_outside_the_project_goes_to_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project, outside = tmp_path / "project", tmp_path / "elsewhere" / "forms"
    (project / "index").mkdir(parents=True)
    monkeypatch.chdir(project)
    found = default_index(outside)
    assert found.parent.parent == cache.folder()
    assert found.name.startswith("forms-")
    assert default_index(Path("../elsewhere/forms")) == found
    assert is_in_cache(default_index(project)), "an index does not lie inside its corpus"
    monkeypatch.chdir(tmp_path)
    assert default_index(outside) == found, "wherever one stands"


def test_two_corpora_of_one_name_have_each_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["2022/forms", "2024/forms", "Ünïcode forms", "…", "x" * 200]
    found = [default_index(tmp_path / name) for name in names]
    assert len(set(found)) == len(names)
    assert all(len(os.fsencode(folder.name)) < 128 for folder in found)


def test_a_command_can_be_copied() -> None:
    assert command(None, Path("an index")) == "msqqa index --corpus DIR --index 'an index'"


def test_nothing_is_written_where_one_stands(msqqa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    (here / "index").mkdir(parents=True)
    monkeypatch.chdir(here)
    corpora = [write_survey(tmp_path / of / "forms", ONE) for of in ("a", "b")]
    (corpora[1] / "kenya.md").write_text(response(box="☒ Yes ☐ No", box_detail="A pilot runs."), encoding="utf-8")
    for corpus in corpora:
        assert msqqa("index", corpus).status == 0
    assert list((here / "index").iterdir()) == []
    held = [msqqa("info", "--corpus", corpus, "--format", "json").json for corpus in corpora]
    assert [Path(one["index"]) for one in held] == [default_index(corpus) for corpus in corpora]
    assert held[0]["index"] != held[1]["index"]
    stances = [
        msqqa("ask", "does Kenya have a regulatory sandbox", "--format", "json", "--corpus", corpus).json
        for corpus in corpora
    ]
    assert [one["respondents"][0]["stance"] for one in stances] == ["no", "partial"]
    assert stat.S_IMODE(default_index(corpora[0]).parent.stat().st_mode) == 0o700
    assert msqqa("show", "kenya/1", "--corpus", corpora[0]).status == 0


def test_an_index_that_is_missing_is_asked_for_by_its_whole_command(msqqa: Run, tmp_path: Path) -> None:
    corpus = write_survey(tmp_path / "my forms", ONE)
    result = msqqa("show", "kenya/1", "--corpus", corpus)
    assert result.status == 2
    assert f"build one with msqqa index --corpus '{corpus}' --index {default_index(corpus)}" in result.err


@pytest.mark.parametrize("blocked", ["a file in its place", "no permission"])
def test_a_cache_that_cannot_be_written_is_one_line(tmp_path: Path, blocked: str) -> None:
    if blocked == "no permission" and os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    corpus, home = write_survey(tmp_path / "forms", ONE), tmp_path / "cache"
    if blocked == "no permission":
        home.mkdir(mode=0o500)
    else:
        home.write_text("", encoding="utf-8")
    for arguments in (("index", corpus), ("ask", "does Kenya have a sandbox", "--corpus", corpus)):
        ended = process(*arguments, script=SCRIPT, env={"MSQQA_CACHE": str(home)}, cwd=tmp_path)
        said = ended.stderr.decode()
        assert (ended.returncode, ended.stdout) == (2, b""), said
        last = said.splitlines()[-1]
        assert "Traceback" not in said
        assert f"{home}/indexes/forms-" in last
        assert "cannot be written" in last
        assert "--index" in last
        assert "MSQQA_CACHE" in last
        assert "still answers" not in last


def test_what_is_wrong_in_a_file_is_told_by_what_should_stand_there(msqqa: Run, tmp_path: Path) -> None:
    corpus = write_survey(tmp_path / "forms", ONE)
    wrong = {
        "form.toml": ('id = "survey"\n', SURVEY_FORM.replace('kind = "open"', 'kind = "poem"')),
        "respondents.toml": ("[[respondent]]\nname = 'x'\n",),
        "synonyms.toml": ("[[synonyms]]\nwords = 1\n",),
    }
    for name, texts in wrong.items():
        for text in texts:
            (corpus / name).write_text(text, encoding="utf-8")
            result = msqqa("index", corpus, "--index", tmp_path / "index")
            assert result.status == 2
            assert f"{corpus / name}: " in result.err
            assert ".py" not in result.err
        (corpus / name).write_text(SURVEY_FORM if name == "form.toml" else "", encoding="utf-8")


def test_the_environment_names_the_index(tmp_path: Path) -> None:
    assert "MSQQA_INDEX" not in environment()
    ended = process("info", env={"MSQQA_INDEX": str(tmp_path / "none"), "MSQQA_CORPUS": str(tmp_path)}, cwd=tmp_path)
    assert f"no index at {tmp_path / 'none'}" in ended.stderr.decode()
