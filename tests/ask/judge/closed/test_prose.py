"""Numbers that stand in prose: compared with what they are of, each cited; others named and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema
import pytest

from msqqa.model.closed import Aggregated, Choice, Undecided
from msqqa.render.as_json import as_dict, schema
from msqqa.render.prose import paragraph
from tests.support import open_corpus

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

SHARES = {
    "arvenia": 1.9, "castovar": 0.7, "dorimba": 1.2, "ekundala": 1.3, "farosha": 0.42, "guanari": 0.31,
    "ilmarosa": 1.3, "jandarkhan": 1.9, "lakshvara": 0.71, "nukavelu": 0.8,
}  # fmt: skip
"""What question 22 of each response says of the budget for digital government, read by hand."""


RAMPS = {
    "alder-quay": "It is 45 metres long and has four berths.",
    "birch-pier": "1.2 km; eleven berths.",
    "cedar-dock": "About 300 m, with 26 berths, two of them closed.",
    "dogwood": "80 metres, and twenty-one berths.",
    "elm-steps": "Only 6 berths. Nobody has measured it.",
}  # fmt: skip
"""What five harbours say of the length of their ramp and of their berths."""


@pytest.fixture(scope="module")
def harbours(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return an engine over five copies of one form, one of whose questions asks for two numbers."""
    head = "# Harbour report\n\n**1. How long is the ramp, and how many berths does it have?**\n\n"
    rest = "\n\n**2. Who runs it?**\n\nThe town of {name} does.\n\n**3. What is planned?**\n\nNothing at {name}.\n"
    files = {f"{name}.md": head + said + rest.format(name=name) for name, said in RAMPS.items()}
    return open_corpus(tmp_path_factory.mktemp("harbours"), files)


@pytest.mark.parametrize(
    ("question", "respondent", "value", "unit"),
    [
        ("which harbour has the most berths", "cedar-dock", 26, ""),
        ("which harbour has the fewest berths", "alder-quay", 4, ""),
        ("which harbour has the longest ramp", "birch-pier", 1200, "m"),
        ("shortest ramp", "alder-quay", 45, "m"),
    ],
)
def test_of_two_numbers_in_one_answer_the_one_that_is_asked_for_is_compared(
    harbours: Engine, question: str, respondent: str, value: float, unit: str
) -> None:
    answer = harbours.ask(question)
    told = _told(answer)
    assert [(figure.respondent, figure.value) for figure in told.figures] == [(respondent, value)]
    assert told.unit == unit


def test_a_measure_is_compared_whatever_unit_it_is_given_in(harbours: Engine) -> None:
    answer = harbours.ask("which harbours have a ramp of more than 100 metres")
    assert {d.id for d in answer.respondents if d.verdict == "matched"} == {"birch-pier", "cedar-dock"}
    assert {d.id for d in answer.respondents if d.verdict == "possible"} == {"elm-steps"}


def _told(answer: Answer) -> Aggregated:
    assert isinstance(answer.closed, Aggregated), answer.closed
    return answer.closed


def test_the_largest_share_is_everybodys_who_has_it(demo_engine: Engine) -> None:
    answer = demo_engine.ask("which country has the largest share of budget on digital")
    told = _told(answer)
    assert [(f.respondent, f.value, f.year) for f in told.figures] == [
        ("arvenia", 1.9, 2023),
        ("jandarkhan", 1.9, 2023),
    ]
    assert "of the republican budget" in told.figures[1].of
    assert {each.respondent for each in told.apart} == {"belmora", "hollinsey", "moanaru"}
    assert "1.2 billion florins" in paragraph(answer)
    quotes = {c.respondent: c.quote for c in answer.citations}
    assert "1.9 percent of the republican budget" in quotes["jandarkhan"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("average spending on digital government", sum(SHARES.values()) / len(SHARES)),
        ("median percentage of national expenditure for digital government development", 1.0),
    ],
)
def test_what_is_joined_tells_and_cites_each_number(demo_engine: Engine, question: str, value: float) -> None:
    answer = demo_engine.ask(question)
    told = _told(answer)
    assert told.value == pytest.approx(value)
    assert {figure.respondent: figure.value for figure in told.figures} == SHARES
    assert SHARES.keys() <= {c.respondent for c in answer.citations}
    assert "of different years" in paragraph(answer)
    jsonschema.validate(as_dict(answer), schema(), cls=jsonschema.Draft202012Validator)


def test_a_set_by_numbers_in_prose(demo_engine: Engine) -> None:
    answer = demo_engine.ask("who spends less than 1 percent of its budget on digital government")
    assert isinstance(answer.closed, Choice)
    below = {d.id for d in answer.respondents if d.verdict == "matched"}
    assert below == {name for name, value in SHARES.items() if value < 1}
    assert {d.id for d in answer.respondents if d.verdict == "possible"} == {"belmora", "hollinsey"}


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("what is the total spending on digital government", "shares have no total"),
        ("which country has the most users of its portal", "no question with numbers"),
        ("which country has the most AI laws", "no question with numbers"),
    ],
)
def test_what_has_no_such_number_is_refused(demo_engine: Engine, question: str, why: str) -> None:
    answer = demo_engine.ask(question)
    assert not answer.answered
    assert isinstance(answer.closed, Undecided)
    assert why in answer.closed.why
