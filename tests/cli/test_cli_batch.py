from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support import is_sound

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

SANDBOX, ESTONIA, MENTION = (
    "does Peru have a regulatory sandbox",
    "does Estonia have a regulatory sandbox",
    "which countries mention WCAG",
)


def _file(folder: Path, data: bytes) -> Path:
    file = folder / "questions.txt"
    file.write_bytes(data)
    return file


def test_one_compact_object_for_each_line_in_order(small: Run, tmp_path: Path) -> None:
    long = "sandbox " * 1251
    lines = [SANDBOX, "", ESTONIA, "   ", long, "?!", MENTION]
    result = small("ask", "--batch", _file(tmp_path, "\n".join(lines).encode()), "--format", "json")
    assert result.status == 0
    printed = result.out.split("\n")
    assert printed.pop() == ""
    objects = [json.loads(line) for line in printed]
    assert [o["question"] for o in objects] == lines
    for line, data in zip(printed, objects, strict=True):
        assert line == json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    assert [o["answered"] for o in objects] == [True, False, False, False, False, False, True]
    for at in (1, 3, 4, 5):
        assert objects[at]["error"]["code"] == "question"
        assert objects[at]["error"]["message"]
    assert "10,000" in objects[4]["error"]["message"] or "9,999" in objects[4]["error"]["message"]
    for at in (0, 2, 6):
        assert "error" not in objects[at]
        is_sound(objects[at])


@pytest.mark.parametrize(
    ("data", "questions"),
    [
        (f"{SANDBOX}\n{MENTION}\n".encode(), 2),
        (f"{SANDBOX}\n{MENTION}".encode(), 2),
        (f"{SANDBOX}\r\n{MENTION}\r\n".encode(), 2),
        (f"{SANDBOX}\n\n".encode(), 2),
        (f"{SANDBOX}\u2028and more\n".encode(), 1),
        (f"{SANDBOX}\x0cand more\n".encode(), 1),
        (b"does Peru have a \xff sandbox\n", 1),
        (b"\x00\n", 1),
        (b"\n", 1),
        (b"", 0),
    ],
)
def test_only_a_line_feed_ends_a_line(small: Run, tmp_path: Path, data: bytes, questions: int) -> None:
    result = small("ask", "--batch", _file(tmp_path, data), "--format", "json")
    assert result.status == 0
    lines = result.out.split("\n")
    assert len(lines) - 1 == questions
    for line in lines[:-1]:
        assert "answered" in json.loads(line)


def test_a_byte_order_mark_is_no_part_of_a_question(small: Run, tmp_path: Path) -> None:
    file = _file(tmp_path, b"\xef\xbb\xbf" + SANDBOX.encode())
    assert json.loads(small("ask", "--batch", file, "--format", "json").out)["question"] == SANDBOX


def test_a_hyphen_reads_standard_input(small: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{SANDBOX}\n{ESTONIA}\n".encode())))
    result = small("ask", "--batch", "-", "--format", "json")
    assert result.status == 0
    assert [json.loads(line)["answered"] for line in result.out.splitlines()] == [True, False]


def test_a_batch_in_the_terminal_repeats_each_question(small: Run, tmp_path: Path) -> None:
    result = small("ask", "--batch", _file(tmp_path, f"{SANDBOX}\n\n{MENTION}\n".encode()))
    assert result.status == 0
    assert result.out.index(f"> {SANDBOX}") < result.out.index(f"> {MENTION}")
    assert "2 of 3 mention" in result.out
    assert len([line for line in result.err.splitlines() if "empty" in line]) == 1


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_a_batch_in_other_formats(small: Run, tmp_path: Path, form: str) -> None:
    result = small("ask", "--batch", _file(tmp_path, f"{SANDBOX}\n{MENTION}\n".encode()), "--format", form)
    assert result.status == 0
    assert SANDBOX in result.out
    assert MENTION in result.out


def test_filters_hold_for_every_line(small: Run, tmp_path: Path) -> None:
    file = _file(tmp_path, b"which countries mention WCAG\nis there a regulatory sandbox\n")
    result = small("ask", "--batch", file, "--format", "json", "--respondent", "japan")
    for line in result.out.splitlines():
        assert {c["respondent"] for c in json.loads(line)["citations"]} <= {"japan"}


def test_a_batch_and_a_question_are_too_much(small: Run, tmp_path: Path) -> None:
    result = small("ask", "a question", "--batch", _file(tmp_path, b"x\n"))
    assert result.status == 2
    assert result.out == ""


def test_a_batch_that_is_not_there(small: Run, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.txt", tmp_path):
        result = small("ask", "--batch", path)
        assert result.status == 2
        assert str(path) in result.err
        assert len(result.err.splitlines()) == 1
