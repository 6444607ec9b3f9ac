"""A command at a terminal of its own, as a person sits before it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support import command, environment

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Seen:
    """What a command came to at a terminal."""

    status: int
    text: str
    """All that was written on the terminal, with colours and links, lines ended by a line feed alone."""
    err: str


def at_terminal(*arguments: object, rows: int = 24, columns: int = 80, typed: bytes = b"", **variables: str) -> Seen:
    """Run a command whose standard output and input are a terminal; standard error is a pipe beside it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    env = {**environment(TERM="xterm-256color"), **variables}
    for name in ("PAGER", "LESS", "MSQQA_PAGER", "COLUMNS", "LINES", "NO_COLOR"):
        if name not in variables:
            env.pop(name, None)
    running: subprocess.Popen[Any] = subprocess.Popen(
        command(*arguments),
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=env,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
    )
    os.close(theirs)
    seen = b""
    try:
        while data := os.read(ours, 65536):
            seen += data
            if typed:
                os.write(ours, typed)
                typed = b""
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    _, err = running.communicate()
    return Seen(running.returncode, seen.decode().replace("\r\n", "\n"), err.decode())


class Terminal:
    """The chat at a terminal of its own."""

    def __init__(self, *arguments: str, state: Path) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 180, 0, 0))
        env = environment(TERM="xterm", XDG_STATE_HOME=str(state), HOME=str(state), PROMPT_TOOLKIT_NO_CPR="1")
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            command("chat", *arguments),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=env,
            start_new_session=True,
            # Or Ctrl-C would be no signal while a question is answered.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(theirs)
        self._unread = ""
        self.seen = ""
        """All that was read."""

    def until(self, text: str, seconds: float = 90) -> str:
        """Read until some text, escape codes left out; return what came before it and the text."""
        deadline = time.monotonic() + seconds
        while text not in self._unread:
            left = deadline - time.monotonic()
            assert left > 0, f"{text!r} did not come: {self._unread!r}"
            if select.select([self._ours], [], [], left)[0]:
                self._unread += self._read()
        before, _, self._unread = self._unread.partition(text)
        return before + text

    def type(self, *keys: str, apart: float = 0.3) -> None:
        """Type some keys; between two, seconds pass in which completions are looked for behind the prompt."""
        for some in keys:
            os.write(self._ours, some.encode())
            time.sleep(apart)

    def status(self) -> int:
        """Return the status that the chat leaves with, once it has."""
        while select.select([self._ours], [], [], 30)[0] and self._read():
            pass
        return self._process.wait(30)

    def close(self) -> None:
        """End the chat, if it has not left."""
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def _read(self) -> str:
        try:
            raw = os.read(self._ours, 65536).decode("utf-8", "replace")
        except OSError:  # the other end is closed
            return ""
        text = re.sub(r"\x1b(?:\[[0-9;?]*[A-Za-z]|[=>]|\][^\x07]*\x07)", "", raw)
        self.seen += text
        return text
