from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.table.json_places import PlacedObject, PlacingDecoder

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def _check(value: Any, text: str) -> None:
    for inner in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        _check(inner, text)
    if isinstance(value, dict):
        assert isinstance(value, PlacedObject)
        for key, (start, end) in value.places.items():
            assert json.loads(text[start:end]) == value[key]


@given(VALUES, st.sampled_from([None, 1, 4]))
def test_each_value_stands_where_it_is_said_to(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    found, end = PlacingDecoder().raw_decode(text)
    assert (found, end) == (value, len(text))
    _check(found, text)


def test_of_a_key_that_stands_twice_the_last_value_counts() -> None:
    found, _ = PlacingDecoder().raw_decode('{"a": 1, "a": 22}')
    assert (dict(found), found.places) == ({"a": 22}, {"a": (14, 16)})


@pytest.mark.parametrize("text", ["{", '{"a"', '{"a": }', "[1,", '{"a": 1,}'])
def test_what_is_no_json_is_refused_as_by_the_standard_library(text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        PlacingDecoder().raw_decode(text)
