"""The made-up corpora of evals/speed, which no test of the package writes."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from msqqa.ask.engine import Engine
from msqqa.encode import Encoder
from tests.support import REPO

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_small_one_is_built_and_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(REPO / "evals" / "speed"))
    told = import_module("corpus").build(REPO / "corpora" / "msq-2024", tmp_path / "index", 700, Encoder.named())
    sys.modules.pop("corpus")
    assert told["passages"] > 600
    assert Engine.open(tmp_path / "index").ask("which countries have a sandbox").coverage.examined > 1
