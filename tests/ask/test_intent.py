from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import is_sound

from msqqa.ask.intent import extreme, silence
from msqqa.ask.joint import parted

if TYPE_CHECKING:
    from support import Run


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("who did not answer question 19", "19"),
        ("who didn't answer question 19?", "19?"),
        ("which countries have not answered the question on open data", "open data"),
        ("which countries gave no answer to question 4", "4"),
        ("who left the question about sandboxes empty", "sandboxes"),
        ("how many countries left question 12 blank", "12"),
        ("who skipped question 31", "31"),
        ("countries that failed to answer question 5", "5"),
    ],
)
def test_what_nobody_answered_is_told(question: str, topic: str) -> None:
    assert silence(question) == topic


@pytest.mark.parametrize(
    "question",
    [
        "who answered question 19",
        "which countries do not answer letters from citizens",
        "which countries do not have an open data law",
        "who left office in 2020",
        "which countries have no answer to cybercrime",
        "what does Kenya answer to question 19",
        "is there an office for unanswered questions",
    ],
)
def test_what_asks_for_no_silence(question: str) -> None:
    assert silence(question) is None


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("which country has the largest budget", "largest"),
        ("who has the most e-services", "most"),
        ("which countries spend the least on training", "least"),
        ("which country offers most services online", "most"),
        ("countries with the highest share of users", "highest"),
    ],
)
def test_an_extreme_is_seen(question: str, word: str) -> None:
    assert extreme(question) == word


@pytest.mark.parametrize(
    "question",
    [
        "which countries serve the most vulnerable groups",
        "which countries have a sandbox",
        "which countries mention at least one portal",
        "what is the most used portal of Kenya",
        "which countries have the least developed regions online",
    ],
)
def test_what_is_no_extreme(question: str) -> None:
    assert extreme(question) is None


@pytest.mark.parametrize(
    ("question", "asked", "silent", "answered"),
    [
        ("who did not answer question 1", "1", {"japan"}, {"kenya", "peru"}),
        ("which countries left question 4 blank", "4", {"peru"}, {"kenya", "japan"}),
        ("how many countries did not answer the question about cooperation with other countries", "4", {"peru"}, None),
        ("who skipped question 3", "3", set(), {"kenya", "peru", "japan"}),
        # Whose tick is lost cannot be said to have answered, nor not to have.
        ("who did not answer question 2", "2", set(), {"kenya", "peru"}),
    ],
)
def test_who_left_a_question_blank(
    small: Run, question: str, asked: str, silent: set[str], answered: set[str] | None
) -> None:
    result = small("ask", question, "--format", "json", "--all")
    answer = result.json
    is_sound(answer)
    assert (result.status, answer["answered"]) == (0, True)
    assert (answer["plan"]["mode"], answer["plan"]["questions"], answer["plan"]["silent"]) == (
        "question",
        [asked],
        True,
    )
    verdicts = {r["id"]: r["verdict"] for r in answer["respondents"]}
    assert {r for r, verdict in verdicts.items() if verdict == "matched"} == silent
    if answered is not None:
        assert {r for r, verdict in verdicts.items() if verdict == "rejected"} == answered
    assert answer["coverage"]["matched"] == len(silent)
    assert f" of 3 examined left question {asked} blank" in answer["answer"]


def test_nobody_is_said_to_have_most_of_anything(small: Run) -> None:
    result = small("ask", "which country has the most services", "--format", "json")
    answer = result.json
    is_sound(answer)
    assert (result.status, answer["answered"], answer["respondents"]) == (3, False, [])
    assert "numbers are not compared" in answer["answer"]
    assert "5,000 services" in answer["citations"][0]["quote"]


def test_a_number_that_there_is_no_question_of_is_refused(small: Run) -> None:
    result = small("ask", "who did not answer question 77")
    assert (result.status, result.out) == (2, "")
    assert "no question '77'" in result.err


@pytest.mark.parametrize(
    ("topic", "parts", "combine"),
    [
        ("both a sandbox and an AI law", ["a sandbox", "an AI law"], "and"),
        ("either a portal or an app", ["a portal", "an app"], "or"),
        ("sandbox and a data law", ["sandbox", "a data law"], "and"),
        ("sandbox, or a data law", ["sandbox", "a data law"], "or"),
        ("data law as well as a sandbox", ["data law", "a sandbox"], "and"),
        ("law on privacy and data protection", ["law on privacy and data protection"], "and"),
        ("research and development", ["research and development"], "and"),
        ("laws on women and the disabled", ["laws on women and the disabled"], "and"),
    ],
)
def test_what_is_plainly_two_things_is_parted(topic: str, parts: list[str], combine: str) -> None:
    found, how = parted(topic, "positive")
    assert ([part.text for part in found], how) == (parts, combine)


@pytest.mark.parametrize(
    ("question", "matched", "rejected", "said"),
    [
        (
            "which countries have both a data protection law and a regulatory sandbox",
            set(),
            {"kenya", "peru"},
            "None of 3 examined say yes to question 1 and question 2",
        ),
        (
            "which countries have a data protection law or a regulatory sandbox",
            {"kenya", "peru"},
            set(),
            "2 of 3 examined say yes to question 1 or question 2",
        ),
    ],
)
def test_two_things_together(small: Run, question: str, matched: set[str], rejected: set[str], said: str) -> None:
    answer = small("ask", question, "--format", "json", "--all").json
    is_sound(answer)
    assert answer["plan"]["mode"] == "question"
    assert answer["plan"]["questions"] == ["1", "2"]
    assert [c["questions"] for c in answer["plan"]["concepts"]] == [["1"], ["2"]]
    verdicts = {r["id"]: r["verdict"] for r in answer["respondents"]}
    assert {r for r, v in verdicts.items() if v == "matched"} == matched
    assert {r for r, v in verdicts.items() if v == "rejected"} == rejected
    assert verdicts["japan"] == "none", "blank, and unclear"
    assert said in answer["answer"]
