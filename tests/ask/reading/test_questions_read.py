"""Questions as they are typed, over the fourteen: what must come out alike, or must not be taken for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.render.prose import paragraph

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.model import Answer


def _matched(answer: Answer) -> set[str]:
    return {decision.id for decision in answer.respondents if decision.verdict == "matched"}


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("which countries mention WCAG accessibility", "which countries mention WCAG"),
        ("who refers to WCAG", "which countries mention WCAG"),
        ("what countries have a chatbot", "which countries offer a chatbot"),
        ("who uses chatbots", "chatbots"),
        ("countries w/o data protection law", "which countries have no data protection law"),
        ("question 46 unanswered", "who left question 46 blank"),
        ("sandbox planned", "which countries plan a sandbox"),
    ],
)
def test_the_wording_does_not_change_the_set(demo_engine: Engine, question: str, other: str) -> None:
    first, second = demo_engine.ask(question), demo_engine.ask(other)
    assert first.answered
    assert _matched(first) == _matched(second) != set()


def test_the_missions_own_question(demo_engine: Engine) -> None:
    answer = demo_engine.ask("which countries mention WCAG accessibility")
    assert answer.coverage.matched >= 10
    for citation in answer.citations[:5]:
        assert any(term.casefold() in citation.quote.casefold() for term in answer.plan.terms)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("list the countries", "14 respondents: Arvenia, Belmora"),
        ("how many respondents are there", "14 respondents"),
        ("what is question 37", "regulatory sandboxes"),
        ("which questions are about open data", "open government data"),
        ("how many answered question 19", "13 of 14 answered question 19"),
        ("summarise Belmora", "Belmora answered"),
    ],
)
def test_questions_about_the_corpus(demo_engine: Engine, question: str, words: str) -> None:
    answer = demo_engine.ask(question)
    assert (answer.answered, answer.plan.operator) == (True, "about")
    assert words in paragraph(answer)


@pytest.mark.parametrize(
    "question",
    ["which country has the most visitors", "what is the average response time of the helpdesks"],
)
def test_what_is_not_decided_yet_is_refused_with_the_nearest(demo_engine: Engine, question: str) -> None:
    answer = demo_engine.ask(question)
    assert not answer.answered
    assert paragraph(answer).startswith("Not decided")
    assert answer.citations


def test_somebody_who_is_not_here_is_refused(demo_engine: Engine) -> None:
    answer = demo_engine.ask("does Wakanda have a data protection law")
    assert (answer.answered, answer.respondents) == (False, ())
    assert "no response of Wakanda" in paragraph(answer)
