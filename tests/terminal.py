"""A command at a terminal of its own, as a person sits before it."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios
from dataclasses import dataclass
from typing import Any

from tests.support import command, environment


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
