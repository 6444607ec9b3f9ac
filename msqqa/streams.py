"""The edge of every output: what commands write on standard output and standard error passes here, whoever writes it.

Nothing that a file or a question holds steers the terminal (:mod:`msqqa.escapes`); what the stream's encoding cannot
hold is escaped. A standard output that is full or closed is told in one line; whoever reads a pipe may have enough of
it; what cannot be said on standard error is not said.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

from msqqa.escapes import UNENCODABLE, make_harmless

if TYPE_CHECKING:
    from collections.abc import Iterator


class EnoughError(Exception):
    """Whoever read our output has had enough of it, ``head`` for one."""


class OutputError(Exception):
    """Standard output is full or closed. It ends a command, also one that goes on after what a user can be told."""


class Edge:
    """A text stream before the one it writes on.

    Parameters
    ----------
    stream:
        Where it writes; None where that is closed.
    tells:
        Whether what cannot be written is an error.
    drawn:
        Whether the text was made for a terminal by what draws on it, from harmless parts.
    """

    def __init__(self, stream: TextIO | None, *, tells: bool, drawn: bool = False) -> None:
        self._stream = stream
        self._tells = tells
        self._drawn = drawn
        # Its text is written whatever the encoding is, so that nobody needs to take another one.
        self.encoding = getattr(stream, "encoding", None) or "utf-8" if drawn else "utf-8"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write text; what would steer a terminal is escaped, unless it was drawn for one."""
        shown = text if self._drawn else make_harmless(text)
        with self._told():
            if self._stream is None:
                raise OSError(0, "it is closed")
            self._stream.write(shown)
        return len(text)

    def flush(self) -> None:
        """Write out what is held back."""
        with self._told():
            if self._stream is not None:
                self._stream.flush()

    def isatty(self) -> bool:
        """Return whether a person reads it."""
        return self._stream is not None and self._stream.isatty()

    def for_drawing(self) -> Edge:
        """Return the same stream for what draws on a terminal."""
        return Edge(self._stream, tells=self._tells, drawn=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError as error:
            if self._tells:
                raise EnoughError from error
        except (OSError, ValueError) as error:  # the latter where it was closed by now
            if self._tells:
                why = getattr(error, "strerror", None) or error
                what = f"standard output cannot be written ({why})"
                raise OutputError(f"{what}; free some room, or send it elsewhere") from error


def open_for_drawing(stream: TextIO) -> TextIO:
    """Return a stream for Rich or another library that draws: its own sequences must reach the terminal."""
    return cast("TextIO", stream.for_drawing()) if isinstance(stream, Edge) else stream


@contextmanager
def guard_output() -> Iterator[None]:
    """Let everything that is written on standard output and standard error pass an edge within.

    What is written raises :class:`EnoughError` if whoever reads standard output reads no more, and :class:`OutputError`
    if it is full or closed.
    """
    _open_closed()
    before = sys.stdin, sys.stdout, sys.stderr
    for stream in before[1:]:
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=UNENCODABLE)
    sys.stdout = cast("TextIO", Edge(before[1], tells=True))
    sys.stderr = cast("TextIO", Edge(before[2], tells=False))
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123, closed: nothing is typed
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def give_up() -> None:
    """Let standard output lead nowhere, so that what it still holds is not written when the process ends."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_closed() -> None:
    """Let the first three descriptors lead nowhere where they are closed: the next file to be opened would be one."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            with suppress(OSError):
                opened = os.open(os.devnull, os.O_RDWR)
                if opened != descriptor:
                    os.dup2(opened, descriptor)
                    os.close(opened)
