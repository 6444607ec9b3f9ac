"""Texts cut to their room: what bears on an answer stays in view, and nothing is added but ellipses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.render.shorten import fit_text, shorten_question, stems_of_stance, strip_marks
from msqqa.words import stems

TEXTS = st.text(alphabet=st.sampled_from("abc planned.,;: (–\n"), max_size=400)


@given(TEXTS, st.integers(24, 120))
def test_what_is_fitted_stands_in_the_text_and_in_its_room(text: str, room: int) -> None:
    shown = fit_text(text, room, {"plan"})
    assert len(shown) <= room + 2
    kept = shown.removeprefix("… ").removesuffix(" …")
    assert kept in strip_marks(text)


@pytest.mark.parametrize(
    ("text", "room", "asked", "stance", "held"),
    [
        (
            "There is no sandbox today, for finance or for wine. One is planned for 2027.",
            44,
            "sandbox",
            "planned",
            "planned",
        ),
        ("A sandbox for mobile money of all kinds is under consideration.", 44, "sandbox", "planned", "consideration"),
        ("As to whoever holds data it follows its neighbours; there is no law of its own.", 40, "law", "no", "no law"),
        ("The chatbot that answered under the name of Vera was withdrawn in 2022.", 40, "chatbot", "no", "withdrawn"),
        (
            "Il n'existe pas de loi sur la protection ; un projet de loi est en préparation.",
            44,
            "loi",
            "planned",
            "préparation",
        ),
    ],
)
def test_the_words_that_decide_are_in_view(text: str, room: int, asked: str, stance: str, held: str) -> None:
    assert held in fit_text(text, room, set(stems(asked)), stems_of_stance(stance))


def test_a_quote_ends_with_a_sentence_that_fills_it() -> None:
    text = "Castovar leases us its satellite capacity. Officials of four countries came to see it in the spring."
    assert fit_text(text, 60, set(stems("satellite"))) == "Castovar leases us its satellite capacity. …"


def test_a_row_of_a_table_is_read_without_bars() -> None:
    assert strip_marks("| FADA | **WhatsApp** channel | 2019 |") == "FADA · WhatsApp channel · 2019"
    assert strip_marks("| --- | --- |\n| 3 | 4 |") == "3 · 4"
    assert strip_marks("either|or") == "either|or"


@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300), st.integers(40, 120))
def test_a_question_of_a_form_keeps_to_its_room(whole: str, own: str, longest: int) -> None:
    assert len(shorten_question(f"{whole} — {own}", longest)) <= longest + 4
