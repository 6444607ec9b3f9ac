from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from msqqa.render.as_json import as_dict, compact, describe_failure, schema

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine

CONTRACT = {
    (): {"question", "plan", "answered", "answer", "coverage", "respondents", "citations", "timing_ms"},
    ("plan",): {"operator", "mode", "polarity", "respondents", "questions", "terms", "concepts", "combine"},
    ("coverage",): {
        *("respondents", "examined", "matched", "possible", "rejected", "none"),
        *("yes", "no", "planned", "partial", "blank", "unclear"),
    },
    ("respondents", 0): {"id", "name", "verdict", "stance", "basis", "score", "citations"},
    ("citations", 0): {
        *("n", "id", "respondent", "question_id", "question", "source", "lines", "page", "chars", "quote", "sha256"),
    },
    ("timing_ms",): {"total"},
}


@pytest.fixture(scope="module")
def answer(survey_engine: Engine) -> dict[str, Any]:
    return as_dict(survey_engine.ask("which countries mention WCAG"))


def _at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def _valid(data: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(schema()).is_valid(data))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", CONTRACT)
def test_no_field_of_the_contract_is_missing(answer: dict[str, Any], path: tuple[Any, ...]) -> None:
    assert _at(answer, path).keys() >= CONTRACT[path]


OPTIONAL = {"timing_ms"}
"""Left out with ``--no-timing``."""


@pytest.mark.parametrize(
    ("path", "field"), [(p, f) for p, fields in CONTRACT.items() for f in sorted(fields - OPTIONAL)]
)
def test_the_schema_asks_for_every_field(answer: dict[str, Any], path: tuple[Any, ...], field: str) -> None:
    assert _valid(answer)
    bent = copy.deepcopy(answer)
    del _at(bent, path)[field]
    assert not _valid(bent)


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        ((), "answered", "yes"),
        (("plan",), "operator", "guess"),
        (("plan",), "mode", "guess"),
        (("plan",), "combine", "xor"),
        (("coverage",), "matched", "1"),
        (("respondents", 0), "verdict", "perhaps"),
        (("respondents", 0), "stance", "perhaps"),
        (("citations", 0), "chars", "1-2"),
        (("citations", 0), "n", "1"),
    ],
)
def test_the_schema_refuses_other_values(answer: dict[str, Any], path: tuple[Any, ...], field: str, value: Any) -> None:
    bent = copy.deepcopy(answer)
    _at(bent, path)[field] = value
    assert not _valid(bent)


def test_fields_may_be_added(answer: dict[str, Any]) -> None:
    assert _valid({**answer, "more": 1})


def test_a_line_that_is_no_question(answer: dict[str, Any]) -> None:
    data = describe_failure("", "question", "the question is empty")
    assert data == {
        "question": "",
        "answered": False,
        "error": {"code": "question", "message": "the question is empty"},
    }
    assert "\n" not in compact(data)
