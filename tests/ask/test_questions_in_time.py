"""A question of any words, up to the longest that is read, is answered or refused in little time."""

from __future__ import annotations

import contextlib
import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msqqa.ask.plan import Filters
from msqqa.ask.reading.wording import LONGEST
from msqqa.bounds import QUESTION_VARIABLE, TimeIsUp, bound_time, suspend_bound
from msqqa.errors import QuestionError
from tests.clock import time_least

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine

SECONDS = 1.0
"""Processor seconds; half of it on a machine that has nothing else to do."""
PIECES = st.sampled_from(
    """which countries have a sandbox mention or not and no but without , ? compare Mongolia Brazil Mongollia vs either
    neither nor both what does the law say about how many most since changed question 7 " ( in other than also as well
    n't - : ; / . planned partly unclear blank between each xyzzy wcag who that is are only""".split()
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, min_size=1, max_size=4), st.sampled_from([120, 600, LONGEST]))
def test_repeated_words_are_read_in_time(engine: Engine, pieces: list[str], length: int) -> None:
    piece = " ".join(pieces) + " "
    question = ("which countries have a sandbox " + piece * (length // len(piece)))[: length - 8] + " or not?"

    def asked() -> None:
        with contextlib.suppress(QuestionError):
            engine.planner.plan(engine.read(question), Filters())

    assert time_least(asked, SECONDS) < SECONDS


def test_a_short_question_of_one_word_many_times(engine: Engine) -> None:
    engine.ask("which countries have a sandbox?")
    longer = "which countries have a sandbox " + "mention " * 18 + "or not?"
    assert time_least(lambda: engine.ask(longer), 2 * SECONDS) < 2 * SECONDS


def test_a_longer_question_is_refused_at_once(engine: Engine) -> None:
    with pytest.raises(QuestionError, match="10,001 characters"):
        engine.ask("x" * (LONGEST + 1))


def test_a_question_that_takes_too_long_ends_in_one_line(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(QUESTION_VARIABLE, "0.0001")
    # A library's own code may take the first signal for its own error, and the question is over before the next.
    monkeypatch.setattr("msqqa.bounds._AGAIN", 0.01)
    with pytest.raises(QuestionError, match=r"takes more than 0.0001 s to answer; shorten it"):
        engine.ask("which countries have a sandbox " + "or Kenya " * 900)
    monkeypatch.delenv(QUESTION_VARIABLE)
    assert engine.ask("which countries have a sandbox?").statements


def test_a_bound_ends_a_regular_expression() -> None:
    with pytest.raises(TimeIsUp), bound_time(0.2):
        re.search(r"(a+)+$", "a" * 60 + "b")


def test_what_is_not_counted_does_not_end() -> None:
    with bound_time(0.2), suspend_bound():
        end = time.process_time() + 0.4
        while time.process_time() < end:
            pass
