from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run


def test_the_matrix_is_drawn(small: Run) -> None:
    result = small("matrix")
    assert result.status == 0
    lines = result.out.splitlines()
    assert lines[0] == "survey: 3 respondents, 4 questions"
    assert lines[2].split()[-3:] == ["Japan", "Kenya", "Peru"]
    assert any(line.startswith("2 Is there a regulatory sandbox") for line in lines)
    assert "✓ yes" in lines[-1]


@pytest.mark.parametrize("form", ["csv", "markdown", "json"])
def test_the_matrix_is_printed_in_each_format(small: Run, form: str) -> None:
    result = small("matrix", "--format", form, "--respondent", "Kenia", "--question", "2")
    assert result.status == 0
    if form == "csv":
        assert list(csv.reader(io.StringIO(result.out))) == [["respondent", "name", "2"], ["kenya", "Kenya", "no"]]
    elif form == "json":
        [cell] = json.loads(result.out)["cells"]
        assert (cell["respondent"], cell["question_id"], cell["stance"]) == ("kenya", "2", "no")
        assert cell["options"] == []
    else:
        assert result.out.splitlines()[-1].endswith("| no |")


@pytest.mark.parametrize("ending", ["html", "xlsx", "csv", "md", "json", "HTML"])
def test_the_matrix_is_written_to_a_file(small: Run, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"matrix.{ending}"
    result = small("matrix", "--output", file)
    assert (result.status, result.out) == (0, "")
    assert file.stat().st_size > 100
    assert [other.name for other in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--output", "matrix.pdf"), ".xlsx"),
        (("--output", "nowhere/matrix.csv"), "nowhere/matrix.csv cannot be written"),
        (("--respondent", "Atlantis"), "no respondent 'Atlantis'"),
        (("--question", "99"), "no question '99'"),
        (("--edition", "1999"), "no response of edition '1999'"),
    ],
)
def test_a_wrong_call_is_told_in_a_line(
    small: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = small("matrix", *arguments)
    assert (result.status, result.out) == (2, "")
    assert told in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_there_is_no_matrix_without_an_index(msqqa: Run, tmp_path: Path) -> None:
    result = msqqa("matrix", "--index", tmp_path / "none", "--corpus", tmp_path)
    assert result.status == 2
    assert "msqqa index" in result.err
