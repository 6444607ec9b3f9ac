from __future__ import annotations

import gc
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from msqqa.cli.complete import completions
from msqqa.cli.prompt import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UP, CTRL_C, CTRL_D, CTRL_R = "\x1b[A", "\x03", "\x04", "\x12"
_COMES_UP = 60
"""Seconds that a prompt takes to come up, at most."""
COMMANDS = ["format", "show", "explain", "help", "quit"]
ARGUMENTS = {"format": ["terminal", "json", "csv", "markdown"], "show": ["1", "2", "12"]}
NAMES = ["Kenya", "Côte d'Ivoire", "Acme Cloud Ltd", "Cameroon"]
QUESTIONS = ["1", "3", "34", "34.ai", "contact"]


def _completed(text: str) -> list[str]:
    """Return the lines that a line may become."""
    found = completions(text, COMMANDS, ARGUMENTS, NAMES, QUESTIONS)
    return [text[: len(text) - replaced] + what for what, replaced in found]


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        (":", [f":{name}" for name in COMMANDS]),
        (":e", [":explain"]),
        (":F", [":format"]),
        (":x", []),
        (":format ", [":format terminal", ":format json", ":format csv", ":format markdown"]),
        (":format J", [":format json"]),
        (":show 1", [":show 1", ":show 12"]),
        (":help ", []),
        ("does ke", ["does Kenya"]),
        ("does C", ["does Côte d'Ivoire", "does Cameroon"]),
        ("does cote d'iv", ["does Côte d'Ivoire"]),
        ("does Acme Cl", ["does Acme Cloud Ltd"]),
        ("Kenya and ac", ["Kenya and Acme Cloud Ltd"]),
        ("does Kenya ", []),
        ("token", []),
        ("", []),
        ("what does Kenya say to question 3", [f"what does Kenya say to question {n}" for n in ("3", "34", "34.ai")]),
        ("question ", [f"question {n}" for n in QUESTIONS]),
        ("Q. #34.", ["Q. #34.ai"]),
        ("question co", ["question contact"]),
        ("faq 3", []),
    ],
)
def test_what_a_line_may_go_on_with(text: str, completed: list[str]) -> None:
    assert _completed(text) == completed


# ---------------------------------------------------------------- the prompt itself


@contextmanager
def _typing(*keys: str) -> Iterator[Iterator[str]]:
    """Yield the lines of a prompt at which keys are pressed, with time between them for what goes on behind it."""
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()) as shown:

        def press() -> None:
            before = ""
            for key in keys:
                # Behind a line the next prompt has to come up, with its history: on a busy machine that takes a while.
                time.sleep(1.0 if before.endswith("\r") else 0.3)
                # A key that comes between two prompts may be lost, and the last prompt would wait for ever.
                until = time.monotonic() + _COMES_UP
                while not (shown.app is not None and shown.app.is_running) and time.monotonic() < until:
                    time.sleep(0.05)
                keyboard.send_text(key)
                before = key

        pressing = threading.Thread(target=press)
        pressing.start()
        yield read_lines(lambda text: completions(text, COMMANDS, ARGUMENTS, NAMES, QUESTIONS))
        pressing.join()


@pytest.fixture(scope="module")
def few_files() -> None:
    """Close the files of indexes that earlier tests opened: the library waits for keys by ``select``.

    That takes no file whose number is 1,024 or more. The prompt would wait for ever, and take more and more memory.
    """
    gc.collect()


@pytest.fixture
def state(few_files: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_lines_until_the_end(state: Path) -> None:
    with _typing("one\r", "two\r", CTRL_D) as lines:
        assert list(lines) == ["one", "two"]


def test_a_tab_completes(state: Path) -> None:
    with _typing("does ken", "\t", "\r", ":fo", "\t", " j", "\t", "\r", CTRL_D) as lines:
        assert list(lines) == ["does Kenya", ":format json"]


def test_an_interrupt_drops_the_line_and_on_an_empty_one_says_how_to_leave(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with _typing("dropped", CTRL_C, "kept\r", CTRL_D) as lines:
        assert list(lines) == ["kept"]
    assert capsys.readouterr().err == ""
    with _typing("dropped", CTRL_C, CTRL_C, CTRL_C, "kept\r", CTRL_D) as lines:
        assert list(lines) == ["kept"]
    assert capsys.readouterr().err == "msqqa: leave with Ctrl-D or :quit\n" * 2


def test_lines_are_found_again_in_the_next_session(state: Path) -> None:
    with _typing("which law\r", "who\r", "what\r", CTRL_D) as lines:
        assert list(lines) == ["which law", "who", "what"]
    with _typing(UP, "\r", "whi", UP, "\r", CTRL_R, "ho", "\r", "\r", CTRL_D) as lines:
        assert list(lines) == ["what", "which law", "who"]


@pytest.mark.parametrize("in_the_way", ["state", "state/msqqa/history"])
def test_a_folder_that_cannot_be_written_is_no_error(
    state: Path, capsys: pytest.CaptureFixture[str], in_the_way: str
) -> None:
    path = state / in_the_way
    if in_the_way == "state":
        path.write_text("a file where the folder should be")
    else:
        path.mkdir(parents=True)
    with _typing("one\r", UP, "\r", CTRL_D) as lines:
        assert list(lines) == ["one", "one"]
    assert capsys.readouterr().err == ""


def test_a_disk_that_fills_up_loses_the_line_and_nothing_else(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _typing("one\r", "two\r", UP, UP, "\r", CTRL_D) as lines:
        assert next(lines) == "one"
        folder = state / "state" / "msqqa"
        (folder / "history").unlink()
        folder.rmdir()
        assert list(lines) == ["two", "one"]
    assert capsys.readouterr() == ("", "")
