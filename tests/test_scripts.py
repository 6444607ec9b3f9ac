"""The letters of the world's scripts, by which words end."""

from __future__ import annotations

import unicodedata

import pytest

from msqqa.scripts import has_further, has_unspaced, is_unspaced
from msqqa.words import words


@pytest.mark.parametrize(
    ("letter", "unspaced", "further"),
    [
        ("是", True, True),
        ("ひ", True, True),
        ("ย", True, True),
        ("カ", False, True),
        ("한", False, True),
        ("ا", False, True),
        ("é", False, False),
        ("ж", False, False),
        ("Ω", False, False),
        ("a", False, False),
    ],
)
def test_letters_of_scripts_are_told_apart(letter: str, unspaced: bool, further: bool) -> None:
    assert is_unspaced(letter) is has_unspaced(f"a {letter}") is unspaced
    assert has_further(f"a {letter}") is further


def test_every_letter_that_puts_no_space_between_words_is_of_a_further_script() -> None:
    letters = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) == "Lo"]
    assert [letter for letter in letters if is_unspaced(letter) and not has_further(letter)] == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("WCAG를 2024년에", ["wcag", "를", "2024", "년에"]),
        ("제5조", ["제5조"]),
        ("س4) وWCAG", ["س4", "و", "wcag"]),
        ("WCAGガイド", ["wcag", "ガイド"]),
        ("µTESLA СOVID", ["μtesla", "сovid"]),
        ("e\u0301cole हिंदी", ["ecole", "हिंदी"]),
    ],
)
def test_a_word_ends_where_the_script_changes(text: str, parts: list[str]) -> None:
    assert [word.text for word in words(text)] == parts
