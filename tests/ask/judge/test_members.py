"""Who is in a set by a claim: what becomes of numbers, of other names and of denials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


def test_whose_proof_does_not_name_the_number_is_only_possible(demo_engine: Engine) -> None:
    answer = demo_engine.ask("which countries want 80% of services online", everyone=True)
    quotes = {citation.n: citation.quote for citation in answer.citations}
    for decision in answer.respondents:
        if decision.verdict == "matched":
            assert any("80" in quotes[n] for n in decision.citations), decision
    assert "nukavelu" not in {d.id for d in answer.respondents if d.verdict == "matched"}  # it wants 60 per cent
    assert any("not in the words of who is possible" in note for note in answer.notes)


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
