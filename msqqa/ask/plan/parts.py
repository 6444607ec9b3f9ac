"""Topics that are parts of one thing: "blockchain" and "land registry" of who uses "blockchain for land registry".

The reader marks words; which of them belong together is seen by what stands between them. What joins two things with
"and" or "or" parts them, and so does another verb of having: each side is decided by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.reading.labels import OF_WORDS
from msqqa.ask.reading.reading import Claim, Span
from msqqa.languages import phrases
from msqqa.languages.matching import finder, list_joins
from msqqa.words import content_words, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msqqa.ask.reading.reading import Reading

_LISTS = (",", ";", "，", "、", "&", "+")
"""Marks between two members of a list; what a stroke parts are two words for one thing."""
_ENDS = ".?!:。？！"


def move_to_topics(reading: Reading, moved: Iterable[Span]) -> Reading:
    """Return a reading in which some spans of other slots are topics: each is a part of the one beside it, or its own.

    "Asia" of who spoke "at a KubeCon in Asia" is a part of that; nothing else is asked of it.
    """
    taken = tuple(moved)
    if not taken:
        return reading
    claims = list(reading.claims)
    for span in taken:
        beside = [at for at, c in enumerate(claims) if c.topic is not None and _is_beside(reading.text, c.topic, span)]
        topic = claims[beside[0]].topic if beside else None
        if topic is None:
            claims.append(Claim("has", span))
        else:
            claims[beside[0]] = replace(claims[beside[0]], topic=_cover(reading.text, topic, span))
    slots = {slot: tuple(span for span in spans if span not in taken) for slot, spans in reading.slots.items()}
    return _with_claims(replace(reading, slots=slots), claims)


def is_part(reading: Reading, span: Span) -> bool:
    """Return whether a span is a part of a topic before it: "the fair in Asia", "law (federal)".

    What stands before a topic says of whom it is asked: "Nordic countries with a law".
    """
    topics = (c.topic for c in reading.claims if c.topic is not None and c.topic.end <= span.start)
    return _is_in_brackets(reading.text, span.start) or any(_is_beside(reading.text, topic, span) for topic in topics)


def join_parts(reading: Reading) -> Reading:
    """Return a reading whose topics that nothing joins, and that stand behind each other, are one."""
    if reading.join == "or" or len(reading.claims) < 2:
        return reading
    joined: list[Claim] = []
    for claim in sorted(reading.claims, key=lambda c: -1 if c.topic is None else c.topic.start):
        whole = _join(reading, joined[-1], claim) if joined else None
        joined = [*joined, claim] if whole is None else [*joined[:-1], whole]
    return reading if len(joined) == len(reading.claims) else _with_claims(reading, joined)


def _join(reading: Reading, first: Claim, second: Claim) -> Claim | None:
    """Return the claim of which two are parts; None where each is one of its own."""
    asks_alike = first.relation == second.relation and not (first.question or second.question)
    if first.topic is None or second.topic is None or not asks_alike or first.relation in OF_WORDS:
        return None  # words that are mentioned are looked for one by one
    text = f"{first.topic.text} {second.topic.text}"
    if _is_heading(reading.text, first.topic):  # it names what is described behind it
        return replace(second, topic=replace(second.topic, text=text))
    if not _is_one(reading, first.topic, second.topic):
        return None
    return replace(first, topic=replace(_cover(reading.text, first.topic, second.topic), text=text))


def _is_one(reading: Reading, first: Span, second: Span) -> bool:
    if first.end > second.start:
        return False
    others = (span for slot, spans in reading.slots.items() if slot != "topic" for span in spans)
    if any(first.end <= span.start < second.start for span in others):
        return False
    between = reading.text[first.end : second.start]
    if between.strip() == "," and any(word.text in list_joins("or") for word in words(second.text)):
        return True  # "fishers, farmers or anglers": the first of a list of which any is meant
    if _is_in_brackets(reading.text, second.start) and any(mark in between for mark in "(,/"):
        return True  # what stands in brackets says of what is before them what it is
    return not _parts(between)


def _parts(between: str) -> bool:
    """Return whether what stands between two things parts them: what joins or denies, or another verb of having."""
    if finder("words", "examples").finds(fold(between)):
        return False  # "special data, e.g. of health"
    if any(mark in between for mark in (*_LISTS, *_ENDS)):
        return True
    apart = list_joins("and") | list_joins("or") | {*phrases("words", "having"), *phrases("words", "not")}
    return any(word.text in apart for word in words(between))


def _is_heading(text: str, topic: Span) -> bool:
    """Return whether a topic stands before a colon: "zero-rating: who makes mobile data free"."""
    return text[topic.end :].lstrip().startswith((":", "："))


def _is_in_brackets(text: str, at: int) -> bool:
    """Return whether a place stands within brackets that are opened before it."""
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


def _is_beside(text: str, topic: Span, span: Span) -> bool:
    """Return whether only small words stand between a topic and a span, or the span is in brackets behind it."""
    first, second = sorted((topic, span), key=lambda one: one.start)
    if first.end > second.start:
        return False
    between = text[first.end : second.start]
    if topic is first and _is_in_brackets(text, span.start) and ")" not in between:
        return not list(content_words(between))
    return not _parts(between) and not list(content_words(between))


def _cover(text: str, first: Span, second: Span) -> Span:
    start, end = min(first.start, second.start), max(first.end, second.end)
    return Span(start, end, text[start:end])


def close_brackets(text: str) -> str:
    """Return a topic with the bracket closed that it ends within, or without one that holds nothing.

    >>> close_brackets("analytics (Plum, Quince"), close_brackets("loans ("), close_brackets("law (federal)")
    ('analytics (Plum, Quince)', 'loans', 'law (federal)')
    """
    if text.count("(") <= text.count(")"):
        return text
    bare = text.rstrip(" (")
    return bare if bare.count("(") <= bare.count(")") else f"{bare})"


def _with_claims(reading: Reading, claims: list[Claim]) -> Reading:
    topics = tuple(sorted((c.topic for c in claims if c.topic is not None), key=lambda span: span.start))
    return replace(reading, claims=tuple(claims), slots={**reading.slots, "topic": topics})
