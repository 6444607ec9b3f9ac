"""Words that say of whom a set is asked, and that are no name here: an option decides them too, or nothing is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support import open_corpus

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.ask.engine import Engine

DAMS = {
    f"Dam {letter}": {
        "owner": ("public", "private")[n % 2],
        "warning_sirens": n % 3 == 0,
        "estate": ("Ashmere", "Elmbrook")[n // 4],
    }
    for n, letter in enumerate("ABCDEFGH")
}


@pytest.fixture(scope="module")
def dams(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    files = {f"{name[-1].lower()}.json": json.dumps({"dam": name, **said}) for name, said in DAMS.items()}
    return open_corpus(tmp_path_factory.mktemp("dams"), files)


@pytest.mark.parametrize(
    ("whom", "field", "said"),
    [
        ("public dams", "owner", "public"),
        ("dams in Ashmere", "estate", "Ashmere"),
        ("Elmbrook dams", "estate", "Elmbrook"),
    ],
)
@pytest.mark.parametrize(("asked", "has"), [("with warning sirens", True), ("without warning sirens", False)])
def test_an_option_of_whom_decides_too(dams: Engine, whom: str, field: str, said: str, asked: str, has: bool) -> None:
    answer = dams.ask(f"{whom} {asked}")
    matched = {told.name for told in answer.respondents if told.verdict == "matched"}
    assert matched == {name for name, own in DAMS.items() if own[field] == said and own["warning_sirens"] == has}


@pytest.mark.parametrize("question", ["mossy dams without warning sirens", "dams in Gandiara with warning sirens"])
def test_nothing_is_told_of_whom_no_word_here_says(dams: Engine, question: str) -> None:
    answer = dams.ask(question)
    assert not answer.answered


def test_everybody_is_asked_where_no_word_says_of_whom(dams: Engine) -> None:
    answer = dams.ask("which dams have warning sirens")
    matched = {told.name for told in answer.respondents if told.verdict == "matched"}
    assert matched == {name for name, said in DAMS.items() if said["warning_sirens"]}


def test_an_option_may_stand_among_others_in_one_value(tmp_path: Path) -> None:
    formats = ("CSV", "XML", "CSV, XML", "XLS and XML", "XLS", "CSV", "HTML", "XLS")
    files = {f"{n}.json": json.dumps({"dam": f"Dam {n}", "data_format": said}) for n, said in enumerate(formats)}
    answer = open_corpus(tmp_path, files).ask("which dams have XML as their data format")
    assert {told.name for told in answer.respondents if told.verdict == "matched"} == {"Dam 1", "Dam 2", "Dam 3"}


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Which of them were built in the US?", "United States of America"),
        ("which dams have Kenya as their country where they were built", "Kenya"),
    ],
)
def test_a_place_may_be_called_otherwise_than_its_option(tmp_path: Path, question: str, place: str) -> None:
    countries = ("United States of America", "Kenya", "Peru", "Kenya", "United States of America", "Peru")
    files = {
        f"{n}.json": json.dumps({"dam": f"Dam {n}", "country_where_built": said, "height": 10 + n})
        for n, said in enumerate(countries)
    }
    answer = open_corpus(tmp_path, files).ask(question)
    matched = {told.name for told in answer.respondents if told.verdict == "matched"}
    assert matched == {f"Dam {n}" for n, said in enumerate(countries) if said == place}


@pytest.mark.parametrize(
    ("question", "planned"),
    [
        ("which dams are planning repairs", True),
        ("which dams have repairs planned", True),
        ("which dams have no repairs planned", False),
    ],
)
def test_a_question_that_asks_for_plans_is_answered_by_its_yes(tmp_path: Path, question: str, planned: bool) -> None:
    files = {
        f"{n}.json": json.dumps({"dam": f"Dam {n}", "repairs_planned": n % 3 == 0, "height": 10 + n}) for n in range(6)
    }
    answer = open_corpus(tmp_path, files).ask(question)
    matched = {told.name for told in answer.respondents if told.verdict == "matched"}
    assert matched == {f"Dam {n}" for n in range(6) if (n % 3 == 0) == planned}
