"""The claims from which linking by meaning is fitted: each names a question of its survey, and options of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support import REPO

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted((REPO / "evals" / "closed" / "linking").glob("*.jsonl"))


def test_eight_writers_are_there() -> None:
    assert len(FILES) == 8


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_claims_mean_options_that_are_offered(file: Path) -> None:
    for line in file.read_text(encoding="utf-8").splitlines():
        survey = json.loads(line)
        assert {kind for _, kind, _ in survey["questions"]} <= {"one", "several", "yesno", "rating"}
        for text, number, options, *marks in survey["claims"]:
            assert text
            assert marks in ([], ["not"])
            assert 0 <= number <= len(survey["questions"])
            offered = survey["questions"][number - 1][2] if number else []
            assert set(options) <= set(offered), (survey["name"], text)
