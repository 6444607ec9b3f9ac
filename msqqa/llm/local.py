"""A GGUF file on this machine, run by llama-cpp-python in a process of its own.

A file that is damaged, or a machine without memory, ends that process and not the answer; one that takes too long is
ended.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from msqqa.errors import ExtraError
from msqqa.llm.speaker import ANSWER_TOKENS, SpeakerError, quote_foreign

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.llm.speaker import Message

_LAST = 5.0
"""Seconds that a process which has closed its output may take to end."""


@dataclass(slots=True)
class Local:
    """A model in a file."""

    path: Path
    name: str
    seconds: float
    leaves: bool = False
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _answers: queue.SimpleQueue[bytes] = field(default_factory=queue.SimpleQueue, repr=False)

    @property
    def where(self) -> str:
        """The file."""
        return str(self.path)

    def say(self, messages: list[Message]) -> str:
        """Ask it; the first time it is loaded."""
        if find_spec("llama_cpp") is None:
            what = "--llm with a .gguf file needs llama-cpp-python, which is not installed"
            raise ExtraError(what, "pip install 'msqqa[gguf]'")
        running = self._process or self._started()
        asked = json.dumps({"messages": messages, "tokens": ANSWER_TOKENS}).encode("ascii") + b"\n"
        try:
            assert running.stdin is not None
            running.stdin.write(asked)
            running.stdin.flush()
            line = self._answers.get(timeout=self.seconds)
        except queue.Empty:
            self.close()
            what = f"{self.path.name} has not answered within {self.seconds:g} s"
            raise SpeakerError(what, "allow more with --llm-seconds, or take a smaller model") from None
        except OSError:
            line = b""
        except BaseException:
            self.close()  # what it still says is no answer to the next question
            raise
        if not line:
            raise self._describe_end(running)
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise SpeakerError(
                f"{self.path.name} cannot be run ({quote_foreign(answer['error'])})", "see that the file is whole"
            )
        return str(answer["text"])

    def _describe_end(self, ended: subprocess.Popen[bytes]) -> SpeakerError:
        """Return what is told of a process that ended by itself."""
        try:
            status = ended.wait(_LAST)
        except subprocess.TimeoutExpired:
            status = 0
        self.close()
        what = f"the process that runs {self.path.name} ended"
        if status >= 0:
            return SpeakerError(what, "see that the file is whole")
        if -status == signal.SIGKILL:
            return SpeakerError(f"{what}: it was killed", "free memory, or take a smaller model")
        crash = signal.strsignal(-status) or f"signal {-status}"
        remedy = "see that the file is whole; if it is, docs/llm.md says how to compile what runs it"
        return SpeakerError(f"{what} ({crash})", remedy)

    def _started(self) -> subprocess.Popen[bytes]:
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        # -P: a module that lies in the current folder must not be taken for ours.
        command = [sys.executable, "-P", "-m", "msqqa.llm.worker", str(self.path)]
        pipe = subprocess.PIPE
        try:
            started = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=env)
        except OSError as error:
            raise SpeakerError(f"no process can be started ({error.strerror})", "free memory") from error

        answers = self._answers

        def listen() -> None:
            assert started.stdout is not None
            for line in started.stdout:
                answers.put(line)
            answers.put(b"")

        threading.Thread(target=listen, daemon=True).start()
        self._process = started
        return started

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            self._answers = queue.SimpleQueue()
