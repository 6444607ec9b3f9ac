"""Where shown words stand in their file, and what they link to, for terminals that know links (OSC 8)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.read.text import line_starts

if TYPE_CHECKING:
    from msqqa.model import Citation


def line_of(citation: Citation, words: str) -> int:
    """Return the line of a citation's file on which words of its quote begin; its first line where that is not told.

    A quote may begin with its headings, some lines above the words that are shown of it. Of a table the lines are
    those of its rows, and tell nothing of the lines of a quote.
    """
    first, last = citation.lines
    starts = line_starts(citation.quote)
    at = citation.quote.find(words)
    if at < 0 or len(starts) != last - first + 1:
        return first
    return first + sum(start <= at for start in starts) - 1


def uri(citation: Citation, words: str = "") -> str:
    """Return the address of a cited place: its file, and the page or the line in it, that of ``words`` of its quote.

    A page is named as RFC 8118 has it, ``#page=3``, which browsers and PDF readers open; a line as ``#12``, which
    kitty, iTerm2 and Visual Studio Code do. Whatever opens files by other rules drops the fragment.
    """
    at = f"page={citation.page}" if citation.page is not None else str(line_of(citation, words))
    return f"{Path(citation.source).resolve().as_uri()}#{at}"
