"""Whether a text denies some words of it, by the words for no and not of the text's own language.

A negation counts within its clause: as ``negates`` of the language's file before the words or behind them ("WCAG
wurde nicht eingeführt"), as ``denies`` right before them ("ohne WCAG"). What only looks like one ("nicht nur", "не
позднее", 不同) is listed in ``affirms``. Two things take a negation's force, in every language: what says under which
condition it does not hold (``lifts`` and what excepts: "nicht ohne WCAG", "no se publica sin WCAG"), and a clause that
only supposes it (``supposes``: "si no cumple WCAG"). English is read by the patterns of :mod:`msqqa.stance.openings`.
"""

from __future__ import annotations

import re

from msqqa.languages import language
from msqqa.languages.matching import finder_in
from msqqa.words import fold, squeeze, words

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
    stop = _clause_end(text, end, code)
    if _is_labelled_no(text, end, code):
        return True
    before, behind = _folded(text[begin:start]), _folded(text[end:stop])
    joins = finder_in(code, "openings", "joins")
    before = before[max((to for _, to in joins.spans(before)), default=0) :]
    # A relative clause behind the words denies something else; before them it may hold them.
    ends = [*joins.places(behind), *finder_in(code, "openings", "relative").places(behind)]
    behind = behind[: min(ends, default=len(behind))]
    # The words themselves may hold a no ("No Code"), and are left out.
    before, behind = _without_affirming(before, behind, code)
    around = f"{before} {_WORDS} {behind}"
    if _is_lifted(around, text[stop:], code):
        return False
    if any(finder_in(code, "openings", key).finds(around) for key in ("negates", "no")):
        return True
    near = _LAST_WORDS.search(before[-_NEAR:])
    return near is not None and finder_in(code, "openings", "denies").finds(near[0])


def is_credited(text: str, start: int, code: str) -> bool:
    """Return whether something comes about by what stands at a place, so that it is there whatever else is denied.

    >>> text = "None has succeeded so far, thanks to two-factor log-in."
    >>> is_credited(text, text.index("two"), "en"), is_credited(text, text.index("succeeded"), "en")
    (True, False)
    """
    begin = max((m.end() for m in _END.finditer(text, 0, start)), default=0)
    return finder_in(code, "openings", "credits").finds(fold(text[begin:start]))


_WORDS = "0"
"""Stands for the words themselves."""
_COMMAS = (",", "，", "،")
_INSERTED = re.compile(r",\s([^,.;:()!?]{1,24}),\s")
"""What stands between two commas."""
_LABELLED = re.compile(r"\W{0,3}[:?：？][*_\s]*([^\W_]+)[*_]*\s*(?:[.,;!。，；！]|\n|$)")
"""A label and one word behind it. An underline is of the emphasis alone: if it were of the word too, many took long."""


def _clause_end(text: str, start: int, code: str) -> int:
    """Return where the clause ends that goes on at a place; a date between two commas ends none (", de 2011,")."""
    known = language(code)
    stop_words = known.phrases("words", "stop_words") if known else ()
    while (after := _END.search(text, start)) is not None:
        inserted = _INSERTED.match(text, after.start())
        parts = [word.text for word in words(inserted[1])] if inserted else []
        if inserted is None or not all(part.isdigit() or part in stop_words for part in parts):
            return after.start()
        start = inserted.end()
    return len(text)


def _is_labelled_no(text: str, end: int, code: str) -> bool:
    """Return whether some words are a label with a no behind it: "WCAG: no."."""
    known, said = language(code), _LABELLED.match(text, end)
    return known is not None and said is not None and fold(said[1]) in known.phrases("answers", "no")


def _is_lifted(clause: str, behind: str, code: str) -> bool:
    """Return whether a negation of a clause is one of a condition, or only supposed; ``behind`` is not folded."""
    if finder_in(code, "openings", "supposes").begins(clause):
        return True
    excepted = finder_in(code, "restrictions", "excepted")
    lifts = [*finder_in(code, "openings", "lifts").spans(clause), *excepted.spans(clause)]
    rest = clause
    for start, end in lifts:
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
    lifted = bool(lifts) or (behind.startswith(_COMMAS) and excepted.begins(_folded(behind)))
    return lifted and any(finder_in(code, "openings", key).finds(rest) for key in ("negates", "no"))


def _without_affirming(before: str, behind: str, code: str) -> tuple[str, str]:
    """Return what stands before and behind some words without what affirms."""
    clause = f"{before} {_WORDS} {behind}"
    for start, end in [*finder_in(code, "openings", "affirms").spans(clause)]:
        clause = f"{clause[:start]}{' ' * (end - start)}{clause[end:]}"
    at = len(before) + 1 + len(_WORDS) + 1
    return clause[: len(before)], clause[at:]


def _folded(part: str) -> str:
    return fold(squeeze(part)).replace("’", "'")
