from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msqqa.ask.reading.model import Reader

_LONGEST = 0.5
"""Seconds that reading any question may take."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    reader = Reader.shipped()
    reader.read("which countries have a portal")  # opens it
    return reader


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=200))
def test_any_text_is_read(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.text == text
    for spans in reading.slots.values():
        assert all(text[span.start : span.end] == span.text for span in spans)


_PIECES = [
    "mention ",
    "or not ",
    "which countries ",
    "a",
    " ",
    "the the ",
    "不",
    "ت",
    "question 5 ",
    '"',
    "not ",
    "é",
    "-",
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=3), st.integers(1, 10_000))
def test_whatever_a_question_repeats_it_is_read_at_once(reader: Reader, pieces: list[str], times: int) -> None:
    text = ("".join(pieces) * times)[:10_000]
    began = time.process_time()
    reader.read(text)
    assert time.process_time() - began < _LONGEST


@pytest.mark.parametrize(
    ("question", "operator", "topics"),
    [
        ("which countries have a regulatory sandbox", "which", [("has", "regulatory sandbox")]),
        ("which countries mention WCAG", "which", [("mentions", "WCAG")]),
        ("which countries have no cybersecurity law", "which", [("lacks", "cybersecurity law")]),
        ("how many schools plan a canteen", "count", [("plans", "canteen")]),
        ("compare Kenya and Peru on open data", "compare", [("has", "open data")]),
        ("does Kenya have a data protection law", "lookup", [("has", "data protection law")]),
    ],
)
def test_plain_questions(reader: Reader, question: str, operator: str, topics: list[tuple[str, str]]) -> None:
    reading = reader.read(question)
    assert reading.operator == operator
    assert [(c.relation, c.topic.text) for c in reading.claims if c.topic is not None] == topics


def test_the_same_question_is_read_alike(reader: Reader) -> None:
    assert reader.read("who offers chatbots?") == reader.read("who offers chatbots?")
