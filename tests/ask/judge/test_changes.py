from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import NO, SURVEY_FORM, YES, is_sound, response

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

RESPONDENTS = """
[[respondent]]
file = "kenya-2022.md"
name = "Kenya"
edition = "2022"

[[respondent]]
file = "kenya-2024.md"
name = "Kenya"
edition = "2024"

[[respondent]]
file = "peru.md"
name = "Peru"
edition = "2024"
"""


@pytest.fixture
def editions(tmp_path: Path) -> tuple[str, ...]:
    """Options for a corpus in which one of two respondents answered twice."""
    folder = tmp_path / "editions"
    folder.mkdir()
    (folder / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
    (folder / "respondents.toml").write_text(RESPONDENTS, encoding="utf-8")
    (folder / "kenya-2022.md").write_text(response(NO, "A bill was drafted.", NO, "", "A portal."), encoding="utf-8")
    (folder / "kenya-2024.md").write_text(response(YES, "Act 5 of 2023.", NO, "", "A portal."), encoding="utf-8")
    (folder / "peru.md").write_text(response(YES, "Law 1.", YES, "Since 2020.", "A portal."), encoding="utf-8")
    return ("--corpus", str(folder), "--index", str(tmp_path / "index"))


@pytest.mark.parametrize(
    "question",
    ["what changed for Kenya since 2022", "what has changed in Kenya between 2022 and 2024?", "what's new in Kenya"],
)
def test_what_one_respondent_answers_otherwise_now(msqqa: Run, editions: tuple[str, ...], question: str) -> None:
    result = msqqa("ask", question, "--format", "json", *editions)
    answer = result.json
    is_sound(answer)
    assert answer["plan"]["over_time"]
    told = "1 of 2 questions that Kenya (2022) and Kenya (2024) answer with a stance changed: question 1 from planned"
    assert answer["answer"].startswith(told)
    assert {c["source"].rsplit("/", 1)[-1] for c in answer["citations"]} == {"kenya-2022.md", "kenya-2024.md"}


def test_a_change_on_one_topic_is_a_comparison(msqqa: Run, editions: tuple[str, ...]) -> None:
    answer = msqqa(
        "ask", "what changed for Kenya on data protection law since 2022", "--format", "json", *editions
    ).json
    is_sound(answer)
    assert answer["plan"]["operator"] == "compare"
    assert answer["answer"].startswith("They differ: Kenya (2022) ")
    assert "(question 1: “" in answer["answer"]


def test_an_edition_can_be_chosen(msqqa: Run, editions: tuple[str, ...]) -> None:
    asked = ("ask", "which countries have a data protection law", "--format", "json", *editions)
    answer = msqqa(*asked, "--edition", "2022").json
    assert answer["coverage"]["examined"] == 1
    assert msqqa(*asked, "--edition", "2024").json["coverage"]["matched"] == 2


def test_who_answered_once_has_not_changed(msqqa: Run, editions: tuple[str, ...]) -> None:
    result = msqqa("ask", "what changed for Peru since 2022", "--format", "json", *editions)
    assert result.status == 2
    assert "there is one response of Peru here, of edition 2024; ask what it says" in result.err


def test_a_change_that_one_response_tells_itself_is_looked_up(msqqa: Run, editions: tuple[str, ...]) -> None:
    answer = msqqa(
        "ask",
        "how had Peru's data protection shifted since it began, going by its 2024 report?",
        "--format",
        "json",
        *editions,
    ).json
    is_sound(answer)
    assert answer["plan"]["operator"] == "lookup"
    assert answer["plan"]["respondents"] == ["peru"]


def test_a_set_by_what_one_edition_tells_compares_no_editions(msqqa: Run, editions: tuple[str, ...]) -> None:
    answer = msqqa(
        "ask",
        "which countries took part in no sandbox at all, going by the 2024 reports?",
        "--format",
        "json",
        *editions,
    ).json
    is_sound(answer)
    assert answer["plan"]["operator"] == "which"
    assert answer["plan"]["polarity"] == "negative"
