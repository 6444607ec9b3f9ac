"""Where a shown place links to, for terminals that know links (OSC 8)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msqqa.model import Citation


def uri(citation: Citation) -> str:
    """Return the address of a cited place: its file, and the page or the line in it.

    A page is named as RFC 8118 has it, ``#page=3``, which browsers and PDF readers open; a line as ``#12``, which
    kitty, iTerm2 and Visual Studio Code do. Whatever opens files by other rules drops the fragment.
    """
    at = f"page={citation.page}" if citation.page is not None else str(citation.lines[0])
    return f"{Path(citation.source).resolve().as_uri()}#{at}"
