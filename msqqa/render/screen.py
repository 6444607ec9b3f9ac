"""Where text for a person goes: a terminal, with its colours and width, or a pipe, as plain lines.

Rich draws on terminals. It is not imported for a pipe, where there is nothing to draw: that alone would take as long as
finding the answer.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from typing import TYPE_CHECKING, Any, Protocol

from msqqa.escapes import make_harmless
from msqqa.streams import open_for_drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

Line = tuple[tuple[str, str], ...]
"""Texts, each with its style in Rich's words; the empty style is plain."""

WIDEST = 110
"""Columns: a longer line is hard to read, however wide the terminal."""


class Screen(Protocol):
    """Takes lines."""

    @property
    def width(self) -> int | None:
        """The columns of a line; None where a line may be as long as it likes."""

    def line(self, line: Line = (), *, indent: int = 0, fold: bool = True) -> None:
        """Write a line, folded at the terminal's width unless ``fold`` is false."""

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Write a table."""


def screen() -> Screen:
    """Return what standard output is."""
    return _Terminal() if sys.stdout.isatty() or os.environ.get("FORCE_COLOR") else _Pipe()


_ISOLATES = ("\u2068", "\u2069")
"""What sets a quote apart: parts of their own, which only we write."""


def is_right_to_left(text: str) -> bool:
    """Return whether a text holds letters of a script that is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def isolate(text: str, style: str = "") -> Line:
    """Return a text as parts of a line, set apart where it is written from right to left."""
    part = (text, style)
    return ((_ISOLATES[0], ""), part, (_ISOLATES[1], "")) if is_right_to_left(text) else (part,)


def _escape_line(line: Line) -> Line:
    return tuple((text if text in _ISOLATES else make_harmless(text), style) for text, style in line)


_RIGHT_TO_LEFT = re.compile(
    r"“[^“”\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]*+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc][^“”]*+”"
)


def _isolate_quotes(line: Line) -> Line:
    """Return a line with each quote in a script from right to left set apart, so that it turns no number beside it."""
    return tuple((_RIGHT_TO_LEFT.sub("\u2068\\g<0>\u2069", text), style) for text, style in line)


def make_safe_line(line: Line) -> Line:
    """Return a line of which nothing steers what shows it, and no quote turns what stands beside it."""
    return _isolate_quotes(_escape_line(line))


def plain_line(text: str, style: str = "") -> Line:
    """Return a line of one text."""
    return ((text, style),)


class _Pipe:
    width = None

    def line(self, line: Line = (), *, indent: int = 0, fold: bool = True) -> None:  # noqa: ARG002
        # Not indented, nor folded: what reads a pipe takes one line for one paragraph.
        print("".join(text for text, _ in _escape_line(line)))  # noqa: T201

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> None:
        texts = [list(heads), *([text for text, _ in row] for row in rows)]
        widths = [max(len(row[i]) for row in texts) for i in range(len(heads))]
        for row in texts:
            self.line(plain_line("  ".join(f"{t:<{w}}" for t, w in zip(row, widths, strict=True)).rstrip()))


def on_console(console: Console) -> Screen:
    """Return a screen that draws on a console of one's own: of another width, or into a file."""
    return _Terminal(console)


class _Terminal:
    def __init__(self, console: Console | None = None) -> None:
        from rich.console import Console

        self._console = console or Console(file=open_for_drawing(sys.stdout), highlight=False)

    @property
    def width(self) -> int:
        return int(self._console.width)

    def line(self, line: Line = (), *, indent: int = 0, fold: bool = True) -> None:
        from rich.padding import Padding
        from rich.text import Text

        text = Text.assemble(*make_safe_line(line))
        if not fold:
            self._console.print(text, soft_wrap=True)
            return
        shown: Any = Padding(text, (0, 0, 0, indent)) if indent else text
        self._console.print(shown, width=min(self._console.width, WIDEST))

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> None:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="bold")
        for head in heads:
            table.add_column(head)
        for row in rows:
            table.add_row(*(Text(text, style=style) for text, style in _escape_line(tuple(row))))
        self._console.print(table)
