from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from msqqa.encode import Encoder
from msqqa.encode.cosine_scale import ANSWERS, RELATED, UNRELATED
from msqqa.encode.whitening import load_packaged

if TYPE_CHECKING:
    from numpy.typing import NDArray


@pytest.fixture(scope="module")
def vectors() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Questions, and what answers each."""
    encoder = Encoder.named("multilingual")
    asked, told = zip(*ANSWERS, strict=True)
    return encoder.encode(asked, "query"), encoder.encode(told, "passage")


def test_what_it_gives_has_length_1(vectors: tuple[NDArray[np.float32], NDArray[np.float32]]) -> None:
    whitened = load_packaged().apply(vectors[0])
    np.testing.assert_allclose(np.linalg.norm(whitened, axis=1), 1, atol=1e-5)


def test_a_question_is_told_from_others_by_more_than_it_was(
    vectors: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> None:
    """How far its own answer lies above the others', in parts of how much these differ."""
    asked, told = vectors
    own = np.eye(len(asked), dtype=bool)

    def apart(cosines: NDArray[np.float32]) -> float:
        return float((cosines[own].mean() - cosines[~own].mean()) / cosines[~own].std())

    whitening = load_packaged()
    assert apart(whitening.apply(asked) @ whitening.apply(told).T) > apart(asked @ told.T)


def test_cosines_are_read_on_the_common_scale(vectors: tuple[NDArray[np.float32], NDArray[np.float32]]) -> None:
    """What is plainly related lies above the middle of the scale, and what is not below; order is kept."""
    asked, told = vectors
    whitening = load_packaged()
    read = np.array([whitening.compare(told, question) for question in whitening.apply(asked)])
    own = np.eye(len(asked), dtype=bool)
    middle = (RELATED["answers"] + UNRELATED["answers"]) / 2
    assert read[~own].mean() < middle < read[own].mean()
    plain = whitening.apply(asked) @ whitening.apply(told).T
    np.testing.assert_array_equal(read.argsort(axis=1), plain.argsort(axis=1))


def test_other_models_have_none() -> None:
    assert Encoder.named("english").whitening is None
    assert Encoder.named("multilingual").whitening is load_packaged()
