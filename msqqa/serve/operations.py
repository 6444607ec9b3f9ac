"""The JSON API: each operation with what it takes, what it gives, and how it is done.

Routes, checks of what comes in, and the description (:mod:`msqqa.serve.openapi`) are all made from this one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msqqa.arguments import (
    AROUND,
    BY,
    CLOSED,
    EVERYONE,
    FILTERS,
    LONGEST_ID,
    QUESTION,
    STANCE,
    WORDS,
    arguments,
    limit,
    text,
)
from msqqa.render.as_json import as_dict, hit_dict, place_dict
from msqqa.render.matrix.as_json import as_dict as matrix_dict
from msqqa.serve.desk import RequestedCells
from msqqa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from msqqa.arguments import Schema
    from msqqa.serve.desk import Desk

    Made = Callable[[], dict[str, Any]]
    Handler = Callable[[Desk, dict[str, Any]], Awaitable[Made]]

MOST = 1_000
"""Passages of one answer, at most."""


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


_LIMIT = limit(MOST)
_ASK = arguments(("question",), question=QUESTION, **FILTERS, limit=_LIMIT, everyone=EVERYONE)
_SEARCH = arguments(("words",), words=WORDS, **FILTERS, stances=STANCE, limit=_LIMIT)
_TALLY = arguments(("question",), question=CLOSED, by=BY, **FILTERS)
_CITATION = text("A citation's id, as answers give it: corpus/respondent/question#from-to.", LONGEST_ID)
_SHOW = arguments(("citation",), citation=_CITATION, around=AROUND)


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
    held = await desk.describe_holdings()
    return lambda: held


async def _health(desk: Desk, given: dict[str, Any]) -> Made:  # noqa: ARG001
    return lambda: {"status": "ok", "msqqa": __version__}


_NOTHING = arguments()
OPERATIONS = (
    Operation("POST", "/api/ask", "ask", "Answer a question, with citations.", _ASK, "Answer", _ask),
    Operation("POST", "/api/search", "search", "Find passages; nothing is decided.", _SEARCH, "Passages", _search),
    Operation("POST", "/api/tally", "tally", "Count a closed question's answers.", _TALLY, "Answer", _tally),
    Operation(
        "GET", "/api/show", "show", "Show a cited place in its surroundings.", _SHOW, "Place", _show, may_miss=True
    ),
    Operation(
        "GET", "/api/matrix", "matrix", "What each says to each question.", arguments((), **FILTERS), "Matrix", _matrix
    ),
    Operation("GET", "/api/info", "info", "What the index holds.", _NOTHING, "Info", _info),
    Operation("GET", "/api/health", "health", "Whether somebody is there.", _NOTHING, "Health", _health),
)
