"""The answer for a notebook: what a terminal shows, as HTML; behind it, folded in, all quotes that it rests on.

Everything is escaped, and nothing is fetched: no picture, no style sheet, no script.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from msqqa.escapes import make_harmless
from msqqa.render import as_markdown, as_terminal
from msqqa.render.in_full import write_full

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Answer
    from msqqa.render.screen import Line

_LOOKS = {
    "bold": "font-weight:bold",
    "dim": "opacity:.7",
    "italic": "font-style:italic",
    "strike": "text-decoration:line-through",
}
"""Styles that are no colour → CSS; a colour is its own name there."""
_COLOURS = {"cyan": "#0a7d91", "green": "#1a7f37", "red": "#c0362c", "yellow": "#946200", "magenta": "#8a3ffc"}
"""Colours as they can be read on white and on black."""


def render(answer: Answer) -> str:
    """Return an answer as HTML."""
    shown = _HtmlScreen()
    as_terminal.write(answer, shown, limit=len(answer.respondents))
    full = _HtmlScreen()
    write_full(answer, full, len(answer.respondents))
    quotes = len(answer.citations)
    folded = (
        f"<details><summary>{quotes} citation{'s' * (quotes != 1)}</summary>{full.html}</details>" if quotes else ""
    )
    return f'<div class="msqqa">{shown.html}{folded}</div>'


class Notebook:
    """How notebooks show an answer."""

    @staticmethod
    def html(answer: Answer) -> str:
        """Return it as HTML."""
        return render(answer)

    @staticmethod
    def markdown(answer: Answer) -> str:
        """Return it as Markdown."""
        return as_markdown.render(answer)


class _HtmlScreen:
    """A screen that keeps what is drawn on it as HTML; of no width: a browser folds lines itself."""

    width = None

    def __init__(self) -> None:
        self._blocks: list[str] = []

    @property
    def html(self) -> str:
        return "".join(self._blocks)

    def line(self, line: Line = (), *, indent: int = 0, fold: bool = True) -> None:  # noqa: ARG002, it may always fold
        inner = "".join(_span(text, style) for text, style in line) or "&nbsp;"
        left = f";margin-left:{indent}ch" if indent else ""
        # Blanks stay, as columns are made of them.
        self._blocks.append(f'<div style="white-space:pre-wrap;font-family:monospace{left}">{inner}</div>')

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> None:
        head = "".join(_cell("th", _text(text)) for text in heads)
        body = "".join(f"<tr>{''.join(_cell('td', _span(*one)) for one in row)}</tr>" for row in rows)
        self._blocks.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def _cell(tag: str, inner: str) -> str:
    return f'<{tag} style="text-align:left">{inner}</{tag}>'


def _span(text: str, style: str) -> str:
    """Return a text in a style of the terminal; links are left out, as a page may not open files."""
    words = style.partition("link ")[0].split()
    css = ";".join(_LOOKS.get(word) or f"color:{_COLOURS.get(word, 'inherit')}" for word in words)
    return f'<span style="{css}">{_text(text)}</span>' if css else _text(text)


def _text(text: str) -> str:
    return escape(make_harmless(text))
