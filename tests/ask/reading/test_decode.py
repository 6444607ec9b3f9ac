from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.ask.reading.decode import decode, decode_spans
from msqqa.ask.reading.labels import HEADS, KINDS, KINDS_OF, SLOTS, TAGS


def _offsets(text: str) -> list[tuple[int, int]]:
    """Pieces of at most three characters, as a tokenizer cuts words."""
    found, at = [(0, 0)], 0
    for word in text.split(" "):
        found += [(at + start, min(at + start + 3, at + len(word))) for start in range(0, len(word), 3)]
        at += len(word) + 1
    return [*found, (0, 0)]


@st.composite
def _guesses(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], dict[str, np.ndarray]]:
    text = draw(st.text(alphabet="abz é中-'. ", min_size=1, max_size=40))
    offsets = _offsets(text)
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    logits = {name: chance.normal(size=len(labels)).astype(np.float32) for name, labels in HEADS.items()}
    logits["tags"] = 4 * chance.normal(size=(len(offsets), len(TAGS))).astype(np.float32)
    logits["kinds"] = chance.normal(size=(len(offsets), len(KINDS))).astype(np.float32)
    return text, offsets, logits


@given(_guesses())
def test_whatever_the_model_says_spans_are_in_order_and_stand_in_the_text(
    guess: tuple[str, list[tuple[int, int]], dict[str, np.ndarray]],
) -> None:
    text, offsets, logits = guess
    at = 0
    for slot, span in decode_spans(text, offsets, logits["tags"], logits["kinds"]):
        assert at <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
        assert span.text == span.text.lstrip()
        assert slot in SLOTS
        assert (span.kind in KINDS_OF[slot]) if slot in KINDS_OF else span.kind is None
        at = span.end


@given(_guesses())
def test_a_reading_has_a_label_of_every_head(
    guess: tuple[str, list[tuple[int, int]], dict[str, np.ndarray]],
) -> None:
    text, offsets, logits = guess
    reading = decode(text, offsets, logits)
    assert reading.operator in HEADS["operator"]
    assert reading.asks in HEADS["asks"]
    assert 0 < reading.second[1] <= reading.confidence <= 1
    assert len(reading.claims) == len(reading.spans("topic")) + len(reading.spans("question"))


def _certain(text: str, tags: dict[int, str]) -> tuple[list[tuple[int, int]], np.ndarray, np.ndarray]:
    offsets = _offsets(text)
    found = np.full((len(offsets), len(TAGS)), -5, dtype=np.float32)
    found[:, 0] = 0
    for i, tag in tags.items():
        found[i, TAGS.index(tag)] = 5
    return offsets, found, np.zeros((len(offsets), len(KINDS)), dtype=np.float32)


@pytest.mark.parametrize(
    ("text", "tags", "spans"),
    [
        ("has wcag here", {3: "B-topic"}, ["wcag"]),  # a part of a word stands for the word
        ("a b", {1: "B-topic", 2: "I-topic"}, ["a b"]),
        ("a b", {1: "B-topic", 2: "B-topic"}, ["a"]),  # two spans of one slot never touch
        ("a b", {1: "B-topic", 2: "B-noun"}, ["a", "b"]),
        ("a b", {1: "I-topic"}, []),  # no span begins inside
        ("中国有沙盒", {2: "B-topic"}, ["沙盒"]),  # no blanks, so no whole words
    ],
)
def test_spans(text: str, tags: dict[int, str], spans: list[str]) -> None:
    assert [span.text for _, span in decode_spans(text, *_certain(text, tags))] == spans


def test_no_pieces_no_spans() -> None:
    nothing = np.zeros((2, len(TAGS)), dtype=np.float32), np.zeros((2, len(KINDS)), dtype=np.float32)
    assert decode_spans("", [(0, 0), (0, 0)], *nothing) == []
