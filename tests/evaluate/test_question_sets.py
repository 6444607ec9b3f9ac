from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support import REPO

from msqqa.errors import QuestionSetError
from msqqa.evaluate.questions import KINDS, check, load

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.index.open import Index

GOOD: dict[str, Any] = {
    "id": "a",
    "kind": "lookup",
    "text": "does Kenya have a law",
    "cells": ["kenya/1"],
    "respondents": ["kenya"],
    "stance": "yes",
    "note": "",
}
SETS = sorted((REPO / "evals" / "msq-2024").glob("*.jsonl"))


def _write(folder: Path, *lines: str) -> Path:
    file = folder / "set.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_set_is_read(tmp_path: Path) -> None:
    file = _write(tmp_path, json.dumps(GOOD), "", json.dumps(GOOD | {"id": "b", "kind": "unanswerable", "cells": []}))
    first, second = load(file)
    assert (first.id, first.kind, first.cells, first.stance) == ("a", "lookup", ("kenya/1",), "yes")
    assert (second.kind, second.cells) == ("unanswerable", ())


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        "5",
        "null",
        "{}",
        json.dumps({k: v for k, v in GOOD.items() if k != "id"}),
        json.dumps({k: v for k, v in GOOD.items() if k != "text"}),
        json.dumps({k: v for k, v in GOOD.items() if k != "cells"}),
        json.dumps(GOOD | {"kind": "riddle"}),
        json.dumps(GOOD | {"cells": []}),
        json.dumps(GOOD | {"kind": "unanswerable"}),
        json.dumps(GOOD),
    ],
)
def test_one_bad_line_spoils_a_set_and_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(QuestionSetError, match="line 2"):
        load(_write(tmp_path, json.dumps(GOOD), line))


def test_an_empty_or_missing_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="no question"):
        load(_write(tmp_path, ""))
    with pytest.raises(QuestionSetError):
        load(tmp_path / "nowhere.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(QuestionSetError):
        load(tmp_path / "latin.jsonl")


def test_gold_that_the_index_does_not_hold_is_refused(tmp_path: Path) -> None:
    file = _write(tmp_path, json.dumps(GOOD))
    check(load(file), {"kenya/1"}, file)
    with pytest.raises(QuestionSetError, match="kenya/1"):
        check(load(file), {"kenya/2"}, file)


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_a_shipped_set_fits_its_corpus(path: Path, msq_index: Index) -> None:
    questions = load(path)
    check(questions, {f"{c.respondent}/{c.question}" for c in msq_index.store.cells.values()}, path)
    assert {q.kind for q in questions} <= set(KINDS)
    assert len({q.text.casefold() for q in questions}) == len(questions)
    for question in questions:
        assert set(question.respondents) <= set(msq_index.store.respondents)


def test_no_question_is_both_developed_on_and_tested_on() -> None:
    texts = {path.stem: {q.text.casefold() for q in load(path)} for path in SETS}
    developed = set().union(*(own for stem, own in texts.items() if stem.startswith("dev")))
    shared = sorted(developed & texts["test"])
    assert shared == []
