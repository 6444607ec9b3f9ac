from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.support import (
    FULL,
    RESPONSES,
    Place,
    command,
    environment,
    is_one_line,
    is_sound,
    process,
    response,
    write_survey,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

LOOKUP = ("ask", "does Kenya have a data protection law", "--format", "json")

SHORT_OF_A_MODEL = """
import os, signal, sys
from pathlib import Path
import numpy as np
from msqqa.index import sources, build, array_files, dense, generation, ownership
from msqqa.index.write import StoreWriter
from msqqa.encode import Encoder
from msqqa.cli import run

Encoder.limit = 256
def encode(self, texts, kind, progress=None):
    vectors = np.zeros((len(texts), 384), dtype=np.float32)
    vectors[:, 0] = 1
    return vectors
Encoder.encode = encode
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
def at(n, done):
    calls = []
    def count(*given, **named):
        calls.append(1)
        return die() if len(calls) > n else done(*given, **named)
    return count
{patch}
sys.exit(run(sys.argv[1:]))
"""
"""A build that needs no model: what it kills or fills is not the encoder's affair."""

MOMENTS = {
    "while responses are cut": "sources.split = die",
    "while cells are written": "StoreWriter.add = die",
    "before the columns are written": "array_files.write = die",
    "before the vectors are encoded": "Encoder.encode = die",
    "before the vectors are written": "dense.write = die",
    "before the sentences' vectors are written": "dense.write_pieces = die",
    "before the generation is announced": "Path.replace = die",
    "before the generation is made": "Path.mkdir = at(1, Path.mkdir)",
    "before the files are on the disk": "os.fsync = at(1, os.fsync)",
    "before the switch": "Path.replace = at(1, Path.replace)",
    "after the switch": "ownership.sweep = at(1, ownership.sweep)",
    "while the old generation is removed": "Path.unlink = at(5, Path.unlink)",
}


def _generations(place: Place) -> list[str]:
    return [folder.name for folder in place.index.glob("generation-*")]


def _still_answers(msqqa: Run, place: Place) -> None:
    answer = msqqa(*LOOKUP, *place.options)
    assert answer.status == 0, answer
    assert answer.json["respondents"][0]["stance"] == "yes"
    assert msqqa("verify", *place.options).status == 0


# ---------------------------------------------------------------- build and refresh


def test_a_missing_index_is_built_and_told(msqqa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = write_survey(tmp_path / "survey")
    (tmp_path / "index").mkdir()
    monkeypatch.chdir(tmp_path)
    result = msqqa(*LOOKUP, "--corpus", corpus)
    assert result.status == 0
    assert "no index" in result.err
    assert (tmp_path / "index" / "survey" / "manifest.json").is_file()
    is_sound(result.json, tmp_path)
    assert msqqa(*LOOKUP, "--corpus", corpus).err == ""


def test_an_unchanged_corpus_encodes_nothing(msqqa: Run, survey: Place) -> None:
    before = survey.manifest
    result = msqqa("index", *survey.options)
    assert result.status == 0
    assert "nothing encoded" in result.err
    assert survey.manifest == before


def test_a_corpus_may_be_given_as_argument(msqqa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_survey(tmp_path / "one")
    write_survey(tmp_path / "two")
    (tmp_path / "index").mkdir()
    monkeypatch.chdir(tmp_path)
    result = msqqa("index", "one", "two")
    assert result.status == 0
    assert (tmp_path / "index/one/manifest.json").is_file()
    assert (tmp_path / "index/two/manifest.json").is_file()
    refused = msqqa("index", "one", "two", "--index", "somewhere")
    is_one_line(refused)
    assert refused.status == 2


def test_an_added_response_is_answered_for(msqqa: Run, survey: Place) -> None:
    assert msqqa("ask", "does Nepal have a regulatory sandbox", *survey.options).status == 3
    (survey.corpus / "nepal.md").write_text(response(box="☒ Yes ☐ No", box_detail="A pilot runs."), encoding="utf-8")
    result = msqqa("index", *survey.options)
    assert result.status == 0
    assert "4 respondents" in result.err
    answer = msqqa("ask", "does Nepal have a regulatory sandbox", "--format", "json", *survey.options)
    assert answer.status == 0
    assert answer.json["citations"][0]["respondent"] == "nepal"
    assert answer.json["coverage"]["respondents"] == 4


def test_a_removed_response_is_answered_for_no_more(msqqa: Run, survey: Place) -> None:
    (survey.corpus / "peru.md").unlink()
    result = msqqa("index", *survey.options)
    assert result.status == 0
    assert "2 respondents" in result.err
    assert "; 0 files read, 0 texts encoded" in result.err
    answer = msqqa("ask", "which countries mention WCAG", "--format", "json", "--all", *survey.options).json
    assert {r["id"] for r in answer["respondents"]} == {"kenya", "japan"}
    assert msqqa("ask", "does Peru have a sandbox", *survey.options).status == 3


def test_a_file_that_is_no_form_is_skipped_and_listed(msqqa: Run, survey: Place) -> None:
    (survey.corpus / "recipe.md").write_text("# Soup\n\nBoil water and add salt.\n", encoding="utf-8")
    (survey.corpus / "latin.md").write_bytes("Übersicht".encode("latin-1"))
    (survey.corpus / "empty.md").write_bytes(b"")
    (survey.corpus / "scan.md").write_bytes(b"\x89PNG\x00\x01\x02")
    (survey.corpus / "sheet.xyz").write_text("1. a question\n", encoding="utf-8")
    result = msqqa("index", *survey.options)
    assert result.status == 0
    skipped = msqqa("info", "--format", "json", *survey.options).json["skipped"]
    assert set(skipped) == {"recipe.md", "latin.md", "empty.md", "scan.md", "sheet.xyz"}
    for name, reason in skipped.items():
        assert name in result.err
        assert reason
    _still_answers(msqqa, survey)
    assert "nothing encoded" in msqqa("index", *survey.options).err


def test_strict_fails_where_a_file_is_skipped(msqqa: Run, survey: Place) -> None:
    assert msqqa("index", "--strict", *survey.options).status == 0
    (survey.corpus / "recipe.md").write_text("# Soup\n", encoding="utf-8")
    assert msqqa("index", "--strict", *survey.options).status == 2


def test_a_precision_is_kept_until_another_is_named(msqqa: Run, survey: Place) -> None:
    assert msqqa("info", "--format", "json", *survey.options).json["precision"] == "int8"
    result = msqqa("index", "--precision", "fp32", *survey.options)
    assert (result.status, "; 3 files read, " in result.err) == (0, True)
    for _ in range(2):
        assert msqqa("info", "--format", "json", *survey.options).json["precision"] == "fp32"
        answer = msqqa(*LOOKUP, *survey.options)
        assert (answer.status, answer.err) == (0, "")
        assert answer.json["respondents"][0]["stance"] == "yes"
        (survey.corpus / "nepal.md").write_text(response(box_detail="Boats and trains."), encoding="utf-8")
        assert "4 respondents" in msqqa("index", *survey.options).err
    assert "up to date, nothing encoded" in msqqa("index", *survey.options).err
    assert "; 4 files read, " in msqqa("index", "--precision", "int8", *survey.options).err
    assert msqqa("info", "--format", "json", *survey.options).json["precision"] == "int8"
    _still_answers(msqqa, survey)


def test_changed_sources_are_answered_from_the_index_with_a_warning(msqqa: Run, survey: Place) -> None:
    file = survey.corpus / "kenya.md"
    file.write_text(file.read_text(encoding="utf-8").replace("2019", "2023, and again"), encoding="utf-8")
    (survey.corpus / "nepal.md").write_text(response(), encoding="utf-8")
    (survey.corpus / "peru.md").unlink()
    result = msqqa(*LOOKUP, *survey.options)
    assert result.status == 0
    assert "2019" in result.json["answer"]
    for name in ("kenya.md", "nepal.md", "peru.md", "msqqa index"):
        assert name in result.err
    assert msqqa("index", *survey.options).status == 0
    after = msqqa(*LOOKUP, *survey.options)
    assert after.err == ""
    assert "2023, and again" in after.json["answer"]


def test_a_touched_source_is_no_changed_one(msqqa: Run, survey: Place) -> None:
    os.utime(survey.corpus / "kenya.md", (1, 1))
    assert msqqa(*LOOKUP, *survey.options).err == ""


def test_a_corpus_that_was_moved_with_its_index_opens(msqqa: Run, survey: Place, tmp_path: Path) -> None:
    moved = Place(tmp_path / "elsewhere" / "survey", tmp_path / "elsewhere" / "index")
    moved.corpus.parent.mkdir()
    survey.corpus.rename(moved.corpus)
    survey.index.rename(moved.index)
    result = msqqa(*LOOKUP, *moved.options)
    assert result.status == 0
    assert result.err == ""
    is_sound(result.json, tmp_path)
    assert msqqa("verify", *moved.options).status == 0


def test_an_index_alone_still_answers(msqqa: Run, survey: Place) -> None:
    for file in survey.corpus.iterdir():
        file.unlink()
    survey.corpus.rmdir()
    result = msqqa(*LOOKUP, "--index", survey.index)
    assert result.status == 0
    assert "gone" in result.err


# ---------------------------------------------------------------- a full disk, a kill, two at once


@pytest.mark.parametrize("room", [0, 4096, 40_000, 100_000])
def test_a_full_disk_leaves_the_old_index(msqqa: Run, survey: Place, room: int) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    script = SHORT_OF_A_MODEL.format(patch="")
    ended = process("index", "--rebuild", *survey.options, script=script, preexec_fn=limited)
    assert ended.returncode == 2, ended
    error = ended.stderr.decode()
    assert "Traceback" not in error
    assert "cannot be written" in error
    _still_answers(msqqa, survey)
    assert len(_generations(survey)) == 1


def test_a_full_disk_in_a_whole_process(msqqa: Run, survey: Place) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    ended = process("index", "--rebuild", *survey.options, preexec_fn=limited)
    assert ended.returncode == 2, ended
    assert len(ended.stderr.decode().splitlines()) == 1
    _still_answers(msqqa, survey)


_SOME = ("while cells", "before the vectors are written", "before the files are", "before the switch", "while the old")
"""Of each kind one: rows, vectors, what is written but not safe yet, and both sides of the switch."""


@pytest.mark.slow
@pytest.mark.parametrize("moment", [moment for moment in MOMENTS if FULL or moment.startswith(_SOME)])
def test_a_kill_leaves_a_whole_index(msqqa: Run, survey: Place, moment: str) -> None:
    (survey.corpus / "nepal.md").write_text(response(box_detail="Boats and trains."), encoding="utf-8")
    script = SHORT_OF_A_MODEL.format(patch=MOMENTS[moment])
    ended = process("index", "--rebuild", *survey.options, script=script)
    assert ended.returncode == -signal.SIGKILL, ended
    answer = msqqa(*LOOKUP, *survey.options)
    assert answer.status == 0
    assert answer.json["respondents"][0]["stance"] == "yes"
    again = msqqa("index", "--rebuild", *survey.options)
    assert again.status == 0
    assert len(_generations(survey)) == 1
    assert not (survey.index / "manifest.json.new").exists()
    _still_answers(msqqa, survey)


@pytest.mark.slow
def test_a_kill_of_a_whole_process(msqqa: Run, survey: Place) -> None:
    before = set(_generations(survey))
    running = subprocess.Popen(command("index", "--rebuild", *survey.options), env=environment())
    until = time.monotonic() + 60
    while set(_generations(survey)) == before and running.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    running.kill()
    running.wait()
    _still_answers(msqqa, survey)


@pytest.mark.slow
def test_two_builds_at_once_both_succeed(msqqa: Run, tmp_path: Path) -> None:
    place = Place(write_survey(tmp_path / "survey"), tmp_path / "index")
    call = command("index", *place.options)
    running = [subprocess.Popen(call, env=environment(), stderr=subprocess.PIPE) for _ in range(2)]
    said = [r.communicate()[1].decode() for r in running]
    assert [r.returncode for r in running] == [0, 0], said
    assert not any("Traceback" in text for text in said)
    assert len(_generations(place)) == 1
    assert sorted(p.name for p in place.corpus.glob("*.md")) == sorted(RESPONSES)
    _still_answers(msqqa, place)
