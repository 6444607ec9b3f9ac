"""What sentences say → verdicts, by what is asked of the claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.ask.judge.verdicts import verdict_of
from msqqa.judge.labels import BEARING

LABELS = [label for label in BEARING if label != "none"]


@pytest.mark.parametrize(
    ("label", "relation", "polarity", "verdict"),
    [
        ("yes", "has", "positive", "matched"),
        ("partial", "has", "positive", "matched"),
        ("planned", "has", "positive", "rejected"),
        ("ended", "has", "positive", "rejected"),
        ("no", "has", "negative", "matched"),
        ("ended", "has", "negative", "matched"),
        ("yes", "has", "negative", "rejected"),
        ("planned", "plans", "positive", "matched"),
        ("yes", "plans", "positive", "rejected"),
        ("ended", "ended", "positive", "matched"),
        ("no", "ended", "positive", "rejected"),
        ("planned", "plans", "negative", "rejected"),
    ],
)
def test_who_says_so_is_in_the_set(label: str, relation: str, polarity: str, verdict: str) -> None:
    assert verdict_of(label, {relation}, polarity) == verdict  # type: ignore[arg-type]


@given(st.sampled_from(LABELS), st.sampled_from(["has", "plans", "partial", "ended"]))
def test_a_set_turned_round_holds_all_the_others_who_say_anything(label: str, relation: str) -> None:
    told = {verdict_of(label, {relation}, polarity) for polarity in ("positive", "negative")}  # type: ignore[arg-type]
    assert told == {"matched", "rejected"}
