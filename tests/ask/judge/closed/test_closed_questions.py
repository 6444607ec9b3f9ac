"""Closed answers asked about over a staff survey: exact counts, or nothing told. Gold: the table itself."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from msqqa.ask.engine import Engine
from msqqa.closed.column import ColumnType
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.model.closed import Aggregated, Choice, Tallied, Undecided
from msqqa.render import Format, render
from msqqa.render.as_json import as_dict, schema
from msqqa.render.prose import paragraph
from tests.support import REPO, Place

if TYPE_CHECKING:
    from msqqa.model import Answer
    from tests.support import Run

STAFF = REPO / "evals" / "closed" / "staff"
VPN, HOME = "How satisfied are you with the VPN?", "How often do you work from home?"


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The staff survey with its index; not to be changed."""
    place = Place(STAFF, tmp_path_factory.mktemp("staff") / "index")
    build(Corpus.at(place.corpus), place.index, Encoder.named())
    return place


@pytest.fixture(scope="module")
def asked(staff: Place) -> Engine:
    return Engine.open(staff.index)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (STAFF / "staff-survey.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def members(answer: Answer) -> set[str]:
    return {d.name for d in answer.respondents if d.verdict == "matched"}


@pytest.mark.parametrize(
    ("question", "column", "options"),
    [
        ("how many are dissatisfied with the VPN", VPN, {"Dissatisfied", "Very dissatisfied"}),
        ("who is very dissatisfied with the vpn", VPN, {"Very dissatisfied"}),
        ('who chose "Dissatisfied" for the VPN', VPN, {"Dissatisfied"}),
        ("who never works from home", HOME, {"Never"}),
        ("how many work from home daily", HOME, {"Every day"}),
        ("who has a gym membership", "Which benefits do you use?", {"Gym membership"}),
        (
            "who prefers not to say whether they would recommend us",
            "Would you recommend us as an employer?",
            {"Prefer not to say"},
        ),
    ],
)
def test_who_chose(asked: Engine, rows: list[dict[str, str]], question: str, column: str, options: set[str]) -> None:
    answer = asked.ask(question)
    gold = {row["Name"] for row in rows if options & set(row[column].split(", "))}
    assert members(answer) == gold
    assert isinstance(answer.closed, Choice)
    assert set(answer.closed.options) == options
    assert answer.closed.base == sum(bool(row[column]) for row in rows)
    assert paragraph(answer).startswith(f"{len(gold)} of {answer.closed.base} ")


def test_who_did_not_answered_otherwise(asked: Engine, rows: list[dict[str, str]]) -> None:
    answer = asked.ask("who does not use a tablet")
    column = "Which device do you mainly use?"
    assert members(answer) == {row["Name"] for row in rows if row[column] not in ("", "Tablet")}


def test_boxes_of_a_column_an_option(asked: Engine, rows: list[dict[str, str]]) -> None:
    answer = asked.ask("who uses jira")
    column = "Which tools do you use every week? [Jira]"
    assert members(answer) == {row["Name"] for row in rows if row[column] == "Checked"}


@pytest.mark.parametrize(
    ("question", "column", "holds"),
    [
        ("who has more than 3 direct reports", "Number of direct reports", lambda n: n > 3),
        (
            "how many spend at least 30 % of their week in meetings",
            "What share of your week goes into meetings?",
            lambda n: n >= 30,
        ),
    ],
)
def test_numbers_are_compared(
    asked: Engine, rows: list[dict[str, str]], question: str, column: str, holds: object
) -> None:
    answer = asked.ask(question)
    assert answer.plan.operator in ("which", "count")
    values = {row["Name"]: float(row[column].rstrip("%")) for row in rows if row[column]}
    assert members(answer) == {name for name, value in values.items() if holds(value)}  # type: ignore[operator]


def test_an_average_is_told_with_its_base(asked: Engine, rows: list[dict[str, str]]) -> None:
    answer = asked.ask("average share of the week that goes into meetings")
    values = [float(v.rstrip("%")) for row in rows if (v := row["What share of your week goes into meetings?"])]
    assert isinstance(answer.closed, Aggregated)
    assert answer.closed.value == pytest.approx(sum(values) / len(values))
    assert answer.closed.base == len(values)
    assert answer.closed.unit == "%"


@pytest.mark.parametrize(
    "question",
    [
        "what is the average training budget",
        "how many are satisfied with the parking",
        "how many have a company car",
        "how many work from home on a boat",
    ],
)
def test_what_cannot_be_told_is_not(asked: Engine, question: str) -> None:
    answer = asked.ask(question)
    assert not answer.answered
    assert not members(answer)


def test_several_currencies_are_said_and_shown(asked: Engine) -> None:
    answer = asked.ask("what is the average training budget")
    assert isinstance(answer.closed, Undecided)
    assert "EUR" in paragraph(answer)
    assert "USD" in paragraph(answer)
    assert answer.citations


def test_a_cross_tabulation_adds_up(asked: Engine, rows: list[dict[str, str]]) -> None:
    told = asked.tally("how-satisfied-are-you-with-the-vpn", "region").closed
    assert isinstance(told, Tallied)
    assert told.rows[0].option == "Very dissatisfied"
    assert told.columns == ("North", "South", "West")
    for row in told.rows:
        by_hand = tuple(sum(r[VPN] == row.option and r["Region"] == region for r in rows) for region in told.columns)
        assert row.by == by_hand
        assert row.count == sum(by_hand)


def test_a_group_of_boxes_is_one_tally(asked: Engine, rows: list[dict[str, str]]) -> None:
    told = asked.tally("which-tools-do-you-use-every-week").closed
    assert isinstance(told, Tallied)
    wanted = {
        tool: sum(r[f"Which tools do you use every week? [{tool}]"] == "Checked" for r in rows)
        for tool in ("Slack", "Jira")
    }
    assert {row.option: row.count for row in told.rows}.items() >= wanted.items()


def test_answers_keep_to_the_contract(asked: Engine) -> None:
    for question in (
        "how many are unhappy with the VPN",
        "breakdown of vpn satisfaction",
        "who has the most direct reports",
    ):
        answer = asked.ask(question)
        data = as_dict(answer)
        jsonschema.validate(data, schema(), cls=jsonschema.Draft202012Validator)
        coverage = data["coverage"]
        assert sum(coverage[v] for v in ("matched", "possible", "rejected", "none")) == coverage["examined"]
        for format_ in Format:
            if format_ is not Format.terminal:
                assert render(answer, format_)


def test_the_command_draws_and_writes(msqqa: Run, staff: Place, rows: list[dict[str, str]]) -> None:
    drawn = msqqa("tally", "how often do you work from home", *staff.options)
    assert drawn.status == 0
    assert drawn.out.index("Never") < drawn.out.index("Every day")
    assert "█" in drawn.out
    table = msqqa("tally", "how-often-do-you-work-from-home", "-f", "csv", *staff.options)
    counted = {row["option"]: row["count"] for row in csv.DictReader(table.out.splitlines())}
    assert counted["Never"] == str(sum(row[HOME] == "Never" for row in rows))
    as_json = msqqa("tally", "how-often-do-you-work-from-home", "--by", "group", "-f", "json", *staff.options)
    assert json.loads(as_json.out)["tally"]["columns"] == ["North", "South", "West"]
    assert msqqa("tally", "the colour of the sky", *staff.options).status == 3


def test_the_command_writes_a_workbook(msqqa: Run, staff: Place) -> None:
    from openpyxl import load_workbook

    file = staff.index.parent / "tally.xlsx"
    assert msqqa("tally", "how-often-do-you-work-from-home", "-o", file, *staff.options).status == 0
    assert load_workbook(file).active["A5"].value == "Never"


def test_what_counts_something_has_a_total(asked: Engine, rows: list[dict[str, str]]) -> None:
    answer = asked.ask("total number of direct reports")
    assert isinstance(answer.closed, Aggregated)
    assert answer.closed.value == sum(int(v) for row in rows if (v := row["Number of direct reports"]))


@pytest.mark.parametrize("question", ["what share would recommend us", "what percentage would recommend us"])
def test_a_share_of_yes_is_of_those_who_said_yes_or_no(
    asked: Engine, rows: list[dict[str, str]], question: str
) -> None:
    answer = asked.ask(question)
    given = [row["Would you recommend us as an employer?"] for row in rows]
    assert isinstance(answer.closed, Choice)
    assert (answer.closed.matched, answer.closed.base) == (given.count("Yes"), given.count("Yes") + given.count("No"))
    assert (answer.closed.blank, answer.closed.unread) == (given.count(""), given.count("Prefer not to say"))
    assert f"{100 * given.count('Yes') / (given.count('Yes') + given.count('No')):.1f}%" in paragraph(answer)


@pytest.mark.parametrize(
    "question",
    [
        "average share of the week that goes into meetings of laptop users",
        "what share of the laptop users are satisfied with the vpn",
        "what percentage of laptop users are satisfied with the vpn",
    ],
)
def test_what_is_asked_of_some_is_not_told_of_all(asked: Engine, question: str) -> None:
    answer = asked.ask(question)
    assert not answer.answered


def test_an_option_in_what_respondents_are_called_is_a_condition(asked: Engine, rows: list[dict[str, str]]) -> None:
    answer = asked.ask("how many of the laptop users are satisfied with the vpn")
    both = [
        row
        for row in rows
        if row["Which device do you mainly use?"] == "Laptop"
        and row["How satisfied are you with the VPN?"] in ("Satisfied", "Very satisfied")
    ]
    assert isinstance(answer.closed, Choice)
    assert answer.closed.matched == len(both)


def test_an_answer_that_many_gave_is_read_once(asked: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    find = ColumnType.find_options

    def note(self: ColumnType, answer: str) -> tuple[str, ...]:
        read.append(answer)
        return find(self, answer)

    monkeypatch.setattr(ColumnType, "find_options", note)
    assert isinstance(asked.ask("how many are dissatisfied with the VPN").closed, Choice)
    assert len(read) == len(set(read)) > 0
