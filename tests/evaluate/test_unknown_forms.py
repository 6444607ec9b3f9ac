"""Responses to the known form, read as if nobody knew it: nearly all of its cells are found all the same."""

from __future__ import annotations

import runpy

import pytest

from tests.support import FULL, MSQ, REPO

FOUND = runpy.run_path(str(REPO / "evals" / "unknown_forms.py"))


def test_a_single_response_to_an_unknown_form_is_cut_into_its_cells() -> None:
    found = FOUND["measure"](MSQ)
    assert found.whole == 55
    assert found.share >= 0.83, found.lost  # 0.836 when it was measured first


@pytest.mark.skipif(not FULL, reason="takes ten seconds; MSQQA_ATTACK=full runs it")
def test_copies_of_an_unknown_form_are_cut_into_its_cells() -> None:
    found = FOUND["measure"](REPO / "corpora" / "demo-msq-2024")
    assert found.whole == 770
    assert found.share >= 0.95, found.lost
