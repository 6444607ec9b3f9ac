"""The answer for a notebook: what a terminal shows, as HTML; behind it, folded in, all quotes that it rests on.

Everything is escaped, and nothing is fetched: no picture, no style sheet, no script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.render import as_markdown, as_terminal
from msqqa.render.hypertext import Hypertext
from msqqa.render.in_full import write_full

if TYPE_CHECKING:
    from msqqa.model import Answer


def render(answer: Answer) -> str:
    """Return an answer as HTML."""
    shown, full = Hypertext(inline=True), Hypertext(inline=True)
    as_terminal.write(answer, shown, limit=len(answer.respondents))
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
