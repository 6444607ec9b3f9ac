from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msqqa.ask.reading.model import Reader, with_stand_ins
from tests.clock import time_least

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
    assert time_least(lambda: reader.read(text), _LONGEST) < _LONGEST


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


@pytest.mark.parametrize("quoted", ["sin gapore-was-signed", "no budget", "without limits", "we have not", "ohne"])
@pytest.mark.parametrize(("frame", "relation"), [("mention", "mentions"), ("do not mention", "omits")])
def test_what_is_quoted_is_one_topic_and_denies_nothing(reader: Reader, quoted: str, frame: str, relation: str) -> None:
    reading = reader.read(f"which countries {frame} “{quoted}”")
    assert [(c.relation, c.topic.text) for c in reading.claims if c.topic is not None] == [(relation, quoted)]


def test_a_question_in_quotation_marks_is_read_as_it_is(reader: Reader) -> None:
    reading = reader.read("“does Kenya have no data protection law”")
    assert reading.operator == "lookup"


def test_the_same_question_is_read_alike(reader: Reader) -> None:
    assert reader.read("who offers chatbots?") == reader.read("who offers chatbots?")


@given(st.text(alphabet="ab -'é中", max_size=40), st.lists(st.integers(0, 40), max_size=8))
def test_stand_ins_keep_places(text: str, cuts: list[int]) -> None:
    """Whatever is read outside a stand-in stands in the question itself, and a stand-in stands for the whole name."""
    bounds = sorted({min(cut, len(text)) for cut in cuts})
    names = list(zip(bounds[::2], bounds[1::2], strict=False))
    read, place = with_stand_ins(text, [(name, "Peru") for name in names])
    for start in range(len(read)):
        begin, end = place(start, start + 1)
        inside = [(a, b) for a, b in names if (a, b) == (begin, end)]
        assert inside or text[begin:end] == read[start]


@pytest.mark.parametrize(
    ("question", "name", "operator"),
    [
        ("who are the tech leads of wg-quux", "wg-quux", "lookup"),
        ("which organisation maintains zibblet", "zibblet", "lookup"),
        ("who got help from wg-quux", "wg-quux", "which"),  # an object
    ],
)
def test_a_name_that_tells_nothing_is_read_as_a_name(reader: Reader, question: str, name: str, operator: str) -> None:
    start = question.index(name)
    reading = reader.read(question, [(start, start + len(name))])
    assert reading.operator == operator
    assert (reading.words("subject") == (name,)) == (operator == "lookup")
