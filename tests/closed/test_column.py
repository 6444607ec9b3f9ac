"""The type of a column, its options in order, and each answer read by it."""

from __future__ import annotations

import pytest

from msqqa.closed.column import as_json, column_from, column_of
from msqqa.closed.ratings import is_rating
from msqqa.closed.scales import find_meant


def test_a_multi_select_with_semicolons_is_cut() -> None:
    column = column_of({"Printing;Scanning": 3, "Scanning": 2, "Printing;Repairs": 2, "Repairs": 1})
    assert column.type == "options"
    assert set(column.options) == {"Printing", "Scanning", "Repairs"}
    assert column.find_options("Repairs;Printing") == ("Repairs", "Printing")


def test_an_option_that_holds_a_comma_is_one_option() -> None:
    own = "I don't know, someone else does this"
    column = column_of({f"SSH, {own}": 2, own: 4, "SSH": 5, "SSH, HPC (SLURM, PBS)": 3, "HPC (SLURM, PBS)": 2})
    assert column.type == "options"
    assert set(column.options) == {"SSH", own, "HPC (SLURM, PBS)"}


def test_one_choice_with_a_comma_in_an_option_is_not_cut() -> None:
    column = column_of({"Beyond my group, many people use it": 4, "Mostly on my own": 9, "My team also uses it": 7})
    assert column.type == "option"
    assert "Beyond my group, many people use it" in column.options


def test_prose_is_no_set_of_options() -> None:
    column = column_of(
        {"More staff, as we are two for three floors.": 1, "Time": 3, "Money": 4, "We need a scanner that works.": 1}
        | {
            "Nothing but quiet, which the builders next door do not give us.": 1,
            "A lift, as the children's floor is high": 1,
        }
    )
    assert column.type == "text"


def test_short_answers_of_which_most_stand_alone_are_no_set_of_options() -> None:
    column = column_of(
        {"More staff": 1, "Time": 2, "Money": 2, "A scanner": 1, "A repair evening": 1, "Quiet rooms": 1}
    )
    assert column.type == "text"


def test_short_answers_of_which_most_are_given_again_are_options_with_those_that_stand_alone() -> None:
    column = column_of(
        {"More staff": 1, "Time": 3, "Money": 5, "A scanner": 1, "A repair evening": 1, "Quiet rooms": 1}
    )
    assert column.type == "option"
    assert column.options[:2] == ("Money", "Time")
    assert set(column.options[2:]) == {"More staff", "A scanner", "A repair evening", "Quiet rooms"}


@pytest.mark.parametrize(
    ("given", "ordered"),
    [
        (
            ["Satisfied", "Prefer not to say", "Very dissatisfied", "Neutral"],
            ("Very dissatisfied", "Neutral", "Satisfied", "Prefer not to say"),
        ),
        (["Daily", "Never", "Every week", "Every month"], ("Never", "Every month", "Every week", "Daily")),
        (
            ["More than 3 years", "3 months - 1 year", "Less than 3 months", "1 - 3 years"],
            ("Less than 3 months", "3 months - 1 year", "1 - 3 years", "More than 3 years"),
        ),
        (["50+", "1-9", "10-49"], ("1-9", "10-49", "50+")),
        (["3 - High", "1 - Low", "2 - Medium"], ("1 - Low", "2 - Medium", "3 - High")),
    ],
)
def test_scales_stand_in_their_order(given: list[str], ordered: tuple[str, ...]) -> None:
    column = column_of(dict.fromkeys(given, 4))
    assert column.is_scale
    assert column.options == ordered


def test_a_level_that_an_option_denies_is_not_its_own() -> None:
    options = ("Not implemented", "Being implemented", "Fully implemented")
    assert "Not implemented" not in find_meant("implemented", options)


def test_a_rating_is_a_number_and_is_counted_too() -> None:
    column = column_of({"4.0": 10, "3.0": 7, "5.0": 2})
    assert column.type == "number"
    assert column.options == ("3", "4", "5")
    assert column.find_options("4.0") == ("4",)


def test_units_are_kept_apart() -> None:
    column = column_of({"EUR 300": 3, "USD 900": 2, "EUR 1,200": 2})
    assert column.type == "number"
    assert column.units == ("EUR", "USD")


def test_what_is_neither_yes_nor_no_stays_an_option() -> None:
    column = column_of({"Yes": 9, "No": 4, "Prefer not to say": 2})
    assert column.type == "yesno"
    assert "Prefer not to say" in column.options


@pytest.mark.parametrize("values", [{"2019-06-25 06:59": 3}, {"2020/06/05": 2}])
def test_dates_are_dates(values: dict[str, int]) -> None:
    assert column_of(values).type == "date"


def test_a_listed_option_is_known_though_nobody_chose_it() -> None:
    column = column_of({"Two-year": 2, "Five-year": 3}, ("Two-year", "Three-year", "Five-year"))
    assert column.options == ("Two-year", "Three-year", "Five-year")


def test_a_type_is_kept_as_text() -> None:
    column = column_of({"a;b": 4, "b": 3, "a": 2})
    assert column_from(as_json(column)) == column


@pytest.mark.parametrize(
    ("asked", "given", "rated"),
    [
        ("Number of direct reports", "0123456", False),
        ("How many cars do you own?", "12345", False),
        ("Children", "01234", False),
        ("How satisfied are you with the canteen?", "245", True),
        ("The canteen", "12345", True),
        ("Visits last month", "0123457", False),
    ],
)
def test_ratings_are_told_from_counts(asked: str, given: str, rated: bool) -> None:
    assert is_rating(asked, list(given)) is rated


def test_numbers_with_a_remark_are_numbers() -> None:
    """People write "3570 (main channel)" below a label; a column of which most are numbers alone is one of numbers."""
    said = {"1,157": 1, "2868": 1, "3116": 1, "942": 1, "3570 (#sig-node)": 1, "152 (up 46%)": 1, "About three": 1}
    column = column_of(said, language="en")
    assert column.type == "number"
    assert column.unread == 1
    assert [n.value for n in column.numbers("3570 (#sig-node)")] == [3570]
    assert [n.value for n in column.numbers("890\n- another channel: 260")] == [890]
    assert column.numbers("5-10") == column.numbers("(estimated): 4") == column.numbers("About three") == []


def test_options_that_begin_with_a_number_are_no_numbers() -> None:
    column = column_of({"1 (never)": 3, "2 (seldom)": 4, "3 (often)": 5, "4": 2}, language="en")
    assert column.type == "option"


LANDS = {
    "Kenya\nGhana\nIndia": 1,
    "Kenya": 1,
    "India\nUnited Kingdom of Great Britain and Northern Ireland": 1,
    "Ghana\nKenya\nPeru": 1,
    "India": 2,
    "Ghana\nIndia\nEswatini (fmr. 'Swaziland')": 1,
}
"""Lists whose values nobody prescribed; two of five stand in one list alone."""


@pytest.mark.parametrize("mark", ["\n", "; ", " | "])
def test_lists_of_values_are_cut_though_some_stand_in_one_alone(mark: str) -> None:
    column = column_of({text.replace("\n", mark): n for text, n in LANDS.items()})
    assert column.type == "options"
    assert {"Kenya", "Peru", "Eswatini (fmr. 'Swaziland')"} <= set(column.options)
    assert column.find_options(f"Peru{mark}Kenya") == ("Peru", "Kenya")


def test_a_list_of_more_values_than_a_question_prescribes_is_cut_too() -> None:
    names = [f"Land {n}" for n in range(120)]
    column = column_of({"\n".join(names): 1, "\n".join(names[:80]): 1, "\n".join(names[40:]): 1, "Land 3": 3})
    assert column.type == "options"
    assert len(column.options) == 120


@pytest.mark.parametrize(
    "given",
    [
        {
            "It runs.\nNobody pays.": 1,
            "It runs.\nIt is free.": 1,
            "It is free.\nSince May.": 1,
            "Nobody pays.\nAsk.": 1,
        },
        {"Alpha\nBeta": 1, "Gamma\nDelta": 1, "Epsilon\nZeta": 1},  # nothing stands in two lists
        {"Kenya": 1, "Ghana": 1, "Peru": 1},  # nothing is listed
    ],
)
def test_lines_of_prose_and_names_that_differ_are_no_lists_of_values(given: dict[str, int]) -> None:
    assert column_of(given).type == "text"
