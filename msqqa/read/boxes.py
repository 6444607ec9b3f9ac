"""Controls of forms, whatever the format: how a box is written, and which entries of a list are no answer."""

from __future__ import annotations

from msqqa.languages.matching import ends_with_phrase, match_beginning
from msqqa.words import words

TICKED, EMPTY = "☒", "☐"


def is_placeholder(text: str) -> bool:
    """Return whether a list's entry only asks to choose one.

    >>> is_placeholder("— Choose an item —"), is_placeholder("Yes")
    (True, False)
    """
    if not any(True for _ in words(text)):
        return True
    return match_beginning(text, "answers", "placeholders") is not None or ends_with_phrase(
        text, "answers", "placeholder_ends"
    )
