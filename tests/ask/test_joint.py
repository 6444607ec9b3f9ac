from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.ask.joint import Part, behind_head, parted

NOUNS = ("countries", "governments", "country", "states")


@pytest.mark.parametrize(
    ("question", "topic", "polarity"),
    [
        ("which countries have a sandbox", "sandbox", "positive"),
        ("which countries do not have a sandbox", "sandbox", "negative"),
        ("which countries have not yet adopted an open data law", "open data law", "negative"),
        ("which countries have yet to adopt an open data law", "open data law", "negative"),
        ("countries without a sandbox", "sandbox", "negative"),
        ("who lacks a privacy law", "privacy law", "negative"),
        ("who said no to open data", "open data", "negative"),
        ("in which countries is there no sandbox", "sandbox", "negative"),
        ("which countries have a law that does not cover ministries", "law that does not cover ministries", "positive"),
        ("where do operators not charge for government sites", "operators not charge for government sites", "positive"),
        ("whose strategy sets no target", "strategy target", "negative"),
        ("does anybody have a sandbox", "sandbox", "positive"),
    ],
)
def test_a_question_is_cut_behind_its_respondents(question: str, topic: str, polarity: str) -> None:
    assert behind_head(question, NOUNS)[1:] == (topic, polarity)


@pytest.mark.parametrize(
    ("topic", "parts", "combine"),
    [
        ("a sandbox but no AI law", [("a sandbox", "positive"), ("AI law", "negative")], "and"),
        ("sandbox and do not have an AI law", [("sandbox", "positive"), ("AI law", "negative")], "and"),
        ("WCAG but not EN 301 549", [("WCAG", "positive"), ("EN 301 549", "negative")], "and"),
        ("WCAG without mentioning sandboxes", [("WCAG", "positive"), ("sandboxes", "negative")], "and"),
        ("sandbox without an AI law", [("sandbox", "positive"), ("an AI law", "negative")], "and"),
        ("neither a sandbox nor an AI law", [("a sandbox", "negative"), ("AI law", "negative")], "and"),
        ("FOI act yes, privacy law no", [("FOI act", "positive"), ("privacy law", "negative")], "and"),
        ("both a sandbox and an AI law", [("a sandbox", "positive"), ("an AI law", "positive")], "and"),
        ("law on privacy and data protection", [("law on privacy and data protection", "positive")], "and"),
        (
            "AI law AND sandbox AND portal",
            [("AI law", "positive"), ("sandbox", "positive"), ("portal", "positive")],
            "and",
        ),
    ],
)
def test_what_a_set_must_have_and_must_not(topic: str, parts: list[tuple[str, str]], combine: str) -> None:
    found, how = parted(topic, "positive")
    assert ([(part.text, part.polarity) for part in found], how) == (parts, combine)


@pytest.mark.parametrize(
    ("topic", "combine"),
    [
        ("a sandbox or an AI law", "and"),
        ("either a sandbox or an AI law", "and"),
        ("both a sandbox and an AI law", "or"),
    ],
)
def test_who_lacks_both_lacks_one_and_who_has_no_a_or_b_has_neither(topic: str, combine: str) -> None:
    found, how = parted(topic, "negative")
    assert [part.polarity for part in found] == ["negative", "negative"]
    assert how == combine


@given(st.text(max_size=60))
def test_any_topic_is_parted_into_what_stands_in_it(topic: str) -> None:
    parts, _ = parted(topic, "positive")
    assert parts
    assert all(isinstance(part, Part) and part.text in topic for part in parts)
