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
