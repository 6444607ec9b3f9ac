"""The words of a passage that answer a question: whole sentences, exactly as they stand."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.ask.retrieve.expectation import check_expectation
from msqqa.markdown_marks import is_list_value, strip_markdown
from msqqa.words import stems, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from msqqa.ask.retrieve.expectation import Expectation
    from msqqa.model import Range

LONGEST = 360
"""Characters of one extract."""
_MET = {"near": 2, "apart": 1}
"""How well a sentence holds a number or a date that was asked for: a heading that names the thing gives none."""
_SAYS = 12.0
"""What saying outright what was decided is worth: more than two rare words of the question."""
_TOO_SHORT = 4
"""Words: a shorter sentence ("1.", "28.1.") goes with the next."""
_LINE = re.compile(r"[^\r\n]+")
_CLAUSE = re.compile(r"(?<=[.;])\s+")
_EDGE = " \t*_#>"


def extract(
    text: str,
    start: int,
    end: int,
    expects: Expectation,
    wanted: Collection[str],
    weight: Callable[[str], float],
    *,
    says: Callable[[str], bool] | None = None,
    done: Collection[str] = (),
    alone: bool = False,
) -> Range:
    """Return the range of ``text[start:end]`` that best answers a question; across lines' ends only in a bare list.

    The sentence whose words cover most of the question's by weight is taken, one that ``says`` what was decided, the
    earlier of equals; then its neighbours while they fit, unless ``alone`` is set. A sentence that is too long by
    itself is cut at a word.

    Where a number or a date is asked for, one that gives it goes before all others, and before these one that has a
    word of what was ``done``: "in force since 1 July 2021" tells when an act came into force, and its title does not.
    """
    sentences = [s for line in _LINE.finditer(text, start, end) for s in _sentences(text, *line.span())]
    sentences = [s for s in sentences if any(True for _ in words(strip_markdown(text[slice(*s)])))]
    if not sentences:
        return start, end

    def worth(place: Range) -> tuple[bool, int, float]:
        piece = strip_markdown(text[slice(*place)])
        there = set(stems(piece))
        own = sum(weight(s) for s in wanted if s in there)
        met = _MET.get(check_expectation(expects, piece, wanted), 0)
        told = met > 0 and any(word in there for word in done)
        return told, met, own + (_SAYS if says is not None and says(piece) else 0.0)

    best = max(range(len(sentences)), key=lambda i: (worth(sentences[i]), -i))
    a, b = sentences[best]
    if b - a > LONGEST:
        return _cut(text, a, b, wanted)
    first = last = best
    bare = not alone and all(is_list_value(line[0]) for line in _LINE.finditer(text, start, end))
    while not alone:
        after = sentences[last + 1][1] if last + 1 < len(sentences) else None
        before = sentences[first - 1][0] if first > 0 else None
        if after is not None and after - a <= LONGEST and (bare or not _breaks(text[a:after])):
            last, b = last + 1, after
        elif before is not None and b - before <= LONGEST and (bare or not _breaks(text[before:b])):
            first, a = first - 1, before
        else:
            break
    return _trim(text, a, b)


def _breaks(text: str) -> bool:
    return "\n" in text or "\r" in text


def _sentences(text: str, start: int, end: int) -> list[Range]:
    from sentencex import get_sentence_boundaries

    found: list[Range] = []
    for sentence in get_sentence_boundaries("en", text[start:end]):
        a, b = start + sentence["start_index"], start + sentence["end_index"]
        if found and sum(1 for _ in words(text, *found[-1])) < _TOO_SHORT:
            found[-1] = found[-1][0], b
        else:
            found.append((a, b))
    parts = (part for a, b in found for part in _clauses(text, a, b))
    return [_trim(text, a, b) for a, b in parts if text[a:b].strip(_EDGE + "\r\n")]


def _clauses(text: str, start: int, end: int) -> list[Range]:
    """Part a sentence that is too long by itself, as one that quotes a law is, where its own clauses end."""
    if end - start <= LONGEST:
        return [(start, end)]
    stops = [start, *(m.end() for m in _CLAUSE.finditer(text, start, end)), end]
    return list(pairwise(stops))


def _cut(text: str, start: int, end: int, wanted: Collection[str]) -> Range:
    """Cut a long sentence at words, around the first of the question's words that stands in it."""
    from msqqa.words import stem

    hits = [w.start for w in words(text, start, end) if stem(w.text) in wanted]
    a = start
    if hits and hits[-1] - start > LONGEST:
        a = max(start, hits[0] - LONGEST // 4)
        while a > start and not text[a - 1].isspace():
            a -= 1
    b = min(end, a + LONGEST)
    while b < end and b > a and not text[b].isspace():
        b -= 1
    return _trim(text, a, b if b > a else min(end, a + LONGEST))


def _trim(text: str, start: int, end: int) -> Range:
    while start < end and (text[start].isspace() or text[start] in _EDGE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_"):
        end -= 1
    return start, end
