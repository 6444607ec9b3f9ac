"""What an answer must hold: a question that asks for a number is not answered by a text without one.

The reader tells what kind of thing is asked for, as in answer-type taxonomies (Li and Roth, Learning question
classifiers, 2002): a count of something, money, a share, a date, a length of time. A passage meets the expectation
when such a thing stands near the question's own words. Numbers that only count things off (item 3, article 6.1,
Resolution No. 24) and years are no amounts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msqqa.closed.values import is_currency_unit, numbers_in
from msqqa.words import STOP_WORDS, stem, stems, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from msqqa.model import Plan
    from msqqa.words import Word

Type = Literal["count", "money", "share", "date", "duration", "comparison", "anything"]
Met = Literal["near", "apart", "none", "unasked"]
"""``near``: the thing asked for stands beside the question's words; ``apart``: there is one, but beside others."""

_OF_ASKS: dict[str, Type] = {
    "share": "share", "money": "money", "number": "count", "date": "date", "duration": "duration",
}  # fmt: skip
"""What a reading's kind of answer must hold."""
_WORDED = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty|hundred|dozen"
_AMOUNT = re.compile(rf"(?<![\w.,/-])(?:\d[\d,]*(?:\.\d+)?(?![\w/])|\d+(?=%)|(?:{_WORDED})\b)", re.IGNORECASE)
_MONEY = re.compile(
    r"[$€£¥₮]\s?\d|\b\d[\d,.]*\s?(?:million|billion|trillion)?\s?(?:(?:USD|EUR|GBP|US dollars|dollars|euros?)\b"
    r"|[a-z]?[$€£¥₮])",
    re.I,
)
_SHARE = re.compile(r"\d\s?%|\bper ?cent\b|\b(?:half|third|quarter)\b", re.IGNORECASE)
_DURATION = re.compile(
    rf"\b(?:\d+|an?|one|every|each|{_WORDED})[\s-]?(?:(?:business|working|calendar|school)[\s-])?"
    r"(?:years?|quarters?|months?|weeks?|days?|hours?)\b|\d{4}\s?[-–]\s?\d{4}"
    r"|\b(?:annual|year|quarter|month|week|dai|hour)ly\b|\b(?:once|twice|times) (?:an?|per|every|each|in)\b",
    re.I,
)
"""A length of time, or how often something is done."""
_CHANGE = re.compile(
    rf"\bfrom\b[^.;!?\d]{{0,30}}\d(?:[^;!?]{{0,30}}\D)?\bto\b[^.;!?\d]{{0,30}}\d"
    rf"|\b(?:\d[\d.,]*|{_WORDED})(?:\s?[x×](?!\w)|[\s-]?fold\b)|\bby (?:more than |over )?half\b",
    re.I,
)
"""How much something became more or less: "from 14 hours to less than 5", "3x", "by half"."""
_RELEASE = re.compile(r"\bv\d+(?:\.\d+)+\b|\b\d+(?:\.\d+)+ (?:release|cycle)\b", re.I)
"""A release or its cycle, by which those who work on it tell when: "planned for v1.21"."""
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_COUNTS_OFF = re.compile(
    r"(?:articles?|no\.?|resolution|section|version|clause|row|and|^|[.;:]\s|\n)\s*$", re.IGNORECASE
)
_SINCE = re.compile(r"\b(?:since|back to|until) (?:1[89]|20)\d\d\b", re.I)
"""How far back something reaches, or how long it goes on."""
_ASIDE = re.compile(r"(?<=\S)\s*\([^()]*\)")
"""What is said of an answer in brackets behind it: "30 (last numbers: 35, 22)"."""
_LABEL = re.compile(r"(?<=\])\[[^\[\]\n]{1,80}\]|^[ \t]*\[[^\[\]\n]{1,80}\]:[ \t]*\S+", re.MULTILINE)
"""A label of Markdown that a link's address stands under, and the line that gives that: "[the portal][1]"."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s")
_NEAR = 7
"""Words on either side of an amount that belong to it."""
_BARE = 8
"""Words of an answer that is a number, or a few."""
_COUNTED_WITHIN = 5
"""Words behind an amount within which the thing counted stands."""
_ALIKE = 0.55
"""Cosine from which two words may name the same thing: "users" and "customers"."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What kind of thing a question asks for, and of what."""

    type: Type
    counted: tuple[str, ...] = ()
    """For a count, the words that may name what is counted."""


NOTHING = Expectation("anything")


def derive_expectation(plan: Plan) -> Expectation:
    """Return what a plan asks for.

    >>> from msqqa.model import Lookup
    >>> derive_expectation(Lookup(asks="number", counted=("active", "users")))
    Expectation(type='count', counted=('active', 'users'))
    """
    if plan.operator == "aggregate" or ("number" in plan.relations and plan.asks == "set"):
        return Expectation("comparison")
    kind = expectation_of(plan.asks)
    if plan.operator in ("which", "count"):
        kind = "anything"  # how many respondents, not how many of something
    return Expectation(kind, plan.counted if kind == "count" else ())


def expectation_of(asks: str) -> Type:
    """Return what an answer to a question that asks for some kind of thing must hold.

    >>> expectation_of("number"), expectation_of("reason")
    ('count', 'anything')
    """
    return _OF_ASKS.get(asks, "anything")


def check_expectation(
    expectation: Expectation,
    text: str,
    wanted: Collection[str],
    alike: Callable[[Sequence[str], Sequence[str]], float] | None = None,
) -> Met:
    """Return whether a text holds what is expected, near the wanted stems.

    Parameters
    ----------
    expectation, text, wanted:
        What is asked for, where it is looked for, and the stems of the question's topic words.
    alike:
        Returns the greatest cosine between any two of some words; without it words must agree by their stems.
    """
    kind = expectation.type
    if kind in ("anything", "comparison"):
        return "unasked"
    if kind == "count":
        return _count_met(expectation, text, set(wanted), alike)
    pattern = {"money": _MONEY, "share": _SHARE, "date": _YEAR, "duration": _DURATION}[kind]
    also = {"money": _CHANGE, "date": _RELEASE, "duration": _SINCE}.get(kind)
    best, enough = -1, 2 if len(wanted) > 1 else 1
    for sentence in _SENTENCE.split(text):
        shared = len(set(stems(sentence)) & set(wanted))
        if pattern.search(sentence) or (kind == "money" and _has_currency(sentence)):
            best = max(best, shared)
        elif kind == "duration" and shared >= enough and numbers_in(sentence):
            best = max(best, 0)  # since when, or to what age or size: "the data go back to 1994", "from 13 on"
        elif also is not None and also.search(sentence):
            best = max(best, 0)
    return "none" if best < 0 else "near" if best >= enough else "apart"


def _count_met(
    expectation: Expectation,
    text: str,
    wanted: set[str],
    alike: Callable[[Sequence[str], Sequence[str]], float] | None,
) -> Met:
    text = _LABEL.sub("", text)
    found = list(words(text))
    # "3. The portal" counts off; it is no number that is given, as "13.8" is.
    end = found[0].end if found else 0
    counts_off = len(found) > 1 and text[end] in (".", ")") and not text[end + 1].isdigit()
    if found and sum(1 for _ in words(_ASIDE.sub("", text))) <= _BARE and found[0].text[0].isdigit() and not counts_off:
        return "apart"  # "29", or "15 (weekly), 20 (team)": what is counted stands in the question above it
    labelled = bool(found) and text[: found[-1].start].rstrip(" ~").endswith(":")
    if labelled and len(found) <= _BARE and len(found) - 1 in _amounts(text, found):
        return "apart"  # so it is of "main repository: ~40", where a part of what is asked for is said before
    counted = {stem(word) for word in expectation.counted}
    beside: list[str] = []
    apart = False
    for at in _amounts(text, found):
        behind = [w.text for w in found[at + 1 : at + 1 + _COUNTED_WITHIN]]
        if counted & {stem(w) for w in behind}:
            return "near"
        around = {stem(w.text) for w in found[max(0, at - _NEAR) : at + _NEAR + 1]}
        if around & wanted:
            apart = True
            beside += [w for w in behind if w.isalpha() and w not in STOP_WORDS]
    if beside and expectation.counted and alike is not None and alike(expectation.counted, beside) >= _ALIKE:
        return "near"
    return "apart" if apart else "none"


def _has_currency(text: str) -> bool:
    """Return whether a number of a text is one of money, whose currency may stand before it: "EUR 2000"."""
    return any(is_currency_unit(number.unit) for number in numbers_in(text))


def _amounts(text: str, found: Sequence[Word]) -> Iterator[int]:
    """Yield the positions, among the text's words, of numbers that say how many."""
    for match in _AMOUNT.finditer(text):
        if _YEAR.fullmatch(match[0]):
            continue
        labelled = bool(re.match(r"\.?\s", text[match.end() : match.end() + 2]))
        if labelled and _COUNTS_OFF.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        at = next((i for i, word in enumerate(found) if word.start >= match.start()), None)
        if at is not None:
            yield at
