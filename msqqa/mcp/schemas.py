"""JSON Schemas of what tools take and return.

``ask`` and ``tally`` return what ``msqqa/render/answer.schema.json`` describes; ``results.schema.json`` beside this
module describes what the others return, and takes a citation from there.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from msqqa.model import STANCES
from msqqa.render.as_json import schema as of_answer

LONGEST = 10_000
"""Characters of a text that a tool takes."""


def of_result(tool: str) -> dict[str, Any]:
    """Return the schema of what a tool returns; it refers to nothing outside of itself."""
    answer = of_answer()
    if tool in ("ask", "tally"):
        return answer
    text = (resources.files("msqqa.mcp") / "results.schema.json").read_text(encoding="utf-8")
    own: dict[str, Any] = json.loads(text)[tool]
    return {**own, "$defs": {"citation": answer["$defs"]["citation"]}}


def arguments_schema(required: tuple[str, ...] = (), **properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a tool's arguments; a name that is none of them is refused."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def text(what: str) -> dict[str, Any]:
    """Return the schema of a text."""
    return {"type": "string", "minLength": 1, "maxLength": LONGEST, "description": what}


def texts(what: str) -> dict[str, Any]:
    """Return the schema of a list of texts; an empty one filters nothing."""
    return {"type": "array", "items": text("a name or an id"), "maxItems": 500, "description": what}


def number(what: str, default: int, most: int) -> dict[str, Any]:
    """Return the schema of a number of things."""
    return {"type": "integer", "minimum": 0, "maximum": most, "default": default, "description": what}


def switch(what: str) -> dict[str, Any]:
    """Return the schema of something that is off unless it is asked for."""
    return {"type": "boolean", "default": False, "description": what}


def stances(what: str) -> dict[str, Any]:
    """Return the schema of a list of stances."""
    return {"type": "array", "items": {"enum": list(STANCES)}, "description": what}


RESPONDENTS = texts("Only these respondents, by name or id. Leave out for all.")
QUESTIONS = texts("Only these questions of the form, by id such as 37 or 49.gender. Leave out for all.")
EDITIONS = texts("Only these editions (waves) of the form, such as 2022. Leave out for all.")
