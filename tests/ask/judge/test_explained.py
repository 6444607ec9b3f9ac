"""Fields of one matter, in a form that nobody wrote up: which cell is cited, of whom, and by which words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.plan.choose import asks_whether
from tests.support import open_corpus

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

_NAMES = ("Amber Ledger", "Birch Clinic", "Cobalt Maps", "Dune Schools", "Ember Grid", "Fjord Relief")


def _record(n: int, name: str) -> dict[str, object]:
    return {
        "name": name,
        "exports": {
            "supportsExports": "Yes" if n % 3 else "No",
            "exportFormats": ["CSV", "Parquet and XLSX"][n % 2 :] if n % 3 else [],
            "exportEvidence": f"https://example.org/{n}/exports",
        },
        "privacy": {
            "collectsPII": "Yes" if n % 2 else "No",
            "privacyDescription": f"Records of visit {n} are kept for a month." if n % 2 else "",
        },
        "backup": {"hasBackup": "Yes", "restoreDrills": "Yes" if n % 2 else "No"},
        "pilotRegions": [["Northern Coast", "Hill District"], ["Lake Province"]][n % 2],
    }


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    files = {f"{name.lower().replace(' ', '-')}.json": json.dumps(_record(n, name)) for n, name in enumerate(_NAMES)}
    return open_corpus(tmp_path_factory.mktemp("projects"), files)


def _cited(answer: Answer) -> str:
    first = answer.citations[0]
    return f"{first.respondent}/{first.question.split('.')[-1].replace(' ', '')}"


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("which exports does Birch Clinic support", "birch-clinic/exportformats"),
        ("what kind of exports does Ember Grid support", "ember-grid/exportformats"),
        ("does Birch Clinic support exports", "birch-clinic/supportsexports"),
        ("is PII collected by Birch Clinic", "birch-clinic/collectsPII"),
        ("what evidence of exports is there for Birch Clinic", "birch-clinic/exportevidence"),
        # A no that nobody explained, and a further yes, are cited as they stand.
        ("which exports does Amber Ledger support", "amber-ledger/supportsexports"),
        ("tell me about backup in Cobalt Maps", "cobalt-maps/hasbackup"),
    ],
)
def test_who_asks_what_is_not_told_yes(projects: Engine, question: str, cited: str) -> None:
    assert _cited(projects.ask(question)) == cited


@pytest.mark.parametrize(
    ("question", "respondent"),
    [
        ("in which regions is Birch Clinic run as a pilot", ("birch-clinic",)),
        ("which regions run pilots of Cobalt Maps", ("cobalt-maps",)),
        ("which projects mention Cobalt Maps", ()),
        ("which projects work with Cobalt Maps", ()),
    ],
)
def test_what_a_form_asks_for_is_asked_of_the_one_named(
    projects: Engine, question: str, respondent: tuple[str, ...]
) -> None:
    plan = projects.planner.plan(projects.read(question))
    if respondent:
        assert (plan.operator, plan.respondents) == ("lookup", respondent)
    else:
        assert plan.operator == "which"


def test_a_long_form_is_found_where_the_form_has_its_abbreviation(projects: Engine) -> None:
    phrase = "which projects collect personally identifiable information"
    assert projects.planner.terms.as_asked(phrase) == "which projects collect PII"
    answer = projects.ask(phrase)
    matched = {told.name for told in answer.respondents if told.verdict == "matched"}
    assert matched == {"Birch Clinic", "Dune Schools", "Fjord Relief"}


def test_who_asks_whether_is_told_yes_though_a_question_behind_it_explains() -> None:
    """The reader takes "are all … of X …" for what asks for a set; its first word says that a yes will do."""
    assert asks_whether("are all restore drills of Birch Clinic done")
    assert asks_whether("Есть ли у Birch Clinic резервные копии?")
    assert not asks_whether("could you list the exports of Birch Clinic")
    assert not asks_whether("which exports are there")


def test_a_yes_tells_neither_when_nor_who(projects: Engine) -> None:
    assert projects.ask("does Birch Clinic hold restore drills").answered
    assert not projects.ask("when did Birch Clinic hold its restore drills").answered
    assert not projects.ask("who held the restore drills of Birch Clinic").answered


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("which projects rehearse restores", True),
        ("which ones practise restoring", True),
        ("in which projects are restores not rehearsed", False),
    ],
)
def test_a_yes_or_no_field_is_known_by_other_words_where_no_other_comes_near(
    projects: Engine, question: str, yes: bool
) -> None:
    answer = projects.ask(question)
    matched = {r.name for r in answer.respondents if r.verdict == "matched"}
    assert matched == {name for n, name in enumerate(_NAMES) if bool(n % 2) == yes}
