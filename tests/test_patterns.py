"""No regular expression of the package takes a time that grows faster than the text that it is given."""

from __future__ import annotations

import re

import pytest

from tests.patterns import Found, attacks, overlapping, patterns, slowest
from tests.support import FULL

PER_CHARACTER = 2e-6
"""Processor seconds; a quadratic pattern takes 3 to 1,000 times as long."""
LONG = 30_000 if FULL else 24_000
"""Characters."""
OF_A_QUESTION = 400
"""Characters; the longest questions, of 10,000, are asked in tests/ask/test_questions_in_time.py."""


def test_all_patterns_are_found() -> None:
    found = patterns()
    assert len(found) > 200
    assert all(attacks(one.pattern) for one in found if any(c.isalnum() for c in one.pattern.pattern))


@pytest.mark.slow
@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+$", r"(?:\w+ ?)*!", r"\s*\n\s*x", r".*?x.*?y", r"[^.]*X[^.]*Y", r"\s+$", r"\[[^\]]*\]", r"(?:a|ab|b)*c",
     r"(\*\*)(?=\S)(.+?)(?<=\S)\1"],
)  # fmt: skip
def test_a_pattern_that_explodes_is_found(pattern: str) -> None:
    assert slowest(Found("here", re.compile(pattern), {"search"}), [40, 2000, LONG], PER_CHARACTER)


@pytest.mark.slow
@pytest.mark.parametrize(
    "pattern", [r"(?<!\s)\s++x", r"(?<!\w)\w++ \d++", r"(?<![\w ])(?:\w++ ?)*+!", r"<[^<>]*>", r"a{1,9}b"]
)
def test_a_pattern_that_does_not_explode_passes(pattern: str) -> None:
    assert slowest(Found("here", re.compile(pattern), {"search"}), [40, 2000, LONG], PER_CHARACTER) is None


@pytest.mark.slow
def test_no_pattern_explodes() -> None:
    slow = []
    for one in patterns():
        lengths = [40, OF_A_QUESTION] if ".ask." in one.where else [40, LONG]
        # Twice: what a busy processor made slow is quick the second time.
        if slowest(one, lengths, PER_CHARACTER) and (found := slowest(one, lengths, PER_CHARACTER)):
            slow.append(f"{one.where}: {found[0]:.2f} s for {found[1]:,} characters, {found[2]}")
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(?:\w+\s*)*!", r"(?:\s*x?)*y", r"(?:[ab]*c*)+$"])
def test_nested_repeats_are_found_by_reading(pattern: str) -> None:
    assert overlapping(re.compile(pattern))


def test_no_pattern_has_nested_repeats_that_share_a_character() -> None:
    """Such a pattern is exponential where what follows fails, whatever strings the clock was tried on."""
    assert [f"{one.where}: {what}" for one in patterns() if (what := overlapping(one.pattern))] == []
