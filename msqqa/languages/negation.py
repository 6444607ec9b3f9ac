"""Whether a text denies some words of it, by the words for no and not of the text's own language.

A negation counts within its clause: as ``negates`` of the language's file before the words or behind them ("WCAG
wurde nicht eingeführt"), as ``denies`` right before them ("ohne WCAG"). What only looks like one ("nicht nur", "не
позднее", 不同) is listed in ``affirms``. English is read by the patterns of :mod:`msqqa.stance.openings`.
"""

from __future__ import annotations

import re

from msqqa.languages.matching import finder_in
from msqqa.words import fold, squeeze

_END = re.compile(r"[,;:()]\s|[.!?](?:\s|$)|[，。；：！？（）؛،؟]|\s[-–—]\s|\n[^\S\n]*(?:\n|[-*>|])")
"""What ends a clause in any script. An enumeration comma (、) ends none."""
_NEAR = 24
"""Characters before some words in which ``denies`` must stand."""
_LAST_WORDS = re.compile(r"(?:\w+\W+)?\w*\W*$")
"""And words: "ohne Bezug auf WCAG" denies none, as "без кабеля связь даёт спутник" denies no satellite."""


def is_negated(text: str, start: int, end: int, code: str) -> bool:
    """Return whether the clause that holds ``text[start:end]`` denies it, in the language of a code.

    >>> text = "Wir haben WCAG nicht eingeführt; nicht nur WCAG zählt."
    >>> is_negated(text, 10, 14, "de"), is_negated(text, 43, 47, "de")
    (True, False)
    """
    begin = max((m.end() for m in _END.finditer(text, 0, start)), default=0)
    after = _END.search(text, end)
    before, behind = _folded(text[begin:start]), _folded(text[end : after.start() if after else len(text)])
    joins = finder_in(code, "openings", "joins")
    before = before[max((to for _, to in joins.spans(before)), default=0) :]
    # A relative clause behind the words denies something else; before them it may hold them.
    ends = [*joins.places(behind), *finder_in(code, "openings", "relative").places(behind)]
    behind = behind[: min(ends, default=len(behind))]
    # The words themselves may hold a no ("No Code"), and are left out.
    before, behind = _without_affirming(before, behind, code)
    around = f"{before} {_WORDS} {behind}"
    if any(finder_in(code, "openings", key).finds(around) for key in ("negates", "no")):
        return True
    near = _LAST_WORDS.search(before[-_NEAR:])
    return near is not None and finder_in(code, "openings", "denies").finds(near[0])


_WORDS = "0"
"""Stands for the words themselves."""


def _without_affirming(before: str, behind: str, code: str) -> tuple[str, str]:
    """Return what stands before and behind some words without what affirms."""
    clause = f"{before} {_WORDS} {behind}"
    for start, end in [*finder_in(code, "openings", "affirms").spans(clause)]:
        clause = f"{clause[:start]}{' ' * (end - start)}{clause[end:]}"
    at = len(before) + 1 + len(_WORDS) + 1
    return clause[: len(before)], clause[at:]


def _folded(part: str) -> str:
    return fold(squeeze(part)).replace("’", "'")
