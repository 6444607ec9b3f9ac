"""A table that takes too long, in whatever step, is left out with one line; the others go on."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from msqqa.bounds import FILE_VARIABLE
from msqqa.table.corpus import Tables, read_tables
from tests.table.tables import as_csv

if TYPE_CHECKING:
    from pathlib import Path


STEPS = 6
"""Each may take as long as a file is allowed."""
SMALL = as_csv([["Country", "Is there a law?"], ["Peru", "Yes"], ["Kenya", "No"]])


def _long_rows(many: int) -> str:
    asked = [f"Please describe thing {n} of the portal" for n in range(8)]
    rows = [[f"Land {n}", *(f"It is {n} or {m}, as e-mail: a@b and so on." for m in range(8))] for n in range(many)]
    return as_csv([["Country", *asked], *rows])


def _read(folder: Path, seconds: float, monkeypatch: pytest.MonkeyPatch) -> tuple[Tables, float]:
    monkeypatch.setenv(FILE_VARIABLE, str(seconds))
    names = sorted(path.name for path in folder.iterdir())
    began = time.process_time()
    return read_tables(folder, names), time.process_time() - began


@pytest.mark.slow
def test_each_step_of_a_table_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "small.csv").write_text(SMALL, encoding="utf-8")
    (tmp_path / "like.csv").write_text(_long_rows(10), encoding="utf-8")
    _read(tmp_path, 60, monkeypatch)  # everything is imported
    (tmp_path / "like.csv").unlink()
    (tmp_path / "big.csv").write_text(_long_rows(1200), encoding="utf-8")
    refused = 0
    for seconds in (0.2, 0.1, 0.05):
        found, took = _read(tmp_path, seconds, monkeypatch)
        assert took < STEPS * seconds + 0.3
        assert {response.name for response in found.responses if response.file == "small.csv"} == {"Peru", "Kenya"}
        if "big.csv" in found.refused:
            refused += 1
            said = str(found.refused["big.csv"])
            assert said.startswith(f"big.csv: takes more than {seconds:g} s to read and align; split it")
            assert "\n" not in said
            assert {response.file for response in found.responses} == {"small.csv"}
    assert refused >= 2


def test_files_of_a_record_each_are_bounded_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their columns are told from all of them: none of them can hold the others up."""
    for n in range(20):
        record = {"country": f"Land {n}", **{f"Is thing {n}-{m} there?": "Yes" for m in range(20)}}
        (tmp_path / f"r{n:03}.json").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "small.csv").write_text(SMALL, encoding="utf-8")
    found, took = _read(tmp_path, 60, monkeypatch)
    assert took < 30
    assert {response.name for response in found.responses if response.file == "small.csv"} == {"Peru", "Kenya"}
    assert not [error for error in found.refused.values() if "takes more than" in str(error)]


def test_many_rows_of_one_name_take_no_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(name: str) -> str:
        return as_csv([["Country", "id", "Is there a law?"], *([name.format(n), f"r{n}", "Yes"] for n in range(3000))])

    (tmp_path / "a.csv").write_text(rows("Land {}"), encoding="utf-8")
    _, usual = _read(tmp_path, 60, monkeypatch)
    (tmp_path / "a.csv").write_text(rows("Peru"), encoding="utf-8")
    found, took = _read(tmp_path, 60, monkeypatch)
    assert took < 2 * usual + 0.5
    assert len({response.path for response in found.responses}) == len(found.responses)
