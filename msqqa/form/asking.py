"""Whether a line asks for something, by its words alone; whether it is a form's, others decide."""

from __future__ import annotations

import re
from math import ceil, sqrt

from msqqa.languages.matching import finder, match_beginning
from msqqa.words import fold, squeeze

_ASKS = re.compile(r"[?？؟][\s*_\\)\"”|]*+(?:\[[A-Z]++\][\s*_]*+)?$")
_ASKS_SOMEWHERE = re.compile(r"[?？؟]")
_FEWEST_COPIES = 3
_LONGEST_MARK = 40
"""Characters of a mark such as [NEW] at a line's end."""


def least_asking(n: int) -> int:
    """Return in how many of some copies a line that asks stands alike, if it is the form's: 4 of 40, 11 of 441.

    An answer hardly asks, and not in the same words as another's.
    """
    return max(_FEWEST_COPIES, ceil(sqrt(n) / 2))


def worth_of(raw: str) -> float:
    """Return how much a line reads like a question."""
    if _ASKS.search(raw):
        return 3.0
    if _ASKS_SOMEWHERE.search(raw) and "://" not in raw:
        return 2.0
    return 1.5 if is_request(raw) else 0.0


def is_request(raw: str) -> bool:
    """Return whether a line asks for something in so many words: "please describe"."""
    return finder("questions", "ask").finds(fold(squeeze(raw)))


def begins_asking(raw: str) -> bool:
    """Return whether a line begins with a word that asks for something, and points nowhere."""
    return "://" not in raw and finder("questions", "ask").begins(fold(squeeze(raw)))


def asks(raw: str) -> bool:
    """Return whether a line ends as a question does."""
    return _ASKS.search(raw) is not None


def explains(raw: str) -> bool:
    """Return whether a line begins as one does that explains a question, or asks for more after a yes or a no."""
    if match_beginning(raw, "questions", "if_so") is not None:
        return True
    end = match_beginning(raw, "questions", "note")
    return end is not None and raw[end : end + 1] in (":", "：")


def is_required(raw: str) -> bool:
    r"""Return whether a line ends with the mark of a field that must be filled in.

    >>> [is_required(raw) for raw in ("Name\\*", "**COUNTRY NAME\\***", "Who? * [NEW]", "*a note*", "**Name**")]
    [True, True, True, False, False]
    """
    line = raw.rstrip(" \t\r\n|_")
    mark = line.rfind("[", max(0, len(line) - _LONGEST_MARK)) if line.endswith("]") else -1
    if mark >= 0 and line[mark + 1 : -1].isupper():
        line = line[:mark].rstrip()
    line = line.removesuffix("**").rstrip()
    return line.endswith("\\*") or (line.endswith("*") and line.replace("**", "").count("*") % 2 == 1)
