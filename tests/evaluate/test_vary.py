from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge import by_mention, confidence, decide
from msqqa.errors import UserError
from msqqa.evaluate.vary import change_setting, main, read_setting

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Place


def test_a_setting_has_another_value_for_a_while_wherever_it_is_held() -> None:
    before = confidence.ANSWERED
    with change_setting("judge.confidence", "ANSWERED", 0.7):
        assert confidence.ANSWERED == 0.7
        assert vars(decide)["ANSWERED"] == 0.7
    assert before == confidence.ANSWERED
    assert vars(decide)["ANSWERED"] == before


@pytest.mark.parametrize(
    ("module", "name", "part"),
    [("judge.claims", "WEIGHTS", "0"), ("judge.stances", "_NEAREST", "1"), ("retrieve.search", "LATE_WEIGHT", ""),
     ("retrieve.search", "SEARCH_WEIGHTS", "cosine"), ("answer.extract", "_MET", "near")],
)  # fmt: skip
def test_one_of_several_numbers_is_changed_alone(module: str, name: str, part: str) -> None:
    held = import_module(f"msqqa.ask.{module}")
    before = getattr(held, name)
    setting = f"{name}.{part}" if part else name
    with change_setting(module, setting, 0.7):
        assert read_setting(module, setting) == 0.7
        changed = getattr(held, name)
        assert type(changed) is type(before)
        if part:
            keys = list(before) if isinstance(before, dict) else range(len(before))
            assert [key for key in keys if changed[key] != before[key]] == [part if part in keys else int(part)]
    assert getattr(held, name) == before


def test_what_is_read_at_import_is_refused() -> None:
    with pytest.raises(UserError, match="while it is imported"), change_setting("retrieve.passages", "DEPTH", 7):
        pass


def test_a_setting_is_as_before_after_a_failure() -> None:
    before = by_mention._NEARLY
    with pytest.raises(ValueError, match="stop"), change_setting("judge.by_mention", "_NEARLY", 0.1):
        raise ValueError("stop")
    assert before == by_mention._NEARLY


def test_what_is_no_number_is_refused() -> None:
    for module, name in (
        ("nowhere", "FLOOR"),
        ("judge.candidates", "NOTHING"),
        ("retrieve.cells", "CELLS_"),
        ("judge.claims", "WEIGHTS.2"),
        ("judge.claims", "WEIGHTS.first"),
        ("judge.claims", "INTERCEPT.0"),
        ("retrieve.search", "SEARCH_WEIGHTS.none"),
    ):
        with pytest.raises(UserError, match="no setting"):
            read_setting(module, name)
    with pytest.raises(UserError, match="no number"):
        read_setting("retrieve.cells", "CELL_WEIGHTS")


def test_each_value_is_measured(survey_once: Place, set_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no cell of a learned form is ever likely to answer, nothing is answered by it: the figures change."""
    where = ("--index", str(survey_once.index), "--sets", str(set_file))
    main(["judge.confidence:TOLD_INTERCEPT", "-50", *where])
    _, in_use, changed = capsys.readouterr().out.splitlines()
    assert in_use.split()[1] == str(confidence.TOLD_INTERCEPT)
    assert changed.split()[1] == "-50"
    assert in_use.split()[2:] != changed.split()[2:]
