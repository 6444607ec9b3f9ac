"""Numbers in texts, with their units; what is no single number."""

from __future__ import annotations

import pytest

from msqqa.closed.values import numbers_in, whole_number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,200", 1200, ""),
        ("3.0", 3, ""),
        ("about 30 people", 30, ""),
        ("12 %", 12, "%"),
        ("5 percent", 5, "%"),
        ("EUR 1.5 million", 1.5e6, "EUR"),
        ("$5m", 5e6, "$"),
        ("2 weeks", 14, "days"),
    ],
)
def test_a_number_with_its_unit(text: str, value: float, unit: str) -> None:
    number = whole_number(text)
    assert number is not None
    assert (number.value, number.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["10-20", "> 5", "more than 3", "5 or more", "3 of 7", "in 2019 it was 4 %", "none", ""]
)
def test_a_range_a_bound_and_prose_are_no_number(text: str) -> None:
    assert whole_number(text) is None


def test_a_number_in_prose_has_its_place() -> None:
    text = "It is 1.9 percent of the republican budget."
    (number,) = numbers_in(text)
    assert text[number.start : number.end] == "1.9 percent"
    assert (number.value, number.unit) == (1.9, "%")
