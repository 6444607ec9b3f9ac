"""Emphasis as the only mark of an answer: bold, underlined or highlighted where it was chosen, struck where it was not.

Marks of emphasis enter the extracted text only where options stand alone ("Yes  No", or the items of a list) and
exactly one of them has the mark: there it is what was answered. Elsewhere emphasis says nothing about an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.stance.ticks import BOX
from msqqa.stance.wording import read_decisions
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

BOLD, UNDERLINED, HIGHLIGHTED, STRUCK = "bold", "underlined", "highlighted", "struck"
_CHOSEN = (HIGHLIGHTED, BOLD, UNDERLINED)
_MOST_OPTIONS = 12
_LONGEST_OPTION = 160
"""Characters."""
_BOX = re.compile(BOX)
_BETWEEN = re.compile(r"[\s/|,;()•\-–—]*")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of like emphasis."""

    text: str
    marks: frozenset[str] = frozenset()


def is_option(text: str) -> bool:
    """Return whether a text holds nothing but the words yes and no, each at most once.

    >>> is_option("Yes / No"), is_option("No."), is_option("Yes, we do")
    (True, False, False)
    """
    if len(text) > 40:
        return False
    found = list(words(text))
    parts = read_decisions([word.text for word in found])
    at = 0
    for _, first, last in parts:
        if not _BETWEEN.fullmatch(text, at, found[first].start):
            return False
        at = found[last - 1].end
    return 1 <= len(parts) <= 2 and bool(_BETWEEN.fullmatch(text, at))


def with_marks(paragraphs: Sequence[Sequence[Run]]) -> list[str]:
    """Return the texts of paragraphs that are one choice, with the marks that tell the answer.

    >>> bold = Run("Yes", frozenset({BOLD}))
    >>> with_marks([[bold, Run("  No")]]), with_marks([[bold]])
    (['**Yes**  No'], ['Yes'])
    """
    texts = ["".join(run.text for run in runs) for runs in paragraphs]
    places = [
        (n, found[first].start, found[last - 1].end, said)
        for n, text in enumerate(texts)
        if (found := list(words(text)))
        for said, first, last in read_decisions([word.text for word in found])
    ]
    if len(places) != 2 or places[0][3] == places[1][3]:
        return texts
    for mark, sign in (*((mark, "**") for mark in _CHOSEN), (STRUCK, "~~")):
        having = [place for place in places if _is_all_marked(paragraphs[place[0]], mark, *place[1:3])]
        if len(having) == 1:
            n, start, end, _ = having[0]
            texts[n] = f"{texts[n][:start]}{sign}{texts[n][start:end]}{sign}{texts[n][end:]}"
            break
    return texts


def with_one_marked(items: Sequence[Sequence[Run]]) -> list[str]:
    """Return the texts of a list's items, with marks around the one that alone is emphasised, and that as a whole.

    In a form that was printed to be marked by hand, that is the option which was chosen.
    """
    texts = ["".join(run.text for run in runs).strip() for runs in items]
    if not 2 <= len(texts) <= _MOST_OPTIONS or any(len(t) > _LONGEST_OPTION or _BOX.search(t) for t in texts):
        return texts
    for mark in _CHOSEN:
        having = [n for n, runs in enumerate(items) if any(mark in run.marks for run in runs if run.text.strip())]
        if len(having) == 1:
            n = having[0]
            whole = all(mark in run.marks for run in items[n] if run.text.strip())
            if whole and "\n" not in texts[n] and not texts[n].endswith(":"):
                texts[n] = f"**{texts[n]}**"
            break
    return texts


def _is_all_marked(runs: Sequence[Run], mark: str, start: int, end: int) -> bool:
    """Return whether all of a range of some runs' text has a mark."""
    at = 0
    for run in runs:
        after = at + len(run.text)
        if at < end and start < after and mark not in run.marks:
            return False
        at = after
    return True
