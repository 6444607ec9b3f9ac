"""Controls of forms, whatever the format: how a box is written, and which entries of a list are no answer."""

from __future__ import annotations

import re

TICKED, EMPTY = "☒", "☐"
_PLACEHOLDER = re.compile(
    r"[\s\-–—_.…<>\[\]*]*(?:(?:please\s+)?(?:choose|select|pick)\b.*|(?:choisi\w*|sélectionn\w*|seleccion\w*|elij\w*|"
    r"selecion\w*|escolh\w*|(?:bitte\s+)?(?:aus)?wählen)\b.*)?",
    re.IGNORECASE | re.DOTALL,
)


def is_placeholder(text: str) -> bool:
    """Return whether a list's entry only asks to choose one.

    >>> is_placeholder("— Choose an item —"), is_placeholder("Yes")
    (True, False)
    """
    return bool(_PLACEHOLDER.fullmatch(text.strip()))
