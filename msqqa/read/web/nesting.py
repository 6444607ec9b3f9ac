"""What of a page a browser's parser takes time by the square of, told before it is parsed.

These are the depth to which tags are nested, the attributes of one tag, and the options of one list. The parser's code
cannot be interrupted, so that no bound on time helps. Rows are told beforehand too: a table of more of them than one
response has takes its time only to be refused.
"""

from __future__ import annotations

import re

DEEPEST = 5_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)[^<>]*+>")
MOST_ATTRIBUTES = 1_000
MOST_OPTIONS = 5_000
MOST_ROWS = 30_000
"""Of all tables together: reading and aligning them takes some 10 s of the processor."""
_OPENS = re.compile(r"<[a-zA-Z]")
_CLOSES = re.compile(r"""=\s*+(?:"[^"]*+"?+|'[^']*+'?+)|>""")
_LIST = re.compile(r"</?select\b", re.IGNORECASE)
_OPTION = re.compile(r"<option\b", re.IGNORECASE)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
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


def attributes(text: str) -> int:
    """Return how many attributes the tag with the most has, at most."""
    most = at = 0
    while (opens := _OPENS.search(text, at)) is not None:
        at, plain = opens.end(), []
        for found in _CLOSES.finditer(text, at):
            plain.append(text[at : found.start()])
            at = found.end()
            if found[0] == ">":
                break
        else:  # a tag that never ends takes all that is left
            plain.append(text[at:])
            at = len(text)
        outside = " ".join(plain)
        if len(outside) > MOST_ATTRIBUTES:
            most = max(most, len(outside.replace("/", " ").split()))
    return most


def rows(text: str) -> int:
    """Return how many rows a page's tables have together."""
    return sum(1 for _ in _ROW.finditer(text))


def options(text: str) -> int:
    """Return how many options the list with the most has; those in no list count as one list."""
    return max(sum(1 for _ in _OPTION.finditer(part)) for part in _LIST.split(text))
