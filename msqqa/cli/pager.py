"""Long output at a terminal goes through a pager, as git's does.

What fits on the screen is written as it is, and so is everything where standard output is no terminal. The pager is
``$MSQQA_PAGER``, else ``$PAGER``, else ``less -FRX``, which lets colours and links through; ``cat``, or an empty
variable, means none. Notes and progress go to standard error and are never held back.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from msqqa.streams import Edge, open_for_drawing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

_DEFAULT = "less -FRX"
_LESS = "FRX"
"""What ``less`` is told, as git tells it, where the user's own ``$LESS`` says nothing."""
_NONE = ("", "cat")
_NOT_RUN = (126, 127)
"""What a shell returns for a command that it cannot run, or find."""
_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;]*m|\]8;[^\x1b\x07]*(?:\x1b\\|\x07))")
"""A colour, or one end of a link: it takes no room on the screen."""


@contextmanager
def page_output(*, off: bool = False) -> Iterator[None]:
    """Hold back what is written on standard output, and page it at the end if it is longer than the screen.

    Nothing is held back if ``off``, where standard output is no terminal, or where there is no pager. What was written
    before an error is written all the same, unpaged.
    """
    pager = None if off or not sys.stdout.isatty() else _pager()
    if pager is None:
        yield
        return
    terminal, held = sys.stdout, _OutputBuffer(sys.stdout)
    sys.stdout = cast("TextIO", Edge(held, tells=False))  # what is not drawn is escaped before it is held
    try:
        yield
    except BaseException:
        open_for_drawing(terminal).write(held.getvalue())
        raise
    finally:
        sys.stdout = terminal
    text = held.getvalue()
    if not (_is_longer_than_the_screen(text) and _page(text, pager, terminal.encoding)):
        open_for_drawing(terminal).write(text)
        terminal.flush()


class _OutputBuffer(io.StringIO):
    """Keeps what is written, and looks like the terminal that it will be written on."""

    def __init__(self, terminal: TextIO) -> None:
        super().__init__()
        self._terminal = terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._terminal.encoding

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._terminal.fileno()


def _pager() -> str | None:
    """Return the pager's command; None where none is wanted, or it is not there."""
    named = next((os.environ[name] for name in ("MSQQA_PAGER", "PAGER") if name in os.environ), _DEFAULT).strip()
    if named in _NONE or os.environ.get("TERM", "dumb") == "dumb":
        return None
    try:
        words = [word for word in shlex.split(named) if "=" not in word]
    except ValueError:  # what only a shell can read, it may run
        return named
    return named if words and shutil.which(words[0]) else None


def _is_longer_than_the_screen(text: str) -> bool:
    """Return whether a text needs more rows than a terminal has, less the one for the next prompt."""
    from rich.cells import cell_len

    columns, rows = shutil.get_terminal_size()
    needed = (max(1, -(-cell_len(line) // columns)) for line in _SEQUENCE.sub("", text).splitlines())
    return sum(needed) >= rows


def _page(text: str, pager: str, encoding: str) -> bool:
    """Show a text in a pager until its reader leaves it; return whether that could be run."""
    sys.stdout.flush()
    environment = {"LESS": _LESS, **os.environ}
    with subprocess.Popen(  # as of git's: the variable holds a command of the user's own shell
        pager, shell=True, stdin=subprocess.PIPE, env=environment, encoding=encoding, errors="replace"
    ) as running:
        # Ctrl-C is the pager's as long as it is there: it ends a search in it, not us.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            running.communicate(text)  # whoever leaves early reads no more, and nothing is said of that
        finally:
            signal.signal(signal.SIGINT, before)
    return running.returncode not in _NOT_RUN
