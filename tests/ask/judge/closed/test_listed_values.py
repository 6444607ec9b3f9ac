"""A value of a list that nobody prescribed decides a set where the question names it: who is deployed where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from msqqa.model import SetPlan
from tests.support import open_corpus

if TYPE_CHECKING:
    import pathlib

    from msqqa.ask.engine import Engine

_MANY = [f"Province of the Lake {n}" for n in range(60)]
"""More than an answer holds that is no list."""
_PLACES = {
    "amber-ledger": ["Kenya", "Ghana", "India"],
    "birch-clinic": ["India", "Chile"],
    "cobalt-maps": [],
    "dune-schools": ["Ghana", "Kenya", *_MANY],
    "ember-grid": ["Chile", *_MANY],
    "fjord-relief": ["Kenya"],
}


def _corpus(folder: pathlib.Path, *, joined: bool) -> Engine:
    files = {}
    for n, (name, places) in enumerate(_PLACES.items()):
        record = {
            "name": name.replace("-", " ").title(),
            "about": f"The {name.split('-')[1]} is kept by {n + 2} people, who wrote it in {2010 + n}.",
            "deploymentCountries": "; ".join(places) if joined else places,
            "developmentCountries": "Kenya; Peru" if joined else ["Kenya", "Peru"],
        }
        files[f"{name}.json"] = json.dumps(record)
    return open_corpus(folder, files)


@pytest.fixture(scope="module", params=[False, True], ids=["list", "semicolons"])
def projects(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return _corpus(tmp_path_factory.mktemp("projects"), joined=request.param)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("which products are deployed in Kenya", "Kenya"),
        ("how many products are deployed in Chile", "Chile"),
        ("which projects are deployed in Ghana", "Ghana"),
    ],
)
def test_who_lists_a_value_is_in_the_set_of_it(projects: Engine, question: str, place: str) -> None:
    answer = projects.ask(question)
    assert isinstance(answer.plan, SetPlan)
    assert answer.plan.mode == "option"
    matched = {found.id for found in answer.respondents if found.verdict == "matched"}
    assert matched == {name for name, places in _PLACES.items() if place in places}
    cited = {c.n: c for c in answer.citations}
    assert all(place in cited[found.citations[0]].quote for found in answer.respondents if found.verdict == "matched")
