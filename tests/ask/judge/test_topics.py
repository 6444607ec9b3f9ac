"""What is asked of a thing is told where the thing is, and not of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.model import STANCES

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


@pytest.mark.parametrize(
    ("question", "stance"),
    [
        ("is the data protection act of Lakshvara in force", "no"),  # "has been passed …, but it is not in force"
        ("is the data protection act of Kelunga in force", "yes"),  # "in force since 1 July 2021"
        ("is the data protection act of Hollinsey in force", "planned"),  # a bill
        # There is none. Its Electronic Transactions Act is in force.
        ("is the data protection act of Nukavelu in force", "no"),
        # That is not said. Its law on digital signature is in force.
        ("is the data protection act of Jandarkhan in force", None),
    ],
)
def test_a_state_is_told_of_what_is_asked_about(demo_engine: Engine, question: str, stance: str | None) -> None:
    answer = demo_engine.ask(question)
    [found] = answer.respondents
    assert found.stance == stance
    assert stance is None or stance in STANCES
    cited = {citation.n: citation for citation in answer.citations}
    assert {cited[n].question_id for n in found.citations} == {"10"}


def test_a_state_of_what_no_question_asks_for_is_looked_for_everywhere(demo_engine: Engine) -> None:
    answer = demo_engine.ask("has Nukavelu adopted WCAG")
    assert [found.stance for found in answer.respondents] == ["no"]
