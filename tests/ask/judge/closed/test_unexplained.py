"""Words that carry a question and that nothing which was counted explains."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from msqqa.model.closed import Choice, Tallied, Undecided
from tests.support import as_csv, open_corpus

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine

TOOLS, CANTEEN, PLACES = (
    "Which tools do you use every week?",
    "How satisfied are you with the canteen?",
    "Services on offer",
)
FIRE = "Is there a fire plan on your floor?"
LEVELS = ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return an engine over a survey of an office."""
    rng = random.Random(9)
    rows = []
    for n in range(60):
        tools = ";".join(tool for tool in ("Hammer", "Screwdriver", "Saw") if rng.random() < 0.5)
        places = ";".join(place for place in ("Printing", "Scanning", "Repairs") if rng.random() < 0.5)
        rows.append({"Name": f"Person {n:02}a", TOOLS: tools, CANTEEN: rng.choice(LEVELS), PLACES: places})
        rows[-1][FIRE] = rng.choice(("Yes", "No", "Don't know"))
    return open_corpus(tmp_path_factory.mktemp("office"), {"office.csv": as_csv(rows)})


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("how many are satisfied with the saw?", "satisfied"),
        ("who uses the hammer monthly", "monthly"),
        ("who charges for scanning", ""),
        ("who is unsure whether somebody ever wrote down such a fire plan", ""),
        ("how much money was spent in the canteen", ""),
    ],
)
def test_a_word_that_carries_and_is_not_explained_is_named(office: Engine, question: str, word: str) -> None:
    answer = office.ask(question)
    assert not answer.answered
    assert not [d for d in answer.respondents if d.verdict == "matched"]
    assert isinstance(answer.closed, Undecided)
    assert word in answer.closed.why


@pytest.mark.parametrize(
    ("question", "option"),
    [
        ("how many use the saw every week?", "Saw"),
        ("who uses a hammer weekly", "Hammer"),
        ("how many work with the screwdriver", "Screwdriver"),
        ("how many are happy with the canteen", "Satisfied"),
        ("who has scanning among the services", "Scanning"),
        ("who has a fire plan and uses a saw", "Yes and Saw"),
    ],
)
def test_what_is_explained_by_a_scale_or_by_likeness_is_told(office: Engine, question: str, option: str) -> None:
    told = office.ask(question).closed
    assert isinstance(told, Choice), told
    assert option in told.options


def test_a_noun_of_what_a_question_asks_for_is_explained(office: Engine) -> None:
    told = office.ask("distribution of satisfaction with the canteen").closed
    assert isinstance(told, Tallied), told
