from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.ask.plan.choose import choose_operator
from msqqa.ask.plan.subjects import Subjects
from msqqa.ask.reading.reading import Claim, Reading, Span

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


def _read(about: str | None, relation: str | None, second: str) -> Reading:
    """Return a reading as one about the corpus, with a claim on its last word, and what it may be read as instead."""
    text = "how many answered the survey of upgrades"
    topic = Span(30, 38, text[30:])
    claims = () if relation is None else (Claim(relation, topic),)
    slots = {"topic": (topic,)} if claims else {}
    return Reading(text, "about", "number", claims, "and", slots, False, None, about, 0.9, second=(second, 0.05))


@pytest.mark.parametrize("about", ["respondents", "size", "editions"])
def test_who_is_in_the_corpus_has_no_topic(demo_engine: Engine, about: str) -> None:
    store, nobody = demo_engine.index.store, Subjects((), ())
    assert choose_operator(_read(about, None, "count"), nobody, store) == "about"
    assert choose_operator(_read(about, "has", "count"), nobody, store) == "count"
    assert choose_operator(_read(about, "mentions", "count"), nobody, store) == "which"
    assert choose_operator(_read(about, "has", "chat"), nobody, store) == "open"


def test_who_answered_a_question_asks_of_nothing_else(demo_engine: Engine) -> None:
    store, nobody = demo_engine.index.store, Subjects((), ())
    assert choose_operator(_read("answered", "answered", "count"), nobody, store) == "about"
    assert choose_operator(_read("answered", "has", "count"), nobody, store) == "count"


def test_the_questions_of_a_form_are_nobodys(demo_engine: Engine) -> None:
    store = demo_engine.index.store
    belmora = Subjects(("belmora",), (), by_name=True)
    assert choose_operator(_read("questions", "has", "lookup"), Subjects((), ()), store) == "about"
    assert choose_operator(_read("questions", "has", "lookup"), belmora, store) == "lookup"
