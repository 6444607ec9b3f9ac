"""Outputs that are full, closed or not read, files within files, folders that are gone: never a fault of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.attack.attacks import QUESTION
from tests.support import Place, Run, command, environment, is_one_line, process

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
NESTED = "x = " + "[" * 3000 + "]" * 3000


def _shell(line: str, survey: Place, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell in which $ASK asks."""
    call = " ".join(f"'{part}'" for part in command("ask", QUESTION, *survey.options))
    made = line.replace("$ASK", call)
    return subprocess.run(["bash", "-c", made], capture_output=True, env=environment(**env))


@POSIX
@pytest.mark.parametrize("where", ["> /dev/full", ">&-"])
def test_an_output_that_is_full_or_closed_is_one_line(exported: None, survey_once: Place, where: str) -> None:
    if "full" in where and not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("no /dev/full here")
    ended = _shell(f"$ASK {where}", survey_once)
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"msqqa: standard output cannot be written (")
    assert ended.stderr.count(b"\n") == 1


@POSIX
def test_who_reads_no_more_makes_no_fault(exported: None, survey_once: Place) -> None:
    ended = _shell('$ASK --format json | true; echo "${PIPESTATUS[0]}"', survey_once)
    assert (ended.stdout, ended.stderr) == (b"0\n", b"")


@POSIX
def test_a_closed_input_holds_no_question(exported: None, survey_once: Place) -> None:
    ended = subprocess.run(
        ["bash", "-c", " ".join(command("ask", "--batch", "-", *survey_once.options)) + " <&-"],
        capture_output=True,
        env=environment(),
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_an_encoding_that_holds_less_is_no_fault(exported: None, survey_once: Place) -> None:
    ended = process("ask", QUESTION, "--format", "json", *survey_once.options, env={"PYTHONIOENCODING": "ascii"})
    whole = process("ask", QUESTION, "--format", "json", *survey_once.options)
    assert ended.returncode == 0
    assert ended.stdout.isascii()
    assert json.loads(ended.stdout)["answer"] == json.loads(whole.stdout)["answer"]


@POSIX
def test_a_system_of_ascii_is_no_fault(exported: None, survey_once: Place, tmp_path: Path) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    table = "Pays,Avez-vous une loi ?,Décrivez\nPerú,Oui,Le portail — é\n日本,はい,ポータル\n"
    (corpus / "data.csv").write_text(table, encoding="utf-8")
    (corpus / "é.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    index = ("--corpus", corpus, "--index", tmp_path / "index")
    for call in (
        ("index", *index),
        ("search", "portail é", *index),
        ("ask", "does 日本 have a loi", *index, "--format", "json"),
        ("tally", "Décrivez", "--by", "Perú é", *index),
        ("matrix", *index),
        ("info", *index),
    ):
        ended = process(*call, env=ascii_only)
        assert ended.returncode in (0, 2, 3), (call, ended.stderr)
        assert ended.stdout.isascii()
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize("name", ["respondents.toml", "form.toml", "synonyms.toml"])
def test_brackets_within_brackets_are_told(msqqa: Run, survey: Place, name: str) -> None:
    (survey.corpus / name).write_text(NESTED, encoding="utf-8")
    result = msqqa("index", *survey.options, "--rebuild")
    assert result.status == 2
    is_one_line(result, name, "brackets within brackets")


@pytest.mark.parametrize("row", ["file = 5", 'file = "kenya.md"\nname = ["x"]', 'file = "kenya.md"\ngroups = [["x"]]'])
def test_what_is_no_text_is_told(msqqa: Run, survey: Place, row: str) -> None:
    (survey.corpus / "respondents.toml").write_text(f"[[respondent]]\n{row}\n", encoding="utf-8")
    result = msqqa("index", *survey.options, "--rebuild")
    assert result.status == 2
    is_one_line(result, "respondents.toml")


def test_an_index_without_its_manifest_is_told_by_name(
    msqqa: Run, survey: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (survey.index / "manifest.json").unlink()
    for call in (("ask", QUESTION), ("info",)):
        is_one_line(msqqa(*call, "--index", survey.index), str(survey.index), "manifest.json is missing")
        is_one_line(msqqa(*call, "--index", tmp_path / "nowhere"), f"no index at {tmp_path / 'nowhere'}")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="needs folders that nobody can write")
def test_a_cache_and_a_temporary_folder_that_are_both_full(survey_once: Place) -> None:
    if not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("no /dev/full here")
    nowhere = {"MSQQA_CACHE": "/proc/none", "TMPDIR": "/proc", "TEMP": "/proc", "TMP": "/proc"}
    script = "import sys, tempfile; tempfile.tempdir = '/proc'; from msqqa.cli import run; sys.exit(run(sys.argv[1:]))"
    ended = process("ask", QUESTION, *survey_once.options, script=script, env=nowhere)
    assert ended.returncode == 2, ended.stderr
    assert b"MSQQA_CACHE" in ended.stderr.splitlines()[-1]
    assert b"Traceback" not in ended.stderr


def test_json_and_workbooks_are_the_same_each_time(exported: None, survey_once: Place, tmp_path: Path) -> None:
    outs, books = set(), set()
    for seed in ("1", "2"):
        env = {"PYTHONHASHSEED": seed}
        asked = process("ask", QUESTION, *survey_once.options, "--format", "json", "--no-timing", env=env)
        assert asked.returncode == 0
        assert b"timing_ms" not in asked.stdout
        outs.add(asked.stdout)
        book = tmp_path / f"{seed}.xlsx"
        assert process("matrix", *survey_once.options, "--output", book, env=env).returncode == 0
        books.add(book.read_bytes())
    assert len(outs) == len(books) == 1
