"""What is unlikely to answer by the signals of a cell alone, and is answered by what its nearest sentences tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge.cell_scorer import CellScorer
from msqqa.ask.judge.confidence import ANSWERED
from msqqa.ask.judge.decide import Decider, prefer_expected
from msqqa.ask.judge.outcome import RespondentVerdict
from msqqa.ask.retrieve.expectation import derive_expectation
from msqqa.judge.model import Judge
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
    return CellScorer(engine.index.store, engine.retriever, Judge.shipped()).confidence(query, hits[0])


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        # A text: only words of like meaning stand in the answer.
        ("what was the reason for the choice of colour in Japan", "japan/3"),
        ("how do old people reach Peru's tax website", "peru/3"),
        # A count.
        ("how many companies does the Peruvian bank admit", "peru/2"),
    ],
)
def test_what_its_nearest_sentences_tell_is_not_refused(engine: Engine, question: str, cell: str) -> None:
    assert _likelihood(engine, question) < ANSWERED
    answer = engine.ask(question)
    assert answer.answered
    assert f"{answer.citations[0].respondent}/{answer.citations[0].question_id}" == cell


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
    monkeypatch.setattr(CellScorer, "is_worded", lambda *_: True)
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


@pytest.mark.parametrize(("version", "answers"), [("1.0", True), ("2.0", False)])
def test_one_version_is_not_told_by_another(tmp_path: Path, version: str, answers: bool) -> None:
    told = "We let everybody try version 1.0 of the portal in 2018."
    engine = open_corpus(
        tmp_path,
        {
            "form.toml": _FORM,
            "japan.md": _filled(told, "Trains.", "Ten minutes."),
            "peru.md": _filled("A portal on fish.", "Little.", "Long."),
        },
    )
    answer = engine.ask(f"when did everybody try version {version} of the portal of Japan")
    assert answer.answered == answers
    assert answer.citations[0].question_id == "3"  # the nearest, where it is refused
