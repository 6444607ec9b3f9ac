"""What a program may ask with: each argument described once, for the JSON API of ``serve`` and the tools of ``mcp``.

Each is a JSON Schema with bounds, a default where it may be left out, and a sentence for whoever reads the description.
"""

from __future__ import annotations

from typing import Any

from msqqa.ask.reading.wording import LONGEST
from msqqa.model import STANCES

Schema = dict[str, Any]
_MOST_NAMES, _LONGEST_NAME, LONGEST_ID = 500, 300, 2_000


def arguments(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """Return the schema of named arguments; a name that is none of them is refused."""
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def text(what: str, longest: int = LONGEST) -> Schema:
    """Return the schema of a text that is not empty, of so many characters at most."""
    return {"type": "string", "minLength": 1, "maxLength": longest, "description": what}


def number(what: str, default: int, most: int) -> Schema:
    """Return the schema of a number of things."""
    return {"type": "integer", "minimum": 0, "maximum": most, "default": default, "description": what}


def switch(what: str) -> Schema:
    """Return the schema of something that is off unless it is asked for."""
    return {"type": "boolean", "default": False, "description": what}


def limit(most: int) -> Schema:
    """Return the schema of how many passages are given, where one result holds so many at most."""
    return number("How many passages at most, beyond those that an answer rests on.", 10, most)


def _names(of: str) -> Schema:
    return {
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": _LONGEST_NAME},
        "maxItems": _MOST_NAMES,
        "default": [],
        "description": f"Only these {of}; it overrides what the question says. None stands for all.",
    }


QUESTION = text("The question, as somebody types it.")
WORDS = text("What to look for.")
CLOSED = text("A closed question's id, or words by which it is found.")
FILTERS = {
    "respondents": _names("respondents, by name or id"),
    "questions": _names("questions of the form, by id such as 37 or 49.gender"),
    "editions": _names("editions of the form, such as 2022"),
}
STANCE: Schema = {
    "type": "array",
    "items": {"enum": list(STANCES)},
    "maxItems": len(STANCES),
    "default": [],
    "description": "Only passages of answers that say so.",
}
BY: Schema = {
    "type": "string",
    "maxLength": LONGEST,
    "default": "",
    "description": "What splits the counts: another question, by id or words, or 'group' or 'edition'. Empty for none.",
}
EVERYONE = switch("Whether respondents about whom nothing was found are listed too.")
AROUND = number("Lines before and after a cited place.", 3, 500)
