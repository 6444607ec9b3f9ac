from __future__ import annotations

import pytest

from msqqa.ask.names import Names, without
from msqqa.index.names import name_table
from msqqa.model import Respondent

RESPONDENTS = {
    "mongolia": Respondent("mongolia", "Mongolia", ("MNG", "Mongolie"), ("Asia", "Eastern Asia")),
    "georgia": Respondent("georgia", "Georgia", ("GEO",), ("Asia",)),
    "acme": Respondent("acme", "Acme Cloud Ltd", ("ACM",)),
}
PLACES = {"Estonia": "Estonia", "Italy": "Italy", "ITA": "Italy", "United Kingdom": "United Kingdom",
          "UK": "United Kingdom", "Australia": "Australia", "Austria": "Austria", "Africa": "Africa",
          "Chad": "Chad", "Jordan": "Jordan", "Singapore": "Singapore"}  # fmt: skip
NAMES = Names(name_table(RESPONDENTS, PLACES))


def _found(question: str) -> list[tuple[str, str, str]]:
    found, ties = NAMES.find(question, frozenset())
    assert ties == []
    return [(n.name, n.kind, n.role) for n in found]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("does Mongolia have a law", [("Mongolia", "respondent", "subject")]),
        ("law in MNG", [("Mongolia", "respondent", "subject")]),
        ("Mongolia's law", [("Mongolia", "respondent", "subject")]),
        ("Mongolia’s law", [("Mongolia", "respondent", "subject")]),
        ("the Mongolian law", [("Mongolia", "respondent", "subject")]),
        ("does acme cloud ltd have backups", [("Acme Cloud Ltd", "respondent", "subject")]),
        ("which Asian countries have a law", [("Asia", "group", "subject")]),
        ("does Estonia have a law", [("Estonia", "absent", "subject")]),
        ("laws of Estonia", [("Estonia", "absent", "subject")]),
        (
            "Mongolia's memorandum with Singapore",
            [("Mongolia", "respondent", "subject"), ("Singapore", "absent", "object")],
        ),
        (
            "the memorandum between Mongolia and Singapore",
            [("Mongolia", "respondent", "subject"), ("Singapore", "absent", "object")],
        ),
        (
            "differences between Mongolia and Singapore",
            [("Mongolia", "respondent", "subject"), ("Singapore", "absent", "subject")],
        ),
        ("memorandum with Singapore", [("Singapore", "absent", "object")]),
        ("who mentions Estonia", [("Estonia", "absent", "object")]),
        ("who mentions Mongolia", [("Mongolia", "respondent", "object")]),
        ("what is E-Mongolia", []),
        ("e-Estonia portal", []),
        ("Mongolia and Georgia on data", [("Mongolia", "respondent", "subject"), ("Georgia", "respondent", "subject")]),
        ("is it new", []),
        ("does ita work", []),
        ("does ITA work", [("Italy", "absent", "subject")]),
        ("nothing here", []),
        ("", []),
    ],
)
def test_names_and_their_roles(question: str, expected: list[tuple[str, str, str]]) -> None:
    assert _found(question) == expected


@pytest.mark.parametrize("typed", ["Mongolai", "Mongola", "mongollia", "Mogolia"])
def test_a_unique_near_miss_is_taken(typed: str) -> None:
    [named], ties = NAMES.find(f"does {typed} have a law", frozenset())
    assert ties == []
    assert (named.name, named.typo, named.typed) == ("Mongolia", True, typed)


def test_a_tie_is_offered() -> None:
    names = Names(name_table({}, {"Sarland": "Sarland", "Larland": "Larland"}))
    found, [tie] = names.find("does Farland have a law", frozenset())
    assert found == []
    assert (tie.typed, tie.names) == ("Farland", ("Larland", "Sarland"))


@pytest.mark.parametrize("word", ["mongoloid", "estimation"])
def test_an_ordinary_word_is_no_near_miss(word: str) -> None:
    found, ties = NAMES.find(f"does {word} matter", frozenset([word]))
    assert (found, ties) == ([], [])


def test_places_are_those_of_the_text() -> None:
    question = "does Mongolia’s ministry work with Singapore"
    found, _ = NAMES.find(question, frozenset())
    assert [question[n.start : n.end] for n in found] == ["Mongolia’s", "Singapore"]
    assert [n.possessive for n in found] == [True, False]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("does Mongolia have a law", "does have a law"),
        ("laws in Mongolia", "laws"),
        pytest.param("laws of the government of Mongolia", "laws"),
        ("Mongolia's law", "law"),
        ("what does the Mongolian portal do", "what does the portal do"),
        ("Mongolia", ""),
    ],
)
def test_a_name_leaves_the_question(question: str, left: str) -> None:
    found, _ = NAMES.find(question, frozenset())
    assert without(question, found) == left
