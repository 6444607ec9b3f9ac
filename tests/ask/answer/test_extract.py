from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.ask.answer.extract import LONGEST, extract
from msqqa.ask.retrieve.expectation import NOTHING, Expectation
from msqqa.read.text import line_starts
from msqqa.words import content_words, stem, words


def _extract(text: str, words: str, start: int = 0, end: int | None = None, expects: Expectation = NOTHING) -> str:
    wanted = [stem(w.text) for w in content_words(words)]
    a, b = extract(text, start, len(text) if end is None else end, expects, wanted, lambda _: 1.0)
    return text[a:b]


_HOW_MANY = Expectation("count", ("users",))
LONG = "The ministry runs many offices and sends letters to every province of the country each spring. " * 6


def test_the_sentence_that_answers_is_taken() -> None:
    text = LONG + "A regulatory sandbox was opened by the central bank. " + LONG
    assert "A regulatory sandbox was opened by the central bank." in _extract(text, "is there a regulatory sandbox")


def test_a_number_that_is_asked_for_is_preferred() -> None:
    text = LONG + "The portal serves users.\n" + LONG + "\nThe portal has 5,000 users.\n" + LONG
    assert "5,000 users" in _extract(text, "users portal", expects=_HOW_MANY)


_WHEN = Expectation("date")
TITLED = "### THE PERSONAL DATA ACT\n\nNo. 14 of 2020, in force since July 2021. It names a purpose."


def test_the_title_of_what_a_date_is_asked_of_is_not_the_date() -> None:
    assert _extract(TITLED, "personal data act adopted", expects=_WHEN).startswith("No. 14 of 2020")
    dated = TITLED.replace("ACT", "ACT 2020")
    assert _extract(dated, "personal data act adopted", expects=_WHEN) == "THE PERSONAL DATA ACT 2020"


def test_the_date_of_what_was_done_goes_before_that_of_a_title() -> None:
    dated = TITLED.replace("ACT", "ACT 2020")
    wanted = [stem(w.text) for w in content_words("personal data act come into force")]
    a, b = extract(dated, 0, len(dated), _WHEN, wanted, lambda _: 1.0, done=[stem("force")])
    assert dated[a:b].startswith("No. 14 of 2020, in force")


def test_a_short_passage_is_taken_whole() -> None:
    assert _extract("A sandbox runs. It is small.", "sandbox") == "A sandbox runs. It is small."


def test_marks_at_the_edges_are_left_out() -> None:
    assert _extract("**A sandbox runs.**", "sandbox") == "A sandbox runs."


def test_nothing_is_taken_from_beyond_the_range() -> None:
    text = "A sandbox runs. Nothing else does. A sandbox runs."
    assert _extract(text, "sandbox", 16, 34) == "Nothing else does."


@pytest.mark.parametrize("length", [LONGEST, LONGEST + 1, 2000])
def test_a_long_sentence_is_cut_at_words(length: int) -> None:
    text = "word " * (length // 5) + "sandbox."
    found = _extract(text, "sandbox")
    assert len(found) <= LONGEST
    assert set(found.split()) <= {"word", "sandbox."}


def test_a_carriage_return_ends_a_line() -> None:
    assert "\r" not in _extract("A sandbox runs in the bank.\rA law was passed by them.", "sandbox")


_PIECES = st.lists(
    st.sampled_from(["sandbox", "A law. ", "1. ", "\n", "\r\n", "**", "# ", "5,000 ", "x" * 400, "“", " ", "é; "]),
    min_size=1,
    max_size=40,
).map("".join)


@given(st.one_of(st.text(st.characters(exclude_characters="\r", codec="utf-8"), min_size=1), _PIECES), st.data())
def test_any_text_gives_a_range_within(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    a, b = extract(text, start, end, _HOW_MANY, ["sandbox"], lambda _: 1.0)
    assert start <= a <= b <= end
    found = text[a:b]
    if any(c.isalnum() for c in text[start:end]):
        assert found
        assert len(found) <= LONGEST
        lines = [found[start:end] for start, end in pairwise([*line_starts(found), len(found)])]
        # Only the values of a list are taken together.
        assert len(lines) == 1 or all(not line.rstrip().endswith(".") for line in lines[:-1])
        assert len(lines) == 1 or all(sum(1 for _ in words(line)) <= 6 for line in lines)


def test_a_list_of_values_answers_as_a_whole() -> None:
    listed = "name\nemail address\nbirthday"
    assert _extract(listed, "email") == listed
    assert _extract("The name is kept.\nSo is the address.\nBirthdays are not.", "address") == "So is the address."
