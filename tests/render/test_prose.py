"""Words put to statements: numbers and names are the statements' own, and nothing else is said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.model import STANCES, Lookup, Which
from msqqa.model.statements import Member, RefusalStatement, SetStatement, VerdictStatement
from msqqa.render.as_json import as_dict
from msqqa.render.prose import claim, paragraph, sentence

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.model import Stance
    from msqqa.model.statements import Reason

QUESTIONS = (
    "does Kenya have a data protection law",
    "which countries mention WCAG",
    "which countries do not mention WCAG",
    "does Estonia have a law",
    "compare Kenya and Peru on the data protection law",
    "what is the portal used for",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_statement_carries_its_marks(survey_engine: Engine, question: str) -> None:
    answer = survey_engine.ask(question)
    text = paragraph(answer)
    assert text.endswith(".")
    at = 0
    for statement in answer.statements:
        said = sentence(statement, answer.plan)
        at = text.index(said, at) + len(said)
        marks = re.match(r"(?:; the nearest passage is)? ((?:\[\d+\])+)\.", text[at:])
        assert marks is not None
        assert tuple(int(n) for n in re.findall(r"\d+", marks[1])) == statement.citations


@pytest.mark.parametrize("question", QUESTIONS)
def test_json_has_each_statement_typed_and_in_words(survey_engine: Engine, question: str) -> None:
    answer = survey_engine.ask(question)
    written = as_dict(answer)["statements"]
    assert [s["kind"] for s in written] == [s.kind for s in answer.statements]
    assert all(s["text"] for s in written)
    assert [tuple(s["citations"]) for s in written] == [s.citations for s in answer.statements]


@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), st.sampled_from(STANCES)), max_size=6), st.integers(6, 99))
def test_a_set_names_its_members_and_their_number(members: list[tuple[str, Stance]], examined: int) -> None:
    statement = SetStatement(
        part="matched", examined=examined, members=tuple(Member(id=name, name=name, stance=s) for name, s in members)
    )
    said = sentence(statement, Which(mode="meaning", text="a chatbot"))
    assert said.startswith(f"{len(members) or 'None'} of {examined} examined say yes on “a chatbot”")
    assert all(name in said for name, _ in members)


@pytest.mark.parametrize("stance", STANCES)
def test_each_stance_is_said(stance: Stance) -> None:
    reason: Reason = "says so" if stance == "unclear" else ""
    statement = VerdictStatement(respondent="a", name="A", stance=stance, basis="stated", question="1", reason=reason)
    said = sentence(statement, Lookup())
    assert said.startswith(f"A: {'left blank' if stance == 'blank' else stance}")
    assert said.endswith("(question 1)")


def test_a_refusal_without_a_passage_names_none() -> None:
    said = sentence(RefusalStatement(reason="absent", what=("Estonia",)), Lookup())
    assert said == "Not found: there is no response of Estonia here"


def test_who_answered_a_question_is_not_said_to_say_yes_to_it() -> None:
    plan = Which(mode="question", questions=("36",), answered=True)
    assert claim(plan) == "answered question 36"
    assert claim(plan, rejected=True) == "left question 36 blank"
    assert claim(replace(plan, answered=False, sought="blank")) == "left question 36 blank"
