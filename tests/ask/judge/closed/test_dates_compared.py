"""Dates of a table compared: the earliest, the latest, before and after; and dates that cannot be told are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.model.closed import Aggregated, Choice
from msqqa.render.prose import paragraph
from tests.support import open_corpus

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

TABLE = """Library,When did the library open?,Date of last inspection,Visitors per day
Amble,12/03/1998,2023-05-01,120
Bexley,28/07/2004,2021-11-30,80
Corran,01/01/1975,2024-02-14,45
Dunster,15/09/2004,,200
Ely,03/06/2019,2022-08-09,150
Frome,,2020-01-05,60
Goole,30/04/1988,2023-12-24,75
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return open_corpus(tmp_path_factory.mktemp("dates"), {"libraries.csv": TABLE})


def _members(answer: Answer) -> set[str]:
    return {d.name for d in answer.respondents if d.verdict == "matched"}


@pytest.mark.parametrize(
    ("question", "who", "when"),
    [
        ("which library opened earliest", "Corran", "01/01/1975"),
        ("the latest inspection", "Corran", "2024-02-14"),
    ],
)
def test_the_first_and_the_last(asked: Engine, question: str, who: str, when: str) -> None:
    answer = asked.ask(question)
    assert isinstance(answer.closed, Aggregated)
    assert _members(answer) == {who}
    assert when in paragraph(answer)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("which libraries opened before 2000", {"Amble", "Corran", "Goole"}),
        ("which libraries opened after 1 January 2004", {"Bexley", "Dunster", "Ely"}),
    ],
)
def test_before_and_after(asked: Engine, question: str, who: set[str]) -> None:
    answer = asked.ask(question)
    assert isinstance(answer.closed, Choice)
    assert (_members(answer), answer.closed.base, answer.closed.blank) == (who, 6, 1)


YARDS = {
    "acorn": ("3 March 2024", "1868"),
    "bramble": ("17 April 2024", "1957"),
    "clover": ("2 April 2024", "1951"),
    "daisy": ("28 March 2024", "1932"),
}
"""Four yards: when they were surveyed, and in which year they were built."""


@pytest.fixture(scope="module")
def yards(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return an engine over copies of a form with a date that is written out, and one with a year alone."""
    copy = (
        "# Boatyard record 2024\n\nDate of survey: {}\n\nYear built: {}\n\n**1. Is there a slipway?**\n\n☒ Yes ☐ No\n"
    )
    files = {f"{name}.md": copy.format(*told) for name, told in YARDS.items()}
    return open_corpus(tmp_path_factory.mktemp("yards"), files)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("which were surveyed after 1 April 2024", {"Bramble", "Clover"}),
        ("which were surveyed before 15 March 2024", {"Acorn"}),
        ("which were built before 1950", {"Acorn", "Daisy"}),
        ("how many were built after 1900", {"Bramble", "Clover", "Daisy"}),
    ],
)
def test_written_dates_and_years_are_compared(yards: Engine, question: str, who: set[str]) -> None:
    answer = yards.ask(question)
    assert isinstance(answer.closed, Choice)
    assert _members(answer) == who
