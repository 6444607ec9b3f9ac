from __future__ import annotations

import numpy as np
import pytest

from msqqa.encode import Encoder
from msqqa.encode.reference import Reference


@pytest.mark.parametrize("name", ["english", "multilingual"])
def test_states_come_with_the_characters_they_stand_for(name: str) -> None:
    encoder = Encoder.named(name, "fp32")
    text = "Does Kenya run a sandbox for payments?"
    found = encoder.states(text, "query")
    assert found.pieces.shape == (len(found.spans), 384)
    assert "".join(text[start:end] for start, end in found.spans) == text.replace(" ", "")
    np.testing.assert_allclose(found.vector, encoder.encode([text], "query")[0], atol=1e-5)
    reference = Reference(encoder.model)
    vector, states, spans = reference.states(encoder.add_prompt(text, "query"))
    np.testing.assert_allclose(vector, found.vector, atol=1e-4)
    own = states[len(spans) - 1 - len(found.spans) : len(spans) - 1]
    np.testing.assert_allclose(own, found.pieces, atol=2e-3)


def test_a_text_is_another_as_a_question() -> None:
    encoder = Encoder.named("multilingual")
    assert encoder.key(encoder.add_prompt("x", "query")) != encoder.key(encoder.add_prompt("x", "passage"))
    assert (encoder.encode(["x"], "query") != encoder.encode(["x"], "passage")).any()
    english = Encoder.named("english")
    assert english.key(english.add_prompt("x", "query")) == english.key(english.add_prompt("x", "passage"))


def test_a_text_that_is_longer_than_the_limit_is_cut_behind_its_prompt() -> None:
    encoder = Encoder.named("multilingual")
    long = "data " * 600
    assert encoder.limit < encoder.model.limit
    cut = "data " * (encoder.model.limit - 2 - encoder.count("passage: "))
    assert (encoder.encode([long], "passage") * encoder.encode([cut], "passage")).sum() == pytest.approx(1, abs=1e-4)
