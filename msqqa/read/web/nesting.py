"""How deep a page's tags are nested, told before it is parsed: a browser's parser takes time by the square of that."""

from __future__ import annotations

import re

DEEPEST = 5_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)[^<>]*+>")
_CLOSE_THEMSELVES = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option optgroup thead "
    "tbody tfoot colgroup rt rp".split()
)
"""Tags that hold nothing, or that the next one of their kind ends."""


def depth(text: str) -> int:
    """Return how many tags are open at most at one place, those aside that need no end."""
    open_now = most = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() in _CLOSE_THEMSELVES:
            continue
        open_now = max(0, open_now - 1) if tag[1] else open_now + 1
        most = max(most, open_now)
    return most
