"""Brackets at the end of a printed question, which each copy or edition may fill in its own way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Question

_BRACKETS = {"(": ")", "[": "]"}
_ASIDE = re.compile(r"\([^()\n]{1,200}\)[ \t:.?*_]*(?=[\r\n]|$)")
_BRACKETED = 80
"""Characters in which a bracket closes that a question opened."""
_RUN_ON = 2
"""Words, the bracket's own marks among them, by which a question is found to run on into an answer's line."""


def has_aside(question: Question) -> bool:
    """Return whether a question is printed with brackets at its end."""
    return any(text.endswith(")") for text in (question.text, *question.printed))


def end_of_question(text: str, start: int, end: int, begun: Sequence[int], *, aside: bool) -> int:
    """Return where a question ends that would end within brackets: behind these, where they close in its line.

    Figures in brackets are each copy's own: "Work in 2021 (1.21, 1.22, 1.23):". With ``aside``, brackets that end the
    question's line are the question's too.
    """
    opened = max(text.rfind(mark, start, end) for mark in _BRACKETS)
    if opened < 0:
        ends = _ASIDE.match(text, end) if aside else None
        return end if ends is None else ends.end()
    limit = min([end + _BRACKETED, len(text), *(other for other in begun if other > start)])
    closing = text.find(_BRACKETS[text[opened]], opened, limit)
    if closing < 0 or "\n" in text[end:closing]:
        return end
    if closing < end and ("\n" not in text[closing:end] or len(text[closing:end].split()) > _RUN_ON):
        return end  # it goes on behind the brackets; a word of the next line is none of it
    after = closing + 1
    while after < limit and text[after] in " :.?*_":
        after += 1
    return after
