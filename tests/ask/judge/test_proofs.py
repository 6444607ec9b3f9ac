from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge.outcome import Evidence, RespondentVerdict
from msqqa.ask.judge.proofs import check_names, other_words
from msqqa.ask.plan import Filters
from msqqa.model import SetPlan

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


@pytest.mark.parametrize(
    ("text", "other", "words"),
    [
        ("complies with WCAG", "complies with EN 301 549", "EN 301 549"),
        ("WCAG", "Web Content Accessibility Guidelines", "Web Content Accessibility Guidelines"),
        ("work with ITU on roads", "work with UIT on roads", "UIT"),
        ("same", "same", "same"),
    ],
)
def test_other_words_are_those_that_differ(text: str, other: str, words: str) -> None:
    assert other_words(text, other) == words


def test_a_proof_without_the_name_is_only_possible(demo_engine: Engine) -> None:
    store = demo_engine.index.store
    plan = demo_engine.planner.plan(demo_engine.read("which countries work with Arvenia"), Filters())
    assert isinstance(plan, SetPlan)
    assert plan.objects == ("arvenia",)
    found = [_matched(demo_engine, named=named) for named in (True, False)]
    kept, doubted = check_names(store, plan, found)
    assert (kept.verdict, doubted.verdict, doubted.undecided) == ("matched", "possible", ("Arvenia",))
    assert check_names(store, replace(plan, objects=()), found) == found


def _matched(engine: Engine, *, named: bool) -> RespondentVerdict:
    """Return a finding whose proof is the first passage that names Arvenia, or does not."""
    store = engine.index.store
    [(cell, passage)] = store.passages(
        [next(row for row in range(store.passage_count) if ("Arvenia" in store.passage(row).text) is named)]
    ).values()
    proof = Evidence(cell, passage.start, passage.end, 0.9)
    return RespondentVerdict("castovar", "matched", "yes", "stated", 0.9, (proof,))
