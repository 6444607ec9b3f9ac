from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.ask.plan import Filters
from msqqa.ask.reading.follow import Turn, carry_over, describe_follow_up

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.ask.reading.reading import Reading


def _after(engine: Engine, *lines: str) -> Reading:
    """Return how the last of some lines is read."""
    turn: Turn | None = None
    for line in lines:
        reading = carry_over(engine.read(line), turn)
        turn = Turn(reading, engine.planner.plan(reading, Filters()))
    assert turn is not None
    return turn.reading


@pytest.mark.parametrize(
    ("first", "then", "operator", "subjects", "topics"),
    [
        ("does Belmora have a sandbox", "and Castovar?", "lookup", ("Castovar",), [("has", "sandbox")]),
        ("which countries have a sandbox", "and Castovar?", "lookup", ("Castovar",), [("has", "sandbox")]),
        ("does Belmora have a sandbox", "what about open data", "lookup", ("Belmora",), [("has", "open data")]),
        ("which countries have a sandbox", "and who doesn't?", "which", (), [("lacks", "sandbox")]),
        ("which countries have a chatbot", "how many is that?", "count", (), [("has", "chatbot")]),
        ("who mentions WCAG", "what about blockchain", "which", (), [("mentions", "blockchain")]),
    ],
)
def test_what_a_line_does_not_say_is_carried_over(
    demo_engine: Engine, first: str, then: str, operator: str, subjects: tuple[str, ...], topics: list[tuple[str, str]]
) -> None:
    reading = _after(demo_engine, first, then)
    assert reading.operator == operator
    assert reading.words("subject") == subjects
    assert [(c.relation, c.topic.text) for c in reading.claims if c.topic is not None] == topics
    assert describe_follow_up(reading, reading).startswith("read as: ")


def test_a_group_restricts_what_was_asked(demo_engine: Engine) -> None:
    reading = _after(demo_engine, "which countries have a sandbox", "only in Western Africa")
    plan = demo_engine.planner.plan(reading, Filters())
    assert (plan.operator, plan.respondents) == ("which", ("dorimba",))


def test_a_question_that_stands_alone_stays_as_it_is(demo_engine: Engine) -> None:
    question = "does Castovar have a data protection law"
    reading = _after(demo_engine, "which countries have a sandbox", question)
    assert reading == demo_engine.read(question)
    assert describe_follow_up(reading, reading) == ""


def test_the_first_line_has_nothing_to_carry_over(demo_engine: Engine) -> None:
    assert carry_over(demo_engine.read("and Castovar?"), None) == demo_engine.read("and Castovar?")
