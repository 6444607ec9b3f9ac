"""A small language model that a package carries: from its file, and behind a real server."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import pytest

from msqqa.errors import ExtraError
from msqqa.llm.local import Local
from msqqa.llm.named import speaker
from msqqa.llm.speaker import SpeakerError
from tests.llm.speakers import GGUF, HTTPX, SERVER, serving_model, small_model

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

MODEL = small_model()
needs_model = pytest.mark.skipif(MODEL is None, reason=GGUF)
SANDBOX = "does Peru have a regulatory sandbox"
HELLO = [{"role": "user", "content": "Say hello."}]


@needs_model
def test_a_file_answers_and_answers_again(small: Run) -> None:
    model = speaker(str(MODEL), seconds=120)
    try:
        first = model.say(HELLO)
        assert first == model.say(HELLO)
        assert first.strip()
        assert not model.leaves
    finally:
        model.close()


@needs_model
def test_the_command_line_asks_a_file(small: Run) -> None:
    exact = small("ask", SANDBOX)
    told = small("ask", SANDBOX, "--llm", MODEL, "--llm-seconds", "120")
    assert told.status == 0
    assert told.out.startswith(exact.out)
    assert "the language model SmolLM2" in told.out
    assert "on this machine" in told.err


@needs_model
def test_the_command_line_asks_a_real_server(small: Run) -> None:
    pytest.importorskip("httpx", reason=HTTPX)
    pytest.importorskip("uvicorn", reason=SERVER)
    pytest.importorskip("starlette_context", reason=SERVER)
    assert MODEL is not None
    exact = small("ask", SANDBOX, "--format", "json").json
    with serving_model(MODEL) as url:
        options = ("--llm", url, "--llm-model", "smollm2", "--llm-seconds", "120")
        told = small("ask", SANDBOX, *options, "--format", "json")
    beside = told.json["language_model"]
    assert (told.status, beside["problem"]) == (0, "")
    assert beside["sentences"] or beside["dropped"]
    assert told.json["respondents"] == exact["respondents"]


@needs_model
def test_a_damaged_file_is_one_line_and_the_exact_answer_stands(small: Run, tmp_path: Path) -> None:
    assert MODEL is not None
    exact = small("ask", SANDBOX)
    for name, data in (("none.gguf", b""), ("cut.gguf", MODEL.read_bytes()[:100_000]), ("text.gguf", b"no model")):
        (tmp_path / name).write_bytes(data)
        told = small("ask", SANDBOX, "--llm", tmp_path / name)
        assert (told.status, told.out) == (0, exact.out)
        [_, line] = told.err.splitlines()
        assert name in line
        assert "see that the file is whole" in line


@needs_model
def test_a_file_that_takes_too_long_is_ended() -> None:
    model = Local(MODEL, "small", 0.01)  # type: ignore[arg-type]
    with pytest.raises(SpeakerError, match=r"has not answered within 0\.01 s"):
        model.say(HELLO)
    assert model._process is None


@needs_model
def test_an_answer_that_was_interrupted_is_not_the_next_ones() -> None:
    """Ctrl-C in a chat drops a question; what the model says of it later must not be taken for another's answer."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    model = Local(MODEL, "small", 120)  # type: ignore[arg-type]
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with pytest.raises(KeyboardInterrupt):
            model.say(HELLO)
    finally:
        signal.signal(signal.SIGALRM, before)
        left = model._process
        model.close()
    assert left is None


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "ended (Segmentation fault); see that the file is whole; if it is, "),
        ("os.kill(os.getpid(), signal.SIGKILL)", "it was killed; free memory, or take a smaller model"),
        ("os._exit(1)", "ended; see that the file is whole"),
    ],
    ids=["crashes", "is killed", "ends"],
)
def test_a_library_that_dies_says_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, words: str) -> None:
    """As llama.cpp does on processors with AMX: it crashes while it reads the first question."""
    (tmp_path / "llama_cpp.py").write_text(f"import os, signal\ndef Llama(**_):\n    {end}\n", encoding="utf-8")
    monkeypatch.delitem(sys.modules, "llama_cpp", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    model = Local(tmp_path / "small.gguf", "small", 60)
    with pytest.raises(SpeakerError) as error:
        model.say(HELLO)
    assert words in str(error.value)
    assert "\n" not in str(error.value)
    assert model._process is None


def test_without_llama_cpp_the_command_that_installs_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "llama_cpp", None)
    with pytest.raises(ExtraError, match=r"pip install 'msqqa\[gguf\]'"):
        Local(tmp_path / "small.gguf", "small", 1).say(HELLO)
