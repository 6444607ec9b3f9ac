"""The API's description, in OpenAPI 3.1: made from the operations, and from the JSON Schema of an answer."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from msqqa.render.as_json import schema as answer_schema
from msqqa.serve.operations import OPERATIONS
from msqqa.version import __version__

if TYPE_CHECKING:
    from msqqa.serve.operations import Operation

_STATUSES = {
    "400": "The body is no JSON, or the request breaks HTTP.",
    "401": "A token is needed.",
    "403": "The host's name is not answered, or another page asks.",
    "404": "What is cited is not there.",
    "409": "The corpus is in the way: a correction that is not valid, or a source that changed.",
    "413": "The request is too large.",
    "415": "The body is not sent as JSON.",
    "422": "The request is not what is described here, or the question cannot be read as one.",
    "500": "A fault of msqqa's own.",
    "503": "Too many wait already.",
}
_OF_BODIES = ("415",)


def description() -> dict[str, Any]:
    """Return the description as an object."""
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "msqqa",
            "version": __version__,
            "summary": "Answers questions over folders of filled-in questionnaires, with exact citations.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        # The token is asked for only where others than this machine are listened to.
        "security": [{}, {"token": []}],
    }


def _operation(operation: Operation) -> dict[str, Any]:
    left_out = {*(() if operation.method == "POST" else _OF_BODIES), *(() if operation.may_miss else ("404",))}
    errors = {
        status: {"description": said, "content": _json({"$ref": "#/components/schemas/Error"})}
        for status, said in _STATUSES.items()
        if status not in left_out
    }
    described = {
        "operationId": operation.name,
        "summary": operation.summary,
        "responses": {
            "200": {
                "description": "What was asked for.",
                "content": _json({"$ref": f"#/components/schemas/{operation.gives}"}),
            },
            **errors,
        },
    }
    if operation.method == "POST":
        return {**described, "requestBody": {"required": True, "content": _json(operation.takes)}}
    parameters = [
        {"name": name, "in": "query", "required": name in operation.takes["required"], "schema": of}
        for name, of in operation.takes["properties"].items()
    ]
    return {**described, "parameters": parameters}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _schemas() -> dict[str, Any]:
    """Return the schemas of all that comes back; those of an answer from its own file."""
    answer = answer_schema()
    parts = answer.pop("$defs")
    answer.pop("$schema", None)
    named = {"Answer": answer, **{_name(name): of for name, of in parts.items()}}
    text = (resources.files("msqqa.serve") / "replies.schema.json").read_text(encoding="utf-8")
    moved: dict[str, Any] = _move_references(named)
    return {**moved, **json.loads(text)}


def _name(name: str) -> str:
    return name[:1].upper() + name[1:]


def _move_references(schema: Any) -> Any:
    """Return a schema whose references lead to where the description keeps what they mean."""
    if isinstance(schema, list):
        return [_move_references(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    before = "#/$defs/"
    return {
        key: f"#/components/schemas/{_name(value.removeprefix(before))}"
        if key == "$ref" and isinstance(value, str) and value.startswith(before)
        else _move_references(value)
        for key, value in schema.items()
    }
