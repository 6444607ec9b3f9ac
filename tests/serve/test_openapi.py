from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from msqqa.render.as_json import schema as answer_schema
from msqqa.serve.openapi import description
from msqqa.serve.operations import OPERATIONS

if TYPE_CHECKING:
    from tests.serve.conftest import Served

BODIES: dict[str, dict[str, Any]] = {
    "ask": {"question": "who has a data protection law"},
    "search": {"words": "portal"},
    "tally": {"question": "1"},
}


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for inner in value.values() for one in _references(inner)]
    return [one for inner in value for one in _references(inner)] if isinstance(value, list) else []


def test_what_is_served_is_the_description(served: Served) -> None:
    assert served.get("/api/openapi.json").json == description()
    assert description()["openapi"].startswith("3.1")


def test_every_reference_leads_somewhere() -> None:
    schemas = description()["components"]["schemas"]
    for reference in _references(description()):
        assert reference.removeprefix("#/components/schemas/") in schemas, reference


def test_the_answer_is_the_contracts() -> None:
    own = description()["components"]["schemas"]["Answer"]
    assert own["required"] == answer_schema()["required"]
    assert own["properties"].keys() == answer_schema()["properties"].keys()


def test_every_schema_is_one() -> None:
    for schema in [*description()["components"]["schemas"].values(), *(op.takes for op in OPERATIONS)]:
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_what_comes_back_is_as_described(served: Served, operation: Any) -> None:
    if operation.method == "POST":
        reply = served.post(operation.path, BODIES[operation.name])
    elif operation.name == "show":
        cited = served.post("/api/ask", BODIES["ask"]).json["citations"][0]["id"]
        reply = served.get(f"/api/show?citation={re.sub('#', '%23', cited)}")
    else:
        reply = served.get(operation.path)
    assert reply.status == 200, reply.text
    whole = {**description(), "$ref": f"#/components/schemas/{operation.gives}"}
    jsonschema.Draft202012Validator(whole).validate(reply.json)
    described = description()["paths"][operation.path][operation.method.lower()]["responses"]
    wrong = served.get(f"{operation.path}?nonsense=1") if operation.method == "GET" else served.post(operation.path, {})
    assert wrong.status == 422
    assert "422" in described
    jsonschema.Draft202012Validator({**description(), "$ref": "#/components/schemas/Error"}).validate(wrong.json)
