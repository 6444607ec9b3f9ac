"""Who is in a set by a claim: the cut, the signals, and what becomes of numbers and of other names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.ask.judge.claims import Claims
from msqqa.ask.judge.members import cut, members
from msqqa.ask.judge.model import Judge
from msqqa.ask.judge.weights import weights_of

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine

PROBABILITIES = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=9)


def expected_f(chosen: list[float], everybody: list[float]) -> float:
    return 2 * sum(chosen) / (len(chosen) + sum(everybody))


@given(PROBABILITIES)
def test_no_other_cut_makes_a_set_of_a_greater_expected_f(everybody: list[float]) -> None:
    at = cut(everybody)
    assert at in everybody
    own = expected_f([p for p in everybody if p >= at], everybody)
    assert all(expected_f([p for p in everybody if p >= other], everybody) <= own + 1e-9 for other in everybody)


def test_of_nobody_there_is_no_set() -> None:
    assert cut([]) == 1.0


def test_weights_are_of_the_signals_that_are_looked_at(demo_engine: Engine) -> None:
    claims = Claims(demo_engine.index.store, demo_engine.retriever, Judge.shipped())
    everybody = tuple(demo_engine.index.store.respondents)
    judged = claims.judged(
        demo_engine.retriever.query("mobile app"), demo_engine.retriever.select(everybody), everybody
    )
    own = members(judged, {"has"}, "positive")
    [weights] = weights_of("sets").weights
    assert {len(one.signals) for one in own.values()} == {len(weights)}
    # Of all together the same is told for each, and nobody comes nearer than the nearest.
    assert len({one.signals[-4:] for one in own.values()}) == 1
    assert all(one.signals[3] <= 0 and one.signals[6] <= 0 for one in own.values())


def test_whose_proof_does_not_name_the_number_is_only_possible(demo_engine: Engine) -> None:
    answer = demo_engine.ask("which countries want 80% of services online", everyone=True)
    quotes = {citation.n: citation.quote for citation in answer.citations}
    for decision in answer.respondents:
        if decision.verdict == "matched":
            assert any("80" in quotes[n] for n in decision.citations), decision
    assert "nukavelu" not in {d.id for d in answer.respondents if d.verdict == "matched"}  # it wants 60 per cent
    assert any("not decided on 80" in note for note in answer.notes)


@pytest.mark.parametrize(("question", "other"), [("who works with ITU", "UIT"), ("who refers to GDPR rules", "RGPD")])
def test_an_abbreviation_is_looked_for_as_other_languages_write_it(
    demo_engine: Engine, question: str, other: str
) -> None:
    plan = demo_engine.planner.plan(demo_engine.read(question))
    assert any(other in text for text in plan.also)


def test_who_writes_it_in_another_language_is_judged_by_that(demo_engine: Engine) -> None:
    answer = demo_engine.ask("who works with ITU", everyone=True)
    shown = {d.id for d in answer.respondents if d.verdict in ("matched", "possible")}
    assert {"guanari", "farosha"} <= shown  # "Con la UIT", "UIT"
