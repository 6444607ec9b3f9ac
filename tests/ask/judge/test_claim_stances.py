"""What one respondent says on a claim, of all of its sentences together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.ask.judge.stances import CONTRARY, STANCES, TOLD, choose_stance, probabilities
from msqqa.ask.judge.weights import weights_of

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine

LABELS = (*STANCES, "none")


@given(st.lists(st.floats(0.001, 1), min_size=len(LABELS), max_size=len(LABELS)))
def test_no_stance_is_told_beside_a_likely_contrary(parts: list[float]) -> None:
    likely = {label: part / sum(parts) for label, part in zip(LABELS, parts, strict=True)}
    stance = choose_stance(likely)
    has = likely["yes"] + likely["partial"]
    if stance is not None:
        told = has if stance in ("yes", "partial") else likely[stance]
        assert told >= TOLD
        assert told >= likely["none"]
    if stance in ("yes", "partial"):
        assert likely["no"] <= CONTRARY
    if stance == "no":
        assert likely["yes"] + likely["partial"] <= CONTRARY


def test_probabilities_are_of_each_stance_and_of_none() -> None:
    model = weights_of("stances")
    assert set(model.labels) == set(LABELS)
    [size] = {len(row) for row in model.weights}
    assert sum(probabilities([0.0] * size).values()) == pytest.approx(1)
    with pytest.raises(ValueError, match="zip"):
        probabilities([0.0] * (size + 1))


@pytest.mark.parametrize(
    ("question", "stances"),
    [
        ("does Hollinsey have a sign language service", {"no"}),  # "there is no sign language service yet"
        ("does Arvenia have a chatbot", {"no", None}),  # it was withdrawn in 2022
        ("does Castovar use quantum computing", {"no", "planned", None}),  # it prepares for what comes after
    ],
)
def test_what_is_denied_or_gone_is_no_yes(demo_engine: Engine, question: str, stances: set[str | None]) -> None:
    answer = demo_engine.ask(question)
    assert {decision.stance for decision in answer.respondents} <= stances
