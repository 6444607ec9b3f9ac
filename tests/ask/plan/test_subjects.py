"""Whom a question is about, where respondents answered in several years and their names say what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.ask.reading.reading import Reading, Span
from tests.support import open_corpus

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine

_GROUPS = ("sig-tide", "sig-lamp", "sig-rope", "sig-dock", "wg-buoy", "wg-chart-paper", "wg-winch", "wg-crane")
_YEARS = ("2021", "2022")


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    files = {
        f"{group}-{year}.md": (
            f"# {year} report: {group.replace('-', ' ').title()}\n\n## How many people come to the main meeting?\n\n"
            f"About {n + len(group)} of them, most of whom are new.\n\n## Which working groups do you sponsor?\n\n"
            f"The one on {group[-4:]} matters, since {year}.\n\n## Where does the group need help?\n\n"
            f"With the {group.split('-')[1]} that broke {n + 2} weeks ago.\n"
        )
        for n, group in enumerate(_GROUPS)
        for year in _YEARS
    }
    return open_corpus(tmp_path_factory.mktemp("groups"), files)


@pytest.mark.parametrize(
    ("question", "respondents"),
    [
        ("where does SIG Tide need help, according to its 2021 report", {"sig-tide-2021"}),
        ("people at the meeting of the chart paper wg 2022", {"wg-chart-paper-2022"}),
        ("what does the Chart Paper working group need help with (2021)", {"wg-chart-paper-2021"}),
        ("which working groups does SIG Lamp sponsor, as of the 2022 report", {"sig-lamp-2022"}),
        ("Which team was sponsored in SIG Rope's 2021 report?", {"sig-rope-2021"}),
    ],
)
def test_a_name_and_a_year_say_whose_response_is_meant(groups: Engine, question: str, respondents: set[str]) -> None:
    plan = groups.planner.plan(groups.read(question))
    assert (plan.operator, set(plan.respondents)) == ("lookup", respondents)
    assert not {"report", "according"} & set(plan.text.split())


@pytest.mark.parametrize(
    ("text", "respondents"),
    [
        ("what broke that SIG Lamp lists for 2022", {"sig-lamp-2022"}),
        ("what broke that SIG Lamp lists", {"sig-lamp-2021", "sig-lamp-2022"}),
        ("what broke in May 2022 that SIG Lamp lists", {"sig-lamp-2021", "sig-lamp-2022"}),  # a month's year
    ],
)
def test_a_year_that_the_reader_missed_is_an_edition(groups: Engine, text: str, respondents: set[str]) -> None:
    at = text.index("SIG Lamp")
    slots = {"subject": (Span(at, at + 8, "SIG Lamp"),)}
    reading = Reading(text, "lookup", "text", (), "and", slots, False, None, None, 1.0)
    assert set(groups.planner.plan(reading).respondents) == respondents


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("which SIGs need help with a rope", "sig"),
        ("which working groups need help", "wg"),
        ("which groups need help", ""),
    ],
)
def test_a_noun_of_their_names_says_who_is_asked(groups: Engine, question: str, kind: str) -> None:
    plan = groups.planner.plan(groups.read(question))
    assert all(id_.startswith(kind) for id_ in plan.respondents)
    assert len(plan.respondents) == (8 if kind else 0)


@pytest.mark.parametrize(
    ("question", "polarity"),
    [
        ("who is against a new crane", "negative"),
        ("which groups reject new ropes", "negative"),
        ("how many strongly disagree that they can work at night", "positive"),
        ("which groups have rules against smoking", "positive"),
    ],
)
def test_who_is_against_something_is_asked_for_unless_an_option_is_named(
    groups: Engine, question: str, polarity: str
) -> None:
    assert groups.planner.plan(groups.read(question)).polarity == polarity  # type: ignore[attr-defined]
