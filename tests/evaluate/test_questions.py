from __future__ import annotations

import json
from dataclasses import fields
from itertools import product
from typing import TYPE_CHECKING, Any, get_args

import jsonschema
import pytest

from msqqa.errors import QuestionSetError
from msqqa.evaluate.questions import KINDS, SET_KINDS, GoldQuestion, check, load
from msqqa.model import STANCES, Mode, Operator
from tests.evaluate.gold import QUESTIONS, write_set
from tests.support import REPO, is_one_line

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.index.open import Index
    from tests.support import Run

GOOD: dict[str, Any] = {
    "id": "a",
    "kind": "lookup",
    "text": "does Kenya have a law",
    "cells": ["kenya/1"],
    "respondents": ["kenya"],
    "stance": "yes",
    "note": "",
}
OTHER = GOOD | {"id": "b"}
SETS = sorted((REPO / "evals" / "msq-2024").glob("*.jsonl"))
SCHEMA = json.loads((REPO / "msqqa" / "evaluate" / "questions.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_knows_what_the_code_knows() -> None:
    known = SCHEMA["properties"]
    assert set(known["operator"]["enum"]) == {None, *get_args(Operator)}
    assert set(known["mode"]["enum"]) == {None, *get_args(Mode)}
    assert set(known["stance"]["enum"]) == {None, *STANCES}
    assert set(known["kind"]["enum"]) == {*KINDS}


def _without(*names: str, **changes: Any) -> dict[str, Any]:
    return {k: v for k, v in (OTHER | changes).items() if k not in names}


# ---------------------------------------------------------------- what is read


def test_a_set_is_read(tmp_path: Path) -> None:
    first, second = load(write_set(tmp_path, GOOD, "", GOOD | {"id": "b", "kind": "unanswerable", "cells": []}))
    assert (first.id, first.kind, first.cells, first.stance) == ("a", "lookup", ("kenya/1",), "yes")
    assert (second.kind, second.cells) == ("unanswerable", ())
    assert (first.answerable, second.answerable) == (True, False)


def test_every_kind_is_read(tmp_path: Path) -> None:
    questions = load(write_set(tmp_path))
    assert {q.kind for q in questions} == set(KINDS)
    assert {q.kind for q in questions if q.of_a_set} == set(SET_KINDS)
    assert [q.id for q in questions] == [row["id"] for row in QUESTIONS]
    assert next(q for q in questions if q.id == "count").number == 1
    assert next(q for q in questions if q.id == "nobody").respondents == ()


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_a_line_ends_nowhere_else_than_json_lines_end_it(tmp_path: Path, separator: str) -> None:
    text = f"does Kenya{separator}have a law"
    assert [q.text for q in load(write_set(tmp_path, GOOD | {"text": text}))] == [text]


def test_lines_may_end_as_windows_ends_them(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_bytes(b"\r\n".join(json.dumps(GOOD | {"id": id_}).encode() for id_ in "ab"))
    assert [q.id for q in load(file)] == ["a", "b"]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("no json", "Expecting value"),
        ('{"id": "b"', "Expecting ',' delimiter"),
        ("[]", "no JSON object"),
        ("5", "no JSON object"),
        ("null", "no JSON object"),
        ('"text"', "no JSON object"),
        ({}, "there is no 'kind'"),
        (_without("id"), "there is no 'id'"),
        (_without("text"), "there is no 'text'"),
        (_without("kind"), "there is no 'kind'"),
        (_without("cells"), "needs a gold cell"),
        (OTHER | {"kind": "riddle"}, "unknown kind 'riddle'"),
        (OTHER | {"kind": ["lookup"]}, "unknown kind"),
        (OTHER | {"cells": []}, "needs a gold cell"),
        (OTHER | {"cells": "kenya/1"}, "'cells' is no list of texts"),
        (OTHER | {"cells": ["kenya/1", 1]}, "'cells' is no list of texts"),
        (OTHER | {"cells": {"kenya/1": 1}}, "'cells' is no list of texts"),
        (OTHER | {"respondents": "kenya"}, "'respondents' is no list of texts"),
        (OTHER | {"respondents": None}, "'respondents' is no list of texts"),
        (OTHER | {"kind": "unanswerable"}, "unanswerable question has gold cells"),
        (_without("respondents", kind="which"), "gold set in 'respondents'"),
        (_without("respondents", kind="count"), "gold set in 'respondents'"),
        (_without("respondents", kind="not"), "gold set in 'respondents'"),
        (OTHER | {"answer": "yes"}, "unknown field 'answer'"),
        (OTHER | {"Cells": []}, "unknown field 'Cells'"),
        (OTHER | {"text": ""}, "no question in 'text'"),
        (OTHER | {"text": " \t"}, "no question in 'text'"),
        (OTHER | {"text": 7}, "no question in 'text'"),
        (OTHER | {"stance": "maybe"}, "unknown stance 'maybe'"),
        (OTHER | {"stance": True}, "unknown stance True"),
        (OTHER | {"number": -1}, "-1 is no number"),
        (OTHER | {"number": True}, "True is no number"),
        (OTHER | {"number": "3"}, "'3' is no number"),
        (OTHER | {"number": 1.5}, "1.5 is no number"),
        (GOOD, "the id 'a' is there twice"),
    ],
)
def test_one_bad_line_spoils_a_set_and_is_named_with_its_reason(
    tmp_path: Path, line: dict[str, Any] | str, reason: str
) -> None:
    file = write_set(tmp_path, GOOD, "", line)
    with pytest.raises(QuestionSetError) as told:
        load(file)
    assert f"{file}, line 3: " in str(told.value)
    assert reason in str(told.value)


def test_a_text_and_a_number_are_one_id(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="line 2: the id '7' is there twice"):
        load(write_set(tmp_path, GOOD | {"id": "7"}, GOOD | {"id": 7}))


def test_an_id_that_would_be_cut_short_in_c_is_refused(tmp_path: Path) -> None:
    """``pytrec_eval`` ends an id at a NUL; of two that begin alike it ends the process."""
    with pytest.raises(QuestionSetError, match="line 1"):
        load(write_set(tmp_path, GOOD | {"id": "a\0b"}))


def test_a_line_that_is_nested_beyond_reason_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="line 1"):
        load(write_set(tmp_path, "[" * 100_000))


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n"])
def test_a_set_without_a_question_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionSetError, match="no question"):
        load(file)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="no question set at"):
        load(tmp_path / "nowhere.jsonl")
    with pytest.raises(QuestionSetError, match="cannot be read"):
        load(tmp_path)
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(QuestionSetError, match="UTF-8"):
        load(tmp_path / "latin.jsonl")


def test_nothing_of_a_spoiled_set_is_scored(small: Run, tmp_path: Path) -> None:
    file = write_set(tmp_path, *QUESTIONS, GOOD | {"kind": "riddle"})
    result = small("eval", file, "--report", tmp_path / "report")
    assert result.status == 2
    is_one_line(result, f"{file}, line {len(QUESTIONS) + 1}", "riddle")
    assert not (tmp_path / "report").exists()


def test_nothing_is_scored_where_one_of_the_sets_is_spoiled(small: Run, tmp_path: Path) -> None:
    result = small("eval", write_set(tmp_path), write_set(tmp_path, "5", name="spoiled.jsonl"))
    assert result.status == 2
    is_one_line(result, "spoiled.jsonl, line 1")


# ---------------------------------------------------------------- what the index holds


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"cells": ["kenya/1", "kenya/9"]}, "the cell 'kenya/9'"),
        ({"cells": ["estonia/1"]}, "the cell 'estonia/1'"),
        ({"cells": ["kenya"]}, "the cell 'kenya'"),
        ({"respondents": ["kenya", "estonia"]}, "the respondent 'estonia'"),
        ({"respondents": ["Kenya"]}, "the respondent 'Kenya'"),
        ({"kind": "which", "cells": [], "respondents": ["estonia"]}, "the respondent 'estonia'"),
        ({"edition": "2019"}, "edition '2019'"),
    ],
)
def test_gold_that_the_index_does_not_hold_is_refused(
    survey_index: Index, tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    file = write_set(tmp_path, GOOD, GOOD | {"id": "b"} | changes)
    with pytest.raises(QuestionSetError) as told:
        check(load(file), survey_index.store, file)
    assert f"{file}: question b names {named}, which the index does not hold" in str(told.value)


@pytest.mark.parametrize("edition", ["2023", "", None])
def test_gold_that_the_index_holds_is_taken(survey_index: Index, tmp_path: Path, edition: str | None) -> None:
    file = write_set(tmp_path, GOOD | {"edition": edition}, *QUESTIONS)
    check(load(file), survey_index.store, file)


def test_a_set_for_another_corpus_is_refused(small: Run, tmp_path: Path) -> None:
    result = small("eval", write_set(tmp_path, GOOD | {"cells": ["mongolia/1"]}))
    assert result.status == 2
    is_one_line(result, "mongolia/1")


# ---------------------------------------------------------------- schema


def _is_valid(line: Any) -> bool:
    return bool(VALIDATOR.is_valid(line))


def _is_taken(folder: Path, line: Any) -> bool:
    try:
        load(write_set(folder, json.dumps(line)))
    except QuestionSetError:
        return False
    return True


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]["kind"]["enum"]) == set(KINDS)
    assert set(SCHEMA["properties"]) == {field.name for field in fields(GoldQuestion)}


def _each(field: str, *values: Any) -> list[dict[str, Any]]:
    return [{field: value} for value in values]


CHANGES: tuple[dict[str, Any], ...] = (
    *_each("id", *("a b", 7, None, True, 1.5, ["a"], {})),
    *_each("kind", *(*KINDS, "riddle", None, 1, ["lookup"])),
    *({"kind": kind, "cells": []} for kind in KINDS),
    *({"kind": kind, "respondents": []} for kind in KINDS),
    *_each("text", *(" \n", "", None, 7, ["x"], "x")),
    *_each("cells", *("kenya/1", None, [1], [None], {}, ["kenya/1", "kenya/2"], [["kenya/1"]])),
    *_each("respondents", *("kenya", None, [1], {}, [], ["kenya", "peru"])),
    *_each("stance", *(None, "no", "planned", "partial", "blank", "unclear", "maybe", "", True, [])),
    *_each("number", *(0, 3, None, -1, True, False, "3", 1.5, [1])),
    *_each("edition", *("2023", "", None, 2023, True, ["2023"])),
    *_each("note", *("why", "", None, 5, ["why"])),
    {"answer": "yes"},
    {"": 1},
)


@pytest.mark.parametrize("changes", CHANGES, ids=json.dumps)
def test_the_schema_and_the_reader_take_the_same(tmp_path: Path, changes: dict[str, Any]) -> None:
    line = GOOD | changes
    assert _is_taken(tmp_path, line) == _is_valid(line)


@pytest.mark.parametrize(("kind", "name"), list(product(KINDS, GOOD)))
def test_the_schema_and_the_reader_miss_the_same(tmp_path: Path, kind: str, name: str) -> None:
    for cells in (["kenya/1"], []):
        line = _without(name, kind=kind, cells=cells)
        assert _is_taken(tmp_path, line) == _is_valid(line), line


@pytest.mark.parametrize("line", [5, "text", None, [], [GOOD], {}])
def test_what_is_no_question_is_none_by_the_schema_either(tmp_path: Path, line: Any) -> None:
    assert _is_taken(tmp_path, line) is _is_valid(line) is False


def test_the_questions_of_these_tests_are_valid() -> None:
    for row in QUESTIONS:
        VALIDATOR.validate(row)


# ---------------------------------------------------------------- the shipped sets


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_a_shipped_set_fits_its_corpus(path: Path, msq_index: Index) -> None:
    questions = load(path)
    check(questions, msq_index.store, path)
    assert {q.kind for q in questions} <= set(KINDS)
    assert len({q.text.casefold() for q in questions}) == len(questions)
    for question in questions:
        assert set(question.respondents) <= set(msq_index.store.respondents)


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_a_shipped_set_is_valid_by_the_schema(path: Path) -> None:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert [row["id"] for row in rows if not VALIDATOR.is_valid(row)] == []


def test_no_question_is_both_developed_on_and_tested_on() -> None:
    texts = {path.stem: {q.text.casefold() for q in load(path)} for path in SETS}
    developed = set().union(*(own for stem, own in texts.items() if stem.startswith("dev")))
    shared = sorted(developed & texts["test"])
    assert shared == []
