from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from msqqa.form.load import forms_for
from tests.questionnaires import Questionnaire
from tests.support import RESPONSES, SURVEY_FORM, is_one_line, is_sound

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

MADE = Questionnaire("heading", asked=8, missing=0, shuffled=0, drift=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four copies of a form that nobody described, and a licence."""
    folder = tmp_path / "club"
    folder.mkdir()
    for name, text in zip(("ada", "bruno", "chen", "dora"), MADE.copies(4), strict=True):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "LICENCE.txt").write_text("You may copy this, and change it.\n", encoding="utf-8")
    return folder


def test_a_learned_form_is_written_once(msqqa: Run, folder: Path) -> None:
    first = msqqa("form", "learn", folder, "--write")
    assert (first.status, first.out) == (0, "")
    assert "10 questions, learned from 4 copies" in first.err
    assert [q.text for q in forms_for(folder)[0].questions if q.kind == "open"] == MADE.questions
    written = (folder / "form.toml").read_text(encoding="utf-8")
    again = msqqa("form", "learn", folder, "--write")
    assert again.status == 2
    is_one_line(again, "--force")
    assert msqqa("form", "learn", "--corpus", folder, "--write", "--force").status == 0
    assert (folder / "form.toml").read_text(encoding="utf-8") == written


def test_a_learned_form_is_printed_and_written_only_when_asked(msqqa: Run, folder: Path, tmp_path: Path) -> None:
    before = sorted(folder.iterdir())
    printed = msqqa("form", "learn", folder)
    assert printed.status == 0
    assert tomllib.loads(printed.out)["id"] == "club"
    assert "nothing was written" in printed.err
    assert "--write" in printed.err
    assert sorted(folder.iterdir()) == before
    elsewhere = tmp_path / "learned.toml"
    saved = msqqa("form", "learn", folder, "-o", elsewhere)
    assert (saved.status, saved.out) == (0, "")
    assert f"msqqa index --corpus {folder}" in saved.err
    assert elsewhere.read_text(encoding="utf-8") == printed.out
    assert sorted(folder.iterdir()) == before
    assert msqqa("form", "learn", folder, "-o", elsewhere).status == 2
    is_one_line(msqqa("form", "learn", folder, "-o", folder / "none" / "form.toml"), "none/form.toml", "-o")
    is_one_line(msqqa("form", "learn", folder, "-o", elsewhere, "--write"), "--output")


def test_what_is_learned_is_compared_with_what_is_there(msqqa: Run, folder: Path) -> None:
    assert msqqa("form", "learn", folder, "--write").status == 0
    assert msqqa("form", "learn", folder, "--diff").out == ""
    written = (folder / "form.toml").read_text(encoding="utf-8")
    (folder / "form.toml").write_text(written.replace('id = "club"', 'id = "guild"'), encoding="utf-8")
    shown = msqqa("form", "learn", folder, "--diff")
    assert (shown.status, '-id = "guild"\n+id = "club"\n' in shown.out) == (0, True)
    assert 'id = "guild"' in (folder / "form.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["You may copy this.", ""])
def test_nothing_to_learn_from_is_one_line(msqqa: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    result = msqqa("form", "learn", tmp_path)
    assert result.status == 2
    is_one_line(result, "no form can be learned")
    assert msqqa("form", "learn", tmp_path / "none").status == 2


def test_an_index_learns_by_itself(msqqa: Run, folder: Path, tmp_path: Path) -> None:
    options = ("--corpus", folder, "--index", tmp_path / "index")
    (folder / "dora.md").write_text(MADE.copies(4)[3].split("### ", 2)[0], encoding="utf-8")
    built = msqqa("index", *options)
    assert built.status == 0
    assert "no known form fits" in built.err
    assert "skipped LICENCE.txt: aligns to no form" in built.err
    info = msqqa("info", *options, "--account", "--format", "json").json
    assert list(info["forms"]) == ["club"]
    assert set(info["respondents"]) == {"ada", "bruno", "chen"} or "dora" in info["respondents"]
    hidden = msqqa("search", "bruno person1 example org email", *options, "--limit", "50")
    assert "person1@" not in hidden.both
    never = MADE.questions[MADE.never_answered]
    asked = msqqa("ask", f"which respondents left the question '{never}' blank", *options, "--format", "json")
    assert asked.status in (0, 3)
    is_sound(asked.json, folder)


def test_what_does_not_align_is_told(msqqa: Run, folder: Path, tmp_path: Path) -> None:
    lacking = (folder / "chen.md").read_text(encoding="utf-8")
    start = lacking.index(f"### {MADE.questions[1]}")
    end = lacking.index(f"### {MADE.questions[2]}")
    (folder / "chen.md").write_text(lacking[:start] + lacking[end:], encoding="utf-8")
    options = ("--corpus", folder, "--index", tmp_path / "index")
    assert msqqa("index", *options).status == 0
    info = msqqa("info", *options, "--account", "--format", "json").json
    (missing,) = info["not_found"].values()
    assert list(info["not_found"]) == ["chen.md"]
    assert len(missing) == 1
    told = msqqa("info", *options, "--account")
    assert f"chen.md: questions not found  {missing[0]}" in told.out


def test_a_form_is_learned_anew_when_a_copy_changes(msqqa: Run, folder: Path, tmp_path: Path) -> None:
    options = ("--corpus", folder, "--index", tmp_path / "index")
    assert msqqa("index", *options).status == 0
    assert "up to date" in msqqa("index", *options).err
    for name in ("ada", "bruno", "chen", "dora"):
        path = folder / f"{name}.md"
        path.write_text(
            path.read_text(encoding="utf-8") + f"### Is there more?\n\nThis, says {name}.\n", encoding="utf-8"
        )
    assert msqqa("index", *options).status == 0
    found = msqqa("search", "this says chen", *options, "--format", "json")
    assert found.status == 0
    assert "chen/is-there-more" in json.dumps(found.json)


def test_copies_of_a_known_form_and_of_another(msqqa: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
    for name, text in RESPONSES.items():
        (folder / name).write_text(text, encoding="utf-8")
    options = ("--corpus", folder, "--index", tmp_path / "index")
    assert msqqa("index", *options).status == 0
    info = msqqa("info", *options, "--format", "json").json
    assert set(info["forms"]) == {"survey", "club"}
    assert len(info["respondents"]) == len(RESPONSES) + 4


def test_of_many_copies_a_sample_is_learned_from_and_said(
    msqqa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "club"
    folder.mkdir()
    for i, text in enumerate(MADE.copies(12)):
        (folder / f"member-{i}.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr("msqqa.index.documents.MOST_COPIES", 6)
    options = ("--corpus", folder, "--index", tmp_path / "index")
    built = msqqa("index", *options)
    assert built.status == 0
    assert built.err.count("the form was learned from 6 of 12 copies, a sample") == 1
    assert len(msqqa("info", *options, "--format", "json").json["respondents"]) == 12
