from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from msqqa.evaluate.questions import GoldQuestion
from msqqa.evaluate.run import run, score

if TYPE_CHECKING:
    from pathlib import Path

    from support import Run

    from msqqa.ask.engine import Engine


def _gold(text: str, *cells: str, kind: str = "lookup", stance: str | None = None) -> GoldQuestion:
    return GoldQuestion(text, kind, text, cells, (), stance, "")


RIGHT = _gold("does Kenya have a data protection law", "kenya/1", stance="yes")
WRONG = _gold("does Peru have a regulatory sandbox", "peru/4", stance="no")
ABSENT = _gold("does Estonia have a regulatory sandbox", kind="unanswerable")
REFUSED = _gold("does Finland have a regulatory sandbox", "peru/2")


def test_a_right_answer_counts(survey_engine: Engine) -> None:
    scores = run(survey_engine, [RIGHT])
    assert (scores.questions, scores.hit_at_1, scores.hit_at_5, scores.stance) == (1, 1.0, 1.0, 1.0)
    assert (scores.exact, scores.right_respondent, scores.supported) == (1.0, 1.0, 1.0)
    assert scores.abstention_recall is None
    assert scores.misses == []


def test_a_wrong_answer_does_not_count(survey_engine: Engine) -> None:
    scores = run(survey_engine, [RIGHT, WRONG])
    assert scores.hit_at_1 == 0.5
    assert scores.stance == 0.5
    assert len(scores.misses) == 1
    assert "peru/4" in scores.misses[0]


def test_a_refusal_counts_where_it_is_due(survey_engine: Engine) -> None:
    scores = run(survey_engine, [RIGHT, ABSENT, REFUSED])
    assert scores.abstention_precision == 0.5
    assert scores.abstention_recall == 1.0
    assert scores.wrongly_refused == 0.5
    assert scores.hit_at_1 == 0.5, "a refused question is no hit, whatever its nearest passage"


def test_progress_is_told(survey_engine: Engine) -> None:
    told: list[int] = []
    run(survey_engine, [RIGHT, ABSENT], told.append)
    assert told == [1, 2]


def test_a_quote_that_is_not_in_the_file_is_counted(survey_engine: Engine) -> None:
    answer = survey_engine.ask(RIGHT.text)
    first = answer.citations[0]
    bent = replace(answer, citations=(replace(first, quote=first.quote.upper()), *answer.citations[1:]))
    scores = score(survey_engine, [RIGHT], [bent])
    assert scores.exact is not None
    assert scores.exact < 1
    assert scores.supported == 0.0


def test_a_citation_of_another_respondent_is_counted(survey_engine: Engine) -> None:
    answer = survey_engine.ask(RIGHT.text)
    bent = replace(answer, citations=tuple(replace(c, respondent="peru") for c in answer.citations))
    assert score(survey_engine, [RIGHT], [bent]).right_respondent == 0.0


def test_nothing_measured_is_none(survey_engine: Engine) -> None:
    scores = score(survey_engine, [], [])
    assert scores.questions == 0
    assert scores.hit_at_1 is None
    assert scores.exact is None


@pytest.mark.parametrize("form", ["json", "terminal"])
def test_the_command_prints_the_scores(small: Run, tmp_path: Path, form: str) -> None:
    file = tmp_path / "set.jsonl"
    row = {"id": "a", "kind": "lookup", "text": RIGHT.text, "cells": ["kenya/1"], "stance": "yes"}
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    result = small("eval", file, "--format", form)
    assert result.status == 0
    if form == "json":
        assert result.json[str(file)]["hit_at_1"] == 1.0
    else:
        assert "hit@1" in result.out
        assert "1.000" in result.out


def test_a_set_for_another_corpus_is_refused(small: Run, tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": "a", "kind": "lookup", "text": "x", "cells": ["mongolia/1"]}\n', encoding="utf-8")
    result = small("eval", file)
    assert result.status == 2
    assert result.out == ""
    assert "mongolia/1" in result.err
