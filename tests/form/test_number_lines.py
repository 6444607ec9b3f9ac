from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.form.number_lines import join_number_lines
from msqqa.form.token_stream import TokenStream

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

ASKED = {
    1: ("Is there a national law on the protection of data?", "Yes, of 2019."),
    2: ("How long is the cycle of the national plan or equivalent?", "Two-year"),
    3: ("Which of these technologies does the strategy name?", ""),
    4: ("Please describe whatever else matters to your office", "The fog."),
}


def _copy(label: str) -> str:
    return "\n\n".join(f"{label.format(n)}\n\n{asked}\n\n{answer}" for n, (asked, answer) in ASKED.items())


@pytest.mark.parametrize(
    "label", ["### Question {}", "Butir {}", "**Frage {}:**", "{}.", "Q{}", "— {} —", "Вопрос № {}"]
)
def test_a_line_that_prints_a_number_alone_is_no_answer(lay_small: Callable[[str], Any], label: str) -> None:
    laid = lay_small(_copy(label))
    assert [laid.runs(id_) for id_ in ("1", "2", "4")] == [["Yes, of 2019."], ["Two-year"], ["The fog."]]
    assert not laid.runs("3.5g")
    assert laid.cells["1"].anchor[0] == 0  # the number is the question's


def test_the_question_below_has_the_number() -> None:
    stream = TokenStream.of(_copy("### Question {}"), numbered=True)
    assert [line.number for line in stream.lines if line.number] == ["1", "2", "3", "4"]
    assert [
        stream.text[stream.text_start(line) :].startswith(ASKED[int(line.number)][0])
        for line in stream.lines
        if line.number
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Budget 2019\n\nlarge\n\nBudget 2020\n\nlarge\n\nBudget 2021\n\nlarge",  # years
        "Office 7\n\nopen\n\nOffice 3\n\nopen\n\nOffice 9\n\nopen",  # not one after another
        "Step 1\n\nbuild\n\nStep 2\n\nrun",  # too few to tell
        "Page 1\n\n1. law\n\nPage 2\n\n2. plan\n\nPage 3\n\n3. fog",  # what is below has a number
    ],
)
def test_other_lines_with_numbers_stay_as_they_are(text: str) -> None:
    lines = TokenStream.of(text).lines
    assert join_number_lines(text, lines) == lines
