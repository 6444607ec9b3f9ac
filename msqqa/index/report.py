"""Who is told how a build gets on."""

from __future__ import annotations

from typing import Protocol


class Reporter(Protocol):
    """Is told how a build gets on."""

    def note(self, line: str) -> None:
        """Say one line."""

    def report_encoding(self, done: int, total: int) -> None:
        """Say how many passages are encoded."""


class Silent:
    """A reporter that says nothing."""

    def note(self, line: str) -> None: ...

    def report_encoding(self, done: int, total: int) -> None: ...
