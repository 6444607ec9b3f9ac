"""What one respondent says on a claim, of all of its sentences together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.ask.judge.candidates import CandidateSentence
from msqqa.ask.judge.claims import Judged, _of_one
from msqqa.ask.judge.stances import (
    CONTRARY,
    STANCES,
    TOLD,
    Signals,
    choose_stance,
    estimate_stance,
    probabilities,
)
from msqqa.ask.judge.weights import stance_weights
from msqqa.ask.retrieve.hits import PassageHit
from msqqa.judge.labels import FACTUALITY, TELLS
from msqqa.judge.word_pieces import SentenceContext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.engine import Engine
    from msqqa.index.open import Index

LABELS = (*STANCES, "none")
SHARES = st.floats(0.001, 1)
SENTENCE = st.tuples(st.floats(0.4, 1.7), st.lists(SHARES, min_size=len(TELLS) + 1, max_size=len(TELLS) + 1))
"""How near a sentence comes to the claim, and in what shares it is each of ``BEARING``."""


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


SEEN = Signals(dict.fromkeys(STANCES, (-4.0, 1.0, -3.0)), (-4.0, 1.0), (2.0, -0.8))
"""Signals of a respondent who says nothing: the judge hears nothing in any of its sentences."""


def test_probabilities_are_of_each_stance_and_of_none() -> None:
    likely = probabilities(SEEN)
    assert set(likely) == set(LABELS) == set(stance_weights().starts)
    assert sum(likely.values()) == pytest.approx(1)
    with pytest.raises(ValueError, match="zip"):
        probabilities(replace(SEEN, silent=(2.0,)))  # type: ignore[arg-type]


@pytest.mark.parametrize("near", [0.8, 1.1, 1.5])
def test_of_which_the_judge_hears_nothing_no_stance_is_told_however_near_it_comes(near: float) -> None:
    tells = dict.fromkeys(STANCES, (-4.0, 0.47 * -4.0 + 3.72 * near, -3.0))
    seen = Signals(tells, (-4.0, 0.47 * -4.0 + 3.72 * near), (2.0, -near))
    assert choose_stance(probabilities(seen)) is None


@pytest.mark.parametrize("stance", STANCES)
def test_a_stance_is_likelier_the_more_surely_it_is_heard(stance: str) -> None:
    first, most, states = SEEN.tells[stance]
    surer = replace(SEEN, tells={**SEEN.tells, stance: (first + 1, most + 1, states + 1)})
    assert probabilities(surer)[stance] > probabilities(SEEN)[stance]


def test_what_has_ended_speaks_for_a_no() -> None:
    ended = replace(SEEN, ended=(2.0, 3.0))
    assert probabilities(ended)["no"] > probabilities(SEEN)["no"]


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


def _judged(index: Index, sentences: Sequence[tuple[float, Sequence[float]]]) -> Judged:
    hit = PassageHit(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, index.store)
    found = [
        CandidateSentence(hit, SentenceContext("", "", f"sentence {n}"), near, "a claim")
        for n, (near, _) in enumerate(sentences)
    ]
    return _of_one(found, [likely for _, likely in sentences])


@settings(max_examples=60, deadline=None)
@given(
    shares=st.lists(SENTENCE, min_size=1, max_size=4),
    stated=st.lists(SHARES, min_size=len(FACTUALITY), max_size=len(FACTUALITY)),
)
def test_the_sentence_that_is_shown_says_what_is_told(
    survey_index: Index, shares: list[tuple[float, list[float]]], stated: list[float]
) -> None:
    said = [(near, [part / sum(parts) for part in parts]) for near, parts in shares]
    found = estimate_stance(_judged(survey_index, said), [part / sum(stated) for part in stated])
    if found.stance is None:
        return
    alike = {"no": ("no", "ended"), "planned": ("planned",)}.get(found.stance, ("yes", "partial"))
    own = sum(found.told[0].of(label) for label in alike)
    assert own >= 0.2 * sum(found.told[0].of(label) for label in TELLS if label not in alike) - 1e-9


@pytest.mark.parametrize("near", [0.9, 1.2, 1.5])
def test_a_term_in_a_list_is_no_plan_however_near_it_comes(survey_index: Index, near: float) -> None:
    """The judge hears of "Standards: HTTP, JSON, DICOM" no plan at all for "DICOM support"."""
    found = estimate_stance(
        _judged(survey_index, [(near, [0.12, 0.03, 0.001, 0.004, 0.001, 0.844])]),
        [0.55, 0.02, 0.02, 0.01, 0.01, 0.01, 0.38],
    )
    assert found.stance != "planned"


@settings(max_examples=60, deadline=None)
@given(
    shares=st.lists(SENTENCE, min_size=1, max_size=4),
    stated=st.lists(SHARES, min_size=len(FACTUALITY), max_size=len(FACTUALITY)),
    less=st.floats(0.01, 1),
    farther=st.floats(0, 0.4),
)
def test_a_sentence_about_something_else_changes_no_stance(
    survey_index: Index, shares: list[tuple[float, list[float]]], stated: list[float], less: float, farther: float
) -> None:
    """It is farther from the claim than all others, and tells less on it in every way."""
    said = [(near, [part / sum(parts) for part in parts]) for near, parts in shares]
    tells = [less * min(likely[n] for _, likely in said) for n in range(len(TELLS))]
    unrelated = (min(near for near, _ in said) - farther, [*tells, 1 - sum(tells)])
    stated = [part / sum(stated) for part in stated]
    before = estimate_stance(_judged(survey_index, said), stated)
    after = estimate_stance(_judged(survey_index, [*said, unrelated]), stated)
    assert (after.stance, after.probability) == (before.stance, before.probability)
    assert after.told[:1] == before.told[:1]
    if max(tells) <= 1 - sum(tells):  # it rather tells nothing, whichever label it is nearest to
        assert after.told == before.told
