from __future__ import annotations

import pytest

from msqqa.serve.checking import RequestError, check_body, check_query

pytest.importorskip("jsonschema")
QueryParams = pytest.importorskip("starlette.datastructures", reason="pip install 'msqqa[serve]'").QueryParams

SCHEMA = {
    "type": "object",
    "required": ["one"],
    "properties": {
        "one": {"type": "string"},
        "some": {"type": "array", "items": {"type": "string"}, "default": []},
        "n": {"type": "integer", "minimum": 0, "default": 3},
    },
    "additionalProperties": False,
}


def test_what_is_left_out_has_its_default() -> None:
    assert check_body(b'{"one": "a"}', SCHEMA) == {"one": "a", "some": [], "n": 3}
    assert check_query(QueryParams("one=a"), SCHEMA) == {"one": "a", "some": [], "n": 3}


def test_a_query_says_the_same_as_a_body() -> None:
    query = check_query(QueryParams("one=a&some=b&some=c&n=7"), SCHEMA)
    assert query == check_body(b'{"one": "a", "some": ["b", "c"], "n": 7}', SCHEMA)


def test_a_whole_number_is_whole_however_it_is_written() -> None:
    n = check_body(b'{"one": "a", "n": 7.0}', SCHEMA)["n"]
    assert (n, type(n)) == (7, int)


@pytest.mark.parametrize("query", ["", "one=a&one=b", "one=a&n=x", "one=a&n=-1", "one=a&n=7.5", "one=a&other=1"])
def test_a_query_that_is_not_as_described_is_refused(query: str) -> None:
    with pytest.raises(RequestError):
        check_query(QueryParams(query), SCHEMA)


BODIES = {
    "a list": b"[]",
    "nothing": b"{}",
    "a number": b'{"one": 1}',
    "a truth": b'{"one": "a", "n": true}',
    "half a character": b'{"one": "\\udcff"}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_that_is_not_as_described_is_refused(body: bytes) -> None:
    with pytest.raises(RequestError):
        check_body(body, SCHEMA)
