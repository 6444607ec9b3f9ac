"""Sets by a question of a learned form that is asked in other words: its parts, its abbreviations, what it denies."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge.decide import Decider
from msqqa.ask.judge.questions import QuestionRecogniser
from msqqa.judge.model import Judge
from msqqa.model import Concept, SetPlan
from tests.support import open_corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.ask.engine import Engine
    from msqqa.model import Relation

_NAMES = ("Amber Ledger", "Birch Clinic", "Cobalt Maps", "Dune Schools", "Ember Grid", "Fjord Relief")


def _collects(n: int) -> bool:
    return n % 2 == 1


def _collects_other(n: int) -> bool:
    return n % 3 > 0


def _draws(n: int) -> bool:
    return n > 2


def _interacts(n: int) -> bool:
    return n % 4 > 1


def _lacks_schools(n: int) -> bool:
    return n in (0, 4)


def _record(n: int, name: str) -> dict[str, object]:
    def said(yes: bool) -> str:
        return "Yes" if yes else "No"

    return {
        "name": name,
        "privacy": {"collectsPII": said(_collects(n)), "collectsNonPII": said(_collects_other(n))},
        "pictures": {"collectDrawSellPictures": said(_draws(n)), "pictureKinds": "Maps and plans" if _draws(n) else ""},
        "safety": {"userInteraction": said(_interacts(n))},
        "pilotSchools": [] if _lacks_schools(n) else [["Hill Primary"], ["Lake College", "Harbour Lyceum"]][n % 2],
        "pilots": ["Two in spring", "One in autumn"][n % 2],
    }


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    files = {f"{name.lower().replace(' ', '-')}.json": json.dumps(_record(n, name)) for n, name in enumerate(_NAMES)}
    return open_corpus(tmp_path_factory.mktemp("projects"), files)


@pytest.mark.parametrize(
    ("question", "asked", "belongs"),
    [
        # An abbreviation in full, its last word another one.
        ("who collects personally identifiable data", "collectspii", _collects),
        ("Who does NOT collect personally identifiable data?", "collectspii", lambda n: not _collects(n)),
        ("which ones don't collect any PII", "collectspii", lambda n: not _collects(n)),
        # What denies something is asked by the question that denies it too.
        ("how many collect data that is not personally identifiable?", "collectsnonpii", _collects_other),
        # A word that denies takes a claim away from the question that asks for what is denied.
        (
            "number of projects where users can't interact with each other",
            "userinteraction",
            lambda n: not _interacts(n),
        ),
        # Several things that one question names together.
        ("How many projects collect, draw or sell pictures?", "collectdrawsellpictures", _draws),
        ("Which projects leave the schools of the pilot empty?", "pilotschools", _lacks_schools),
    ],
)
def test_a_question_is_known_in_other_words(
    projects: Engine, question: str, asked: str, belongs: Callable[[int], bool]
) -> None:
    answer = projects.ask(question)
    assert isinstance(answer.plan, SetPlan)
    assert [id_.split(".")[-1] for id_ in answer.plan.questions] == [asked]
    matched = {told.name for told in answer.respondents if told.verdict == "matched"}
    assert matched == {name for n, name in enumerate(_NAMES) if belongs(n)}


@pytest.mark.parametrize(
    ("question", "topics", "relation", "asked", "belongs"),
    [
        ("who left the pilot schools empty", ("schools", "pilot"), "blank", "pilotschools", _lacks_schools),
        (
            "How many ledgers collect, draw or sell pictures?",
            ("collect", "draw or sell pictures"),
            "has",
            "collectdrawsellpictures",
            _draws,
        ),
    ],
)
def test_one_question_that_topics_name_together_is_asked_once(
    projects: Engine,
    question: str,
    topics: tuple[str, ...],
    relation: Relation,
    asked: str,
    belongs: Callable[[int], bool],
) -> None:
    """As the reader parts "the schools of the pilot" now and then: by themselves the topics come near to others."""
    plan = projects.planner.plan(projects.read(question))
    assert isinstance(plan, SetPlan)
    parted = tuple(Concept(tuple(topic.replace(" or ", " ").split()), relation=relation) for topic in topics)
    decider = Decider(projects.index.store, projects.retriever)
    outcome = decider.decide(replace(plan, concepts=parted, text=" ".join(topics), whole=question, beside=()))
    assert [id_.split(".")[-1] for id_ in outcome.plan.questions] == [asked]
    names = projects.index.store.respondents
    matched = {names[found.respondent].name for found in outcome.found if found.verdict == "matched"}
    assert matched == {name for n, name in enumerate(_NAMES) if belongs(n)}


@pytest.mark.parametrize(("claim", "asked"), [("Swagger", False), ("données personnelles collectées", True)])
def test_a_word_by_itself_is_no_question_in_another_language(projects: Engine, claim: str, asked: bool) -> None:
    recogniser = QuestionRecogniser(projects.index.store, projects.retriever, Judge.shipped())
    query = projects.retriever.query(claim)
    likeness = [0.9, *[0.1] * (len(projects.index.store.questions) - 1)]
    whole = f"Quels projets ont {claim} ?"
    assert recogniser._is_asked_in_another_language(query, whole, 0, likeness) is asked
