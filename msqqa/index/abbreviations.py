"""Abbreviations as a corpus itself defines them: "Web Content Accessibility Guidelines (WCAG)".

The method is Schwartz and Hearst's (A simple algorithm for identifying abbreviation definitions in biomedical text,
2003): the shortest run of words before the bracket in which the abbreviation's letters stand in order, its first letter
at the beginning of a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.markdown_marks import strip_markdown
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRACKET = re.compile(r"\( ?([^()\n]{2,60}?) ?\)")
_SHORT = re.compile(r"(?=[^a-z]*[A-Z])[A-Za-z0-9][A-Za-z0-9&./-]{1,9}")
_EDGE = " \t\"'“”‘’*_.,;:"


def definitions(text: str) -> Iterator[tuple[str, str]]:
    """Yield (short, long) for each definition in the text.

    >>> list(definitions("the Web Content Accessibility Guidelines (WCAG) standard"))
    [('WCAG', 'Web Content Accessibility Guidelines')]
    """
    if "(" not in text:  # no mark that is taken away brings one
        return
    text = strip_markdown(text)
    for match in _BRACKET.finditer(text):
        inside = match[1].strip(_EDGE)
        before = text[max(0, match.start() - 200) : match.start()].rstrip()
        before = re.split(r"[.;:!?()\n](?:\s|$)", before)[-1]
        if _SHORT.fullmatch(inside):
            long = _long_form(inside, before)
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
