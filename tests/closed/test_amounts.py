"""Numbers in prose: which one answers, what it is of, and what keeps one from being compared."""

from __future__ import annotations

import pytest

from msqqa.closed.amounts import AmountQuery, amounts_in, choose_amount

SHARE = AmountQuery("%")


@pytest.mark.parametrize(
    ("text", "language", "value", "of", "year"),
    [
        ("1.9 percent of the republican budget for 2023; a fifth of it is upkeep.", "en", 1.9, "budget for 2023", 2023),
        ("58.9 billion in 2023/24, that is 0.71 % of federal expenditure (0.64 % before).", "en", 0.71, "fed", 2023),
        ("1.3 % of expenditure in 2023, credit counted in. Without it we would be at 0.7 %.", "en", 1.3, "exp", 2023),
        ("0,42 % du budget de l'État en 2023, hors traitements.", "fr", 0.42, "du budget", 2023),
        ("12,5 Prozent der Ausgaben, also 1.200 Stellen.", "de", 12.5, "der Ausgaben", None),
        ("El 0,31 % del gasto nacional: 412 millones en 2024.", "es", 0.31, "del gasto nacional", 2024),
    ],
)  # fmt: skip
def test_the_number_that_answers(text: str, language: str, value: float, of: str, year: int | None) -> None:
    found, why = choose_amount(amounts_in(text, language), SHARE)
    assert found is not None, why
    assert (found.number.value, found.year) == (value, year)
    assert of in found.of


def test_a_table_is_answered_by_its_latest_year_that_has_passed() -> None:
    text = "| Year | Share |\n| --- | --- |\n| 2021 | 0.8 % |\n| 2023 | 1.3 % |\n| 2030 | 3 % |\n"
    found, _ = choose_amount(amounts_in(text, "en"), AmountQuery("%", latest=2024))
    assert found is not None
    assert (found.number.value, found.year) == (1.3, 2023)
    assert choose_amount(amounts_in(text, "en"), SHARE)[0] is None
    asked, _ = choose_amount(amounts_in(text, "en"), AmountQuery("%", years=frozenset({2021})))
    assert asked is not None
    assert asked.number.value == 0.8


@pytest.mark.parametrize(
    ("text", "wanted", "why"),
    [
        ("1.2 billion florins over five years.", SHARE, "in another unit: 1.2 billion florins over five years"),
        ("EUR 5 million over five years.", AmountQuery("EUR"), "of a length of time"),
        ("It rose from 1.1 % in 2021 to 1.4 % in 2023.", SHARE, "of several years"),
        ("Ministries have 3 % and agencies 5 %.", SHARE, "several numbers"),
        ("2 % in 2019.", AmountQuery("%", years=frozenset({2023})), "of another year"),
        ("There is no line of its own.", SHARE, ""),
    ],
)
def test_what_cannot_be_compared_says_why(text: str, wanted: AmountQuery, why: str) -> None:
    found, told = choose_amount(amounts_in(text, "en"), wanted)
    assert found is None
    assert told.startswith(why)
    assert bool(told) == bool(why)


def test_a_bare_number_answers_where_what_is_counted_follows_it() -> None:
    amounts = amounts_in("Under Decree 12 of 2021 there are 345 online services.", "en")
    found, _ = choose_amount(amounts, AmountQuery("", counted=frozenset({"servic"})))
    assert found is not None
    assert found.number.value == 345
