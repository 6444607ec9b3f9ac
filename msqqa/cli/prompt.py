"""The prompt of a terminal: what is typed is edited, completed, and remembered from one session to the next."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msqqa.cli.session import StandardError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document
    from prompt_toolkit.history import History

    Completions = Callable[[str], Iterable[tuple[str, int]]]

PROMPT = "msqqa> "


def read_lines(completions: Completions) -> Iterator[str]:
    """Yield the lines that are typed, until Ctrl-D.

    Ctrl-C drops the line; where there is nothing to drop, it says how to leave.
    """
    session = _session(completions)
    while True:
        try:
            line = session.prompt(handle_sigint=False)  # a key, at a prompt; the signal is of answering
        except KeyboardInterrupt:
            if not session.default_buffer.text:
                StandardError().note("leave with Ctrl-D or :quit")
            continue
        except EOFError:
            return
        yield line


@contextmanager
def keep_keys() -> Iterator[None]:
    """Let what is typed while no prompt is there wait for the next one, as the keys it is; Ctrl-C stays a signal."""
    try:
        import termios
    except ImportError:  # Windows
        yield
        return
    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    kept = [*before]
    # By lines, the system would take a Ctrl-D for an end of file that nobody reads, and show each Ctrl-C as ^C.
    kept[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(keyboard, termios.TCSADRAIN, kept)
    try:
        yield
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)


@contextmanager
def allow_interrupt() -> Iterator[None]:
    """Let Ctrl-C raise ``KeyboardInterrupt`` once within, and do nothing afterwards, however often it is pressed."""

    def interrupt(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _session(completions: Completions) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer, Completion

    class Completing(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002
            for text, replaced in completions(document.text_before_cursor):
                yield Completion(text, start_position=-replaced)

    return PromptSession(
        PROMPT,
        history=_history(),
        completer=Completing(),
        complete_while_typing=False,  # on Tab: a menu under every word would be in the way
        enable_history_search=True,  # the arrow up finds the lines that begin as the one being typed; Ctrl-R any
    )


def _history() -> History:
    """Return the lines of earlier sessions, kept in the user's state folder; in memory where that cannot be written."""
    from contextlib import suppress

    from platformdirs import user_state_path
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    class Kept(FileHistory):
        def store_string(self, string: str) -> None:
            with suppress(OSError):  # a disk that is full by now loses the line, not the conversation
                super().store_string(string)

    file = user_state_path("msqqa", appauthor=False) / "history"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # questions may name people
        with file.open("a+b"):
            return Kept(str(file))
    except OSError:
        return InMemoryHistory()
