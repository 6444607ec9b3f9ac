from __future__ import annotations

from msqqa.form.asking import asks, explains, is_required, worth_of


def test_an_emphasised_line_is_not_marked() -> None:
    assert not is_required("*Only in part*")
    assert not is_required("Costs 3 * 4 and 5 * 6")
    assert is_required("**Name \\***")
    assert is_required("Name *")


def test_a_question_mark_asks_whatever_marks_stand_behind_it() -> None:
    assert asks("**Who? [NEW]**")
    assert asks("هل يوجد قانون؟")
    assert not asks("Who? Ada")
    assert worth_of("Who? Ada") > worth_of("Please name her") > worth_of("Ada") == 0


def test_a_note_has_a_colon() -> None:
    assert explains("*Note: in force since 2019*")
    assert explains("Si oui, laquelle ?")
    assert not explains("Note that this is so")
    assert not explains("Not yet.")
