from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Lay = Callable[[str], Any]

LAW, PLAN = (
    "1. Is there a national law on the protection of data?",
    "2. How long is the cycle of the national plan or equivalent?",
)
OTHER = "4. Please describe whatever else matters to your office"


def _said(laid: Any) -> dict[str, str]:
    return {id_: " ".join(laid.text[a:b] for a, b in cell.answers).strip() for id_, cell in laid.cells.items()}


HEADED = [("What binds us", LAW, "The act of 2019."), ("What we mean to do", PLAN, ""), ("Last", OTHER, "The fog.")]


@pytest.mark.parametrize("rule", ["", "---\n\n"])
def test_a_copy_s_own_headings_above_questions_are_no_answers(lay_small: Lay, rule: str) -> None:
    text = "\n\n".join(f"{rule}## {title}\n\n{rule}{asked}\n\n{answer}" for title, asked, answer in HEADED)
    assert _said(lay_small(text)) == {"1": "The act of 2019.", "2": "", "4": "The fog."}


@pytest.mark.parametrize("level", ["##", "####"])
def test_answers_that_are_set_as_headings_stay_answers(lay_small: Lay, level: str) -> None:
    text = f"{LAW}\n\n{level} The act of 2019\n\n{PLAN}\n\n{level} Two-year\n\n{OTHER}\n\n{level} The fog"
    said = _said(lay_small(text))
    assert "act of 2019" in said["1"]
    assert "fog" in said["4"]


def test_headings_within_an_answer_stay_with_it(lay_small: Lay) -> None:
    text = f"{LAW}\n\nOne.\n\n### The act\n\nOf 2019.\n\n### The decree\n\nOf 2020.\n\n{PLAN}\n\nTwo-year"
    assert "The act" in _said(lay_small(text))["1"]
