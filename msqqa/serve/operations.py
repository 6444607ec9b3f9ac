"""The JSON API: each operation with what it takes, what it gives, and how it is done.

Routes, checks of what comes in, and the description (:mod:`msqqa.serve.openapi`) are all made from this one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msqqa.ask.reading.wording import LONGEST
from msqqa.model import STANCES
from msqqa.render.as_json import as_dict, hit_dict, place_dict
from msqqa.render.matrix.as_json import as_dict as matrix_dict
from msqqa.serve.desk import RequestedCells
from msqqa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from msqqa.serve.checking import Schema
    from msqqa.serve.desk import Desk

    Made = Callable[[], dict[str, Any]]
    Handler = Callable[[Desk, dict[str, Any]], Awaitable[Made]]

MOST = 1_000
"""Passages of one answer, at most."""
AROUND = 3
"""Lines before and after a cited place, as ``msqqa show`` has them."""
_MOST_NAMES, _LONGEST_NAME, _LONGEST_ID = 200, 300, 2_000


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a program may ask for."""

    method: str
    """``GET``, with its parameters in the query, or ``POST``, with a JSON object as its body."""
    path: str
    name: str
    summary: str
    takes: Schema
    """JSON Schema of the parameters, or of the body."""
    gives: str
    """The name of the schema of what comes back."""
    handler: Handler
    """Finds what is asked for, and returns what writes it up."""
    may_miss: bool = False
    """Whether what is asked for may not be there, which is status 404."""


def _names(of: str) -> Schema:
    return {
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": _LONGEST_NAME},
        "maxItems": _MOST_NAMES,
        "default": [],
        "description": f"Only these {of}; each overrides what the question says.",
    }


def _text(what: str, longest: int = LONGEST, **more: Any) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": longest, "description": what, **more}


def _object(required: list[str], properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


_FILTERS = {
    "respondents": _names("respondents, by name or id"),
    "questions": _names("questions of the form, by id"),
    "editions": _names("editions"),
}
_LIMIT: Schema = {
    "type": "integer",
    "minimum": 0,
    "maximum": MOST,
    "default": 10,
    "description": "How many passages at most, beyond those that an answer rests on.",
}
_ASK = _object(
    ["question"],
    {
        "question": _text("As somebody types it."),
        **_FILTERS,
        "limit": _LIMIT,
        "everyone": {
            "type": "boolean",
            "default": False,
            "description": "Whether respondents about whom nothing was found are listed too.",
        },
    },
)
_SEARCH = _object(
    ["words"],
    {
        "words": _text("What to look for."),
        **_FILTERS,
        "stances": {
            "type": "array",
            "items": {"enum": list(STANCES)},
            "maxItems": len(STANCES),
            "default": [],
            "description": "Only passages of answers that say so.",
        },
        "limit": _LIMIT,
    },
)
_TALLY = _object(
    ["question"],
    {
        "question": _text("A closed question's id, or words by which it is found."),
        "by": {
            "type": "string",
            "maxLength": LONGEST,
            "default": "",
            "description": "What splits the counts: another question, by id or words, or 'group' or 'edition'.",
        },
        **_FILTERS,
    },
)
_SHOW = _object(
    ["citation"],
    {
        "citation": _text("A citation's id, as answers give it: corpus/respondent/question#from-to.", _LONGEST_ID),
        "around": {
            "type": "integer",
            "minimum": 0,
            "maximum": 500,
            "default": AROUND,
            "description": "Lines before and after it.",
        },
    },
)


def read_requested(given: dict[str, Any]) -> RequestedCells:
    """Return whose answers a request is about."""
    return RequestedCells(*(tuple(given.get(name, ())) for name in ("respondents", "questions", "editions")))


async def _ask(desk: Desk, given: dict[str, Any]) -> Made:
    answer = await desk.ask(given["question"], read_requested(given), limit=given["limit"], everyone=given["everyone"])
    return lambda: as_dict(answer)


async def _search(desk: Desk, given: dict[str, Any]) -> Made:
    found = await desk.search(given["words"], read_requested(given), stances=given["stances"], limit=given["limit"])
    return lambda: {"query": given["words"], "passages": [*map(hit_dict, found)]}


async def _tally(desk: Desk, given: dict[str, Any]) -> Made:
    answer = await desk.tally(given["question"], given["by"], read_requested(given))
    return lambda: as_dict(answer)


async def _show(desk: Desk, given: dict[str, Any]) -> Made:
    place = await desk.place(given["citation"], given["around"])
    return lambda: place_dict(place.citation, place.before, place.after)


async def _matrix(desk: Desk, given: dict[str, Any]) -> Made:
    found = await desk.matrix(read_requested(given), whole=False)
    return lambda: matrix_dict(found)


async def _info(desk: Desk, given: dict[str, Any]) -> Made:  # noqa: ARG001
    held = await desk.held()
    return lambda: held


async def _health(desk: Desk, given: dict[str, Any]) -> Made:  # noqa: ARG001
    return lambda: {"status": "ok", "msqqa": __version__}


_NOTHING = _object([], {})
OPERATIONS = (
    Operation("POST", "/api/ask", "ask", "Answer a question, with citations.", _ASK, "Answer", _ask),
    Operation("POST", "/api/search", "search", "Find passages; nothing is decided.", _SEARCH, "Passages", _search),
    Operation("POST", "/api/tally", "tally", "Count a closed question's answers.", _TALLY, "Answer", _tally),
    Operation(
        "GET", "/api/show", "show", "Show a cited place in its surroundings.", _SHOW, "Place", _show, may_miss=True
    ),
    Operation(
        "GET", "/api/matrix", "matrix", "What each says to each question.", _object([], _FILTERS), "Matrix", _matrix
    ),
    Operation("GET", "/api/info", "info", "What the index holds.", _NOTHING, "Info", _info),
    Operation("GET", "/api/health", "health", "Whether somebody is there.", _NOTHING, "Health", _health),
)
