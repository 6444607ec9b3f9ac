"""How a number is compared: by the words of several languages, whatever the reader calls it; or not at all."""

from __future__ import annotations

import pytest

from msqqa.ask.judge.closed.comparison import comparison_of
from msqqa.languages import languages


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("gt", ["more than 5", "exceeding 5", "> 5", "mehr als 5", "über 5", "plus de 5", "supérieur à 5", "más de 5"]),
        ("ge", ["at least 5", "5 or more", "5+", "no fewer than 5", "≥ 5", "mindestens 5", "au moins 5", "al menos 5"]),
        ("lt", ["less than 5", "below 5", "under 5", "weniger als 5", "moins de 5", "menos de 5", "< 5"]),
        ("le", ["at most 5", "no more than 5", "up to 5", "5 or fewer", "höchstens 5", "au plus 5", "como máximo 5"]),
        ("eq", ["exactly 5", "5", "5 employees", "genau 5", "exactement 5", "exactamente 5"]),
    ],
)
def test_words_come_before_what_the_reader_says(kind: str, texts: list[str]) -> None:
    for text in texts:
        for read in ("gt", "le", "between"):
            found = comparison_of((read, text))
            assert found is not None, text
            assert (found.kind, found.values) == (kind, (5.0,)), text


@pytest.mark.parametrize("text", ["between 3 and 5", "from 3 to 5", "3-5", "zwischen 3 und 5", "entre 3 et 5"])
def test_two_bounds_are_a_range(text: str) -> None:
    found = comparison_of(("between", text))
    assert found is not None
    assert (found.kind, found.values) == ("between", (3.0, 5.0))


@pytest.mark.parametrize("text", ["twice 5", "5 % of EUR 3 million", "a few", "more than 5 and less than 10"])
def test_what_nobody_knows_decides_nothing(text: str) -> None:
    assert comparison_of(("gt", text)) is None


def test_no_phrase_of_a_language_compares_two_ways() -> None:
    for language in languages():
        met: dict[str, str] = {}
        for key in ("more", "at_least", "less", "at_most", "exactly", "between"):
            for phrase in language.phrases("numbers", key):
                assert met.setdefault(phrase, key) == key, (language.code, phrase)
