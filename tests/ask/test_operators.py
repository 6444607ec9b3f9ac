from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


@pytest.mark.parametrize(
    ("question", "operator"),
    [
        ("any that mention whatsapp?", "which"),
        ("facebook - who names it", "which"),
        ("4g mentioned by whom?", "which"),
        ("name the ones that cite UNICEF", "which"),
        ("does every country have a privacy law", "which"),
        ("is there any country without a sandbox", "which"),
        ("sandboxes in Africa", "which"),
        ("whose strategy covers 5g", "which"),
        ("where do operators not charge for mobile data", "which"),
        ("regulatory sandbox planned by whom", "which"),
        ("which of Arvenia, Kelunga and Moanaru measure usage by gender", "which"),
        ("nobody but Ilmarosa has a national policy", "which"),
        ("how many still lack a privacy law?", "count"),
        ("what share of countries have a CIO", "count"),
        ("tally: countries with a national cio", "count"),
        ("covid: how many in oceania mention it", "count"),
        ("how many belmorans have activated the single key", "lookup"),
        ("nukavelu kiosks, how many are open", "lookup"),
        ("who runs Arvenia's portal", "lookup"),
        ("do Arvenia and Belmora have a sandbox", "lookup"),
        ("Arvenia and Belmora on open data: compare", "compare"),
        ("digital identity law: Arvenia against Lakshvara", "compare"),
        ("what does Dorimba do about kiosks, and what does Ekundala", "compare"),
        ("how do castovar and ilmarosa monitor their strategies, side by side", "compare"),
        ("rules for officials who post on Facebook", "open"),
        ("who is responsible for the portal", "open"),
        ("who carried out the user satisfaction survey", "open"),
        ("what do the countries say about fishermen", "open"),
        ("how many users does the portal have", "open"),
    ],
)
def test_what_a_question_asks_for(demo_engine: Engine, question: str, operator: str) -> None:
    assert demo_engine.planner.plan(question).operator == operator


@pytest.mark.parametrize(
    ("question", "respondents"),
    [
        ("does Belmra have a sandbox", {"belmora"}),
        ("the Kingdom of Arvenia's sandbox", {"arvenia"}),
        ("do faroshan ministries use a cloud", {"farosha"}),
        ("La Farosha a-t-elle un bac à sable", {"farosha"}),
        ("which Latin American countries have a CIO", {"guanari", "hollinsey", "ilmarosa"}),
        ("which American states have a CIO", {"guanari", "hollinsey", "ilmarosa"}),
        ("east african countries with a sandbox", {"ekundala"}),
        ("all but the African ones: who has a sandbox", None),
        ("let's talk turkey: who has no privacy law", set()),
        ("when does the plan of may end", set()),
        ("which countries mention a guinea pig", set()),
    ],
)
def test_whom_a_question_is_about(demo_engine: Engine, question: str, respondents: set[str] | None) -> None:
    plan = demo_engine.planner.plan(question)
    if respondents is None:
        assert len(plan.respondents) == 11
        assert not {"dorimba", "ekundala", "farosha"} & set(plan.respondents)
    else:
        assert set(plan.respondents) == respondents
        assert plan.absent == ()
