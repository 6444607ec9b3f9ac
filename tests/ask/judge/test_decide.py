from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


@pytest.mark.parametrize(
    "question",
    [
        "Kelunga's digital government budget as a share of state spending?",
        "how many people work at Belmora's digital agency",
    ],
)
def test_a_cell_without_the_kind_of_thing_asked_for_is_the_nearest(demo_engine: Engine, question: str) -> None:
    answer = demo_engine.ask(question)
    assert not answer.answered
    assert answer.citations


def test_a_cell_that_says_no_tells_that_there_is_no_such_thing(demo_engine: Engine) -> None:
    answer = demo_engine.ask("what share of the budget does Moanaru spend on digital government")
    assert answer.answered
    assert answer.respondents[0].stance == "no"


def test_in_another_language_a_number_is_not_missed(demo_engine: Engine) -> None:
    answer = demo_engine.ask("How many open data sets has Guanari published?")
    assert answer.answered
    assert "gives no" not in answer.text
    assert any("2.914" in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "stance"),
    [
        ("did Kelunga abolish its cybersecurity law", "no"),  # it has one, as is ticked
        ("has Kelunga repealed its cybersecurity law", "no"),  # in whatever words the end is asked for
        ("has Guanari repealed its cybersecurity law", "yes"),  # "fue derogada", and no is ticked
        ("has Arvenia withdrawn its chatbot", "yes"),
    ],
)
def test_a_tick_that_there_is_a_thing_says_that_it_has_not_ended(
    demo_engine: Engine, question: str, stance: str
) -> None:
    answer = demo_engine.ask(question)
    assert answer.answered
    [found] = answer.respondents
    assert (found.stance, found.verdict) == (stance, "matched" if stance == "yes" else "rejected")
    assert found.cell_stance != found.stance


@pytest.mark.parametrize(
    ("question", "stance"),
    [
        ("does Kelunga lack a cybersecurity law", "no"),
        ("is Kelunga without a cybersecurity law?", "no"),
        ("has Guanari no cybersecurity law?", "yes"),
    ],
)
def test_who_is_asked_for_a_lack_is_told_the_tick_turned_round(demo_engine: Engine, question: str, stance: str) -> None:
    [found] = demo_engine.ask(question).respondents
    assert (found.stance, found.verdict) == (stance, "matched" if stance == "yes" else "rejected")
    assert {found.stance, found.cell_stance} == {"yes", "no"}


def test_who_is_asked_whether_it_has_not_is_told_whether_it_has(demo_engine: Engine) -> None:
    [found] = demo_engine.ask("does Kelunga not have a cybersecurity law").respondents
    assert found.stance == "yes"


def test_who_ended_it_is_held_beside_the_nearest_of_those_who_did(demo_engine: Engine) -> None:
    answer = demo_engine.ask("who repealed their cybersecurity law")
    assert {found.id for found in answer.respondents if found.verdict == "matched"} >= {"guanari"}


def test_what_changed_of_one_edition_is_told_without_stances(demo_engine: Engine) -> None:
    answer = demo_engine.ask("question 1 since 2020")
    assert answer.plan.operator == "change"
    assert {found.stance for found in answer.respondents} == {None}
