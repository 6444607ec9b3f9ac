"""What a program asks for, held against the schema that the description publishes."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from msqqa.errors import UserError

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from msqqa.arguments import Schema


class RequestError(UserError):
    """A request that is not what the description says."""

    code = "request"


class MalformedError(RequestError):
    """A body that is no JSON at all."""

    code = "json"


def check_body(body: bytes, schema: Schema) -> dict[str, Any]:
    """Return the object that a body holds, with the defaults of what it leaves out.

    Raises
    ------
    MalformedError
        If it is no JSON.
    RequestError
        If it is not what the schema says.
    """
    try:
        given = json.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise MalformedError("the body is no JSON in UTF-8", "send an object, as the description shows") from error
    return _check_object(given, schema)


def check_query(query: QueryParams, schema: Schema) -> dict[str, Any]:
    """Return what a query asks for, with the defaults of what it leaves out; numbers as numbers.

    Raises
    ------
    RequestError
        If it is not what the schema says.
    """
    given: dict[str, Any] = {}
    for name in dict.fromkeys(name for name, _ in query.multi_items()):
        values: list[Any] = query.getlist(name)
        kind = schema["properties"].get(name, {}).get("type")
        if kind == "array":
            given[name] = values
        elif len(values) > 1:
            raise RequestError(f"{name} is given {len(values)} times", "give it once")
        else:
            given[name] = _number(values[0]) if kind == "integer" else values[0]
    return _check_object(given, schema)


def _number(text: str) -> int | str:
    """Return the number that a text is; the text where it is none, so that it is refused as such."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else text


def _check_object(given: Any, schema: Schema) -> dict[str, Any]:
    from jsonschema.exceptions import best_match

    error = best_match(_validator(json.dumps(schema)).iter_errors(given))
    if error is not None:
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
        raise RequestError(f"{where.lstrip('.') or 'the request'}: {_shorten(error.message)}", "see /api/openapi.json")
    if not _is_text(given):
        raise RequestError("a text holds half of a character", "send whole ones")
    defaults = {name: of["default"] for name, of in schema["properties"].items() if "default" in of}
    whole = {name: int(value) if isinstance(value, float) else value for name, value in given.items()}
    return {**defaults, **whole}


def _shorten(message: str) -> str:
    return message if len(message) <= 200 else f"{message[:199]}…"


def _is_text(given: Any) -> bool:
    """Return whether all texts can be written as UTF-8: JSON can hold halves of characters."""
    try:
        json.dumps(given, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema))
