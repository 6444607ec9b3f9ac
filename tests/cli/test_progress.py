"""What is seen of long work: a bar with its rate where a person watches, and nothing of it in a pipe."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support import Place, command, environment, process, response, write_survey

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PORTAL = "\n\n".join(
    f"Office number {n} of the portal answers {n + 7} letters about data each day." for n in range(250)
)
"""Enough to be encoded for as long as a bar takes to show how fast."""


@pytest.fixture
def place(exported: None, tmp_path: Path) -> Place:
    """A corpus that is not indexed yet."""
    return Place(write_survey(tmp_path / "survey", {"kenya.md": response(portal=PORTAL)}), tmp_path / "index")


def _watched(*arguments: str, **environment_: str) -> tuple[int, str, str]:
    """Run a command whose standard error is a terminal; return its status, what went to standard output, and there."""
    ours, theirs = pty.openpty()
    env = environment(TERM="xterm", COLUMNS="100", **environment_)
    running = subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, stderr=theirs, env=env)
    os.close(theirs)
    seen = b""
    try:
        while data := os.read(ours, 65536):
            seen += data
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    out, _ = running.communicate()
    return running.returncode, out.decode(), re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode())


def test_a_terminal_shows_how_much_is_encoded_and_how_fast(place: Place) -> None:
    status, out, seen = _watched("index", *place.options)
    assert (status, out) == (0, "")
    assert "encoding" in seen
    done = [tuple(map(int, found)) for found in re.findall(r"(\d+)/(\d+)", seen)]
    [total] = {of for _, of in done}
    assert [n for n, _ in done] == sorted(n for n, _ in done)
    assert done[-1] == (total, total)
    assert f"{total} texts encoded" in seen.splitlines()[-1]
    rates = [int(rate.replace(",", "")) for rate in re.findall(r"([\d,]+) texts/s", seen)]
    assert rates
    assert min(rates) > 0
    again = _watched("index", *place.options)[2]
    assert "texts/s" not in again
    assert len(again.splitlines()) == 1


def test_a_question_that_builds_the_index_shows_it_too(place: Place) -> None:
    status, out, seen = _watched("ask", "does Kenya have a data protection law", *place.options)
    assert status == 0
    assert out.startswith("Kenya: yes")
    assert "texts/s" in seen
    assert "\x1b" not in out


def test_a_pipe_is_told_the_outcome_alone(exported: None, tmp_path: Path) -> None:
    place = Place(write_survey(tmp_path / "survey", {"kenya.md": response()}), tmp_path / "index")
    ended = process("index", *place.options)
    assert (ended.returncode, ended.stdout) == (0, b"")
    [line] = ended.stderr.decode().splitlines()
    assert "1 respondents" in line
    assert "texts encoded" in line
    assert "\x1b" not in line
    assert "texts/s" not in line
