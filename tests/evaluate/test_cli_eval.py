from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from msqqa.evaluate.systems import COMPARED, NAMES
from tests.evaluate.gold import QUESTIONS, write_set
from tests.support import REPO

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Place, Run

FIGURE = {"value", "low", "high", "n"}


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Three questions: a lookup, a set, one that cannot be answered."""
    return write_set(tmp_path, *(q for q in QUESTIONS if q["id"] in ("a law", "words", "elsewhere")), name="few.jsonl")


def _is_one_line(result: object, *told: str) -> None:
    assert (result.status, result.out) == (2, "")  # type: ignore[attr-defined]
    assert len(result.err.strip().splitlines()) == 1  # type: ignore[attr-defined]
    assert all(text in result.err for text in told)  # type: ignore[attr-defined]


def test_the_json_is_what_was_agreed(small: Run, few: Path) -> None:
    found = small("eval", few, "--format", "json").json
    assert found["set"] == few.as_posix()
    assert set(found["systems"]) == set(COMPARED)
    for kinds in found["systems"].values():
        assert set(kinds) == {"all", "lookup", "which", "unanswerable"}
        for measures in kinds.values():
            assert all(set(figure) == FIGURE for figure in measures.values())
    msqqa = found["systems"]["msqqa"]
    assert msqqa["lookup"]["Success@1"]["value"] == 1
    assert msqqa["which"]["SetF"]["value"] == 1
    assert msqqa["unanswerable"]["abstention_recall"]["value"] == 1
    assert found["confusion"]["msqqa"] == {"ticked: yes → yes": 1}


def test_the_terminal_has_a_table(small: Run, few: Path) -> None:
    result = small("eval", few)
    assert result.status == 0
    assert max(map(len, result.out.splitlines()[1:])) <= 80, "but for the name of the set"
    assert "Success@1" in result.out


def test_csv_and_markdown(small: Run, few: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(small("eval", few, "-f", "csv").out)))
    assert {row["system"] for row in rows} == set(COMPARED)
    assert small("eval", few, "-f", "markdown").out.startswith(f"# {few.as_posix()}")


def test_systems_are_chosen(small: Run, few: Path) -> None:
    assert list(small("eval", few, "--system", "bm25", "-f", "json").json["systems"]) == ["bm25"]
    assert tuple(small("eval", few, "--ablations", "-f", "json").json["systems"]) == NAMES


def test_several_sets_are_a_list(small: Run, few: Path, tmp_path: Path) -> None:
    other = write_set(tmp_path, QUESTIONS[0], name="other.jsonl")
    found = small("eval", few, other, "--system", "msqqa", "-f", "json").json
    assert [one["questions"] for one in found] == [3, 1]


def test_misses_are_listed(small: Run, set_file: Path) -> None:
    result = small("eval", set_file, "--system", "msqqa", "--show", "misses")
    assert "half: 'which countries have a regulatory sandbox': wanted {peru, kenya}, got {peru}" in result.out
    result = small("eval", set_file, "--system", "msqqa", "--show", "misses", "-f", "json")
    assert json.loads(result.out)
    assert "wanted {peru, kenya}" in result.err


def test_a_run_is_held_against_its_own_record(small: Run, few: Path, tmp_path: Path) -> None:
    folder = tmp_path / "recorded"
    assert small("eval", few, "--report", folder).status == 0
    record = folder / "results.json"
    assert small("eval", few, "--system", "msqqa", "--against", record).status == 0
    data = json.loads(record.read_text(encoding="utf-8"))
    better = {"value": 1.5, "low": 1.2, "high": 1.8, "n": 1}
    data["systems"]["msqqa"]["which"]["SetF"] = data["systems"]["msqqa"]["all"]["RR"] = better
    record.write_text(json.dumps(data), encoding="utf-8")
    result = small("eval", few, "--system", "msqqa", "--against", record)
    assert result.status == 1
    lines = result.err.strip().splitlines()
    assert len(lines) == 2
    assert any("which, SetF: 1.000, was 1.500 [1.200, 1.800]" in line for line in lines)


def test_two_reports_are_compared(small: Run, few: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        small("eval", few, "--system", "msqqa", "--report", tmp_path / name)
    files = [tmp_path / name / "results.json" for name in ("a", "b")]
    assert small("eval", "--compare", *files).out == "nothing changed\n"
    data = json.loads(files[1].read_text(encoding="utf-8"))
    data["values"]["msqqa"]["SetF"]["words"] = 0.5
    files[1].write_text(json.dumps(data), encoding="utf-8")
    out = small("eval", "--compare", *files).out
    assert out.splitlines()[0].startswith("msqqa, SetF: 1.000 → 0.500 over 1 questions (p = ")
    assert out.splitlines()[1] == "  worse: words"


def test_a_wrong_call_is_told_in_a_line(small: Run, few: Path, tmp_path: Path) -> None:
    _is_one_line(small("eval"), "--beir")
    _is_one_line(small("eval", few, "--beir", tmp_path), "--beir")
    _is_one_line(small("eval", few, "--system", "riddle"), "riddle", "bm25")
    _is_one_line(small("eval", tmp_path / "nowhere.jsonl"), "nowhere.jsonl")
    _is_one_line(small("eval", few, few, "--report", tmp_path / "r"), "one question set")
    _is_one_line(small("eval", few, "--against", tmp_path / "nowhere.json"), "nowhere.json")
    _is_one_line(small("eval", "--compare", few, few), "few.jsonl")


def test_a_set_for_another_corpus_is_refused(small: Run, tmp_path: Path) -> None:
    for changed, told in (
        ({"cells": ["mongolia/1"]}, "mongolia/1"),
        ({"respondents": ["mongolia"]}, "mongolia"),
        ({"edition": "2022"}, "2022"),
    ):
        file = write_set(tmp_path, {**QUESTIONS[0], **changed})
        _is_one_line(small("eval", file), told, "a law")


def test_an_index_that_is_older_than_its_corpus_is_refused(msqqa: Run, survey: Place, few: Path) -> None:
    file = survey.corpus / "kenya.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    result = msqqa("eval", few, *survey.options)
    assert (result.status, result.out) == (2, "")
    assert "older than its corpus" in result.err.strip().splitlines()[-1]
    assert "msqqa index" in result.err
    msqqa("index", *survey.options)
    assert msqqa("eval", few, "--system", "msqqa", *survey.options).status == 0


@pytest.mark.parametrize("missing", ["ir_measures", "bm25s"])
def test_a_missing_extra_is_told_with_its_command(msqqa: Run, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    result = msqqa("eval", REPO / "evals" / "msq-2024" / "dev.jsonl")
    _is_one_line(result, f"needs {missing}, which is not installed", "pip install 'msqqa[eval]'")
