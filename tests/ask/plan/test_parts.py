"""Topics that are parts of one thing, and words that were read as a name and are part of what is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.plan.filters import Filters
from msqqa.ask.plan.parts import join_parts, move_to_topics
from msqqa.ask.reading.reading import Claim, Reading, Span
from tests.support import open_corpus

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


def _reading(text: str, *topics: str, relation: str = "has", **others: str) -> Reading:
    def span(part: str) -> Span:
        start = text.index(part)
        return Span(start, start + len(part), part)

    slots = {"topic": tuple(span(t) for t in topics)} | {slot: (span(part),) for slot, part in others.items()}
    claims = tuple(Claim(relation, topic) for topic in slots["topic"])
    return Reading(text, "which", "set", claims, "and", slots, False, None, None, 1.0)


def _lookup(text: str, subject: str, asks: str = "text") -> Reading:
    named = replace(_reading(text, subject=subject), operator="lookup", asks=asks, claims=())
    return replace(named, slots={"subject": named.spans("subject")})


def _topics(reading: Reading) -> list[str]:
    return [claim.topic.text for claim in reading.claims if claim.topic is not None]


@pytest.mark.parametrize(
    ("question", "topics", "joined"),
    [
        ("who uses blockchain for land registry", ("blockchain", "land registry"), ["blockchain land registry"]),
        ("who restricts what towns may post", ("restricts", "towns may post"), ["restricts towns may post"]),
        ("web analytics (Plum, Quince) in use", ("web analytics", "Plum", "Quince"), ["web analytics Plum Quince"]),
        ("zero-rating: who makes data free", ("zero-rating", "data free"), ["zero-rating data free"]),
        ("special data, e.g. health records", ("special data", "health records"), ["special data health records"]),
        ("an API in Plum / Quince", ("API in Plum", "Quince"), ["API in Plum Quince"]),
        ("it has fishers, farmers or anglers", ("fishers", "farmers or anglers"), ["fishers farmers or anglers"]),
        ("who has a portal and an app", ("portal", "app"), ["portal", "app"]),
        ("who has neither a portal nor an app", ("portal", "app"), ["portal", "app"]),
        ("who has drones, kiosks", ("drones", "kiosks"), ["drones", "kiosks"]),
        ("a strategy, which have a sandbox", ("strategy", "sandbox"), ["strategy", "sandbox"]),
        ("a strategy that have a sandbox", ("strategy", "sandbox"), ["strategy", "sandbox"]),
    ],
)
def test_what_nothing_joins_is_one_topic(question: str, topics: tuple[str, ...], joined: list[str]) -> None:
    reading = join_parts(_reading(question, *topics))
    assert _topics(reading) == joined
    assert [span.text for span in reading.spans("topic")] == joined


def test_words_that_are_mentioned_stay_apart() -> None:
    reading = _reading("who mentions drones of kiosks", "drones", "kiosks", relation="mentions")
    assert join_parts(reading) is reading


@pytest.mark.parametrize(
    ("question", "topic", "moved", "topics"),
    [
        ("who spoke at a fair in Asia", "fair", "Asia", ["fair in Asia"]),
        ("privacy law (federal) - who cites it", "privacy law", "federal", ["privacy law (federal"]),
        ("which Plum groups hold long talks", "talks", "Plum", ["talks", "Plum"]),
        ("who has an app or Plum", "app", "Plum", ["app", "Plum"]),
    ],
)
def test_a_span_becomes_a_part_of_the_topic_beside_it(question: str, topic: str, moved: str, topics: list[str]) -> None:
    reading = _reading(question, topic, subject=moved)
    told = move_to_topics(reading, reading.spans("subject"))
    assert _topics(told) == topics
    assert not told.spans("subject")


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Reports of groups that are no places, and write of places and products."""
    done = {
        "sig-tide": "We spoke at the Harbour Fair in Asia, and moved Winchlib out of the tree.",
        "sig-lamp": "Winchlib was given a repository of its own. We ran a survey of users.",
        "wg-buoy": "The group met twice, and its paper on buoys is a draft.",
        "wg-rope": "Nothing much was spliced this year.",
    }
    files = {
        f"{name}.md": f"# Report: {name.replace('-', ' ').upper()}\n\n## What did the group do this year?\n\n{text}\n\n"
        f"## Where does it need help?\n\nWith the {name.split('-')[1]} that broke.\n"
        for name, text in done.items()
    }
    return open_corpus(tmp_path_factory.mktemp("groups"), files)


@pytest.mark.parametrize(
    "question",
    ["Which groups spoke at a fair in Asia?", "How many groups work on tooling (Winchlib, Spindlelib)?"],
)
def test_who_is_no_respondent_is_no_missing_one(groups: Engine, question: str) -> None:
    plan = groups.planner.plan(groups.read(question))
    assert plan.absent == ()
    assert plan.respondents == ()


def test_a_name_in_brackets_says_of_whom_it_is_asked(groups: Engine) -> None:
    plan = groups.planner.plan(groups.read("Does Winchlib have a repository of its own? (SIG Lamp)"))
    assert (plan.respondents, plan.absent) == (("sig-lamp",), ())
    assert "(" not in plan.text
    answer = groups.ask("Does Winchlib have a repository of its own? (SIG Lamp)")
    assert [found.stance for found in answer.respondents] == ["yes"]


@pytest.mark.parametrize("question", ["did the group meet? (WG Buoy)", "has the paper been published? (WG Buoy)"])
def test_whoever_is_asked_in_brackets_is_looked_up(groups: Engine, question: str) -> None:
    plan = groups.planner.plan(groups.read(question))
    assert (plan.operator, plan.respondents) == ("lookup", ("wg-buoy",))


def test_what_a_respondent_tells_of_is_no_missing_one(groups: Engine) -> None:
    """Only what the answers write, and only where somebody who is here is named beside it."""
    plan = groups.planner.plan(_lookup("how did Winchlib fare that SIG Lamp tells of", "Winchlib"))
    assert (plan.respondents, plan.absent) == (("sig-lamp",), ())
    assert "Winchlib" in plan.text
    assert groups.planner.plan(_lookup("how did Winchlib fare", "Winchlib")).absent == ("Winchlib",)


@pytest.mark.parametrize(
    ("question", "name", "counted"),
    [
        ("In how many reports does Winchlib come up?", "Winchlib", True),
        ("how many users has Winchlib", "Winchlib", False),
        ("In how many reports does Quagga come up?", "Quagga", False),
    ],
)
def test_in_how_many_documents_something_stands_is_counted(
    groups: Engine, question: str, name: str, counted: bool
) -> None:
    plan = groups.planner.plan(_lookup(question, name, "number"))
    assert (plan.operator, plan.absent) == (("count", ()) if counted else ("lookup", (name,)))
    assert (plan.relations == {"mentions"}) == counted


def test_somebody_who_is_nowhere_named_stays_missing(groups: Engine) -> None:
    plan = groups.planner.plan(groups.read("does SIG Quagga have a survey of users"))
    assert plan.absent


def test_typing_errors_in_joined_topics_are_corrected_where_they_stand(demo_engine: Engine) -> None:
    asked = _reading("who has surveys for the satisfacton of users", "surveys", "satisfacton of users")
    plan = demo_engine.planner.plan(asked, Filters())
    assert "satisfaction of users" in plan.whole
    assert "satisfacton" not in plan.text
