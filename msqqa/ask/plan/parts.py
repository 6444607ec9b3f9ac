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
from msqqa.languages.matching import list_joins
from msqqa.words import content_words, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msqqa.ask.reading.reading import Reading

_LISTS = (",", ";", "，", "、", "/", "&", "+")
"""Marks between two members of a list."""
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
        beside = next((at for at, claim in enumerate(claims) if _is_beside(reading.text, claim.topic, span)), None)
        if beside is None:
            claims.append(Claim("has", span))
        else:
            claims[beside] = replace(claims[beside], topic=_cover(reading.text, claims[beside].topic, span))
    slots = {slot: tuple(span for span in spans if span not in taken) for slot, spans in reading.slots.items()}
    return _with_claims(replace(reading, slots=slots), claims)


def join_parts(reading: Reading) -> Reading:
    """Return a reading whose topics that nothing joins, and that stand behind each other, are one."""
    if reading.join == "or" or len(reading.claims) < 2:
        return reading
    joined: list[Claim] = []
    for claim in sorted(reading.claims, key=lambda c: -1 if c.topic is None else c.topic.start):
        last = joined[-1] if joined else None
        alike = last is not None and last.relation == claim.relation and not (last.question or claim.question)
        alike = alike and claim.relation not in OF_WORDS  # words are looked for one by one
        if alike and last is not None and _is_one(reading, last.topic, claim.topic):
            joined[-1] = replace(last, topic=_cover(reading.text, last.topic, claim.topic))
        elif alike and last is not None and _is_heading(reading.text, last.topic):
            joined[-1] = replace(claim, topic=_put_before(last.topic, claim.topic))
        else:
            joined.append(claim)
    return reading if len(joined) == len(reading.claims) else _with_claims(reading, joined)


def _is_one(reading: Reading, first: Span | None, second: Span | None) -> bool:
    if first is None or second is None or first.end > second.start:
        return False
    others = (span for slot, spans in reading.slots.items() if slot != "topic" for span in spans)
    if any(first.end <= span.start < second.start for span in others):
        return False
    between = reading.text[first.end : second.start]
    if is_in_brackets(reading.text, second.start) and any(mark in between for mark in "(,/"):
        return True  # what stands in brackets says of what is before them what it is
    return not _parts(between)


def _parts(between: str) -> bool:
    """Return whether what stands between two things parts them: a joining word or mark, or another verb of having."""
    if any(mark in between for mark in (*_LISTS, *_ENDS)):
        return True
    apart = list_joins("and") | list_joins("or") | set(phrases("words", "having"))
    return any(word.text in apart for word in words(between))


def _is_heading(text: str, topic: Span | None) -> bool:
    """Return whether a topic stands before a colon: "zero-rating: who makes mobile data free"."""
    return topic is not None and text[topic.end :].lstrip().startswith((":", "："))


def _put_before(heading: Span | None, topic: Span | None) -> Span | None:
    """Return what is asked under a heading, with its words before it: it is one thing, named and described."""
    if heading is None or topic is None:
        return topic or heading
    return replace(topic, text=f"{heading.text} {topic.text}")


def is_in_brackets(text: str, at: int) -> bool:
    """Return whether a place stands within brackets that are opened before it."""
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


def _is_beside(text: str, topic: Span | None, span: Span) -> bool:
    """Return whether only small words stand between a topic and a span, or the span is in brackets behind it."""
    if topic is None:
        return False
    first, second = sorted((topic, span), key=lambda one: one.start)
    if first.end > second.start:
        return False
    between = text[first.end : second.start]
    if topic is first and is_in_brackets(text, span.start) and ")" not in between:
        return not list(content_words(between))
    return not _parts(between) and not list(content_words(between))


def _cover(text: str, first: Span | None, second: Span | None) -> Span:
    assert first is not None  # both are topics that stand in the question
    assert second is not None
    start, end = min(first.start, second.start), max(first.end, second.end)
    return Span(start, end, text[start:end])


def _with_claims(reading: Reading, claims: list[Claim]) -> Reading:
    topics = tuple(sorted((c.topic for c in claims if c.topic is not None), key=lambda span: span.start))
    return replace(reading, claims=tuple(claims), slots={**reading.slots, "topic": topics})
