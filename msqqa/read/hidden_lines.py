"""Lines of a text that no reader takes for somebody's words: comments, and tables of contents.

A table of contents repeats the headings: no place is meant by it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEADS_ON = re.compile(
    r"[\s>|*+\-•]*(?:\d{1,3}(?:\.\d{1,3})*[.)]?\s+)?\\?\[[^\n]{1,300}\]\(#[^()\n]*\)[\s*_|]*$"
    r"|\s*\S[^\n]{0,300}?(?:\.{4,}|(?:\.\s){4,}|…{2,})\s*\d{1,4}\s*$"
)
"""A line that is a link to a heading of its own page, or that dots lead on to a page's number."""
_FEWEST = 3
"""Lines in a row, from which they are a table of contents: an answer may be one such line."""
DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]+\S+(?:[ \t]+[\"'(][^\n]*)?[ \t]*$")
"""A line that defines where a link leads, which is shown elsewhere; a footnote is somebody's words."""
_OPENS, _CLOSES = "<!--", "-->"


def contents(text: str, starts: Sequence[int]) -> set[int]:
    """Return the lines, counted from 0, that are tables of contents."""
    found: set[int] = set()
    run: list[int] = []
    for line in range(len(starts) + 1):
        own = (
            text[starts[line] : starts[line + 1] if line + 1 < len(starts) else len(text)]
            if line < len(starts)
            else "."
        )
        if not own.strip():
            continue
        if line < len(starts) and _LEADS_ON.match(own.rstrip("\r\n")):
            run.append(line)
            continue
        if len(run) >= _FEWEST:
            found.update(run)
        run = []
    return found


def comments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where comments of HTML stand in a range."""
    while (opened := text.find(_OPENS, start, end)) >= 0:
        closed = text.find(_CLOSES, opened + len(_OPENS), end)
        if closed < 0:
            return
        start = closed + len(_CLOSES)
        yield opened, start


def is_comment(text: str) -> bool:
    r"""Return whether a text is nothing but comments of HTML.

    >>> is_comment("<!-- one -->\n<!-- and\ntwo -->"), is_comment("<!-- one --> said"), is_comment("")
    (True, False, False)
    """
    found = list(comments(text, 0, len(text)))
    ends = [0, *(end for _, end in found)]
    starts = [*(start for start, _ in found), len(text)]
    return bool(found) and not any(text[a:b].strip() for a, b in zip(ends, starts, strict=True))
