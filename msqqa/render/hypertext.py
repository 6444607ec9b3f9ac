"""What a terminal shows, as HTML: the same lines in the same words, for a page of its own and for a notebook.

Nothing here chooses words or what is told. Whatever writes an answer on a :class:`~msqqa.render.screen.Screen` writes
it on this one too. On a page citations are links and a style sheet says how parts look; in a notebook, which has no
such sheet and may open no file, nothing is a link and each part says itself how it looks.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from msqqa.render.links import uri
from msqqa.render.marks import MARKS
from msqqa.render.screen import make_safe_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from msqqa.model import Citation
    from msqqa.render.screen import Line

_NUMBER = re.compile(r" *\[?(\d+)\]? ?")
"""A citation's number as the terminal writes it."""
_NUMBERS = re.compile(r"\[\d+\](?: \[\d+\])*")
"""A table's cell that holds nothing but such numbers."""
_MEANINGS = {mark: word for word, mark in MARKS.items()} | {"~": "possible"}
_NUMBERED = "cyan"
"""The style of citations' numbers; see :mod:`msqqa.render.as_terminal`."""
_IN_A_ROW = 4
"""Parts of a line that is a row: a number, a name, a quote, and a place at least."""


_LOOKS = {
    "line": "margin:0;white-space:pre-wrap;font-family:monospace",
    "indented": "margin-left:2ch",
    "fixed": "white-space:pre",
    "apart": "margin-top:1em",
    "rows": "margin:0;padding:0;list-style:none",
    "row": "margin:0;white-space:pre-wrap;font-family:monospace",
    "cell": "text-align:left",
    "s-bold": "font-weight:bold",
    "s-dim": "opacity:.7",
    "s-italic": "font-style:italic",
    "s-strike": "text-decoration:line-through",
    # Colours as they can be read on white and on black.
    "s-cyan": "color:#0a7d91",
    "s-green": "color:#1a7f37",
    "s-red": "color:#c0362c",
    "s-yellow": "color:#946200",
    "s-magenta": "color:#8a3ffc",
}
"""Classes → CSS, where no style sheet says what they look like. A style of the terminal has ``s-`` before its name."""


class Hypertext:
    """A screen that keeps what is written on it as HTML.

    Parameters
    ----------
    citations:
        What is cited; their numbers and places become links.
    address:
        The link's target for a citation, not yet escaped; without one nothing is a link.
    inline:
        Whether each part holds its own CSS; else it has classes.
    """

    width = None
    """A browser folds lines by itself."""

    def __init__(
        self,
        citations: Iterable[Citation] = (),
        address: Callable[[Citation], str] | None = None,
        *,
        inline: bool = False,
    ) -> None:
        cited = list(citations)
        self._inline = inline
        self._by_number = {c.n: c for c in cited}
        self._by_place = {uri(c): c for c in reversed(cited)}
        self._address = address
        self._made: list[str] = []
        self._in_rows = False
        self._apart = False

    @property
    def html(self) -> str:
        """What was written, as HTML of paragraphs, lists and tables; all text in it is escaped."""
        return "\n".join([*self._made, *(["</ul>"] if self._in_rows else [])])

    def line(self, line: Line = (), *, indent: int = 0, fold: bool = True) -> None:
        """Keep a line: a paragraph, or an item of a list where it begins with a citation's number."""
        if not line:
            self._end_rows()
            self._apart = True
            return
        is_row = len(line) >= _IN_A_ROW and line[0][1] == _NUMBERED and line[0][0].strip().isdigit()
        parts = "".join(self._parts(line))
        if is_row:
            if not self._in_rows:
                self._made.append(f'<ul{self._looks("rows", *self._spaced())} role="list">')
                self._in_rows = True
            self._made.append(f'<li{self._looks("row")} role="listitem">{parts}</li>')
            return
        self._end_rows()
        # What a terminal does not fold is a drawing, as a bar is; or a line that it need not fold, which has a place.
        drawn = not fold and not any("link " in style for _, style in line)
        looks = ["line", *(["indented"] if indent else []), *(["fixed"] if drawn else [])]
        self._made.append(f"<p{self._looks(*looks, *self._spaced())}>{parts}</p>")

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Keep a table."""
        self._end_rows()
        cell = self._looks("cell")
        head = "".join(f'<th{cell} scope="col">{self._text(text)}</th>' for text in heads)
        body = "".join(f"<tr>{''.join(map(self._cell, row))}</tr>" for row in rows)
        self._made.append(
            f'<div{self._looks("wide", *self._spaced())} tabindex="0" role="region" aria-label="table">'
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _end_rows(self) -> None:
        if self._in_rows:
            self._made.append("</ul>")
        self._in_rows = False

    def _spaced(self) -> list[str]:
        """Return the class of what follows an empty line, and forget the line."""
        apart, self._apart = self._apart, False
        return ["apart"] if apart else []

    def _parts(self, line: Line) -> Iterable[str]:
        cited: Citation | None = None
        for text, style in make_safe_line(line):
            number = _NUMBER.fullmatch(text) if style == _NUMBERED else None
            if number is not None:
                cited = self._by_number.get(int(number[1]), cited)
                yield self._linked(text, style, cited)
            elif "link " in style:
                look, _, place = style.partition("link ")
                yield self._linked(text, look, cited or self._by_place.get(place))
            else:
                yield self._shown(text, style)

    def _cell(self, cell: tuple[str, str]) -> str:
        text, style = cell
        if _NUMBERS.fullmatch(text):
            numbers = (self._linked(part, "", self._by_number.get(int(part[1:-1]))) for part in text.split())
            return f"<td{self._looks('cell')}>{' '.join(numbers)}</td>"
        return f"<td{self._looks('cell')}>{self._shown(text, style)}</td>"

    def _linked(self, text: str, style: str, cited: Citation | None) -> str:
        if cited is None or self._address is None:
            return self._shown(text, style)
        label = self._text(f"{cited.n}: {cited.respondent}, question {cited.question_id}, {cited.place}")
        href = escape(self._address(cited))
        shown, behind = self._text(text.strip()), " " if text.endswith(" ") else ""
        return f'<a{self._looks("cite", *_styles(style))} href="{href}" title="{label}">{shown}</a>{behind}'

    def _shown(self, text: str, style: str) -> str:
        if not text:
            return ""
        meaning = _MEANINGS.get(text.strip())
        said = f' role="img" aria-label="{meaning}" title="{meaning}"' if meaning and len(text) <= 2 else ""
        # Each part is set apart, so that a name or a quote that is read from the right turns nothing beside it.
        return f"<bdi{self._looks(*_styles(style))}{said}>{self._text(text)}</bdi>"

    def _looks(self, *classes: str) -> str:
        """Return the attribute that says how a part looks; none where nothing is to be said."""
        if not self._inline:
            return f' class="{" ".join(classes)}"' if classes else ""
        css = ";".join(_LOOKS[name] for name in classes if name in _LOOKS)
        return f' style="{css}"' if css else ""

    @staticmethod
    def _text(text: str) -> str:
        [(shown, _)] = make_safe_line(((text, ""),))
        return escape(shown)


def _styles(style: str) -> list[str]:
    """Return the classes of a style in Rich's words."""
    return [f"s-{word}" for word in style.split() if word.replace("_", "").isalpha()]
