"""Units of measure: by their names in the language of a text, and by their signs."""

from __future__ import annotations

import pytest

from msqqa.closed.measures import measure_names, measure_signs, measures_in
from msqqa.closed.values import numbers_in, whole_number


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("The yard has 1,200 square metres.", "en", 1200, "m²"),
        ("2.5 hectares of reed", "en", 25000, "m²"),
        ("eine Fläche von 710 Quadratmetern", "de", 710, "m²"),
        ("710 mètres carrés", "fr", 710, "m²"),
        ("3 km of path", "en", 3000, "m"),
        ("12 kilómetros", "es", 12000, "m"),
        ("2 tonnes a day", "en", 2000, "kg"),
        ("a store of 1.5 TB", "en", 1500, "GB"),
        ("40 MW", "en", 40000, "kW"),
    ],
)
def test_a_measure_is_told_in_the_unit_of_its_kind(text: str, language: str, value: float, unit: str) -> None:
    (number,) = numbers_in(text, language)
    assert number.unit == unit
    assert number.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["5 pieces", "$5m", "3 millions", "12 members", "4 pounds", "7 MPs"])
def test_what_counts_or_is_money_measures_nothing(text: str) -> None:
    (number,) = numbers_in(text, "en")
    assert number.unit not in {measure.unit for measure in measure_signs().values()}


def test_a_cell_that_is_a_measure_is_a_number() -> None:
    number = whole_number("620 m²")
    assert number is not None
    assert (number.value, number.unit) == (620, "m²")


def test_a_language_that_is_not_known_has_the_english_names() -> None:
    assert measure_names("xx") == measure_names("")
    assert [measure.unit for measure in measures_in("in km, or square feet")] == ["m", "m²"]
