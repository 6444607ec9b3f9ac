"""Amounts over ranges, two conditions, exceptions, denials, and frequencies asked for in passing. Gold: the rows."""

from __future__ import annotations

import csv
import io
import random
from typing import TYPE_CHECKING

import jsonschema
import pytest
from rich.console import Console

from msqqa.ask.engine import Engine
from msqqa.ask.judge.closed.labels import is_said_apart
from msqqa.ask.judge.closed.ranges import options_within, range_of
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.model.closed import Aggregated, Choice, Tallied, Undecided
from msqqa.render import Format, render
from msqqa.render.as_json import as_dict, schema
from msqqa.render.as_terminal import write
from msqqa.render.prose import paragraph
from msqqa.render.screen import on_console
from tests.support import as_csv, open_corpus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from msqqa.model import Answer

LONG, BAGS, BIKE, WIDE, OFTEN, STARS = (
    "How long have you cycled to town?",
    "Which bags do you carry?",
    "Which bike do you mainly ride?",
    "Is the bridge wide enough for you?",
    "How is the frequency of road repairs?",
    "How good is the repair shop's opening time (1 - 5)?",
)
BELLS, LANES = "How important are these? [Lights / Bells]", "How important are these? [Wider lanes]"
TIMES = ("Less than 1 year", "1-3 years", "4-10 years", "More than 10 years")
LEVELS = ("Critical to me", "Somewhat useful", "Not relevant for me")
REPAIRS = ("Repairs are too frequent", "Repairs are frequent enough", "Repairs are not frequent enough")
OPTIONS = {
    LONG: TIMES,
    BIKE: ("Road bike", "Folding bike", "Cargo bike"),
    WIDE: ("Yes", "No"),
    OFTEN: REPAIRS,
    BELLS: LEVELS,
    LANES: LEVELS,
    STARS: ("1", "2", "3", "4", "5"),
}
Row = dict[str, str]
Table = tuple[Engine, list[Row]]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """Return an engine over a survey of cyclists, and its rows."""
    rng = random.Random(7)
    rows = []
    for n in range(80):
        bags = ";".join(bag for bag in ("Pannier", "Rucksack", "Basket") if rng.random() < 0.5)
        rows.append({"Name": f"Rider {n:02}a", BAGS: bags, **{q: rng.choice(own) for q, own in OPTIONS.items()}})
    return open_corpus(tmp_path_factory.mktemp("town"), {"town.csv": as_csv(rows)}), rows


def _members(answer: Answer) -> set[str]:
    return {d.name for d in answer.respondents if d.verdict == "matched"}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("how many have cycled to town for over three years", lambda row: row[LONG] in TIMES[2:]),
        ("who has cycled to town for over a decade", lambda row: row[LONG] == TIMES[3]),
        ("how many have cycled for one to three years", lambda row: row[LONG] == TIMES[1]),
        ("who has cycled to town for less than a year", lambda row: row[LONG] == TIMES[0]),
        (
            "how many ride a folding bike and find lights and bells critical",
            lambda row: row[BIKE] == "Folding bike" and row[BELLS] == LEVELS[0],
        ),
        (
            "how many find lights and bells critical and wider lanes somewhat useful",
            lambda row: (row[BELLS], row[LANES]) == LEVELS[:2],
        ),
        ("pannier and basket users", lambda row: {"Pannier", "Basket"} <= set(row[BAGS].split(";"))),
        ("how many carry a rucksack or a basket", lambda row: bool({"Rucksack", "Basket"} & set(row[BAGS].split(";")))),
        ("how many mainly ride a bike other than a cargo bike", lambda row: row[BIKE] != "Cargo bike"),
        ("who mainly rides anything but a cargo bike", lambda row: row[BIKE] != "Cargo bike"),
        ("how many find wider lanes somewhat useful, but not critical", lambda row: row[LANES] == LEVELS[1]),
        (
            "basket users for whom wider lanes are critical, how many",
            lambda row: "Basket" in row[BAGS].split(";") and row[LANES] == LEVELS[0],
        ),
        (
            "how many carry a basket or find the bridge not wide enough",
            lambda row: "Basket" in row[BAGS].split(";") or row[WIDE] == "No",
        ),
        ("repair shop's opening time rated 4 or better, how many", lambda row: row[STARS] in "45"),
        ("how many did not answer that wider lanes are not relevant for them", lambda row: row[LANES] != LEVELS[2]),
        ("how many have no interest in wider lanes (not relevant)", lambda row: row[LANES] == LEVELS[2]),
        ("repairs too frequent - how many say so", lambda row: row[OFTEN] == REPAIRS[0]),
        ("who thinks that the bridge isn't wide enough", lambda row: row[WIDE] == "No"),
    ],
)
def test_exactly_those_are_told(town: Table, question: str, wanted: Callable[[Row], bool]) -> None:
    engine, rows = town
    answer = engine.ask(question)
    assert answer.answered, answer.closed
    assert _members(answer) == {row["Name"] for row in rows if wanted(row)}


@pytest.mark.parametrize(
    "question",
    [
        "how many have cycled to town for over two years",  # an option lies on both sides
        "who has been married for over a decade",
        "how many have carried a rucksack for more than a year",
        "how many abolished the rucksack",
        "who hates the cargo bike",
        "how many bankers are there",
        "how many are satisfied with the cargo bike",
        "who carries neither a pannier nor a basket",  # as may whoever ticked nothing
        "who carries a basket or a basket of cherries",
        "how many riders are in the clubs that ride a cargo bike, on average",
        "who never carries anything, no bag at all",
        "how many ride a road bike and a cargo bike",  # of which each chose one
    ],
)
def test_no_number_is_told_of_what_no_answer_says(town: Table, question: str) -> None:
    answer = town[0].ask(question)
    assert not answer.answered
    assert not _members(answer)
    assert "80" not in paragraph(answer)


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("how important are wider lanes to people? frequencies please", LANES),
        ("is the bridge wide enough? counts", WIDE),
        ("distribution of how critical wider lanes are", LANES),
        ("tally of importance ratings, wider lanes", LANES),
        ("road, folding or cargo: breakdown", BIKE),
    ],
)
def test_frequencies_are_told(town: Table, question: str, column: str) -> None:
    engine, rows = town
    told = engine.ask(question).closed
    assert isinstance(told, Tallied), told
    own = [row[column] for row in rows]
    assert {row.option: row.count for row in told.rows} == {option: own.count(option) for option in OPTIONS[column]}


def test_an_average_of_a_thing_with_a_name_is_no_open_question(town: Table) -> None:
    engine, rows = town
    told = engine.ask("average rating of the repair shop's opening time").closed
    assert isinstance(told, Aggregated), told
    assert told.value == pytest.approx(sum(int(row[STARS]) for row in rows) / len(rows))


def test_an_option_asked_for_in_total_is_counted(town: Table) -> None:
    engine, rows = town
    answer = engine.ask("rucksack users, total")
    assert isinstance(answer.closed, Choice), answer.closed
    assert answer.closed.matched == sum("Rucksack" in row[BAGS] for row in rows)


def test_ranges() -> None:
    assert range_of("at least 100 machines") == range_of("100+ machines")
    assert range_of("between 2 and 10") == range_of("2-10")
    assert range_of("the 3 of them") is None
    assert options_within(range_of("more than 5 dogs"), TIMES) == ()  # type: ignore[arg-type]


def test_a_denial_in_a_clause_of_its_own() -> None:
    assert is_said_apart("who does not care, it is not relevant", "Not relevant for me")
    assert not is_said_apart("who does not care, whatever it costs", "Not relevant for me")


def test_frequencies_are_shown_where_the_options_are_not_sure(town: Table) -> None:
    engine, rows = town
    answer = engine.ask("how many abolished the rucksack")
    assert not answer.answered
    assert isinstance(answer.closed, Undecided)
    shown = answer.closed.frequencies
    assert shown is not None
    assert shown.asked.text == BAGS
    own = [row[BAGS].split(";") for row in rows]
    assert {row.option: row.count for row in shown.rows} == {
        bag: sum(bag in bags for bags in own) for bag in ("Pannier", "Rucksack", "Basket")
    }
    assert "Rucksack" not in paragraph(answer)  # none of it is told as the answer
    for full in (False, True):
        output = io.StringIO()
        write(answer, on_console(Console(file=output, width=80, color_system=None)), limit=10, full=full)
        assert "Pannier" in output.getvalue()
    assert "| Pannier |" in render(answer, Format.markdown)
    jsonschema.validate(as_dict(answer), schema())
    assert as_dict(answer)["undecided"]["frequencies"]["base"] == shown.base


def test_no_frequencies_are_shown_of_what_no_question_is_near_to(town: Table) -> None:
    answer = town[0].ask("how many own a submarine")
    assert not answer.answered
    assert getattr(answer.closed, "frequencies", None) is None


def test_questions_that_differ_by_a_number_alone_are_told_apart(tmp_path: Path) -> None:
    """Of the canteens of several sites the one is counted whose number is said; without one it is not sure which."""
    folder = tmp_path / "answers"
    folder.mkdir()
    rated = [f"How satisfied are you with the canteen of site {n}?" for n in (1, 2, 3)]
    levels = ("Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied")
    own = [[levels[(n * (at + 1) + n // 4) % 4] for at in range(3)] for n in range(24)]
    with (folder / "sites.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Name", *rated], *([f"Clerk {n:02}b", *row] for n, row in enumerate(own))])
    build(Corpus.at(folder), tmp_path / "index", Encoder.named())
    engine = Engine.open(tmp_path / "index")
    for at, site in enumerate((1, 2, 3)):
        answer = engine.ask(f"how many are dissatisfied with the canteen of site {site}")
        assert isinstance(answer.closed, Choice), answer.closed
        assert answer.closed.matched == sum(row[at] in levels[2:] for row in own)
        told = engine.ask(f"breakdown of satisfaction with the canteen of site {site}").closed
        assert isinstance(told, Tallied), told
        assert told.asked.text == rated[at]
    assert not engine.ask("how many are dissatisfied with the canteen").answered


WORK, RECORD, EXTRA = (
    "What is your role?",
    "How satisfied are you with the patient record?",
    "How often do you work overtime?",
)
OFTEN_EXTRA = ("Never", "Once a month", "Several times a month", "Once a week", "Several times a week", "Every day")
WARD = {
    WORK: ("Nurse", "Midwife", "Doctor", "Clerk"),
    RECORD: ("Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied"),
    EXTRA: OFTEN_EXTRA,
}


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """Return an engine over a survey of a hospital, and its rows."""
    rng = random.Random(3)
    rows = [{"Name": f"Person {n:02}c", **{q: rng.choice(own) for q, own in WARD.items()}} for n in range(60)]
    return open_corpus(tmp_path_factory.mktemp("ward"), {"ward.csv": as_csv(rows)}), rows


@pytest.mark.parametrize(
    ("question", "column", "options"),
    [
        ("how many work overtime at least once a week", EXTRA, OFTEN_EXTRA[3:]),
        ("how many work overtime more than once a month", EXTRA, OFTEN_EXTRA[2:]),
        ("who works overtime less than once a week", EXTRA, OFTEN_EXTRA[:3]),
        ("who works overtime no more than once a month", EXTRA, OFTEN_EXTRA[:2]),
        ("who works overtime once a week", EXTRA, OFTEN_EXTRA[3:4]),
        ("how many midwives are there", WORK, ("Midwife",)),
    ],
)
def test_levels_are_compared_in_their_order(ward: Table, question: str, column: str, options: Sequence[str]) -> None:
    engine, rows = ward
    answer = engine.ask(question)
    assert isinstance(answer.closed, Choice), answer.closed
    assert _members(answer) == {row["Name"] for row in rows if row[column] in options}


@pytest.mark.parametrize(
    "question",
    [
        "what share of midwives is satisfied with the patient record",  # those who have a role are not counted apart
        "how many surgeons are satisfied with the patient record",  # whom no option names
        "how many are not satisfied with the patient record",  # whoever is neither may be meant, or not
    ],
)
def test_a_number_of_others_is_not_told(ward: Table, question: str) -> None:
    answer = ward[0].ask(question)
    assert not answer.answered
    assert not _members(answer)
