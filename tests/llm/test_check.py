"""Which of a language model's sentences the citations and the exact answer bear out."""

from __future__ import annotations

import doctest
from typing import TYPE_CHECKING

import pytest

from msqqa.judge.model import Judge
from msqqa.llm import check, prompt
from msqqa.llm.check import Checker, sentences

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine

WCAG, SANDBOX = "has Nukavelu adopted WCAG", "which countries plan a regulatory sandbox"
KELUNGA, MOANARU = "does Kelunga have a regulatory sandbox", "does Moanaru have a regulatory sandbox"
ARVENIA = "does Arvenia have a data protection law"
FAITHFUL = (
    (WCAG, "nukavelu", "Nukavelu has not adopted WCAG, because it was found too long to translate"),
    (WCAG, "nukavelu", "The Policy of Nukavelu stops short on websites and does not adopt WCAG"),
    (SANDBOX, "belmora", "Belmora plans a sandbox for finance and wine in 2027"),
    (SANDBOX, "nukavelu", "A sandbox for mobile money is under consideration in Nukavelu for 2026"),
    (KELUNGA, "kelunga", "Kelunga has a sandbox that was opened in 2019"),
    (KELUNGA, "kelunga", "The Kelunga Sandbox takes in a cohort of startups twice a year"),
    (MOANARU, "moanaru", "Moanaru has no regulatory sandbox"),
    (ARVENIA, "arvenia", "Arvenia has a law on data protection"),
)
UNFAITHFUL = (
    (WCAG, "nukavelu", "Nukavelu has adopted WCAG", "says yes"),
    (WCAG, "nukavelu", "Nukavelu adopted WCAG in its Policy, found long to translate", "says yes"),
    (WCAG, "nukavelu", "Nukavelu plans to adopt WCAG in its Policy", "says planned"),
    (WCAG, "nukavelu", "Nukavelu has not adopted WCAG 2.1", "the number 2.1"),
    (WCAG, "nukavelu", "Nukavelu has not adopted WCAG, says Estonia", "the name Estonia"),
    (WCAG, "nukavelu", "Estonia has not adopted WCAG", "the name Estonia"),
    (WCAG, "nukavelu", "WCAG was skipped because lazy bureaucrats hated blind users", "words that stand in no quote"),
    (SANDBOX, "belmora", "Belmora has a regulatory sandbox for finance and wine", "says yes"),
    (SANDBOX, "belmora", "Belmora has no plan for a regulatory sandbox", "says no"),
    (SANDBOX, "nukavelu", "Nukavelu runs a sandbox for mobile money", "says yes"),
    (SANDBOX, "belmora", "Nukavelu plans a sandbox for finance and wine", "a respondent that it does not cite"),
    (SANDBOX, "belmora", "Belmora plans a sandbox in 2028", "the number 2028"),
    (SANDBOX, "belmora", "All countries plan a sandbox", "does not name"),
    (KELUNGA, "kelunga", "Kelunga has no regulatory sandbox", "says no"),
    (KELUNGA, "kelunga", "Kelunga plans a regulatory sandbox", "says planned"),
    (KELUNGA, "kelunga", "Kelunga closed its sandbox", "says no"),
    (MOANARU, "moanaru", "Moanaru has a regulatory sandbox", "says yes"),
    (MOANARU, "moanaru", "Moanaru plans a regulatory sandbox", "says planned"),
    (ARVENIA, "arvenia", "Arvenia has no law on data protection", "says no"),
    (ARVENIA, "arvenia", "Arvenia is planning a law on data protection", "says planned"),
)


def checked(engine: Engine, question: str, respondent: str, sentence: str) -> check.Checked:
    answer, people = engine.ask(question), engine.index.store.respondents
    quotes = prompt.collect_quotes(answer, {id_: person.name for id_, person in people.items()})
    number = next(quote.n for quote in quotes if quote.respondent == respondent)
    return Checker(answer, quotes, people.values(), Judge.shipped()).check(f"{sentence} [{number}].")


@pytest.mark.parametrize(("question", "respondent", "sentence"), FAITHFUL, ids=[one[2][:60] for one in FAITHFUL])
def test_what_the_quotes_say_passes(demo_engine: Engine, question: str, respondent: str, sentence: str) -> None:
    found = checked(demo_engine, question, respondent, sentence)
    assert found.dropped == ()
    assert [one.text for one in found.kept] == [f"{sentence}."]


@pytest.mark.parametrize(
    ("question", "respondent", "sentence", "why"), UNFAITHFUL, ids=[one[2][:60] for one in UNFAITHFUL]
)
def test_what_they_do_not_say_is_dropped(
    demo_engine: Engine, question: str, respondent: str, sentence: str, why: str
) -> None:
    found = checked(demo_engine, question, respondent, sentence)
    assert found.kept == ()
    assert why in found.dropped[0].why


def test_every_sentence_names_a_citation_that_was_sent(survey_engine: Engine) -> None:
    answer = survey_engine.ask("does Peru have a regulatory sandbox")
    quotes = prompt.collect_quotes(answer, {"peru": "Peru"})
    checker = Checker(answer, quotes, survey_engine.index.store.respondents.values(), Judge.shipped())
    said = "Peru runs a sandbox. The central bank runs it [1]. It is for payments [7]. The central bank runs it [1]."
    found = checker.check(said)
    assert [one.text for one in found.kept] == ["The central bank runs it."]
    assert [one.why for one in found.dropped] == ["no citation", "a citation that was not sent"]
    assert checker.check("").kept == checker.check("[1]").kept == ()
    long = checker.check("The central bank runs it [1]. " * 20)
    assert {one.why for one in long.dropped} == {"too many sentences"}
    assert checker.check(f"Peru {'runs ' * 200} [1].").dropped[0].why == "too long"


@pytest.mark.parametrize("said", ["1. [1]", "Peru [1].", "1. Peru: [1]", "It is. [1]", "- Peru has [1]"])
def test_a_sentence_that_says_nothing_is_dropped(survey_engine: Engine, said: str) -> None:
    """A small model writes lists of numbers and names."""
    answer = survey_engine.ask("does Peru have a regulatory sandbox")
    quotes = prompt.collect_quotes(answer, {"peru": "Peru"})
    found = Checker(answer, quotes, survey_engine.index.store.respondents.values(), Judge.shipped()).check(said)
    assert found.kept == ()
    assert found.dropped[-1].why == "says nothing"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<think>Kenya [9]? No.</think>Peru runs one [1].", [("Peru runs one.", (1,))]),
        ("<think>it never ends [1].", []),
        ("- Peru runs one [1, 2].\n- Kenya does not [3].", [("Peru runs one.", (1, 2)), ("Kenya does not.", (3,))]),
        ("Peru runs one (as of 2024) [1][1]", [("Peru runs one (as of 2024).", (1,))]),
        ("  \n\n ", []),
        ("[1]", []),
    ],
)
def test_sentences_are_read_with_their_marks(text: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    assert list(sentences(text)) == found


def test_the_example_of_sentences_is_true() -> None:
    assert doctest.testmod(check).failed == 0


@pytest.mark.parametrize(
    ("said", "there"), [("5000", "5,000 services"), ("5,000", "5 000"), ("1.5", "1,5 %"), ("2024", "٢٠٢٤")]
)
def test_a_number_is_the_same_however_it_is_written(said: str, there: str) -> None:
    assert check._new_number(said, there) == ""
    assert check._new_number(f"{said}1", there) != ""
