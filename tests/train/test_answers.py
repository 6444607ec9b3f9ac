"""Claims beside answers: a key names a sentence of an answer above, of the same file or of another one's rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from msqqa.train.answers import Answers
from msqqa.train.examples import ExampleError
from msqqa.train.judgments import read, strangers

if TYPE_CHECKING:
    from pathlib import Path

ANSWER = {"question": "Are fees public?", "sentences": ["On the site.", "The list is from May."]}
ROW = {"question": "Is there an app?", "answers": [{"sentences": [{"text": "No.", "factuality": "denied"}]}]}
CLAIM = {"claim": "fees on a website", "domain": "ports", "told": {"1.1": "yes", "1.2": "none"}}


def _write(folder: Path, name: str, *lines: object) -> Path:
    file = folder / name
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return file


def test_a_claim_is_judged_beside_each_sentence_that_it_names(tmp_path: Path) -> None:
    found = read([_write(tmp_path, "h.jsonl", ANSWER, CLAIM)])
    assert [(j.question, j.before, j.sentence, j.label) for j in found] == [
        ("Are fees public?", "", "On the site.", "yes"),
        ("Are fees public?", "On the site.", "The list is from May.", "none"),
    ]
    assert {(j.head, j.claim, j.writer, j.domain) for j in found} == {("bearing", "fees on a website", "h", "ports")}
    assert not list(strangers(found))  # beside it stands enough that does not tell


def test_answers_may_be_those_of_another_file(tmp_path: Path) -> None:
    _write(tmp_path, "rows.jsonl", ROW)
    own = [{"rows": "rows.jsonl"}, ANSWER, {**CLAIM, "told": {"1.1": "no", "2.1": "none"}}]
    assert [(j.sentence, j.label) for j in read([_write(tmp_path, "h.jsonl", *own)])] == [
        ("No.", "no"),
        ("On the site.", "none"),
    ]


@pytest.mark.parametrize("key", ["2.1", "1.3", "0.1", "1.0", "1"])
def test_a_key_that_names_nothing_is_an_error(tmp_path: Path, key: str) -> None:
    answers = Answers(tmp_path)
    assert answers.take(ANSWER)
    with pytest.raises((IndexError, ValueError)):
        answers.find(key)
    with pytest.raises(ExampleError, match=r"h\.jsonl:2"):
        read([_write(tmp_path, "h.jsonl", ANSWER, {**CLAIM, "told": {key: "yes"}})])


def test_a_file_of_rows_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExampleError, match=r"h\.jsonl:1"):
        read([_write(tmp_path, "h.jsonl", {"rows": "none.jsonl"})])
