from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.ask.retrieve.expectation import NOTHING, Expectation, check_expectation, derive_expectation
from msqqa.model import Aggregate, Concept, Count, Lookup, Which
from msqqa.words import stem

if TYPE_CHECKING:
    from msqqa.model import Plan


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        (Lookup(asks="number"), "count"),
        (Lookup(asks="money"), "money"),
        (Lookup(asks="share"), "share"),
        (Lookup(asks="date"), "date"),
        (Lookup(asks="duration"), "duration"),
        (Aggregate(asks="name"), "comparison"),
        (Which(asks="set", concepts=(Concept(("users",), relation="number"),)), "comparison"),
        (Count(asks="number"), "anything"),  # of respondents, which are counted here
        (Lookup(asks="yesno"), "anything"),
        (Lookup(asks="text"), "anything"),
    ],
)
def test_what_a_question_asks_for(plan: Plan, kind: str) -> None:
    assert derive_expectation(plan).type == kind


def test_what_is_counted() -> None:
    assert derive_expectation(Lookup(asks="number", counted=("active", "users"))).counted == ("active", "users")
    assert derive_expectation(Lookup(asks="money", counted=("active", "users"))).counted == ()


_USERS = Expectation("count", ("users",))


@pytest.mark.parametrize(
    ("expectation", "wanted", "text", "outcome"),
    [
        (_USERS, "users portal", "The portal has 1,700,000 users.", "near"),
        (_USERS, "users portal", "The portal has two hundred users.", "near"),
        (_USERS, "users portal", "The portal serves 21 provinces.", "apart"),
        (_USERS, "users portal", "The portal serves everyone.", "none"),
        (_USERS, "users portal", "The portal opened in 2020.", "none"),
        (_USERS, "users portal", "3. The portal serves everyone.", "none"),
        (_USERS, "users portal", "13.8", "apart"),  # a number with a point counts nothing off
        (_USERS, "users portal", "Article 6.1 of the portal law.", "none"),
        (Expectation("date"), "data law passed", "The data law was passed in 2019.", "near"),
        (Expectation("date"), "data law passed", "A budget for 2019 exists.", "apart"),
        (Expectation("date"), "data law passed", "The data law was passed.", "none"),
        (Expectation("money"), "data portal cost", "The data portal cost $5,000.", "near"),
        (Expectation("money"), "data portal cost", "The data portal cost a fortune.", "none"),
        (Expectation("money"), "data portal cost", "The data portal cost EUR 5,000.", "near"),
        (Expectation("money"), "data portal cost", "The data portal cost us 20 euros.", "near"),
        (Expectation("share"), "people use portal", "80% of people use the portal.", "near"),
        (Expectation("duration"), "results reach back", "Results reach back to 1994.", "apart"),
        (Expectation("duration"), "age joining forum", "Joining the forum is open from 13 on.", "apart"),
        (Expectation("duration"), "age joining forum", "Joining the forum is open to adults.", "none"),
        (Expectation("duration"), "age joining forum", "The forum has 13 moderators.", "none"),
        (Expectation("count", ("approvers",)), "approvers packages", "Main repository: ~40", "apart"),
        (Expectation("count", ("approvers",)), "approvers packages", "See release 1.34, question 40", "none"),
        (Expectation("duration"), "permit people take", "A permit for people takes 5 days.", "near"),
        (Expectation("duration"), "review proposals take", "Review of proposals takes 3-10 working days.", "near"),
        (Expectation("duration"), "staff trained safety", "All staff are trained on safety annually.", "near"),
        (Expectation("duration"), "staff trained safety", "Staff have safety drills twice a year.", "near"),
        (Expectation("duration"), "staff trained safety", "Staff are trained on safety.", "none"),
        (_USERS, "users portal", "30 (in the weeks before: 35, 22, 22, 26, 33, 36, 26, 31)", "apart"),
        (_USERS, "users portal", "Many (in the weeks before: 35, 22, 22, 26, 33, 36, 26, 31)", "none"),
        (_USERS, "users portal", "[The portal][1] has many users.", "none"),
        (_USERS, "users portal", "[1]: https://portal.example", "none"),
        (_USERS, "users portal", "[The portal][1] has 30 users.", "near"),
        (Expectation("money"), "data portal cost", "The data portal cost 5,5 U$D a day.", "near"),
        (Expectation("money"), "shorten wait permit", "We got it down from 14 days to less than 5.", "apart"),
        (Expectation("money"), "shorten wait permit", "Waiting was cut by more than half.", "apart"),
        (Expectation("money"), "shorten wait permit", "It is now 3x faster.", "apart"),
        (Expectation("money"), "shorten wait permit", "A permit was refused four times.", "none"),
        (Expectation("money"), "shorten wait permit", "There are 5 permits and 3 forms.", "none"),
        (Expectation("date"), "form stable", "The form (stable targeted for v1.21).", "apart"),
        (Expectation("date"), "form stable", "The form has 1.21 parts.", "none"),
        (
            Expectation("duration"),
            "election results reach",
            "Election data exist since 1945.",
            "apart",
        ),
        (Expectation("duration"), "election results reach", "The election data act of 1945.", "none"),
        (NOTHING, "exist", "Whatever 5 says.", "unasked"),
        (Expectation("comparison"), "used", "Whatever 5 says.", "unasked"),
    ],
)
def test_whether_a_text_holds_it(expectation: Expectation, wanted: str, text: str, outcome: str) -> None:
    assert check_expectation(expectation, text, {stem(word) for word in wanted.split()}) == outcome


def test_words_of_like_meaning_may_name_what_is_counted() -> None:
    text = "The portal has 5,000 customers."
    wanted = {stem("portal"), stem("users")}
    expectation = Expectation("count", ("users",))
    assert check_expectation(expectation, text, wanted) == "apart"
    assert check_expectation(expectation, text, wanted, lambda some, others: 0.9) == "near"
    assert check_expectation(expectation, text, wanted, lambda some, others: 0.1) == "apart"


def test_a_measure_is_no_money() -> None:
    wanted, stems_ = Expectation("money"), ("roof", "cost")
    assert check_expectation(wanted, "The roof cost EUR 2000.", stems_) == "near"
    assert check_expectation(wanted, "The roof that did not cost much has 2000 square metres.", stems_) == "none"
