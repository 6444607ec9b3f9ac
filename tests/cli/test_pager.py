"""Long output at a terminal goes through a pager; anything else is written as it is."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import Place, process
from tests.terminal import at_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that says that it was there, beside the text that it was given."""
    return f"tee {tmp_path}/paged; true"


def _paged(tmp_path: Path) -> str | None:
    file = tmp_path / "paged"
    text = file.read_text(encoding="utf-8") if file.is_file() else None
    file.unlink(missing_ok=True)
    return text


def test_what_is_longer_than_the_screen_is_paged(survey_once: Place, tmp_path: Path, pager: str) -> None:
    call = ("show", "kenya", *survey_once.options)
    seen = at_terminal(*call, rows=8, MSQQA_PAGER=pager)
    paged = _paged(tmp_path)
    assert (seen.status, seen.err) == (0, "")
    assert paged is not None
    assert paged == seen.text
    assert "Data Protection Act" in paged
    assert "\x1b[" in paged, "colours go through"
    short = at_terminal(*call, rows=200, MSQQA_PAGER=pager)
    assert _paged(tmp_path) is None
    number = re.compile(r"(?<=\x1b]8;)id=\d+")  # of a link, another each time
    assert number.sub("", short.text) == number.sub("", paged), "whichever way, the same is seen"


def test_a_pager_is_chosen_as_git_does(survey_once: Place, tmp_path: Path, pager: str) -> None:
    call = ("show", "kenya", *survey_once.options)
    assert "Data Protection Act" in at_terminal(*call, rows=8, PAGER=pager).text
    assert _paged(tmp_path) is not None
    several: tuple[dict[str, Any], ...] = (
        {"MSQQA_PAGER": "cat", "PAGER": pager},
        {"MSQQA_PAGER": "", "PAGER": pager},
        {"PAGER": "no-such-pager --fast"},
        {"PAGER": "false || no-such-pager"},
        {"PAGER": pager, "TERM": "dumb"},
    )
    for variables in several:
        seen = at_terminal(*call, rows=8, **variables)
        assert (seen.status, _paged(tmp_path)) == (0, None), variables
        assert "Data Protection Act" in seen.text, variables


@pytest.mark.parametrize("where", ["before the command", "after it"])
def test_no_pager_means_none(survey_once: Place, tmp_path: Path, pager: str, where: str) -> None:
    call: tuple[str, ...] = ("matrix", *survey_once.options)
    call = ("--no-pager", *call) if where == "before the command" else (*call, "--no-pager")
    seen = at_terminal(*call, rows=3, MSQQA_PAGER=pager)
    assert (seen.status, _paged(tmp_path)) == (0, None)
    assert "Peru" in seen.text
    assert at_terminal("matrix", *survey_once.options, rows=3, MSQQA_PAGER=pager).status == 0
    assert _paged(tmp_path) is not None


def test_a_pipe_is_never_paged(survey_once: Place, tmp_path: Path, pager: str) -> None:
    for arguments in (("info",), ("show", "kenya"), ("info", "--format", "json")):
        ended = process(*arguments, *survey_once.options, env={"MSQQA_PAGER": pager, "LINES": "3"})
        assert (ended.returncode, _paged(tmp_path)) == (0, None)
        assert b"\x1b" not in ended.stdout


def test_who_leaves_the_pager_early_is_told_nothing(survey_once: Place) -> None:
    seen = at_terminal("info", "--account", *survey_once.options, rows=3, MSQQA_PAGER="head -1")
    assert (seen.status, seen.err) == (0, "")
    assert len(seen.text.splitlines()) == 1


def test_the_exit_status_is_the_commands(msqqa: Run, survey_once: Place, tmp_path: Path, pager: str) -> None:
    call = ("ask", "does Atlantis have a data protection law", *survey_once.options)
    seen = at_terminal(*call, rows=2, columns=40, MSQQA_PAGER=f"{pager.removesuffix('true')} exit 9")
    assert _paged(tmp_path) is not None
    assert seen.status == 3


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_less_is_the_default_and_lets_colours_and_links_through(survey_once: Place) -> None:
    seen = at_terminal("show", "kenya", *survey_once.options, rows=8, typed=b"q")
    assert (seen.status, seen.err) == (0, "")
    assert "\x1b[1m" in seen.text
    assert "ESC" not in seen.text
    assert "Experts" not in seen.text
