"""What an answer must hold: a question that asks for a number is not answered by a text without one.

Only the form of a question is looked at, and whether a passage has such a thing near the question's own words. Numbers
that only count things off (item 3, article 6.1, Resolution No. 24, a year) are no amounts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from msqqa.words import stem, stems, words

if TYPE_CHECKING:
    from collections.abc import Collection

Expected = Literal["number", "date", "comparison", "anything"]

_NUMBER = re.compile(
    r"\b(?:how many|how much|how large|how big|how high|numbers? of|count of|(?:what|which) (?:share|percentage|proportion)|"
    r"share of|percentage|per ?cent|size of|amount|costs?|price|budget of|value above|rate|fine|loan|paid|downloads)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:when|(?:what|which) (?:year|date|month)|(?:date|year) of|deadline|how long|until when)\b", re.IGNORECASE
)
_COMPARISON = re.compile(
    r"\b(?:most|least|more|less|higher|lower|better|worse|larger|smaller|biggest|largest|highest|lowest|smallest|"
    r"compared|than|\w+ier than)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"(?<![\w.,/-])\d[\d,]*(?:\.\d+)?(?![\w/])")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_COUNTS_OFF = re.compile(r"(?:article|no\.?|resolution|section|version|clause|row|^|[.;:]\s|\n)\s*$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?;])\s")
_NEAR = 7
"""Words on either side of an amount."""


def expected(question: str) -> Expected:
    """Return what kind of thing a question asks for.

    >>> expected("how many users does the portal have"), expected("when was it opened")
    ('number', 'date')
    """
    if _NUMBER.search(question):
        return "number"
    if _DATE.search(question):
        return "date"
    return "comparison" if _COMPARISON.search(question) else "anything"


def nearness(kind: Expected, text: str, wanted: Collection[str]) -> int:
    """Return how many of the wanted stems stand near a thing of that kind in the text; 0 where there is none."""
    if kind == "number":
        return _near_amount(text, set(wanted))
    if kind == "date":
        dated = (set(stems(sentence)) for sentence in _SENTENCE.split(text) if _YEAR.search(sentence))
        return max((len(sentence & set(wanted)) for sentence in dated), default=0)
    return 0


def _near_amount(text: str, wanted: set[str]) -> int:
    found = list(words(text))
    stemmed = [stem(word.text) for word in found]
    best = 0
    for match in _AMOUNT.finditer(text):
        if _YEAR.fullmatch(match[0]):
            continue
        if _COUNTS_OFF.search(text[max(0, match.start() - 12) : match.start()]) and _is_label(text, match.end()):
            continue
        at = next((i for i, word in enumerate(found) if word.start >= match.start()), None)
        if at is not None:
            best = max(best, len(set(stemmed[max(0, at - _NEAR) : at + _NEAR + 1]) & wanted))
    return best


def _is_label(text: str, end: int) -> bool:
    """Return whether a number is followed as a list's or a law's numbers are: by a stop and white space."""
    return bool(re.match(r"\.?\s", text[end : end + 2]))
