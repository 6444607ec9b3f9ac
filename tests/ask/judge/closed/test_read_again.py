"""Questions that the reader takes for another kind, or by fewer words than they have. Gold: the rows of a survey."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from msqqa.errors import QuestionError
from msqqa.render.prose import paragraph
from tests.support import as_csv, open_corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

RACE, HELP, ROOM, SKIP, RANK = (
    "How often does the junior race take place?",
    "What would help you most?",
    "How satisfied are you with the changing room?",
    "How often do you have to skip a tour?",
    "How far along is your training?",
)
HOW, FLEET, SHED, CLUB, GEAR, SHARE, COACH, STEWARD, LENT, EASE = (
    "Alone or Together?",
    "How many boats does your club keep?",
    "Where do you store your kayak?",
    "Do you kayak as part of a club?",
    "Which gear do you take along every week?",
    "What share of your week goes into your kayak?",
    "How good is your kayak coach (1 - 5)?",
    "Would you become a kayak steward?",
    "Have you lent out your kayak?",
    "How easy is it for you to repair a kayak (1 - 5)?",
)
LEVELS = ("Very dissatisfied", "Dissatisfied", "Satisfied", "Very satisfied")
OFTEN = ("Never", "Rarely", "Sometimes", "Often", "Always")
OPTIONS = {
    RACE: ("Never", "Every month", "Every week"),
    HELP: ("A junior race every week", "Money", "A new pier"),
    ROOM: LEVELS,
    SKIP: OFTEN,
    RANK: ("Beginner", "Paddler", "Guide", "Master guide"),
    HOW: ("Alone: I paddle with music in the mornings", "Together: we race when there is wind"),
    FLEET: ("Fleet of 2-10 boats", "Fleet with 10-100 boats", "Fleet with 100+ boats"),
    SHED: ("Boat house", "Own garage", "Large barn"),
    CLUB: ("I kayak mostly on my own", "My family also kayaks"),
    SHARE: ("10%", "40%", "60%", "80%"),
    COACH: ("1", "2", "3", "4", "5"),
    STEWARD: ("Yes", "No", "Prefer not to say"),
    LENT: ("Yes", "No"),
    EASE: ("1", "2", "3", "4", "5"),
}
Row = dict[str, str]
Table = tuple["Engine", list[Row]]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """Return an engine over a survey of kayakers, and its rows."""
    rng = random.Random(3)
    rows = []
    for n in range(60):
        gear = ";".join(each for each in ("Helmet", "Pump", "Drybag") if rng.random() < 0.6)
        own = {q: rng.choice(options) for q, options in OPTIONS.items()}
        rows.append({"Name": f"Paddler {n:02}a", "Region": rng.choice(("East", "West", "Delta")), GEAR: gear, **own})
    return open_corpus(tmp_path_factory.mktemp("lake"), {"lake.csv": as_csv(rows)}), rows


def _members(answer: Answer) -> set[str]:
    return {d.name for d in answer.respondents if d.verdict == "matched"}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        # An option's own words count beside the word before its colon, which the column has too.
        ("how many paddle alone with music", lambda row: row[HOW].startswith("Alone")),
        ("who doesn't kayak together (race)", lambda row: row[HOW].startswith("Alone")),
        # What the whole survey is about need not be an option's.
        ("how many don't keep their kayak in a boat house", lambda row: row[SHED] != "Boat house"),
        # A magnitude without a number, and a part of a whole.
        ("how many keep more than a hundred boats", lambda row: row[FLEET] == "Fleet with 100+ boats"),
        ("whose kayak takes more than half of the week", lambda row: row[SHARE] in ("60%", "80%")),
        # What compares a number may stand behind what it is of.
        ("60% of the week or more in the kayak: how many", lambda row: row[SHARE] in ("60%", "80%")),
        # What stands before the noun narrows a group.
        ("boat house people in the Delta, how many", lambda row: (row["Region"], row[SHED]) == ("Delta", "Boat house")),
        # A rating behind a rated thing is no question's number.
        ("how many rate the coach 4 or better", lambda row: row[COACH] in "45"),
        ("how many give ease of repairing a kayak less than 3", lambda row: row[EASE] in "12"),
        # What is left out is an option, of a yes and a no too.
        ("who gave an answer other than Yes on becoming a steward", lambda row: row[STEWARD] != "Yes"),
        ("how many store it in something other than a large barn", lambda row: row[SHED] != "Large barn"),
        # Two levels with an "or" between them, and one that leaves out another.
        (
            "how many are dissatisfied or very dissatisfied with the changing room",
            lambda row: row[ROOM] in LEVELS[:2],
        ),
        ("who has to skip a tour often or always", lambda row: row[SKIP] in OFTEN[3:]),
        ("changing room: satisfied, though not very", lambda row: row[ROOM] == "Satisfied"),
        # A level that is said is no question for all levels.
        ("very satisfied with the changing room", lambda row: row[ROOM] == "Very satisfied"),
        # Read as an open question.
        ("weekly pump users - count", lambda row: "Pump" in row[GEAR].split(";")),
    ],
)
def test_exactly_those_are_told(lake: Table, question: str, wanted: Callable[[Row], bool]) -> None:
    engine, rows = lake
    answer = engine.ask(question)
    assert answer.answered, answer.closed
    given = [row for row in rows if row[GEAR] or "pump" not in question]
    assert _members(answer) == {row["Name"] for row in given if wanted(row)}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("list everybody in the Delta region", {"Delta"}),
        ("everyone whose region isn't East", {"West", "Delta"}),
        ("whose region is not Delta?", {"East", "West"}),
    ],
)
def test_who_is_in_a_group_is_listed(lake: Table, question: str, wanted: set[str]) -> None:
    engine, rows = lake
    answer = engine.ask(question)
    assert answer.answered
    names = engine.index.store.respondents
    assert {names[id_].name for id_ in answer.plan.respondents} == {r["Name"] for r in rows if r["Region"] in wanted}


def test_all_are_asked_for(lake: Table) -> None:
    answer = lake[0].ask("how many people are there")
    assert answer.answered
    assert "60" in paragraph(answer)


@pytest.mark.parametrize(
    "question",
    [
        "who changed their new drybag",  # asked once, nothing can have changed
        "who plans to lend out their kayak",  # a yes says that it is so
        "how many keep more than fifty boats",
        "who is in the middle of joining a club",
        "who has to skip a tour often or grudgingly",  # of the two one is no option
        "who has a monthly junior race or wishes for a weekly one",  # the second is another question's
        'how many report "Guide" or better in their training',  # nothing says which options are better
    ],
)
def test_nothing_is_told_that_no_option_says(lake: Table, question: str) -> None:
    answer = lake[0].ask(question)
    assert not answer.answered or answer.plan.operator not in ("which", "count")


def test_a_number_of_a_form_is_a_question_all_the_same(lake: Table) -> None:
    with pytest.raises(QuestionError, match="no question '4'"):
        lake[0].ask("what does question 4 say")
