"""The question sets of godi-2015: their gold is a query over the table, and each cell says what stands there."""

from __future__ import annotations

import csv
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from msqqa.evaluate import questions
from msqqa.table.corpus import read_tables
from msqqa.words import slug
from tests.support import REPO

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

GODI = REPO.parent / "shared" / "corpora" / "godi-2015"
SETS = REPO / "evals" / "godi-2015"


def test_the_sets_are_well_formed() -> None:
    for name in ("dev", "test"):
        asked = questions.load(SETS / f"{name}.jsonl")
        assert len(asked) >= 30
        assert {q.kind for q in asked} >= {"which", "count", "not", "lookup", "compare", "unanswerable"}
    both = [q.text for name in ("dev", "test") for q in questions.load(SETS / f"{name}.jsonl")]
    assert len(set(both)) == len(both)


def _godi() -> Path:
    if not (GODI / "entries.csv").is_file():
        pytest.skip(f"{GODI} is not here")
    return GODI


def test_the_gold_is_what_the_table_says() -> None:
    before = {name: (SETS / f"{name}.jsonl").read_bytes() for name in ("dev", "test")}
    made = subprocess.run([sys.executable, SETS / "make_gold.py", _godi() / "entries.csv"], cwd=REPO, check=False)
    assert made.returncode == 0
    assert {name: (SETS / f"{name}.jsonl").read_bytes() for name in ("dev", "test")} == before


def test_every_cell_of_the_table_has_the_stance_that_stands_there() -> None:
    folder = _godi()
    found = read_tables(folder, ["entries.csv", "questions.csv"])
    stances = {(r.id, cell.question): cell.stance for r in found.responses for cell in r.cells}
    assert len(found.responses) == 122
    with (folder / "entries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [row["column"] for row in csv.DictReader((folder / "questions.csv").open(encoding="utf-8"))]
    told = {"Yes": "yes", "No": "no", "Unsure": "unclear"}
    for row in rows:
        for column in columns:
            key = slug(row["country"]), f"{slug(row['dataset'])}.{column}"
            assert stances[key] == told[row[column]]
    assert list(found.beside) == ["questions.csv"]
