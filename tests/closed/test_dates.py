"""Dates as answers and in questions: what is compared, and what is not as day and month cannot be told."""

from __future__ import annotations

from datetime import date

import pytest

from msqqa.closed.dates import dates_of, find_bound, find_end, read_written_date
from msqqa.model.periods import Period


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (["03/04/2019", "25/12/2018"], date(2019, 4, 3)),
        (["03/04/2019", "12/25/2018"], date(2019, 3, 4)),
        (["03/04/2019", "05/06/2018"], None),
        (["03/14/2019", "25/12/2018"], None),
        (["2019-04-03", "2018-12-25 10:00"], date(2019, 4, 3)),
        (["2019-04-03", "some day"], date(2019, 4, 3)),
    ],
)
def test_day_and_month_are_told_by_the_column(texts: list[str], first: date | None) -> None:
    found = dates_of(texts)
    assert (None if found is None else found[texts[0]].first) == first


@pytest.mark.parametrize(
    ("text", "day", "holds"),
    [
        ("before 2015", date(2014, 12, 31), True),
        ("before 2015", date(2015, 1, 1), False),
        ("after March 2020", date(2020, 3, 31), False),
        ("after March 2020", date(2020, 4, 1), True),
        ("since 1 January 2004", date(2004, 1, 1), True),
        ("until 2021-03-04", date(2021, 3, 4), True),
        ("in 2020", date(2021, 1, 1), False),
    ],
)
def test_a_day_is_compared(text: str, day: date, *, holds: bool) -> None:
    bound = find_bound(text)
    assert bound is not None
    assert bound.holds(Period(day, day)) is holds


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("20 March 2025", date(2025, 3, 20), date(2025, 3, 20)),
        ("March 3rd, 2024", date(2024, 3, 3), date(2024, 3, 3)),
        ("Tuesday, 4 March 2025", date(2025, 3, 4), date(2025, 3, 4)),
        ("le 1er avril 2019", date(2019, 4, 1), date(2019, 4, 1)),
        ("5 de mayo de 2021", date(2021, 5, 5), date(2021, 5, 5)),
        ("Dezember 2020", date(2020, 12, 1), date(2020, 12, 31)),
        ("1868", date(1868, 1, 1), date(1868, 12, 31)),
    ],
)
def test_a_date_may_be_written_out(text: str, first: date, last: date) -> None:
    assert read_written_date(text) == Period(first, last)


@pytest.mark.parametrize(
    "text", ["may be in 2020", "In March 2020 the law passed", "3 of 2020 sites", "31 June 2020", ""]
)
def test_what_says_more_than_a_date_is_none(text: str) -> None:
    assert read_written_date(text) is None


def test_a_year_may_hold_days_on_both_sides() -> None:
    bound = find_bound("after 1 April 2020")
    assert bound is not None
    assert [bound.holds(Period(date(y, 1, 1), date(y, 12, 31))) for y in (2019, 2020, 2021)] == [False, None, True]


@pytest.mark.parametrize("text", ["more than 3", "between 2021 and 2022", "before 3/4/2020", "2015", "before lunch"])
def test_what_names_no_day_for_sure_compares_none(text: str) -> None:
    assert find_bound(text) is None


def test_the_end_that_is_asked_for() -> None:
    assert (find_end("opened earliest"), find_end("the most recent"), find_end("the most")) == (
        "earliest",
        "latest",
        "",
    )
