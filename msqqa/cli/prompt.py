"""The prompt of a terminal: what is typed is edited, completed, and remembered from one session to the next."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from msqqa.cli.session import StandardError
from msqqa.streams import drawn_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document
    from prompt_toolkit.history import History

    Completions = Callable[[str], Iterable[tuple[str, int]]]

PROMPT = "msqqa> "


def typed_lines(completions: Completions) -> Iterator[str]:
    """Yield the lines that are typed, until Ctrl-D.

    Ctrl-C drops the line; where there is nothing to drop, it says how to leave.
    """
    session = _session(completions)
    while True:
        try:
            line = session.prompt()
        except KeyboardInterrupt:
            if not session.default_buffer.text:
                StandardError().note("leave with Ctrl-D or :quit")
            continue
        except EOFError:
            return
        yield line


def _session(completions: Completions) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.output import create_output

    class Completing(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002
            for text, replaced in completions(document.text_before_cursor):
                yield Completion(text, start_position=-replaced)

    return PromptSession(
        PROMPT,
        history=_history(),
        output=create_output(drawn_on(sys.stdout)),
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
