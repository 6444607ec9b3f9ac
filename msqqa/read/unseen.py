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
_OPENS, _CLOSES = "<!--", "-->"


def contents(text: str, starts: Sequence[int]) -> set[int]:
    """Return the lines, counted from 0, that are tables of contents."""
    found: set[int] = set()
    run: list[int] = []
    for line in range(len(starts) + 1):
        own = text[starts[line] : starts[line + 1] if line + 1 < len(starts) else len(text)] if line < len(starts) else "."
        if not own.strip():
            continue
        if line < len(starts) and _LEADS_ON.match(own.rstrip("\r\n")):
            run.append(line)
            continue
        if len(run) >= _FEWEST:
            found.update(run)
        run = []
    return found


def is_comment(text: str) -> bool:
    """Return whether a text is nothing but comments of HTML.

    >>> is_comment("<!-- one -->\\n<!-- and\\ntwo -->"), is_comment("<!-- one --> said"), is_comment("")
    (True, False, False)
    """
    return bool(text.strip()) and not any(_outside(text))


def _outside(text: str) -> Iterator[str]:
    """Yield what stands outside of comments."""
    at = 0
    while (opened := text.find(_OPENS, at)) >= 0:
        closed = text.find(_CLOSES, opened + len(_OPENS))
        if closed < 0:
            break
        yield text[at:opened].strip()
        at = closed + len(_CLOSES)
    yield text[at:].strip()
