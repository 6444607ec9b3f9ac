"""Two conditions, zero by a word, one of two things that a question names, levels. Gold: the rows of a survey."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge.closed.ranges import agree_in_amounts
from tests.support import as_csv, open_corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

CART, LONG, MILL, RENT, TEACH, HANDS, ORDER, FLOUR, PROUD, RANK, BREADS, MARKETS = (
    "Hand cart or Van?",
    "How long have you baked with us?",
    "How satisfied are you with the mill?",
    "I can sleep well above the bakery",
    "Would you teach baking?",
    "Number of apprentices",
    "How do customers order?",
    "How often is the flour delivered?",
    "How satisfied are you with the rent?",
    "How do you call yourself?",
    "Which breads do you bake?",
    "Where did you sell in the last six months?",
)
LEVELS = ("Very dissatisfied", "Dissatisfied", "Satisfied", "Very satisfied")
AGREED = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
OPTIONS = {
    CART: ("Hand cart", "Van with 1-3 drivers", "Van with 4-9 drivers", "Bicycle"),
    LONG: ("Less than 1 year", "1-5 years", "5-20 years", "20+ years"),
    MILL: LEVELS,
    RENT: AGREED,
    TEACH: ("Yes", "No", "Prefer not to say"),
    HANDS: ("0", "1", "2", "3", "5", "7", "11"),
    ORDER: ("Counter", "By phone", "Booking page"),
    FLOUR: ("Monthly", "Every few weeks", "Weekly"),
    PROUD: LEVELS,
    RANK: ("Hobby baker", "Village baker", "Guild baker", "Miller"),
}
SEVERAL = {BREADS: ("Rye", "Spelt", "Baguette"), MARKETS: ("Harbour market (own stall)", "Night market", "Fair")}
Row = dict[str, str]
Table = tuple["Engine", list[Row]]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """Return an engine over a survey of bakers, and its rows."""
    rng = random.Random(28)
    rows = []
    for n in range(70):
        own = {q: rng.choice(options) for q, options in OPTIONS.items()}
        own |= {q: ";".join(rng.sample(options, rng.randint(1, 3))) for q, options in SEVERAL.items()}
        rows.append({"Name": f"Baker {n:02}a", "Region": rng.choice(("East", "West", "Delta")), **own})
    return open_corpus(tmp_path_factory.mktemp("town"), {"town.csv": as_csv(rows)}), rows


def _members(answer: Answer) -> set[str]:
    return {d.name for d in answer.respondents if d.verdict == "matched"}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        # A verb that stands in no option, and a condition that the reader takes for whom it is asked of.
        (
            "How many bake Rye and also get by with a hand cart?",
            lambda r: "Rye" in r[BREADS] and r[CART] == "Hand cart",
        ),
        ("Who bakes both Rye and Spelt?", lambda r: {"Rye", "Spelt"} <= set(r[BREADS].split(";"))),
        # A sign that joins, and a clause on those who were named.
        ("mill: very satisfied + bake Spelt, count", lambda r: r[MILL] == "Very satisfied" and "Spelt" in r[BREADS]),
        ("Baguette bakers who would teach baking", lambda r: "Baguette" in r[BREADS] and r[TEACH] == "Yes"),
        (
            "newcomers (under a year with us) who are satisfied with the mill",
            lambda r: r[LONG] == "Less than 1 year" and r[MILL] in LEVELS[2:],
        ),
        # What respondents are called is no condition, though options hold the word.
        ("bakers whose flour is delivered weekly", lambda r: r[FLOUR] == "Weekly"),
        # The level in another form than the option's.
        (
            "who is very dissatisfied with the mill or strongly disagrees that they sleep well above the bakery",
            lambda r: r[MILL] == "Very dissatisfied" or r[RENT] == "Strongly disagree",
        ),
        ("of those who bake Rye, how many would teach baking?", lambda r: "Rye" in r[BREADS] and r[TEACH] == "Yes"),
        # Either of two options, of which one is a side of the question.
        ("how many have a bicycle or a van", lambda r: r[CART] == "Bicycle" or r[CART].startswith("Van")),
        # Any of them will do.
        ("number of bakers baking at least one of Rye and Spelt", lambda r: r[BREADS] != "Baguette"),
        # Zero by a word, and a number of what any column may hold.
        ("how many have no apprentices", lambda r: r[HANDS] == "0"),
        ("who has nobody as an apprentice", lambda r: r[HANDS] == "0"),
        # One of two things that a question names, whatever its size.
        ("how many have a van, of whatever size", lambda r: r[CART].startswith("Van")),
        ("van with 4-9 drivers: how many", lambda r: r[CART] == "Van with 4-9 drivers"),
        ("who has no hand cart, i.e. did not tick it under hand cart or van", lambda r: r[CART] != "Hand cart"),
        # What is left out is an option that denies itself, or stands behind a noun.
        ("teach baking: how many gave an answer other than No", lambda r: r[TEACH] != "No"),
        ("any order channel but the counter", lambda r: r[ORDER] != "Counter"),
        # The unit behind a sign, and an option's own words before a level.
        ("baked with us for twenty years or longer", lambda r: r[LONG] == "20+ years"),
        ("flour delivered every few weeks", lambda r: r[FLOUR] == "Every few weeks"),
        # A time in other words: nothing has changed.
        ("who opened their own stall at the harbour market in the last half year", lambda r: "Harbour" in r[MARKETS]),
    ],
)
def test_exactly_those_are_told(town: Table, question: str, wanted: Callable[[Row], bool]) -> None:
    engine, rows = town
    answer = engine.ask(question)
    assert answer.answered, answer.closed
    assert _members(answer) == {row["Name"] for row in rows if wanted(row)}


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("how many are not from region West?", {"East", "Delta"}),
        ("number of people in region Delta", {"Delta"}),
    ],
)
def test_who_is_in_a_group_is_counted(town: Table, question: str, groups: set[str]) -> None:
    engine, rows = town
    answer = engine.ask(question)
    assert answer.answered
    names = engine.index.store.respondents
    assert {names[id_].name for id_ in answer.plan.respondents} == {r["Name"] for r in rows if r["Region"] in groups}


@pytest.mark.parametrize(
    "question",
    [
        "bakers who lost their van",  # the clause says something else than an option
        "how many satisfied with the mill, incl. very satisfied and beyond",  # two levels of which one is in the other
        "strongly disagree that they sleep well above the bakery, at least on Sundays and Mondays",
        "who opened a stall at the harbour market in the last two years",  # it was asked of half a year
        "of those who bake Rye, what share would teach baking?",  # a share of everybody would be another one
        "of those who bake Rye, how many have a sourdough of their own and would teach",
        "who did not report",  # no number of apprentices
        "how many have a van that meets the rules",
    ],
)
def test_nothing_is_told_that_no_option_says(town: Table, question: str) -> None:
    answer = town[0].ask(question)
    assert not answer.answered or answer.plan.operator not in ("which", "count", "tally"), answer.closed


def test_amounts_in_words_agree() -> None:
    assert not agree_in_amounts("half an hour to an hour of kneading", "Over an hour")
    assert agree_in_amounts("over an hour of kneading", "More than one hour")
