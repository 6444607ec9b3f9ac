"""Small raised numbers: references to notes, told from powers and units."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"\s*\d{1,3}\s*")
_UNIT = re.compile(r"(?:\d|(?:^|[^A-Za-z])(?:[kcdmµ]?m|ha|[kcm]?s|x|y|n|CO))$")


def is_reference(text: str, before: str) -> bool:
    """Return whether a raised text refers to a note, given what stands before it.

    >>> is_reference("2", "at the national level?"), is_reference("2", "an area of 5 km"), is_reference("6", "10")
    (True, False, False)
    """
    return bool(_REFERENCE.fullmatch(text)) and not _UNIT.search(before[-8:])
