"""Text as a spreadsheet may hold it: none that it would run."""

from __future__ import annotations

import re
import unicodedata

_FORMULA = frozenset("=+-@")
_NUMBER = re.compile(r"[+-]\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?")


def make_safe(value: str) -> str:
    r"""Return text that a spreadsheet will not run; a number may keep its sign.

    What counts is the first character that is seen, also where it is as wide as a Chinese one.

    >>> make_safe("=1+1"), make_safe("plain"), make_safe("-5.2"), make_safe("-5+cmd"), make_safe(" \uff1d1")
    ("'=1+1", 'plain', '-5.2', "'-5+cmd", "' \uff1d1")
    """
    first = next((c for c in value if not c.isspace() and c.isprintable()), "")
    begins = value[:1] in ("\t", "\r") or unicodedata.normalize("NFKC", first) in _FORMULA
    return "'" + value if begins and not _NUMBER.fullmatch(value) else value
