"""Judged claims: every line is read, and what is made of them is what their README says."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from msqqa.judge.labels import HEADS
from msqqa.train.examples import ExampleError
from msqqa.train.judgments import Judgment, read, strangers
from tests.support import REPO

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = REPO / "evals" / "judging"
CELL = {
    "domain": "ports",
    "lang": "en",
    "question": "Does the port publish its rules?",
    "tick": "yes",
    "sentences": [
        {"text": "Rules for berthing are on the site.", "factuality": "affirmed"},
        {"text": "An English version of the rules will follow.", "factuality": "planned"},
        {"text": "Boats are counted daily.", "factuality": "affirmed"},
    ],
    "claims": [
        {"claim": "publish rules", "same": "same", "labels": {"1": "yes"}, "verdict": "yes"},
        {"claim": "rules in English", "same": "narrower", "labels": {"2": "planned"}, "verdict": "planned"},
    ],
}


@pytest.fixture(scope="module")
def judgments() -> list[Judgment]:
    return read(sorted(FOLDER.glob("*.jsonl")))


def test_every_line_is_read_and_every_label_is_used(judgments: list[Judgment]) -> None:
    for head, labels in HEADS.items():
        assert {j.label for j in judgments if j.head == head} == set(labels)
    judged = [j for j in judgments if j.head == "bearing"]
    assert len(judged) >= 5000
    assert len({j.writer for j in judged}) >= 10
    assert len({j.domain for j in judged}) >= 8
    assert min(Counter(j.language for j in judged)[code] for code in ("en", "fr", "es")) >= 500
    assert read(sorted((FOLDER / "public").glob("*.jsonl")))


def _read(tmp_path: Path, *lines: object) -> list[Judgment]:
    file = tmp_path / "w.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return read([file])


def test_a_cell_teaches_its_claims_beside_its_question_and_its_sentences(tmp_path: Path) -> None:
    found = _read(tmp_path, CELL)
    bearing = [(j.claim, j.sentence, j.label) for j in found if j.head == "bearing"]
    first, second, third = (s["text"] for s in CELL["sentences"])  # type: ignore[index]
    assert ("publish rules", first, "yes") in bearing
    assert (CELL["question"], first, "yes") in bearing  # the question is a claim too
    assert ("rules in English", first, "none") in bearing  # shares most words of those that do not tell
    assert all(sentence != third for _, sentence, _ in bearing)
    assert [j.label for j in found if j.head == "factuality"] == ["affirmed", "planned", "affirmed"]
    assert [j.label for j in found if j.head == "sameness"] == ["same", "narrower"]
    assert next(j for j in found if j.sentence == second and j.claim == "rules in English").before == first


@pytest.mark.parametrize(
    "broken",
    [
        {**CELL, "claims": [{"claim": "x", "labels": {"1": "maybe"}}]},
        {**CELL, "claims": [{"claim": "x", "labels": {"9": "yes"}}]},
        {"form": "a", "question": "b", "claim": "c", "label": "alike"},
        {"question": "b"},
    ],
)
def test_a_line_that_is_none_is_named(tmp_path: Path, broken: dict[str, object]) -> None:
    with pytest.raises(ExampleError, match=r"w\.jsonl:2"):
        _read(tmp_path, CELL, broken)


def test_a_stranger_is_another_questions_answer_and_does_not_tell(judgments: list[Judgment]) -> None:
    made = list(strangers(judgments))
    assert {j.label for j in made} == {"none"}
    real = {(j.writer, j.claim, j.question) for j in judgments if j.head == "bearing"}
    assert not real & {(j.writer, j.claim, j.question) for j in made}
    some = judgments[:2000]
    assert list(strangers(some)) == list(strangers(some))  # each time the same


ROW = {
    "domain": "ports",
    "lang": "en",
    "question": "Does the port publish its rules?",
    "answers": [
        {"tick": "yes", "sentences": [{"text": "On the site.", "factuality": "affirmed"}]},
        {"tick": "no", "sentences": [{"text": "Nothing is published.", "factuality": "denied"}]},
    ],
    "claims": [{"claim": "are [X]'s rules online?", "same": "same", "told": {"1.1": "yes", "2.1": "no"}}],
}


def test_a_row_teaches_a_claim_beside_each_answer_and_beside_its_question_once(tmp_path: Path) -> None:
    found = _read(tmp_path, ROW)
    told = [(j.sentence, j.label) for j in found if j.head == "bearing" and j.claim == "are rules online"]
    assert told == [("On the site.", "yes"), ("Nothing is published.", "no")]
    assert [j.label for j in found if j.head == "sameness"] == ["same"]
