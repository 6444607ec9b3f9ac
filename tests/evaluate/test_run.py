from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.encode import Encoder
from msqqa.errors import QuestionSetError
from msqqa.evaluate.questions import load
from msqqa.evaluate.run import ALL, load_saved, run
from msqqa.evaluate.systems import NAMES, systems
from tests.evaluate.gold import QUESTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.evaluate.run import Report
    from msqqa.index.open import Index


def test_every_system_answers_every_question(report: Report) -> None:
    assert tuple(report.systems) == NAMES
    for scored in report.systems.values():
        assert set(scored.values["latency_ms"]) == {q["id"] for q in QUESTIONS}


def test_figures_are_told_by_kind_and_together(report: Report) -> None:
    figures = report.figures()["msqqa"]
    assert set(figures) == {ALL, *(q["kind"] for q in QUESTIONS)}
    assert figures["which"]["SetF"].n == 3
    assert figures[ALL]["SetF"].n == 5
    assert "abstention_precision" in figures[ALL]
    assert not any("abstention_precision" in of for kind, of in figures.items() if kind != ALL)


def test_what_is_wrong_in_the_gold_is_wrong_in_the_figures(report: Report) -> None:
    values = report.systems["msqqa"].values
    assert values["Success@1"]["a law"] == 1
    assert values["Success@1"]["refused"] == 0
    assert values["refused"]["refused"] == 1
    assert values["exact_set"] == {"words": 1, "half": 0, "nobody": 1, "not": 1, "count": 1}
    assert values["both_sides"] == {"both": 1}
    assert values["abstention_recall"] == {"elsewhere": 1, "nothing": 1}
    assert all(value == 1 for value in values["citations_exact"].values())


def test_what_a_system_does_not_claim_is_not_measured(report: Report) -> None:
    for name in ("bm25", "dense", "rrf"):
        assert not {"stance", "citations_exact", "coverage_stated", "both_sides"} & report.systems[name].values.keys()
        assert report.systems[name].refused == []


def test_stances_are_told_apart_by_their_basis(report: Report) -> None:
    assert report.systems["msqqa"].confusion["ticked: yes → yes"] == 1


def test_a_run_is_the_same_twice(survey_index: Index, set_file: Path, report: Report) -> None:
    again = run(survey_index, load(set_file), systems(survey_index, Encoder.named(), ("msqqa",)))
    before, after = (dict(r.systems["msqqa"].values) for r in (report, again))
    del before["latency_ms"], after["latency_ms"]
    assert before == after


def test_progress_is_told(survey_index: Index, set_file: Path) -> None:
    told: list[int] = []
    run(survey_index, load(set_file), systems(survey_index, Encoder.named(), ("bm25", "rrf")), "", told.append)
    assert told == list(range(1, 2 * len(QUESTIONS) + 1))


def test_a_report_is_read_again_as_it_was_written(report: Report, saved: dict[str, Any]) -> None:
    for name, scored in report.systems.items():
        kept = {measure: of for measure, of in scored.values.items() if measure != "latency_ms"}
        assert saved["values"][name] == kept
    assert saved["systems"] == json.loads(json.dumps(report.as_dict()))["systems"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"systems": {}}', "{", "\x00"])
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "results.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionSetError, match=r"results\.json"):
        load_saved(file)
    with pytest.raises(QuestionSetError):
        load_saved(tmp_path / "nowhere.json")
