"""Abbreviations as a corpus itself defines them: "Web Content Accessibility Guidelines (WCAG)".

The method is Schwartz and Hearst's (A simple algorithm for identifying abbreviation definitions in biomedical text,
2003): the shortest run of words before the bracket in which the abbreviation's letters stand in order, its first letter
at the beginning of a word. In a script without spaces ("人工智能（AI）") no letter tells: there the long form is what
stands right before the bracket, from the last word without a topic on, if that is short.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.languages import phrases
from msqqa.markdown_marks import strip_markdown
from msqqa.scripts import UNSPACED, is_unspaced
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRACKET = re.compile(r"\( ?([^()\n]{2,60}?) ?\)")
_SHORT = re.compile(r"(?=[^a-z]*[A-Z])[A-Za-z0-9][A-Za-z0-9&./-]{1,9}|[\u0400-\u042f]{2,10}")
"""Of Cyrillic letters capitals alone: ИКТ."""
_WIDE = str.maketrans("（）", "()")
_UNSPACED_END = re.compile(rf"(?<![{UNSPACED}\u30a0-\u30ff])[{UNSPACED}\u30a0-\u30ff]++$")
_FEWEST, _MOST = 2, 10
"""Letters of a long form in a script without spaces; a short one has as many capitals at the least."""
_EDGE = " \t\"'“”‘’*_.,;:"


def definitions(text: str) -> Iterator[tuple[str, str]]:
    """Yield (short, long) for each definition in the text.

    >>> list(definitions("the Web Content Accessibility Guidelines (WCAG) standard"))
    [('WCAG', 'Web Content Accessibility Guidelines')]
    """
    if "(" not in text and "（" not in text:  # no mark that is taken away brings one
        return
    text = strip_markdown(text).translate(_WIDE)
    for match in _BRACKET.finditer(text):
        inside = match[1].strip(_EDGE)
        before = text[max(0, match.start() - 200) : match.start()].rstrip()
        before = re.split(r"[.;:!?()\n](?:\s|$)|[。；：！？，、]", before)[-1]
        if _SHORT.fullmatch(inside):
            long = _long_form(inside, before) or _unspaced_long_form(inside, before)
            if long is not None:
                yield inside, long
        else:
            last = re.search(r"(\S+)$", before)
            if last is not None and _SHORT.fullmatch(last[1].strip(_EDGE)):
                short = last[1].strip(_EDGE)
                long = _long_form(short, inside)
                if long is not None and len(long) == len(squeeze(inside)):
                    yield short, long


def _long_form(short: str, before: str) -> str | None:
    letters = [c.lower() for c in short if c.isalnum()]
    words = before.split()
    window = " ".join(words[-min(len(letters) + 5, 2 * len(letters)) :])
    at = len(window)
    for i, letter in enumerate(reversed(letters)):
        at -= 1
        first = i == len(letters) - 1
        while at >= 0 and (
            window[at].lower() != letter or (first and at > 0 and (window[at - 1].isalnum() or window[at - 1] == "'"))
        ):
            at -= 1
        if at < 0:
            return None
    long = squeeze(window[at:].strip(_EDGE))
    too_short = (
        len(long) <= len(short)
        or len(re.split(r"[\s-]", long)) < 2
        or short.lower() in (w.lower() for w in long.split())
    )
    return None if too_short or sum(c.isupper() for c in short) < 2 else long


def _unspaced_long_form(short: str, before: str) -> str | None:
    """Return what an abbreviation of Latin letters stands for in a script without spaces; None where it is not plain.

    >>> _unspaced_long_form("AI", "数据和人工智能")
    '人工智能'
    """
    run = _UNSPACED_END.search(before)
    if run is None or sum("A" <= c <= "Z" for c in short) < _FEWEST:
        return None
    long = run[0]
    for word in _without_topic():
        long = long.rpartition(word)[2]
    return long if _FEWEST <= len(long) <= _MOST else None


@lru_cache(maxsize=1)
def _without_topic() -> tuple[str, ...]:
    return tuple(sorted(word for word in phrases("words", "stop_words") if is_unspaced(word[0])))
