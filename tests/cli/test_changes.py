"""What changed since the index was built is said, and ``--refresh`` takes it in."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from msqqa.cache import recall_digests
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index import changes
from msqqa.index.build import build
from msqqa.index.changes import Changes, changes_of
from msqqa.index.open import open_index
from tests.support import is_one_line, is_sound, response

if TYPE_CHECKING:
    from tests.support import Place, Run

ABOUT_KENYA = ("ask", "does Kenya have a data protection law", "--format", "json")
NEWER = "2023, and again"


def _alter(place: Place, name: str = "kenya.md") -> None:
    file = place.corpus / name
    file.write_text(file.read_text(encoding="utf-8").replace("2019", NEWER) + "\nMore.\n", encoding="utf-8")


def test_a_cited_source_that_changed_is_named(msqqa: Run, survey: Place) -> None:
    before = msqqa(*ABOUT_KENYA, *survey.options).json
    assert (before["notes"], before["changed_sources"]) == ([], [])
    _alter(survey)
    result = msqqa(*ABOUT_KENYA, *survey.options)
    [line] = result.err.splitlines()
    assert "cited and changed kenya.md" in line
    assert "--refresh" in line
    assert f"msqqa index --corpus {survey.corpus} --index {survey.index}" in line
    assert result.json["notes"] == [line.removeprefix("msqqa: ")]
    assert result.json["changed_sources"] == ["kenya.md"]
    assert result.json["answer"] == before["answer"]
    pasted = msqqa(*ABOUT_KENYA[:2], "--format", "markdown", *survey.options).out
    assert pasted.endswith("\n\nChanged since the index was built: kenya.md\n")


def test_what_changed_and_is_not_cited_is_told_apart(msqqa: Run, survey: Place) -> None:
    _alter(survey, "peru.md")
    (survey.corpus / "japan.md").unlink()
    for n in range(6):
        (survey.corpus / f"new-{n}.md").write_text(response(), encoding="utf-8")
    result = msqqa(*ABOUT_KENYA, *survey.options)
    [line] = result.err.splitlines()
    assert "built: changed peru.md; new new-0.md, new-1.md, new-2.md and 3 more; gone japan.md; " in line
    assert result.json["changed_sources"] == []


def test_a_cited_source_that_is_gone_is_named(msqqa: Run, survey: Place) -> None:
    (survey.corpus / "kenya.md").unlink()
    result = msqqa(*ABOUT_KENYA, *survey.options)
    assert "cited and gone kenya.md" in result.err
    assert result.json["changed_sources"] == ["kenya.md"]


def test_refresh_indexes_before_it_answers(msqqa: Run, survey: Place) -> None:
    _alter(survey)
    result = msqqa(*ABOUT_KENYA, "--refresh", *survey.options)
    assert result.status == 0
    assert result.err.startswith("msqqa: indexed anew: 1 files read, ")
    assert len(result.err.splitlines()) == 1
    assert NEWER in result.json["answer"]
    assert result.json["changed_sources"] == []
    is_sound(result.json, survey.corpus.parent)
    again = msqqa(*ABOUT_KENYA, "--refresh", *survey.options)
    assert (again.err, again.json["answer"]) == ("", result.json["answer"])


@pytest.mark.parametrize(
    "command",
    [("search", "portal", "--format", "json"), ("show", "kenya/1", "--format", "json"), ("matrix",), ("info",)],
)
def test_other_commands_warn_and_refresh_too(msqqa: Run, survey: Place, command: tuple[str, ...]) -> None:
    _alter(survey)
    warned = msqqa(*command, *survey.options)
    [line] = warned.err.splitlines()
    assert "changed kenya.md" in line
    if command[0] == "search":
        assert warned.json["changed_sources"] == ["kenya.md"]
        assert warned.json["notes"] == [line.removeprefix("msqqa: ")]
    if command[0] == "show":
        assert "cited and changed kenya.md" in line
        assert all(NEWER not in cited["quote"] for cited in warned.json)
    refreshed = msqqa(*command, "--refresh", *survey.options)
    assert refreshed.status == 0
    assert "changed" not in refreshed.err
    if command[0] == "show":
        assert any(NEWER in cited["quote"] for cited in refreshed.json)


def test_a_batch_warns_once_and_notes_each_answer(msqqa: Run, survey: Place, tmp_path: object) -> None:
    _alter(survey)
    asked = survey.corpus.parent / "questions.txt"
    asked.write_text("does Kenya have a data protection law\ndoes Peru have a sandbox\n", encoding="utf-8")
    result = msqqa("ask", "--batch", asked, "--format", "json", *survey.options)
    assert len(result.err.splitlines()) == 1
    kenya, peru = map(json.loads, result.out.splitlines())
    assert kenya["changed_sources"] == ["kenya.md"]
    assert "cited and changed kenya.md" in kenya["notes"][0]
    assert (peru["notes"], peru["changed_sources"]) == ([], [])


def test_refresh_builds_what_is_missing_or_damaged(msqqa: Run, survey: Place) -> None:
    (survey.index / "manifest.json").write_text("{}", encoding="utf-8")
    assert msqqa("matrix", *survey.options).status == 2
    assert msqqa("matrix", "--refresh", *survey.options).status == 0
    assert msqqa("matrix", "--refresh", "--index", survey.index).status == 0
    is_one_line(msqqa("show", "kenya/1", "--refresh", "--corpus", survey.corpus / "none", "--index", "none"), "none")


def test_the_form_the_respondents_and_what_was_left_out_count_too(survey: Place) -> None:
    (survey.corpus / "recipe.md").write_text("# Soup\n\nBoil water and add salt.\n", encoding="utf-8")
    build(Corpus.at(survey.corpus), survey.index, Encoder.named())
    index = open_index(survey.index)
    assert index is not None
    assert not changes_of(index)
    (survey.corpus / "recipe.md").write_text(response(), encoding="utf-8")
    (survey.corpus / "respondents.toml").write_text('[[respondent]]\nfile = "kenya.md"\nname = "K"\n', encoding="utf-8")
    form = survey.corpus / "form.toml"
    form.write_text(form.read_text(encoding="utf-8").replace("A small", "A very small"), encoding="utf-8")
    assert changes_of(index).list_files() == ["recipe.md", "form.toml", "respondents.toml"]
    (survey.corpus / "recipe.md").unlink()
    assert changes_of(index).list_files() == ["form.toml", "respondents.toml"]
    index.close()


def test_what_did_not_change_is_not_read(survey: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    index = open_index(survey.index)
    assert index is not None
    for name in ("kenya.md", "peru.md"):
        os.utime(survey.corpus / name, (1, 1))
    read: list[str] = []
    looked_up = recall_digests
    monkeypatch.setattr(changes, "recall_digests", lambda files: read.extend(f.name for f in files) or looked_up(files))
    assert not changes_of(index)
    assert sorted(read) == ["kenya.md", "peru.md"]
    index.close()


def test_a_line_names_few_and_counts_many() -> None:
    many = tuple(f"{n}.md" for n in range(9))
    assert Changes(changed=many[:4]).describe() == "since the index was built: changed 0.md, 1.md, 2.md, 3.md"
    assert Changes(changed=many).describe(["8.md"]) == (
        "since the index was built: cited and changed 8.md; changed 0.md, 1.md, 2.md and 5 more"
    )
    assert not Changes()
