"""What rests on nothing is found: each planted fault is of a kind that an answer could have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.answer import find_unsupported
from msqqa.model.statements import (
    ChangeStatement,
    ComparisonStatement,
    ExtractStatement,
    Member,
    RefusalStatement,
    SetStatement,
    VerdictStatement,
)

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.model import Answer, Stance
    from msqqa.model.statements import Statement

SANDBOX = "does Mongolia have a regulatory sandbox"


@pytest.fixture(scope="module")
def sound(engine: Engine) -> Answer:
    return engine.ask(SANDBOX)


@pytest.fixture(scope="module")
def sound_set(survey_engine: Engine) -> Answer:
    return survey_engine.ask("which countries have a data protection law")


def _with(answer: Answer, statement: Statement) -> Answer:
    return replace(answer, statements=(*answer.statements, statement))


def _extract(text: str, *citations: int, respondent: str = "mongolia") -> ExtractStatement:
    return ExtractStatement(respondent=respondent, name="Mongolia", text=text, citations=citations)


@pytest.mark.parametrize(
    "question",
    [
        SANDBOX,
        "which countries mention WCAG",
        "which countries do not mention WCAG",
        "which countries mention Atlantis",
        "who is Mongolia's CIO",
        "does Estonia have a sandbox",
        "how many countries have an AI strategy",
        "does Mongolia authorize UN DESA to publish its responses",
        "what is the open data portal",
        "favourite colour of penguins",
        "list the respondents",
        "what is question 37",
    ],
)
def test_a_sound_answer_has_no_problem(engine: Engine, question: str) -> None:
    assert find_unsupported(engine.ask(question)) == []


@pytest.mark.parametrize("text", ["Mongolia is the best of all.", "the sandbox was closed"])
def test_a_quote_that_stands_nowhere_is_reported(sound: Answer, text: str) -> None:
    [problem] = find_unsupported(_with(sound, _extract(text, 1)))
    assert text in problem


def test_a_quote_of_another_citation_is_reported(sound: Answer) -> None:
    first, second = sound.citations[:2]
    own = first.quote[20:80]
    assert own not in second.quote
    assert find_unsupported(_with(sound, _extract(own, first.n))) == []
    assert len(find_unsupported(_with(sound, _extract(own, second.n)))) == 1
    assert len(find_unsupported(_with(sound, _extract(own, first.n, respondent="kenya")))) == 1


def test_a_swapped_quote_is_reported(sound: Answer) -> None:
    first, second = sound.citations[:2]
    swapped = (replace(first, quote=second.quote), replace(second, quote=first.quote), *sound.citations[2:])
    assert find_unsupported(replace(sound, citations=swapped))


def test_a_number_that_names_no_citation_is_reported(sound: Answer) -> None:
    assert any(
        "[999]" in problem for problem in find_unsupported(_with(sound, _extract(sound.citations[0].quote, 1, 999)))
    )
    assert find_unsupported(replace(sound, citations=sound.citations[1:]))


def test_a_statement_without_a_citation_is_reported(sound: Answer) -> None:
    assert find_unsupported(_with(sound, replace(sound.statements[0], citations=())))


def test_a_stance_that_was_not_decided_is_reported(sound: Answer) -> None:
    verdict = next(s for s in sound.statements if isinstance(s, VerdictStatement))
    [decision] = sound.respondents
    other: Stance = "no" if decision.stance != "no" else "yes"
    assert find_unsupported(_with(sound, replace(verdict, question="", stance=decision.stance or "yes"))) == []
    assert find_unsupported(_with(sound, replace(verdict, question="", stance=other)))
    assert find_unsupported(_with(sound, replace(verdict, respondent="kenya")))
    assert find_unsupported(_with(sound, replace(verdict, question="1")))


def test_a_set_of_others_than_were_decided_is_reported(sound_set: Answer) -> None:
    of = sound_set.statements[0]
    assert isinstance(of, SetStatement)
    assert of.members
    stranger = Member(id="estonia", name="Estonia", stance="yes")
    for wrong in (
        replace(of, examined=of.examined + 1),
        replace(of, members=of.members[1:]),
        replace(of, members=(*of.members, stranger)),
        replace(of, part="rejected"),
        replace(of, blank=of.examined),
        replace(of, part="denied", members=(stranger,)),
    ):
        assert find_unsupported(replace(sound_set, statements=(wrong,))), wrong
    assert find_unsupported(replace(sound_set, coverage=replace(sound_set.coverage, matched=0)))


def test_a_comparison_of_other_stances_is_reported(survey_engine: Engine) -> None:
    answer = survey_engine.ask("compare Kenya and Peru on the data protection law")
    compared = answer.statements[0]
    assert isinstance(compared, ComparisonStatement)
    assert find_unsupported(answer) == []
    first, *others = compared.members
    turned = replace(first, stance="no" if first.stance == "yes" else "yes")
    assert find_unsupported(replace(answer, statements=(replace(compared, members=(turned, *others)),)))
    assert find_unsupported(replace(answer, statements=(replace(compared, citations=compared.citations[:1]),)))


def test_what_cannot_be_is_reported(sound: Answer) -> None:
    assert find_unsupported(_with(sound, RefusalStatement(reason="nothing", citations=(1,))))
    change = ChangeStatement(members=(), compared=0, changes=(), citations=(1,))
    assert find_unsupported(_with(sound, change)) == []
    assert find_unsupported(_with(sound, replace(change, compared=-1)))
