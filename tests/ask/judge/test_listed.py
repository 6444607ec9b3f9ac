"""Who lists something under a label of its own within one answer of a learned form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge.listed import ListedLines
from msqqa.model import SetPlan
from tests.support import open_corpus

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

_BERTHS = {
    "Crew Amberley": "**New in 2024:**\n- north jetty\n\n**Closed in 2024:**\n- salt quay",
    "Crew Birchholm": "- old mole",
    "Crew Cobalt": "**New in 2024:**\n- None",
    "Crew Dunewick": "**New in 2024:**\n- river steps\n- coal hoist **Closed in 2024:**\n- tar dock",
    "Crew Emberton": "The new boat needs no berth, and all of them are in use.",
    "Crew Fjordby": "**Dismantled**\n- ice stage",
    "Crew Gullport": "**New in $YYYY:**\n- $berth-name",
    "Crew Heron": "New in 2024:\n- north jetty\n- tide mill",
    "Band Ironside": "**Closed in 2024:**\n- bell pier",
}


@pytest.fixture(scope="module")
def crews(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    files = {
        f"{crew.lower().replace(' ', '-')}.md": f"# {crew}\n\n## Work of the year\n\nIt kept {n + 3} boats afloat.\n\n"
        f"## Berths\n\n{berths}\n\n## Plans for the next year\n\nTo paint hull number {n + 1}.\n"
        for n, (crew, berths) in enumerate(_BERTHS.items())
    }
    return open_corpus(tmp_path_factory.mktemp("crews"), files)


def _matched(answer: Answer) -> set[str]:
    return {r.name.rpartition(" ")[2] for r in answer.respondents if r.verdict == "matched"}


@pytest.mark.parametrize(
    ("question", "matched"),
    [
        ("who lists a new berth", {"Amberley", "Dunewick", "Heron"}),
        ("how many list at least one new berth", {"Amberley", "Dunewick", "Heron"}),
        ("who has a closed berth", {"Amberley", "Dunewick", "Ironside"}),
        ("who lists a berth as closed or dismantled", {"Amberley", "Dunewick", "Fjordby", "Ironside"}),
        ("which crews have the north jetty as a new berth", {"Amberley", "Heron"}),
        ("who has the tar dock among its closed berths", {"Dunewick"}),
    ],
)
def test_a_label_and_the_question_above_it_say_what_its_lines_are(
    crews: Engine, question: str, matched: set[str]
) -> None:
    answer = crews.ask(question)
    assert _matched(answer) == matched
    assert all(citation.question == "Berths" for citation in answer.citations if citation.respondent in matched)


def test_each_line_is_cited_as_it_stands(crews: Engine) -> None:
    answer = crews.ask("who lists a new berth")
    assert {"north jetty", "river steps", "coal hoist", "tide mill"} <= {c.quote for c in answer.citations}


def test_a_respondent_of_another_kind_than_is_asked_for_is_no_subject(tmp_path: Path) -> None:
    bands = {n: "- None" if n % 3 else "**New in 2024:**\n- Larks" for n in range(6)}
    files = {
        f"crew-{n}.md": f"# Crew {'ABCDEF'[n]}{n}\n\n## Works\n\nBoat {n} and {n + 1}.\n\n## Allied bands\n\n{listed}\n"
        for n, listed in bands.items()
    }
    files |= {
        f"band-{name}.md": f"# Band {name}\n\n## Works\n\nThey play for {name}.\n\n## Allied bands\n\n- None\n"
        for name in ("Larks", "Finches", "Rooks")
    }
    answer = open_corpus(tmp_path, files).ask("which crews list Larks as a new allied band")
    assert {r.id for r in answer.respondents if r.verdict == "matched"} == {"crew-0", "crew-3"}


@pytest.mark.parametrize(
    "question",
    [
        "who lists a berth",  # no label is said
        "who lists a new berth for tankers",  # which no line says
        "who lists at least two new berths",
        "who lists no new berth",  # who lists nothing does not say so
        "who has a new crane",
    ],
)
def test_what_no_label_says_is_left_to_others(crews: Engine, question: str) -> None:
    plan = crews.planner.plan(crews.read(question))
    assert isinstance(plan, SetPlan)
    assert ListedLines(crews.index.store).decide(plan, tuple(crews.index.store.respondents)) is None


def test_an_answer_that_begins_with_a_bare_no_tells_who_is_asked_whether(tmp_path: Path) -> None:
    said = (
        "None currently. The report of the year before was wrong about it.",
        "Two of them, for masts and for nets, as in every year.",
        "They meet on the quay, and are open to all who have a boat.",
        "One for the lanterns, which began in spring.",
    )
    files = {
        f"crew-{n}.md": f"# Crew {'ABCD'[n]}{n}\n\n## Works\n\nBoats {n} and {n + 1}.\n\n## Working groups\n\n{text}\n"
        for n, text in enumerate(said)
    }
    answer = open_corpus(tmp_path, files).ask("does Crew A0 sponsor any working groups")
    assert answer.answered
    assert answer.citations[0].quote.startswith("None currently")
