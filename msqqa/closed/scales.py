"""Rating scales: which options stand in an order, in which, and which side of a scale a word means.

Over 300 lines: all that is read of one file of data stands beside it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from msqqa.closed.values import numbers_in
from msqqa.languages import phrases
from msqqa.words import base, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ENUMERATED = re.compile(r"\(?(\d{1,2})\s?(?:[.):=]|[-–—](?=\s*[^\d\s]))\s*(?=\D)")
_BOUND = re.compile(r"\d")
_LONGEST = 8
"""Words of an anchor, at most."""
_OF_ONE_SCALE = 0.6
"""Share of a column's options that are anchors of one scale, from which all stand in its order."""


_KEPT = 4_096
"""Options, and lists of them, of which it is kept what they come to: each question of a table is compared by them."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A known scale."""

    name: str
    levels: Mapping[tuple[str, ...], int]
    """The words of an anchor → its level, from low to high."""
    middle: int | None
    low: frozenset[tuple[str, ...]]
    high: frozenset[tuple[str, ...]]
    carries: bool = False
    """Whether a level of one word means this scale, whatever it stands beside."""

    def is_anchor(self, text: str) -> bool:
        """Return whether a text is an anchor, and nothing more."""
        return _anchor(text) in self.levels

    def level(self, text: str) -> int | None:
        """Return the level of the longest anchor that a text is, or holds undenied; None where it holds none."""
        own = _anchor(text)
        if own in self.levels:
            return self.levels[own]
        for size in range(min(len(own) - 1, _LONGEST), 0, -1):
            for at in range(len(own) - size + 1):
                found = self.levels.get(own[at : at + size])
                if found is not None and not (at and own[at - 1] in phrases("words", "not")):
                    return found  # "not implemented" is no level of what is implemented
        return None


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a column's options."""

    options: tuple[str, ...]
    """From low to high; options that stand in no order, as "don't know", are last."""
    ordered: int
    """How many of them stand in the order."""
    scale: Scale | None = None
    """The known scale that they are of, where they are of one."""


@lru_cache(maxsize=_KEPT)
def key(text: str) -> tuple[str, ...]:
    """Return the words of a text, by which anchors are compared; a number before an option is none of them.

    >>> key("1 - Very dissatisfied")
    ('very', 'dissatisfied')
    """
    head = _ENUMERATED.match(text)
    return tuple(word.text for word in words(text, head.end() if head else 0))


@lru_cache(maxsize=_KEPT)
def _anchor(text: str) -> tuple[str, ...]:
    """Return the words of an anchor without the endings of number and tense: who disagrees says "disagree"."""
    return tuple(map(base, key(text)))


@lru_cache(maxsize=1)
def _data() -> dict[str, object]:
    return tomllib.loads((files("msqqa.closed") / "scales.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def scales() -> tuple[Scale, ...]:
    """Return the known scales."""
    found = []
    for table in _data()["scale"]:  # type: ignore[attr-defined]
        levels = {_anchor(phrase): at for at, level in enumerate(table["levels"]) for phrase in level}
        low, high = (frozenset(_anchor(phrase) for phrase in table.get(side, ())) for side in ("low", "high"))
        found.append(Scale(table["name"], levels, table.get("middle"), low, high, table.get("carries", False)))
    return tuple(found)


@lru_cache(maxsize=_KEPT)
def is_anchor(option: str) -> bool:
    """Return whether a text is a whole anchor of a known scale."""
    return any(scale.is_anchor(option) for scale in scales())


@lru_cache(maxsize=8)
def _stems_in(name: str) -> frozenset[str]:
    """Return the stems of the words of a list of the data."""
    listed: Iterable[str] = _data()[name]  # type: ignore[assignment]
    return frozenset(stem(word) for word in listed)


@lru_cache(maxsize=1)
def degrees() -> frozenset[str]:
    """Return the words that only say how much: whoever is very dissatisfied is dissatisfied."""
    listed: Iterable[str] = _data()["degrees"]  # type: ignore[assignment]
    return frozenset(word for phrase in listed for word in key(phrase) if len(word) > 1)  # the "a" of "a bit" is none


@lru_cache(maxsize=1)
def generic_stems() -> frozenset[str]:
    """Return the stems of words for what any column of answers holds, or without a topic: they tell nothing apart."""
    joining: Iterable[str] = _data()["joining"]  # type: ignore[assignment]
    return stems_of_answers() | {stem(word) for word in joining}


def stems_of_answers() -> frozenset[str]:
    """Return the stems of words for what any column of answers holds, and for who gives them."""
    return _stems_in("called")


def stems_of_wishes() -> frozenset[str]:
    """Return the stems of words that ask for what somebody would like to have."""
    return _stems_in("wished")


def stems_of_everybody() -> frozenset[str]:
    """Return the stems of words for whoever answers a survey."""
    return _stems_in("everybody")


def words_of_rating() -> frozenset[str]:
    """Return the stems of words of questions that are answered with a rating."""
    return _stems_in("rated")


@lru_cache(maxsize=_KEPT)
def nouns_of(question: str) -> frozenset[str]:
    """Return the stems of the nouns for what a question asks for.

    >>> sorted(nouns_of("How large are your farms?") & {stem("size"), stem("length")}) == [stem("size")]
    True
    """
    own = f" {' '.join(key(question))} "
    listed: Mapping[str, Iterable[str]] = _data()["nouns_of"]  # type: ignore[assignment]
    return frozenset(stem(noun) for phrase, nouns in listed.items() if f" {phrase} " in own for noun in nouns)


@lru_cache(maxsize=_KEPT)
def scales_of(word: str) -> tuple[Scale, ...]:
    """Return the scales that a word means by itself, as a level or a side of them.

    >>> [scale.name for scale in scales_of("satisfied")], scales_of("laptop")
    (['satisfaction'], ())
    """
    own = _anchor(word)
    return tuple(s for s in scales() if s.carries and (own in s.levels or own in s.low or own in s.high))


def tells_of(question: str, options: Sequence[str], scale: Scale, word: str) -> bool:
    """Return whether a question with its options is answered on a scale, or holds the level that a word says.

    >>> (weekly,) = scales_of("weekly")
    >>> tells_of("Which tools do you use every week?", ("Slack", "Zoom"), weekly, "weekly")
    True
    >>> tells_of("Which tools do you use every week?", ("Slack", "Zoom"), weekly, "monthly")
    False
    """
    order = in_order(options)
    if order is not None and order.scale is not None and order.scale.name == scale.name:
        return True
    own = {word.text for text in (question, *options) for word in words(text)}
    if any(scale in scales_of(each) for each in own):
        return True
    return scale.level(word) is not None and scale.level(question) == scale.level(word)


@lru_cache(maxsize=_KEPT)
def says_nothing(option: str) -> bool:
    """Return whether an option is no answer on the matter: "don't know", "prefer not to say", "not applicable"."""
    text = " ".join(word.text for word in words(option))
    return any(text in phrases("answers", name) for name in ("undecided", "not_applicable", "no_answer"))


def in_order(options: Sequence[str]) -> Order | None:
    """Return options in the order of their scale; None where they stand in none.

    An order is that of the numbers before them, of the ranges that they are, or of the anchors of a known scale.
    """
    return _in_order(tuple(options))


@lru_cache(maxsize=_KEPT)
def _in_order(options: tuple[str, ...]) -> Order | None:
    telling = [option for option in options if not says_nothing(option)]
    silent = tuple(option for option in options if says_nothing(option))
    if len(telling) < 2:
        return None
    numbered = {o: int(m[1]) for o in telling if (m := _ENUMERATED.match(o)) is not None}
    if len(numbered) == len(telling) and len(set(numbered.values())) == len(telling):
        known = _find_scale(telling)
        return Order((*sorted(telling, key=numbered.__getitem__), *silent), len(telling), known[0] if known else None)
    ranges = {o: r for o in telling if (r := _range(o)) is not None}
    if len(ranges) >= max(2, len(telling) - 1):
        others = [o for o in telling if o not in ranges]
        lowest = [o for o in others if _is_lowest(o)]
        rest = [o for o in others if o not in lowest]
        ordered = (*lowest, *sorted(ranges, key=ranges.__getitem__))
        return Order((*ordered, *rest, *silent), len(ordered))
    found = _find_scale(telling)
    if found is None:
        return None
    scale, levels = found
    rest = [option for option in telling if option not in levels]
    return Order((*sorted(levels, key=levels.__getitem__), *rest, *silent), len(levels), scale)


def _find_scale(options: Sequence[str]) -> tuple[Scale, dict[str, int]] | None:
    best: tuple[int, Scale, dict[str, int]] | None = None
    for scale in scales():
        levels = {option: level for option in options if (level := scale.level(option)) is not None}
        told = len(set(levels.values()))
        if told >= 2 and len(levels) >= _OF_ONE_SCALE * len(options) and (best is None or told > best[0]):
            best = told, scale, levels
    return None if best is None else best[1:]


def _range(option: str) -> tuple[float, float] | None:
    """Return a number by which an option that is a range stands in an order; None where it is no range.

    >>> _range("1 - 3 years") < _range("More than 3 years"), _range("50+") > _range("10-49")
    (True, True)
    """
    if not _BOUND.search(option):
        return None
    spread = re.sub(r"(?<=\d)\s?[-–—]\s?(?=\D{0,3}\d)", " | ", option)
    found = numbers_in(spread)
    if not found or len(found) > 2:
        return None
    units = {n.unit for n in found if n.unit}
    values = [n.value for n in found]
    if len(found) == 2 and len(units) == 1 and not found[0].unit:  # "1 - 3 years": the first is of years too
        values[0] *= found[1].value / max(numbers_in(_last_digits(option))[0].value, 1e-9)
    own = key(option)
    first = own[0] if own else ""
    if len(values) == 1 and (first in {"less", "under", "below", "fewer", "up"} or option.lstrip().startswith("<")):
        return values[0] - 1e-6, -1.0
    if len(values) == 1 and (first in {"more", "over", "above"} or option.lstrip().startswith(">") or "+" in option):
        return values[0], 1.0
    return values[0], 0.0


def _last_digits(option: str) -> str:
    found: list[str] = re.findall(r"\d[\d,.]*", option)
    return found[-1].rstrip(".,")


def _is_lowest(option: str) -> bool:
    never = next(scale for scale in scales() if scale.name == "frequency")
    return never.level(option) == 0


def has_middle(options: Sequence[str]) -> bool:
    """Return whether one of some options is the middle of their scale: neither the one nor the other.

    >>> has_middle(["Satisfied", "Neutral", "Dissatisfied"]), has_middle(["Satisfied", "Dissatisfied"])
    (True, False)
    """
    order = in_order(options)
    scale = None if order is None else order.scale
    return scale is not None and scale.middle is not None and any(scale.level(o) == scale.middle for o in options)


def find_meant(phrase: str, options: Sequence[str]) -> tuple[str, ...]:
    """Return the options that a word for a level, or for a side, of their scale means; none where it is no such word.

    >>> find_meant("unhappy", ["Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied"])
    ('Dissatisfied', 'Very dissatisfied')
    """
    order = in_order(options)
    if order is None or order.scale is None:
        return ()
    scale, own = order.scale, _anchor(phrase)
    levels = {option: level for option in options if (level := scale.level(option)) is not None}
    if scale.middle is not None and own in scale.low:
        return tuple(option for option, level in levels.items() if level < scale.middle)
    if scale.middle is not None and own in scale.high:
        return tuple(option for option, level in levels.items() if level > scale.middle)
    wanted = scale.levels.get(own)
    return tuple(option for option, level in levels.items() if level == wanted) if wanted is not None else ()
