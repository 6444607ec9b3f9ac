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
