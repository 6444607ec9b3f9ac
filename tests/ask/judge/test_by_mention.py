"""Who mentions something, and who only may mean it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.model import SetPlan

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


@pytest.mark.parametrize(
    ("question", "only_asked"),
    [
        ("which countries mention 5G", {"moanaru", "arvenia", "guanari"}),  # "N/A", "Annex C", "Meta 1.7"
        ("which countries mention blockchain", {"nukavelu", "lakshvara"}),  # "No"
        ("which countries mention GDPR", {"kelunga", "jandarkhan", "hollinsey", "moanaru"}),
        ("which countries mention drones", {"farosha", "dorimba", "hollinsey"}),
    ],
)
def test_who_was_only_asked_for_a_word_may_not_mean_it(
    demo_engine: Engine, question: str, only_asked: set[str]
) -> None:
    """The question holds the word, or comes near to it, whatever is answered."""
    answer = demo_engine.ask(question)
    assert isinstance(answer.plan, SetPlan)
    assert answer.plan.mode == "mention"
    assert answer.coverage.matched
    assert only_asked.isdisjoint(found.id for found in answer.respondents)


def test_who_writes_it_otherwise_may_mean_it(demo_engine: Engine) -> None:
    """Farosha writes of "cryptographie post-quantique"."""
    answer = demo_engine.ask("any mention of quantum or post-quantum technology")
    [farosha] = [found for found in answer.respondents if found.id == "farosha"]
    assert farosha.verdict == "possible"
    assert "post-quantique" in next(c.quote for c in answer.citations if c.n == farosha.citations[0])
