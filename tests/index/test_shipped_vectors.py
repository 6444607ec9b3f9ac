"""Vectors of the known forms' phrasings ship with msqqa, and are those that the default encoder gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.form.load import load_known_forms
from msqqa.index import shipped_vectors
from msqqa.index.build import build
from msqqa.index.sources import make_keyer

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

REMEDY = "run python -m msqqa.index.shipped_vectors"


@pytest.fixture(scope="module")
def shipped() -> tuple[NDArray[np.bytes_], NDArray[np.float32]]:
    return shipped_vectors.load()


def test_every_text_of_a_known_form_has_its_vector(shipped: tuple[NDArray[np.bytes_], NDArray[np.float32]]) -> None:
    texts: dict[bytes, str] = {}
    key = make_keyer(Encoder.named(), texts)
    wanted = {key(text, "query") for text in shipped_vectors.texts_of_forms()}
    there = {bytes(found).ljust(32, b"\0") for found in shipped[0]}
    assert wanted == there, REMEDY
    some = sorted(wanted)[::100]
    places = {bytes(found).ljust(32, b"\0"): n for n, found in enumerate(shipped[0])}
    encoded = Encoder.named().encode([texts[key_] for key_ in some], None)
    given = shipped[1][[places[key_] for key_ in some]]
    assert np.abs(encoded - given).max() < 0.01, REMEDY


def test_a_first_index_encodes_nothing_of_the_form(tmp_path: Path) -> None:
    (form,) = load_known_forms()
    asked = [question for question in form.questions if question.parent is None]
    (tmp_path / "answers").mkdir()
    text = "\n\n".join(f"**{question.id}. {question.text}**\n\nYes" for question in asked)
    (tmp_path / "answers" / "kenya.md").write_text(text, encoding="utf-8")
    made = build(Corpus.at(tmp_path / "answers"), tmp_path / "index", Encoder.named())
    assert made.manifest.counts["cells"] >= len(asked)
    assert 0 < made.encoded < 2 * len(asked)
