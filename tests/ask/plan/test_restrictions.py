"""Words that narrow a question: which stand in a plan, where slots do not carry them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from msqqa.ask.plan.restrictions import find_restrictions
from msqqa.ask.reading.reading import Claim, Reading, Span
from msqqa.languages import languages
from msqqa.words import STOP_WORDS

KEYS = ("only", "excepted", "neither", "both", "whole", "than", "order")


def _reading(text: str, **slots: str) -> Reading:
    spans = {slot: (Span(text.index(words), text.index(words) + len(words), words),) for slot, words in slots.items()}
    return Reading(text, "which", "set", (), "and", spans, False, None, None, 1.0)


@pytest.mark.parametrize(
    ("text", "slots", "kinds"),
    [
        ("which libraries offer only printing", {"noun": "libraries", "topic": "printing"}, ["only"]),
        ("welche bieten ausschließlich Druck an", {"topic": "Druck"}, ["only"]),
        ("quelles offrent uniquement l'impression", {"topic": "impression"}, ["only"]),
        ("who offers printing and nothing else", {"topic": "printing"}, ["only"]),
        ("who has just 3 desks", {"value": "just 3", "topic": "desks"}, []),
        ("European states only: who has a portal", {"group": "European states", "topic": "portal"}, []),
        ("who says nothing at all about it", {"topic": "it"}, []),
        ("who offers all services", {"topic": "services"}, ["whole"]),
        ("list all libraries that print", {"noun": "libraries", "topic": "print"}, []),
        ("who has more than 3 desks", {"value": "more than 3", "topic": "desks"}, []),
        ("who prints rather than scans", {"topic": "prints"}, ["than"]),
        ("everybody except Bexley that prints", {"excluded": "Bexley", "topic": "prints"}, []),
        ("who offers anything except printing", {"topic": "printing"}, ["excepted"]),
    ],
)
def test_what_no_slot_carries(text: str, slots: dict[str, str], kinds: list[str]) -> None:
    assert [r.kind for r in find_restrictions(_reading(text, **slots))] == kinds


@pytest.mark.parametrize(("relation", "kinds"), [("has", ["excepted"]), ("plans", [])])
def test_a_but_between_two_things_asked_otherwise_leaves_nothing_out(relation: str, kinds: list[str]) -> None:
    reading = _reading("who gave any licence but plans an auction")
    topics = [Span(at, at + len(text), text) for text in ("licence", "auction") for at in [reading.text.index(text)]]
    claims = tuple(Claim(one, topic) for one, topic in zip(("has", relation), topics, strict=True))
    assert [r.kind for r in find_restrictions(replace(reading, claims=claims))] == kinds


def test_what_is_quoted_is_meant_as_it_is() -> None:
    text = 'who chose "only printing"'
    assert find_restrictions(_reading(text), [(11, 24)]) == ()


def test_no_word_is_one_without_a_topic_in_another_language() -> None:
    stops = {own.code: own.phrases("words", "stop_words") for own in languages()} | {"en": tuple(STOP_WORDS)}
    clashes = [
        (own.code, phrase, other)
        for own in languages()
        for key in KEYS
        for phrase in own.phrases("restrictions", key)
        for other, words in stops.items()
        if other != own.code and phrase in words
    ]
    assert clashes == []
