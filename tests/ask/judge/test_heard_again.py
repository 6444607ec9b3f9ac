"""What is unlikely to answer by the signals of a cell, and is compared once more, by finer cosines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge import cell_scorer
from msqqa.ask.judge.cell_scorer import CellScorer
from msqqa.ask.judge.confidence import ANSWERED, HEARD_AGAIN
from msqqa.ask.judge.decide import Decider, prefer_expected
from msqqa.ask.judge.outcome import RespondentVerdict
from msqqa.ask.retrieve.expectation import derive_expectation
from tests.support import NO, SURVEY_FORM, YES, open_corpus, response

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.ask.engine import Engine

_FORM = f"""{SURVEY_FORM}
[[section.question]]
id = "5"
text = "How long does one wait at the counters?"
kind = "open"
"""


def _filled(portal: str, others: str, wait: str, box: str = NO, detail: str = "") -> str:
    asked = "5. How long does one wait at the counters?"
    return f"{response(YES, 'Act 57.', box, detail, portal, others)}\n{asked}\n\n{wait}\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Three responses to a form whose questions nobody worded otherwise."""
    colours = "Its colours were chosen so that people who are colour-blind can tell the buttons apart."
    files = {
        "form.toml": _FORM,
        "japan.md": _filled(f"One portal, in four languages. {colours}", "Trains.", "Ten minutes."),
        "peru.md": _filled(
            "A portal for taxes, which pensioners can ring up too.",
            "Little.",
            "Far too long, we are afraid.",
            YES,
            "Since 2020 the bank lets nine firms try new ways to pay.",
        ),
        "chile.md": _filled("A portal on the sea.", "Ships.", "Half an hour."),
    }
    home: Path = tmp_path_factory.mktemp("heard")
    return open_corpus(home, files)


def _likelihood(engine: Engine, question: str) -> float:
    plan = engine.planner.plan(engine.read(question))
    query = engine.retriever.query(plan.text, derive_expectation(plan))
    hits = prefer_expected(query, engine.retriever.cells(query, engine.retriever.select(plan.respondents)))
    return CellScorer(engine.index.store, engine.retriever).confidence(query, hits[0])


@pytest.mark.parametrize(
    ("question", "cell", "setting"),
    [
        # A text: only words of like meaning stand in the answer.
        ("what was the reason for the choice of colour in Japan", "japan/3", "HELD"),
        ("how do old people reach Peru's tax website", "peru/3", "HELD"),
        # What holds the kind of thing asked for, a count here, need not come as near.
        ("how many companies does the Peruvian bank admit", "peru/2", "HELD_OF_KIND"),
    ],
)
def test_what_comes_near_by_finer_cosines_is_not_refused(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, question: str, cell: str, setting: str
) -> None:
    assert HEARD_AGAIN <= _likelihood(engine, question) < ANSWERED
    answer = engine.ask(question)
    assert answer.answered
    assert f"{answer.citations[0].respondent}/{answer.citations[0].question_id}" == cell
    monkeypatch.setattr(cell_scorer, setting, 2.0)
    assert not engine.ask(question).answered


def test_a_claim_that_no_sentence_tells_is_answered_by_what_comes_near(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest cell is shown without a verdict, though it holds few of the claim's words."""
    question = "can elderly people call Peru's tax website"
    silent = (RespondentVerdict("peru", "none", None, "meaning", 0.0),)
    monkeypatch.setattr(Decider, "_on_claim", lambda *_: silent)
    monkeypatch.setattr(CellScorer, "is_answer", lambda *_: True)
    answer = engine.ask(question)
    assert answer.answered
    assert answer.citations[0].question_id == "3"
    assert answer.respondents[0].stance is None
    monkeypatch.setattr(CellScorer, "comes_near", lambda *_: False)
    assert not engine.ask(question).answered


@pytest.mark.parametrize(
    "question",
    [
        "can elderly people call Japan's tax website",
        "how many companies does the Chilean bank admit",
        "who won in Peru",
    ],
)
def test_what_is_on_something_else_is_refused(engine: Engine, question: str) -> None:
    assert not engine.ask(question).answered


def test_whatever_is_said_to_a_question_of_the_same_kind_is_the_answer(engine: Engine) -> None:
    answer = engine.ask("how long do people wait at the counters of Peru")
    assert answer.answered
    assert answer.citations[0].quote.startswith("Far too long")


def test_where_no_question_asks_for_that_kind_what_lacks_it_is_refused(engine: Engine) -> None:
    answer = engine.ask("how long do people ring up the portal of Peru")
    assert not answer.answered
