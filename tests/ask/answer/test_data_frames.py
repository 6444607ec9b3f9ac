from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.answer import data_frames
from msqqa.ask.answer.matrix import matrix
from msqqa.errors import ExtraError
from tests.support import process

if TYPE_CHECKING:
    from msqqa.ask.answer.matrix import Matrix
    from msqqa.index.open import Index

PANDAS = "the extra pandas is not installed: pip install 'msqqa[pandas]'"
POLARS = "the extra polars is not installed: pip install 'msqqa[polars]'"


@pytest.fixture(scope="module")
def small(survey_index: Index) -> Matrix:
    return matrix(survey_index)


def test_a_wide_frame_has_a_row_for_each_respondent(small: Matrix) -> None:
    columns = data_frames.wide_rows(small.respondents, small.questions, small.entries)
    assert list(columns) == ["respondent", "name", "1", "2", "3", "4"]
    rows = dict(zip(columns["respondent"], zip(columns["1"], columns["2"], columns["4"], strict=True), strict=True))
    assert rows == {
        "japan": ("blank", "unclear", "answered"),
        "kenya": ("yes", "no", "answered"),
        "peru": ("no", "yes", "blank"),
    }


def test_a_tall_frame_has_a_row_for_each_cell_with_its_evidence(small: Matrix) -> None:
    columns = data_frames.tall_rows(small.respondents, small.questions, small.entries)
    assert tuple(columns) == data_frames.TALL
    assert {len(values) for values in columns.values()} == {12}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    [law] = [row for row in rows if (row["respondent"], row["question_id"]) == ("kenya", "1")]
    assert (law["stance"], law["basis"], law["quote"]) == (
        "yes",
        "ticked",
        "The Data Protection Act was passed in 2019.",
    )
    assert law["citation"].startswith("survey/kenya/1#")
    assert law["question"] == "Is there a national law on the protection of personal data?"


def test_a_matrix_without_cells_is_a_frame_without_rows(survey_index: Index) -> None:
    nobody = matrix(survey_index, ["nobody"])
    assert data_frames.wide_rows(nobody.respondents, nobody.questions, nobody.entries) == {"respondent": [], "name": []}
    assert data_frames.tall_rows(nobody.respondents, nobody.questions, nobody.entries) == {
        name: [] for name in data_frames.TALL
    }


def test_pandas(small: Matrix, survey_index: Index) -> None:
    pandas = pytest.importorskip("pandas", reason=PANDAS)
    frame = small.to_pandas()
    assert frame.loc["kenya", "1"] == "yes"
    assert list(frame.index) == ["japan", "kenya", "peru"]
    tall = small.to_pandas(tall=True)
    assert len(tall) == 12
    assert tall["page"].isna().all()
    assert tall.groupby("says").size()["yes"] == 2
    empty = matrix(survey_index, ["nobody"])
    assert (len(empty.to_pandas()), len(empty.to_pandas(tall=True))) == (0, 0)
    assert isinstance(frame, pandas.DataFrame)


def test_polars(small: Matrix, survey_index: Index) -> None:
    polars = pytest.importorskip("polars", reason=POLARS)
    frame = small.to_polars()
    assert frame.row(by_predicate=polars.col("respondent") == "peru", named=True)["2"] == "yes"
    tall = small.to_polars(tall=True)
    assert (tall.height, tall.schema["page"], tall.schema["groups"]) == (12, polars.Int64, polars.List(polars.String))
    empty = matrix(survey_index, ["nobody"])
    assert (empty.to_polars().height, empty.to_polars(tall=True).height) == (0, 0)
    assert empty.to_polars(tall=True).schema == tall.schema


@pytest.mark.parametrize("extra", ["pandas", "polars"])
def test_a_missing_extra_is_told_with_the_command_that_installs_it(
    small: Matrix, monkeypatch: pytest.MonkeyPatch, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, extra, None)
    with pytest.raises(ExtraError) as told:
        getattr(small, f"to_{extra}")()
    assert str(told.value) == f"to_{extra} needs {extra}, which is not installed; pip install 'msqqa[{extra}]'"


def test_a_matrix_loads_no_frames_by_itself() -> None:
    script = "import sys, msqqa.ask.answer.matrix; print({'pandas', 'polars'} & {*sys.modules})"
    assert process(script=script).stdout.decode().strip() == "set()"
