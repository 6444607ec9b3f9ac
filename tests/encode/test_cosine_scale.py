from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.encode import Encoder
from msqqa.encode.cosine_scale import ANSWERS, RELATED, UNRELATED, CosineScale, scales


@pytest.mark.parametrize("name", ["english", "multilingual"])
def test_every_encoder_is_read_on_the_same_scale(name: str) -> None:
    encoder = Encoder.named(name)
    asked = encoder.encode([question for question, _ in ANSWERS], "query")
    said = encoder.encode([answer for _, answer in ANSWERS], "passage")
    read = encoder.scales["answers"].read(asked @ said.T)
    own = np.eye(len(ANSWERS), dtype=bool)
    assert read[own].mean() == pytest.approx(RELATED["answers"], abs=0.05)
    assert read[~own].mean() == pytest.approx(UNRELATED["answers"], abs=0.05)
    assert (read.argmax(axis=1) == np.arange(len(ANSWERS))).mean() >= 0.9


@given(st.floats(-0.5, 0.8), st.floats(0.01, 0.15), st.lists(st.floats(-1, 1), min_size=2))
def test_a_scale_keeps_the_order_and_one_is_one(unrelated: float, apart: float, cosines: list[float]) -> None:
    scale = CosineScale(unrelated, unrelated + apart, 0.06, 0.61)
    read = scale.read(np.sort(np.array([*cosines, 1], dtype=np.float32)))
    assert (np.diff(read) >= 0).all()
    assert read[-1] == pytest.approx(1)
    assert scale.read(np.array([unrelated], dtype=np.float32))[0] == pytest.approx(0.06, abs=1e-3)


def test_an_encoder_that_tells_nothing_apart_is_read_as_it_is() -> None:
    found = scales({"answers": (0.5, 0.5), "questions": (0.9, 0.1), "words": (1.0, 1.0)})
    cosines = np.array([-1, 0, 0.3, 0.9, 1], dtype=np.float32)
    for scale in found.values():
        np.testing.assert_allclose(scale.read(cosines), cosines, atol=1e-6)
