"""Options that are meant by what they are like: told where that is very likely, and nothing where another is named."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge.closed.labels import denies_as
from msqqa.ask.judge.closed.link import Linker
from msqqa.ask.judge.closed.match import LinkQuery
from msqqa.ask.judge.closed.meaning import MeaningLinker
from msqqa.ask.judge.closed.pairs import load_weights
from msqqa.ask.judge.closed.questions import ClosedQuestions
from msqqa.ask.judge.closed.ranges import agree_in_amounts
from msqqa.closed.choices import texts_of, word_choice
from msqqa.judge.model import Judge
from msqqa.model.closed import Choice, Undecided
from tests.support import as_csv, open_corpus

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

ROLE, FEED, OFTEN, BEDS = (
    "Which job do you do on the boat?",
    "What do you eat most often at sea?",
    "How often do you write home?",
    "Do you have a cabin of your own?",
)
OPTIONS = {
    ROLE: ("Cook", "Captain", "Engineer", "Deck hand"),
    FEED: ("Fish", "Rice and beans", "Tinned meat", "Fresh vegetables"),
    OFTEN: ("Every day", "Every week", "Every month", "Never"),
    BEDS: ("Yes", "No"),
}


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, list[dict[str, str]]]:
    """Return an engine over a survey of a crew, and its rows."""
    rng = random.Random(5)
    rows = [{"Name": f"Sailor {n:02}a", **{q: rng.choice(own) for q, own in OPTIONS.items()}} for n in range(60)]
    return open_corpus(tmp_path_factory.mktemp("crew"), {"crew.csv": as_csv(rows)}), rows


def _members(answer: Answer) -> set[str]:
    return {d.name for d in answer.respondents if d.verdict == "matched"}


def test_an_option_is_found_in_other_words(crew: tuple[Engine, list[dict[str, str]]]) -> None:
    engine, rows = crew
    answer = engine.ask("how many write home daily")
    assert isinstance(answer.closed, Choice), answer.closed
    assert answer.closed.options == ("Every day",)
    assert _members(answer) == {row["Name"] for row in rows if row[OFTEN] == "Every day"}


@pytest.mark.parametrize(
    "question",
    ["how many write home once a fortnight", "who eats pizza at sea", "who is the ship's doctor", "how many can swim"],
)
def test_what_no_option_is_gets_no_number(crew: tuple[Engine, list[dict[str, str]]], question: str) -> None:
    answer = crew[0].ask(question)
    assert not answer.answered
    assert not _members(answer)


def test_options_of_two_questions_are_not_one(crew: tuple[Engine, list[dict[str, str]]]) -> None:
    answer = crew[0].ask("how many captains mostly eat tinned meat at sea")
    assert isinstance(answer.closed, Undecided | Choice)
    assert not answer.answered or " and " in answer.closed.asked.id  # type: ignore[union-attr]


def test_amounts_must_agree() -> None:
    assert agree_in_amounts("beyond three years", "More than 3 years")
    assert not agree_in_amounts("once a month", "Once a week")
    assert not agree_in_amounts("talks of 30 minutes", "45 minutes")
    assert agree_in_amounts("who never writes", "Every week")


def test_a_denial_of_an_option_that_denies_is_told_apart() -> None:
    assert denies_as("to whom is it not relevant", "Not relevant for me")
    assert denies_as("who is not sure", "I am not sure yet")
    assert not denies_as("who did not say that it is not relevant", "Not relevant for me")
    assert not denies_as("who has no interest, it is not relevant", "Not relevant for me")


def test_options_are_encoded_when_the_index_is_built(crew: tuple[Engine, list[dict[str, str]]]) -> None:
    engine, _ = crew
    store, encoder = engine.index.store, engine.retriever.encoder
    keys = set(store.columns["piece_keys"].tolist())
    wanted = [t for row, column in store.types.items() for t in texts_of(store.questions[row][2], column)]
    assert word_choice(OFTEN, "Every day") in wanted
    for text in wanted:
        assert bytes.fromhex(encoder.key(encoder.add_prompt(text, "query"))).rstrip(b"\0") in keys
    assert "Yes" not in wanted


def test_weights_fit_their_signals() -> None:
    options, questions = load_weights("options"), load_weights("questions")
    assert (len(options.rank), len(options.tell)) == (11, 15)
    assert (len(questions.rank), len(questions.tell)) == (7, 9)
    assert 0 < options.told <= 1


def test_what_comes_nearest_is_named_where_nothing_is_told(crew: tuple[Engine, list[dict[str, str]]]) -> None:
    engine, _ = crew
    asked = ClosedQuestions(engine.index.store).all
    linker = MeaningLinker(Linker(asked, engine.retriever), asked, engine.retriever, Judge.shipped())
    wanted = LinkQuery("who eats pizza at sea")
    assert linker.find_option(wanted) is None
    assert FEED in [question.text for question in linker.nearest(wanted)]
