from __future__ import annotations

import pytest

from msqqa.ask.expect import Expectation, expected, met
from msqqa.words import content_words, stem


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many users does the portal have", "count"),
        ("number of registered citizens", "count"),
        ("how much does the portal cost", "money"),
        ("what is the annual budget of the ministry", "money"),
        ("what is the fine for a data breach", "money"),
        ("what share of people is online", "share"),
        ("which percentage of services is digital", "share"),
        ("when was the law passed", "date"),
        ("in what year did the portal open", "date"),
        ("how long does registration take", "duration"),
        ("which service is used most", "comparison"),
        ("is the portal larger than the other one", "comparison"),
        ("does Mongolia have a sandbox", "anything"),
        ("what is the portal", "anything"),
        ("", "anything"),
    ],
)
def test_what_a_question_asks_for(question: str, kind: str) -> None:
    assert expected(question).type == kind


def test_what_is_counted() -> None:
    assert expected("how many active users does the portal have").counted == ("active", "users")


def _met(question: str, text: str) -> str:
    return met(expected(question), text, {stem(w.text) for w in content_words(question)})


@pytest.mark.parametrize(
    ("question", "text", "outcome"),
    [
        ("how many users does the portal have", "The portal has 1,700,000 users.", "near"),
        ("how many users does the portal have", "The portal has two hundred users.", "near"),
        ("how many users does the portal have", "The portal serves 21 provinces.", "apart"),
        ("how many users does the portal have", "The portal serves everyone.", "none"),
        ("how many users does the portal have", "The portal opened in 2020.", "none"),
        ("how many users does the portal have", "3. The portal serves everyone.", "none"),
        ("how many users does the portal have", "Article 6.1 of the portal law.", "none"),
        ("when was the data law passed", "The data law was passed in 2019.", "near"),
        ("when was the data law passed", "A budget for 2019 exists.", "apart"),
        ("when was the data law passed", "The data law was passed.", "none"),
        ("how much does the data portal cost", "The data portal cost $5,000.", "near"),
        ("how much does the data portal cost", "The data portal cost a fortune.", "none"),
        ("what share of people use the portal", "80% of people use the portal.", "near"),
        ("how long does a permit for people take", "A permit for people takes 5 days.", "near"),
        ("does it exist", "Whatever 5 says.", "unasked"),
        ("which is used most", "Whatever 5 says.", "unasked"),
    ],
)
def test_whether_a_text_holds_it(question: str, text: str, outcome: str) -> None:
    assert _met(question, text) == outcome


def test_words_of_like_meaning_may_name_what_is_counted() -> None:
    text = "The portal has 5,000 customers."
    wanted = {stem("portal"), stem("users")}
    expectation = Expectation("count", ("users",))
    assert met(expectation, text, wanted) == "apart"
    assert met(expectation, text, wanted, lambda some, others: 0.9) == "near"
    assert met(expectation, text, wanted, lambda some, others: 0.1) == "apart"
