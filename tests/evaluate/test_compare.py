from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msqqa.errors import QuestionSetError
from msqqa.evaluate.compare import compare, find_drops
from msqqa.evaluate.statistics import Estimate

if TYPE_CHECKING:
    from msqqa.evaluate.run import Report


def test_the_same_run_has_not_changed(saved: dict[str, Any], saved_too: dict[str, Any]) -> None:
    assert compare(saved, saved_too) == []


def test_what_changed_is_named_and_only_that(saved: dict[str, Any], saved_too: dict[str, Any]) -> None:
    saved_too["values"]["msqqa"]["Success@1"]["a law"] = 0.0
    saved_too["values"]["msqqa"]["Success@1"]["refused"] = 1.0
    [change] = compare(saved, saved_too)
    assert (change.system, change.measure, change.better, change.worse) == (
        "msqqa",
        "Success@1",
        ("refused",),
        ("a law",),
    )
    assert change.first == change.second
    assert change.p == 1.0


def test_where_less_is_better_more_is_worse(saved: dict[str, Any], saved_too: dict[str, Any]) -> None:
    saved_too["values"]["msqqa"]["refused"]["a law"] = 1.0
    [change] = compare(saved, saved_too)
    assert (change.better, change.worse) == ((), ("a law",))
    assert change.second > change.first


def test_only_questions_that_both_hold_are_compared(saved: dict[str, Any], saved_too: dict[str, Any]) -> None:
    next(asked for asked in saved_too["asked"] if asked["id"] == "a law")["text"] = "another question"
    saved_too["values"]["msqqa"]["Success@1"]["a law"] = 0.0
    assert compare(saved, saved_too) == []


def test_reports_without_a_common_question_are_refused(saved: dict[str, Any], saved_too: dict[str, Any]) -> None:
    for asked in saved_too["asked"]:
        asked["id"] += "!"
    with pytest.raises(QuestionSetError, match="in common"):
        compare(saved, saved_too)


# ---------------------------------------------------------------- the gate


def _against(low: float, high: float, now: float | None, measure: str = "RR") -> list[str]:
    recorded = {"systems": {"msqqa": {"all": {measure: {"value": (low + high) / 2, "low": low, "high": high}}}}}
    figures = {"msqqa": {"all": {} if now is None else {measure: Estimate(now, now, now, 9)}}}
    return list(find_drops(recorded, figures))


def test_the_same_run_falls_nowhere(report: Report, saved: dict[str, Any]) -> None:
    assert list(find_drops(saved, report.figures())) == []


@pytest.mark.parametrize("now", [0.6, 0.7, 0.9, 1.0])
def test_a_figure_within_its_interval_or_above_passes(now: float) -> None:
    assert _against(0.6, 0.8, now) == []


def test_a_figure_below_its_interval_is_told() -> None:
    [line] = _against(0.6, 0.8, 0.59)
    assert line == "all, RR: 0.590, was 0.700 [0.600, 0.800]"


def test_of_what_should_be_little_more_is_told() -> None:
    assert _against(0.1, 0.3, 0.0, "refused") == []
    assert len(_against(0.1, 0.3, 0.31, "refused")) == 1


def test_a_measure_that_is_gone_is_told() -> None:
    [line] = _against(0.6, 0.8, None)
    assert "not measured any more" in line
    assert _against(0.6, 0.8, None, "abstention_precision") == [], "nothing was refused"


@pytest.mark.parametrize(
    ("kind", "measure", "told"),
    [
        ("unanswerable", "coverage_stated", False),
        ("unanswerable", "citations_exact", False),
        ("unanswerable", "abstention_recall", True),
        ("lookup", "coverage_stated", False),
        ("which by question", "coverage_stated", True),
        ("all", "coverage_stated", True),
        ("which", "SetF", True),
    ],
)
def test_what_is_measured_of_some_answers_alone_may_be_gone(kind: str, measure: str, told: bool) -> None:
    recorded = {"systems": {"msqqa": {kind: {measure: {"value": 1.0, "low": 1.0, "high": 1.0, "n": 1}}}}}
    assert bool(list(find_drops(recorded, {"msqqa": {kind: {}}}))) is told


def test_how_long_it_took_is_not_held_against_it() -> None:
    assert _against(1, 2, 50, "latency_ms") == []
