from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.ask.follow import FollowUps, Reading, Turn
from msqqa.ask.plan import Filters
from msqqa.errors import QuestionError

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine

SANDBOX = "does Kenya have a regulatory sandbox?"


def _read(engine: Engine, *lines: str, fixed: bool = False) -> Reading:
    """Read lines one after another; return what the last one asks."""
    follow = FollowUps(engine.planner, engine.index.store.respondents, fixed=fixed)
    last = None
    for line in lines:
        reading = follow.read(line, last)
        plan = engine.planner.plan(reading.question, Filters(reading.respondents))
        last = Turn(reading.question, plan, reading.respondents)
    return reading


# ---------------------------------------------------------------- other respondents


@pytest.mark.parametrize(
    ("first", "line", "question"),
    [
        (SANDBOX, "and Peru?", "does Peru have a regulatory sandbox?"),
        (SANDBOX, "And Peru", "does Peru have a regulatory sandbox?"),
        (SANDBOX, "and, Peru", "does Peru have a regulatory sandbox?"),
        (SANDBOX, "and in Peru?", "does Peru have a regulatory sandbox?"),
        (SANDBOX, "  what   about Peru ?", "does Peru have a regulatory sandbox?"),
        (SANDBOX, "how about Peru too", "does Peru have a regulatory sandbox?"),
        (SANDBOX, "and what about Peru", "does Peru have a regulatory sandbox?"),
        (SANDBOX, "and Perou", "does Perou have a regulatory sandbox?"),
        (SANDBOX, "and Estonia", "does Estonia have a regulatory sandbox?"),
        (SANDBOX, "and the UK?", "does the UK have a regulatory sandbox?"),
        (SANDBOX, "and Peru and Japan", "do Peru and Japan have a regulatory sandbox?"),
        (SANDBOX, "how about the Asian countries?", "do the Asian countries have a regulatory sandbox?"),
        ("Do Kenya and Peru have a sandbox", "and Japan?", "Does Japan have a sandbox"),
        ("law on data in Kenya", "and Peru?", "law on data in Peru"),
        ("Kenya's law on data", "and Peru?", "Peru's law on data"),
        ("Kenya's law on data", "and the Asian countries", "the Asian countries' law on data"),
        ("what does the Kenyan portal do", "and Peru?", "what does Peru's portal do"),
        ("what does the Kenyan portal do", "and the Peruvian one", "what does the Peruvian portal do"),
        ("question 2 of Kenya", "and Peru?", "question 2 of Peru"),
        ("compare Kenya and Peru on open data", "and Japan?", "compare Kenya and Peru and Japan on open data"),
        ("compare Kenya and Peru on open data", "and Japan and Peru", "compare Japan and Peru on open data"),
    ],
)
def test_names_alone_take_the_place_of_the_questions_own(
    survey_engine: Engine, first: str, line: str, question: str
) -> None:
    assert _read(survey_engine, first, line) == Reading(question, (), f"read as: {question}")


@pytest.mark.parametrize(
    ("first", "line", "question", "respondents", "named"),
    [
        ("which countries mention WCAG", "and Kenya?", "which countries mention WCAG", ("kenya",), "Kenya"),
        ("which Asian countries mention WCAG", "and Kenya", "which countries mention WCAG", ("kenya",), "Kenya"),
        ("which countries have a law", "and the Asian countries", "which countries have a law", ("japan",), "Asia"),
        ("who mentions WCAG", "and Peru, Kenya", "who mentions WCAG", ("peru", "kenya"), "Peru, Kenya"),
        ("what is the portal", "and in Peru?", "what is the portal", ("peru",), "Peru"),
    ],
)
def test_where_the_question_names_nobody_the_names_restrict_it(
    survey_engine: Engine, first: str, line: str, question: str, respondents: tuple[str, ...], named: str
) -> None:
    assert _read(survey_engine, first, line) == Reading(question, respondents, f"read as: {question} ({named})")


@pytest.mark.parametrize(
    ("first", "line", "question"),
    [
        ("which countries mention Singapore", "and Estonia?", "which countries mention Estonia"),
        ("does Kenya have a memorandum with Singapore", "and Estonia?", "does Kenya have a memorandum with Estonia"),
        ("does Kenya have a memorandum with Singapore", "and with Peru?", "does Kenya have a memorandum with Peru"),
        ("does Kenya have a memorandum with Singapore", "and Peru?", "does Peru have a memorandum with Singapore"),
        ("who mentions Estonia's X-Road", "what about Singapore", "who mentions Singapore's X-Road"),
    ],
)
def test_a_place_without_a_response_replaces_one_of_its_kind(
    survey_engine: Engine, first: str, line: str, question: str
) -> None:
    assert _read(survey_engine, first, line) == Reading(question, (), f"read as: {question}")


# ---------------------------------------------------------------- another topic


@pytest.mark.parametrize(
    ("first", "line", "question"),
    [
        (SANDBOX, "and a data protection law?", "does Kenya have a data protection law?"),
        (SANDBOX, "what about WCAG", "does Kenya have WCAG?"),
        (SANDBOX, "and Atlantis?", "does Kenya have Atlantis?"),
        ("has Kenya a sandbox", "and a portal", "has Kenya a portal"),
        ("does Kenya not have a sandbox", "and a portal", "does Kenya not have a portal"),
        ("what does Kenya say about open data", "and WCAG", "what does Kenya say about WCAG"),
        ("how much does Kenya spend on the portal", "and on schools?", "how much does Kenya spend on schools"),
        ("compare Kenya and Peru on open data", "and chatbots", "compare Kenya and Peru on chatbots"),
        ("Kenya vs Peru: open data", "and chatbots", "Kenya vs Peru: chatbots"),
        ("law in Estonia", "and an open data portal", "an open data portal in Estonia"),
        ("which countries mention blockchain", "what about WCAG", "which countries mention WCAG"),
        ("which countries mention blockchain?", "and WCAG or robots?", "which countries mention WCAG or robots?"),
        ("in which countries is WCAG mentioned", "and the law", "in which countries is the law mentioned"),
        ("which countries have a sandbox", "and an open data portal", "which countries have an open data portal"),
        ("which countries have no sandbox", "and a data law", "which countries have no data law"),
        ("which Asian countries have a sandbox", "and a law", "which Asian countries have a law"),
        ("which governments publish open data", "how about laws", "which governments publish laws"),
        ("how many countries have a sandbox?", "and a chatbot?", "how many countries have a chatbot?"),
    ],
)
def test_a_noun_phrase_takes_the_place_of_the_topic(
    survey_engine: Engine, first: str, line: str, question: str
) -> None:
    assert _read(survey_engine, first, line) == Reading(question, (), f"read as: {question}")


@pytest.mark.parametrize(
    ("first", "line", "question", "respondents", "named"),
    [
        ("is there a sandbox in Kenya?", "and a portal?", "a portal", ("kenya",), "Kenya"),
        ("Kenya's law on data", "and cooperation with states", "cooperation with states", ("kenya",), "Kenya"),
        ("question 2 of Peru", "and question 1", "question 1", ("peru",), "Peru"),
    ],
)
def test_where_the_topic_is_not_told_apart_the_respondents_are_kept(
    survey_engine: Engine, first: str, line: str, question: str, respondents: tuple[str, ...], named: str
) -> None:
    assert _read(survey_engine, first, line) == Reading(question, respondents, f"read as: {question} ({named})")


def test_the_shipped_corpus(engine: Engine) -> None:
    lines = ["does Estonia have a regulatory sandbox", "and Mongolia?", "and an AI law?"]
    assert _read(engine, *lines[:2]).note == "read as: does Mongolia have a regulatory sandbox"
    assert _read(engine, *lines).note == "read as: does Mongolia have an AI law"


def test_one_follow_up_after_another(survey_engine: Engine) -> None:
    lines = ["what is the portal", "and in Peru?", "and a sandbox", "what about Kenya", "and Japan"]
    asked = [_read(survey_engine, *lines[:n]) for n in range(1, 6)]
    assert [(r.question, r.respondents) for r in asked] == [
        ("what is the portal", ()),
        ("what is the portal", ("peru",)),
        ("a sandbox", ("peru",)),
        ("a sandbox", ("kenya",)),
        ("a sandbox", ("japan",)),
    ]


def test_respondents_that_a_filter_chose_stay_with_another_topic(survey_engine: Engine) -> None:
    reading = _read(survey_engine, "which countries mention WCAG", "and Kenya?", "and robots")
    assert (reading.question, reading.respondents) == ("which countries mention robots", ("kenya",))


# ---------------------------------------------------------------- no follow-up


@pytest.mark.parametrize(
    "line",
    [
        "does Peru have a portal",
        "Peru?",
        "and does Peru have one",
        "and who runs the portal",
        "and which countries have a law",
        "and countries with a portal",
        "and Nordish countries",
        "and all the other countries",
        "and the others?",
        "and compare Peru with Japan on laws",
        "and list the laws",
        "and Peru has one",
        "and the law that is in force",
        "and open data in Peru?",
        "and/or a law",
        "android phones",
        "what about when it fails",
        "what about",
        "and?",
        "and then?",
        "and not Peru",
        "and the " + "very " * 12 + "long law",
    ],
)
def test_what_is_not_clearly_a_follow_up_is_asked_as_it_stands(survey_engine: Engine, line: str) -> None:
    assert _read(survey_engine, SANDBOX, line) == Reading(line)


@pytest.mark.parametrize("line", ["and Peru?", "what about WCAG", "how about the African countries?"])
def test_with_no_earlier_question_there_is_nothing_to_follow(survey_engine: Engine, line: str) -> None:
    assert _read(survey_engine, line) == Reading(line)


def test_a_topic_after_a_question_about_nobody_is_a_question(survey_engine: Engine) -> None:
    assert _read(survey_engine, "what is the portal", "and the sandbox") == Reading("and the sandbox")


def test_fixed_respondents_are_not_changed(survey_engine: Engine) -> None:
    assert _read(survey_engine, SANDBOX, "and Peru?", fixed=True) == Reading("and Peru?")
    assert _read(survey_engine, SANDBOX, "and a law?", fixed=True).question == "does Kenya have a law?"


def test_another_topic_is_asked_of_whom_a_filter_chose_and_of_nobody_else(survey_engine: Engine) -> None:
    planner = survey_engine.planner
    follow = FollowUps(planner, survey_engine.index.store.respondents, fixed=True)
    question, line = "what is the portal", "and the sandbox"
    chosen = Turn(question, planner.plan(question, Filters(("Pérou",))), ("Pérou",))
    assert follow.read(line, chosen) == Reading("the sandbox", ("Pérou",), "read as: the sandbox (Pérou)")
    # An edition narrows the plan's respondents, too; but it is asked of everybody in it.
    of_all = Turn(question, planner.plan(question, Filters(editions=("2023",))))
    assert len(of_all.plan.respondents) == 3
    assert follow.read(line, of_all) == Reading(line)


def test_a_tie_is_left_to_the_planner(survey_engine: Engine) -> None:
    line = "and Burunei?"  # Brunei, or Burundi
    last = Turn(SANDBOX, survey_engine.planner.plan(SANDBOX))
    assert FollowUps(survey_engine.planner, {}).read(line, last) == Reading(line)
    with pytest.raises(QuestionError, match="Brunei or Burundi"):
        survey_engine.planner.plan(line)


_LEADS = re.compile(r"(and|but|so|ok|okay|what about|how about)\b", re.IGNORECASE)
_LINES = st.lists(
    st.sampled_from(
        "and what how about but Kenya Peru's Kenyan African countries Estonia with in the a an no law sandbox which "
        "does have mention WCAG compare vs , : ? ' one ones question 2".split()
    ),
    max_size=9,
).map(" ".join)


@settings(deadline=None, max_examples=200)
@given(line=st.one_of(st.text(max_size=80), _LINES).filter(lambda line: not _LEADS.match(line.strip())))
def test_a_line_that_is_led_by_nothing_comes_back_unchanged(survey_engine: Engine, line: str) -> None:
    follow = FollowUps(survey_engine.planner, survey_engine.index.store.respondents)
    last = Turn(SANDBOX, survey_engine.planner.plan(SANDBOX))
    assert follow.read(line, last) == Reading(line)


@settings(deadline=None, max_examples=200)
@given(first=_LINES, lead=st.sampled_from(["and ", "what about ", "how about "]), rest=st.one_of(st.text(), _LINES))
def test_any_line_is_read(survey_engine: Engine, first: str, lead: str, rest: str) -> None:
    """Whatever was asked before: a line is unchanged and nothing is said, or it is another and that is said."""
    follow = FollowUps(survey_engine.planner, survey_engine.index.store.respondents)
    try:
        last = Turn(first, survey_engine.planner.plan(first))
    except QuestionError:
        return
    reading = follow.read(lead + rest, last)
    if reading.note:
        assert reading.note.startswith(f"read as: {reading.question}")
        assert reading.question.strip()
    else:
        assert reading == Reading(lead + rest)
