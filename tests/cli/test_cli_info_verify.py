from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING

import pytest

from tests.support import MSQ

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Place, Run


def test_info_says_what_the_index_holds(mongolia: Run) -> None:
    held = mongolia("info", "--format", "json").json
    assert held["respondents"] == {"mongolia": "Mongolia"}
    assert held["questions"] == 51
    assert list(held["forms"]) == ["msq-2024"]
    assert sum(held["stances"].values()) == held["cells"] == sum(held["ticks"].values())
    assert held["model"] == "intfloat/multilingual-e5-small"
    assert held["model_sha256"] == "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
    assert held["skipped"] == {}


def test_info_counts_no_answer_in_words_as_a_yes(small: Run) -> None:
    held = small("info", "--format", "json").json
    assert held["stances"] == {"answered": 5, "yes": 2, "no": 2, "blank": 2, "unclear": 1}


def test_every_character_is_accounted_for(mongolia: Run) -> None:
    account = mongolia("info", "--account", "--format", "json").json["account"]
    text = (MSQ / "mongolia.md").read_bytes().decode("utf-8")
    [(source, totals)] = account.items()
    assert source == "mongolia.md"
    assert totals["total"] == len(text)
    assert sum(n for category, n in totals.items() if category != "total") == len(text)
    assert all(n >= 0 for n in totals.values())
    assert totals["cell"] > totals["form text"] > 0
    assert totals["contact"] > 0


def test_the_account_of_every_source_adds_up(small: Run, survey_once: Place) -> None:
    account = small("info", "--account", "--format", "json").json["account"]
    for file in ("kenya.md", "peru.md", "japan.md"):
        assert account[file]["total"] == len((survey_once.corpus / file).read_bytes().decode("utf-8"))


@pytest.mark.parametrize("form", ["terminal", "markdown", "csv"])
def test_info_in_other_formats(small: Run, form: str) -> None:
    result = small("info", "--account", "--format", form)
    assert result.status == 0
    for word in ("Kenya", "Peru", "Japan", "kenya.md: total"):
        assert word in result.out
    if form == "csv":
        assert all(len(row) == 2 for row in csv.reader(io.StringIO(result.out)))


def test_verify_reads_every_span_and_passes(mongolia: Run) -> None:
    result = mongolia("verify", "--format", "json")
    assert result.status == 0
    assert result.json["problems"] == []
    assert result.json["checked"]["sources"] == 1
    assert all(n > 0 for n in result.json["checked"].values())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A memorandum", "A Memorandum"),
        ("A memorandum", "No memorandum"),
        ("☒ Yes ☐ No", "☐ Yes ☒ No"),
        ("farmers.", "farmers"),
    ],
)
def test_verify_fails_once_a_source_has_changed(msqqa: Run, survey: Place, old: str, new: str) -> None:
    assert msqqa("verify", *survey.options).status == 0
    file = survey.corpus / "kenya.md"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    result = msqqa("verify", *survey.options)
    assert result.status == 2
    assert "kenya" in result.err
    assert "msqqa index" in result.err.splitlines()[-1]


def test_verify_sees_a_change_that_keeps_size_and_time(msqqa: Run, survey: Place) -> None:
    file = survey.corpus / "kenya.md"
    before = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace("2019", "2018"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert msqqa("verify", *survey.options).status == 2


def test_verify_fails_once_a_source_is_gone(msqqa: Run, survey: Place) -> None:
    (survey.corpus / "peru.md").unlink()
    result = msqqa("verify", *survey.options)
    assert result.status == 2
    assert "peru.md" in result.err


def test_verify_passes_again_after_a_refresh(msqqa: Run, survey: Place) -> None:
    file = survey.corpus / "kenya.md"
    file.write_text(file.read_text(encoding="utf-8").replace("2019", "2021"), encoding="utf-8")
    assert msqqa("verify", *survey.options).status == 2
    assert msqqa("index", *survey.options).status == 0
    assert msqqa("verify", *survey.options).status == 0


@pytest.mark.parametrize("command", ["info", "verify"])
def test_nothing_is_built_to_be_looked_at(msqqa: Run, survey_once: Place, tmp_path: Path, command: str) -> None:
    result = msqqa(command, "--corpus", survey_once.corpus, "--index", tmp_path / "none")
    assert result.status == 2
    assert len(result.err.splitlines()) == 1
    assert "msqqa index" in result.err
