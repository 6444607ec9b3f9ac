"""Numbers in words stand where they are written, in the language of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.closed.amounts import amounts_in
from msqqa.closed.number_words import number_words_in


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Sixteen berths, and twenty-one cranes.", "en", [("Sixteen", 16), ("twenty-one", 21)]),
        ("two hundred and five boats", "en", [("two hundred and five", 205)]),
        ("douze jeux", "fr", [("douze", 12)]),
        ("treinta y dos municipios", "es", [("treinta y dos", 32)]),
        ("einundzwanzig Ämter", "de", [("einundzwanzig", 21)]),
        ("the second and the third", "en", []),
        ("12 boats", "en", []),
    ],
)
def test_numbers_in_words(text: str, language: str, told: list[tuple[str, float]]) -> None:
    assert [(text[n.start : n.end], n.value) for n in number_words_in(text, language)] == told


@given(st.text(max_size=80))
def test_any_text_has_numbers_within_it(text: str) -> None:
    for number in number_words_in(text):
        assert 0 <= number.start < number.end <= len(text)


def test_an_answer_holds_numbers_in_digits_and_in_words() -> None:
    found = amounts_in("1,600 square metres and twenty-one cranes, one of them new.", "en")
    assert [(a.number.value, a.number.unit) for a in found] == [(1600, "m²"), (21, "")]


def test_a_word_that_multiplies_digits_is_no_number_of_its_own() -> None:
    found = amounts_in("1.2 billion florins for twelve offices over five years.", "en")
    assert [a.number.value for a in found] == [1.2e9, 12]
