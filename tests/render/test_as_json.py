"""A plan as JSON follows its schema, outlives being written and read, and given back as filters is the same plan."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.ask.plan import Filters
from msqqa.model import STANCES, Compare, Concept, Count, Lookup, Mode, Open, Polarity, Which
from msqqa.model.plan import Relation
from msqqa.render.as_json import _plan, schema

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.model import Plan

NAMES = st.lists(st.text(max_size=8), max_size=3).map(tuple)
CONCEPTS = st.builds(
    Concept,
    terms=NAMES,
    questions=NAMES,
    polarity=st.sampled_from(get_args(Polarity)),
    relation=st.sampled_from(get_args(Relation)),
)
SHARED: dict[str, Any] = {
    "respondents": NAMES,
    "questions": NAMES,
    "editions": NAMES,
    "absent": NAMES,
    "concepts": st.lists(CONCEPTS, max_size=3).map(tuple),
    "combine": st.sampled_from(["and", "or"]),
}
OF_SETS: dict[str, Any] = {
    "mode": st.sampled_from(get_args(Mode)),
    "polarity": st.sampled_from(get_args(Polarity)),
    "sought": st.sampled_from([None, *STANCES]),
}
PLANS = st.one_of(
    *(st.builds(kind, **SHARED) for kind in (Lookup, Compare, Open)),
    *(st.builds(kind, **SHARED, **OF_SETS) for kind in (Which, Count)),
)


@settings(max_examples=60, deadline=None)
@given(plan=PLANS)
def test_a_plan_as_json_is_whole(plan: Plan) -> None:
    told = _plan(plan)
    jsonschema.Draft202012Validator(schema()["properties"]["plan"] | {"$defs": schema().get("$defs", {})}).validate(
        told
    )
    assert json.loads(json.dumps(told)) == told
    again = replace(plan, concepts=tuple(Concept(**{k: _hashed(v) for k, v in c.items()}) for c in told["concepts"]))
    assert again == plan
    assert type(plan).operator == told["operator"]


def _hashed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize(
    "question",
    [
        "does Kenya have a data protection law",
        "which countries mention WCAG",
        "how many countries have a regulatory sandbox",
        "which countries do not have a regulatory sandbox",
        "compare Kenya and Japan on open data",
    ],
)
def test_a_plan_that_is_given_back_is_the_same(survey_engine: Engine, question: str) -> None:
    reading = survey_engine.read(question)
    told = _plan(survey_engine.planner.plan(reading))
    filters = Filters(
        operator=told["operator"],
        mode=told["mode"],
        polarity=told["polarity"] if told["mode"] else None,
        respondents=tuple(told["respondents"]),
        questions=tuple(told["questions"]),
    )
    assert _plan(survey_engine.planner.plan(reading, filters)) == told
