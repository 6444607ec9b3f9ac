"""Records of which most fields are worded: sentences decide a set there, whatever closed field comes near."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support import open_corpus

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine

_PLACES = ["Kenya", "Ghana", "India", "Chile", "Peru", "Nepal"]
_PRACTICES = {
    "amber-ledger": "Our teams follow agile development, with a review each fortnight.",
    "birch-clinic": "The code is written by two nurses in the evenings.",
    "cobalt-maps": "We keep to agile development, in sprints of two weeks.",
    "dune-schools": "Releases come once a year, after the harvest.",
    "ember-grid": "Everything is planned on paper a year ahead, and built after that.",
    "fjord-relief": "There is no method; whoever has time mends what is broken.",
}


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    files = {}
    for n, (name, practices) in enumerate(_PRACTICES.items()):
        record = {
            "name": name.replace("-", " ").title(),
            "practices": practices,
            "about": f"The {name.split('-')[1]} is kept by {n + 2} people, who wrote it in {2010 + n}.",
            "safety": f"Records lie on {n + 3} servers, behind a door with a lock.",
            "licence": f"Free for all since version {n + 1}, on the terms of its makers.",
            "collectsPersonalData": "Yes" if n % 2 else "No",
            "developmentCountries": [_PLACES[n], _PLACES[(n + 1) % 6]],
        }
        files[f"{name}.json"] = json.dumps(record)
    return open_corpus(tmp_path_factory.mktemp("worded"), files)


def test_half_the_words_of_a_closed_field_are_no_reason_to_refuse(projects: Engine) -> None:
    answer = projects.ask("Which projects use agile development?")
    assert answer.answered
    assert {f.id for f in answer.respondents if f.verdict == "matched"} == {"amber-ledger", "cobalt-maps"}


def test_options_say_nothing_in_sentences(projects: Engine) -> None:
    answer = projects.ask("who is at work in a warm country far away", everyone=True)
    cited = {c.n: c for c in answer.citations}
    told = [cited[n] for f in answer.respondents if f.verdict == "matched" for n in f.citations]
    assert not any(place in citation.quote for citation in told for place in _PLACES)


def test_a_closed_field_decides_what_it_asks(projects: Engine) -> None:
    answer = projects.ask("Which projects collect personal data?")
    assert {f.id for f in answer.respondents if f.verdict == "matched"} == set(list(_PRACTICES)[1::2])


@pytest.mark.parametrize(
    "question", ["Which projects plan a defibrillator?", "which projects have a submarine (Nautilus, Alvin or similar)"]
)
def test_nothing_is_told_where_nobody_is_told_of(projects: Engine, question: str) -> None:
    answer = projects.ask(question, everyone=True)
    assert not answer.answered or any(found.verdict != "none" for found in answer.respondents)


def test_a_far_closed_field_tells_no_plan(projects: Engine) -> None:
    answer = projects.ask("Which projects plan a defibrillator?", everyone=True)
    assert "collectspersonaldata" not in answer.plan.questions
