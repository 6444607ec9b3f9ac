"""Brackets that deny nothing, a question without one of its options, an "or" before a clause, whose average it is."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from msqqa.model.closed import Aggregated
from tests.support import as_csv, open_corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

TOOLS, BOARD, QUIET, MEETS, EASY, MANUAL = (
    "Which gauges of Weir are most useful?",
    "How do you read Weir's board?",
    "I can hear the river at night",
    "How often does the angling club meet?",
    "On a scale of 1 - 5, how easy is Weir to run?",
    "How is Weir's manual?",
)
OPTIONS = {
    BOARD: ("From the bank", "Through a lens", "What board?"),
    QUIET: ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"),
    MEETS: ("Daily", "Weekly", "Monthly"),
    EASY: ("1", "2", "3", "4", "5"),
    MANUAL: ("1", "2", "3", "4", "5"),
    "How long have you used Weir?": ("Under a year", "Over a year"),
    "Is Weir sturdy enough?": ("Yes", "No"),
    "Would you recommend Weir?": ("Yes", "No"),
    "Where is your boat kept?": ("Shed", "Quay"),
    "Which season is best?": ("Spring", "Autumn"),
}
GAUGES = ("Flow meter", "Float line", "Staff plate")
Row = dict[str, str]
Table = tuple["Engine", list[Row]]


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """Return an engine over a survey of lock keepers, and its rows."""
    rng = random.Random(8)
    rows = []
    for n in range(60):
        own = {q: rng.choice(options) for q, options in OPTIONS.items()}
        own[TOOLS] = ";".join(rng.sample(GAUGES, rng.randint(0, 2)))
        rows.append({"Name": f"Keeper {n:02}a", **own})
    return open_corpus(tmp_path_factory.mktemp("river"), {"river.csv": as_csv(rows)}), rows


def _members(answer: Answer) -> set[str]:
    return {d.name for d in answer.respondents if d.verdict == "matched"}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "who agrees (strongly or not) that they can hear the river at night",
            lambda r: r[QUIET] in OPTIONS[QUIET][3:],
        ),
        ("who does not agree that they can hear the river at night", lambda r: r[QUIET] not in OPTIONS[QUIET][3:]),
        (
            "people who named useful gauges but not the float line, how many",
            lambda r: r[TOOLS] and "Float line" not in r[TOOLS],
        ),
        (
            "keepers who keep the boat on the quay or whose angling club meets daily, count",
            lambda r: r["Where is your boat kept?"] == "Quay" or r[MEETS] == "Daily",
        ),
        (
            "keepers who keep the boat on the quay and whose angling club meets daily, count",
            lambda r: r["Where is your boat kept?"] == "Quay" and r[MEETS] == "Daily",
        ),
    ],
)
def test_exactly_those_are_told(river: Table, question: str, wanted: Callable[[Row], bool]) -> None:
    engine, rows = river
    answer = engine.ask(question)
    assert answer.answered, answer.closed
    assert _members(answer) == {row["Name"] for row in rows if wanted(row)}


@pytest.mark.parametrize(
    "question",
    [
        "number of keepers who didn't know there was a board (What board?)",
        "how many did not read the board (From the bank)",
    ],
)
def test_an_option_in_brackets_behind_a_denial_decides_nothing(river: Table, question: str) -> None:
    answer = river[0].ask(question)
    assert not answer.answered
    assert not _members(answer)


@pytest.mark.parametrize(
    ("question", "column"), [("average of how easy Weir is to run", EASY), ("average rating of Weir's manual", MANUAL)]
)
def test_the_average_is_of_the_question_that_is_asked(river: Table, question: str, column: str) -> None:
    engine, rows = river
    told = engine.ask(question).closed
    assert isinstance(told, Aggregated), told
    assert told.value == pytest.approx(sum(int(row[column]) for row in rows) / len(rows))


def test_no_average_is_told_of_what_nobody_was_asked(river: Table) -> None:
    assert not isinstance(river[0].ask("average of how cheap Weir is to buy").closed, Aggregated)
