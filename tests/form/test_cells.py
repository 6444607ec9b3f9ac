from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.form.cells import respondent_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from msqqa.model import Form, Range

    Lay = Callable[[str], Any]

_PERSONAL = {
    "contact": ["Orkhontulga Tsedensodnom", "fr@mddc.gov.mn"],
    "4": ["Uchral Nyam-Osor", "uchral@mddc.gov.mn"],
}


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


# ---------------------------------------------------------------- the real file


def test_every_numbered_question_has_a_cell_or_parts_that_have(real: Any) -> None:
    assert {cell.split(".")[0] for cell in real.cells} >= {str(n) for n in range(1, 52)}
    assert not {"2", "6", "34", "country-name"} & set(real.cells)


def test_cells_come_in_the_form_s_order(real: Any, msq_form: Form) -> None:
    order = [question.id for question in msq_form.questions]
    assert list(real.cells) == sorted(real.cells, key=order.index)


def test_every_yes_no_line_whose_mark_was_lost_makes_a_lost_selection(real: Any) -> None:
    holding = [cell for cell in real.cells.values() if any("Yes  No" in run for run in real.runs(cell.question))]
    assert len(holding) == 45
    for cell in holding:
        assert cell.selection.state == "lost"
        assert cell.selection.options == ()
        assert real.text[slice(*cell.selection.span)] == "Yes  No"


def test_lost_selections_are_those_of_no_other_cells(real: Any) -> None:
    lost = {cell.question for cell in real.cells.values() if cell.selection.state == "lost"}
    boxes = {cell for cell in real.cells if any("Yes  No" in run for run in real.runs(cell))}
    assert lost - boxes == {"21", "34.ai", "34.iot", "34.invisible", "self-declaration"}


@pytest.mark.parametrize(
    ("question", "state", "stance", "basis"),
    [
        ("21", "lost", "yes", "inferred"),
        ("34.ai", "lost", "yes", "inferred"),
        ("34.iot", "lost", "yes", "inferred"),
        ("34.robotics", "marked", "yes", "ticked"),
        ("34.blockchains", "marked", "yes", "ticked"),
        ("34.5g", "marked", "yes", "ticked"),
        ("34.invisible", "lost", "yes", "stated"),
        ("34.others", "none", "blank", "inferred"),
        ("consent", "lost", "unclear", "inferred"),
        ("self-declaration", "lost", "unclear", "inferred"),
        ("9", "lost", "yes", "inferred"),
        ("19", "lost", "yes", "inferred"),
        ("39", "lost", "yes", "stated"),
        ("42", "lost", "yes", "stated"),
        ("43", "lost", "yes", "stated"),
        ("49.gender", "lost", "yes", "inferred"),
        ("50", "none", "yes", "stated"),
        ("contact", "none", "yes", "stated"),
    ],
)
def test_what_a_cell_of_the_real_file_says(real: Any, question: str, state: str, stance: str, basis: str) -> None:
    cell = real.cells[question]
    assert (cell.selection.state, cell.stance, cell.basis) == (state, stance, basis)


def test_no_cell_of_the_real_file_says_no(real: Any) -> None:
    assert [cell.question for cell in real.cells.values() if cell.stance == "no"] == []


def test_other_is_inferred_from_what_stands_beside_it(real: Any) -> None:
    cell = real.cells["21"]
    assert real.answers("21") == ["Other: 4year, 30 year - Vision 2050"]
    assert cell.selection.options == ()
    assert real.text[slice(*cell.selection.span)] == "Other: 4year, 30 year - Vision 2050"


@pytest.mark.parametrize("question", ["34.robotics", "34.blockchains", "34.5g"])
def test_a_ticked_label_shows_its_mark(real: Any, question: str) -> None:
    cell = real.cells[question]
    assert real.text[slice(*cell.selection.span)] == "✓"
    assert all("✓" not in answer for answer in real.answers(question))


def test_names_and_addresses_are_withheld_and_nothing_else_is(real: Any) -> None:
    for question, cell in real.cells.items():
        assert [real.text[slice(*r)] for r in cell.withheld] == _PERSONAL.get(question, [])


def test_no_run_nor_answer_touches_what_is_withheld(real: Any) -> None:
    withheld = [span for cell in real.cells.values() for span in cell.withheld]
    assert len(withheld) == 4
    for cell in real.cells.values():
        assert not [r for r in (*cell.runs, *cell.answers) for span in withheld if _overlap(r, span)]
    for personal in (item for items in _PERSONAL.values() for item in items):
        assert all(personal not in run for question in real.cells for run in real.runs(question))


def test_titles_and_organisations_are_kept(real: Any) -> None:
    assert real.runs("contact") == [
        "Head of Foreign cooperation division",
        "Ministry of Digital Development and  \nCommunications",
    ]
    assert real.answers("4") == [
        "Minister of Digital Development and Communications",
        "Ministry of Digital Development and Communications",
    ]


def test_runs_are_in_order_and_of_one_cell_only(real: Any) -> None:
    runs = sorted((start, end) for cell in real.cells.values() for start, end in cell.runs)
    assert all(a[1] <= b[0] for a, b in pairwise(runs))
    for cell in real.cells.values():
        assert list(cell.runs) == sorted(cell.runs)
        assert all(real.text[a:b] == real.text[a:b].strip() != "" for a, b in cell.runs)


def test_answers_lie_within_runs_and_hold_no_boxes(real: Any) -> None:
    for cell in real.cells.values():
        for start, end in cell.answers:
            assert any(a <= start and end <= b for a, b in cell.runs)
        assert all("Yes  No" not in answer for answer in real.answers(cell.question))


def test_every_cell_can_be_cited_by_the_form_s_text(real: Any) -> None:
    for cell in real.cells.values():
        assert cell.anchor is not None
        assert real.text[slice(*cell.anchor)].strip()
    assert real.text[slice(*real.cells["34.others"].anchor)] == "Others; link/detail:"
    assert real.text[slice(*real.cells["41"].anchor)].startswith("41. Does the Government provide")


def test_the_respondent_is_named_by_its_field(real: Any) -> None:
    assert respondent_name(real.document, real.alignment, real.segments) == "MONGOLIA"


def test_a_form_without_a_field_for_it_names_nobody(lay_small: Lay) -> None:
    laid = lay_small("1. Is there a national law on the protection of data?\n\nYes\n")
    assert respondent_name(laid.document, laid.alignment, laid.segments) is None


def test_a_question_that_does_not_stand_in_the_document_has_no_cell(lay_small: Lay) -> None:
    laid = lay_small("1. Is there a national law on the protection of data?\n\nThe Data Act.\n")
    assert list(laid.cells) == ["1"]


# ---------------------------------------------------------------- boxes within a cell


def _answered(lay: Lay, body: str, question: str) -> Any:
    asked = {
        "1": "1. Is there a national law on the protection of data?",
        "2": "2. How long is the cycle of the national plan or equivalent?",
        "3": "3. Which of these technologies does the strategy name?",
    }
    return lay(f"{asked[question]}\n\n{body}\n\n4. Please describe whatever else matters to your office\n\nA remark.\n")


@pytest.mark.parametrize(
    ("body", "state", "options", "stance", "basis", "answers"),
    [
        ("☒ Yes ☐ No\n\nThe Data Act.", "marked", ("yes",), "yes", "ticked", ["The Data Act."]),
        ("☐ Yes ☒ No\n\nNone.", "marked", ("no",), "no", "ticked", ["None."]),
        ("☒ Yes\n\n☐ No\n\nThe Data Act.", "marked", ("yes",), "yes", "ticked", ["The Data Act."]),
        ("☐ Yes\n☒ No", "marked", ("no",), "no", "ticked", []),
        ("- [ ] Yes\n- [x] No\n\nNot yet.", "marked", ("no",), "no", "ticked", ["Not yet."]),
        ("☐ Yes ☐ No", "empty", (), "blank", "ticked", []),
        ("Yes (   )  No (   )", "empty", (), "blank", "ticked", []),
        ("Sí ( X )  No (    )\n\nThe Data Act.", "marked", ("yes",), "yes", "ticked", ["The Data Act."]),
        ("Réponse : La loi.", "none", (), "yes", "inferred", ["La loi."]),
        ("Yes  No\n\nRéponse :", "lost", (), "unclear", "inferred", []),
        ("Réponse : —", "none", (), "blank", "inferred", ["—"]),
        ("☐ Yes ☐ No\n\nThe Data Act.", "empty", (), "yes", "inferred", ["The Data Act."]),
        ("☒ Yes ☒ No", "marked", ("yes", "no"), "unclear", "ticked", []),
        ("Yes  No", "lost", (), "unclear", "inferred", []),
        ("Yes  No\n\n-", "lost", (), "unclear", "inferred", []),
        ("Yes  No\n\nNo.", "lost", (), "no", "stated", ["No."]),
        (
            "Yes  No\n\nIf yes, please provide link and detail.\n\nThe Data Act.",
            "lost",
            (),
            "yes",
            "inferred",
            ["The Data Act."],
        ),
        ("Yes  No\n\nIf yes, please provide link and detail.", "lost", (), "unclear", "inferred", []),
        ("The Data Act.", "none", (), "yes", "inferred", ["The Data Act."]),
        ("Yes, the Data Act.", "none", (), "yes", "stated", ["Yes, the Data Act."]),
        ("**No**", "none", (), "no", "stated", ["**No**"]),
        ("", "none", (), "blank", "inferred", []),
        ("☒ No, nothing yet", "marked", ("no",), "no", "ticked", ["☒ No, nothing yet"]),
        ("Answer: No", "marked", ("no",), "no", "ticked", []),
        (
            "☐ Yes ☒ No\n\nA bill is before parliament.",
            "marked",
            ("no",),
            "planned",
            "stated",
            ["A bill is before parliament."],
        ),
    ],
)
def test_a_yes_no_cell_is_read_by_its_boxes_then_by_its_words(
    lay_small: Lay, body: str, state: str, options: tuple[str, ...], stance: str, basis: str, answers: list[str]
) -> None:
    laid = _answered(lay_small, body, "1")
    cell = laid.cells["1"]
    assert (cell.selection.state, cell.selection.options) == (state, options)
    assert (cell.stance, cell.basis) == (stance, basis)
    assert laid.answers("1") == answers


@pytest.mark.parametrize(
    ("body", "stances"),
    [
        pytest.param("☐ Yes ☒ No. We rely on older rules.", {"no"}),
        pytest.param("☐ Yes ☒ No, because of the budget.", {"no"}),
        pytest.param("☐ Yes: the Data Act ☒ No", {"no", "unclear"}),
        pytest.param("☐ Yes ☐ No ☒ Don't know", {"unclear", "blank"}),
        pytest.param("- [ ] Yes, describe:\n- [x] No, describe: none", {"no"}),
        pytest.param("Yes  No (we have asked the ministry)", {"unclear"}),
        pytest.param("Answer: No, there is none", {"no"}),
        pytest.param("1. No, nothing of the kind", {"no"}),
    ],
)
def test_text_around_the_boxes_does_not_make_a_yes(lay_small: Lay, body: str, stances: set[str]) -> None:
    assert _answered(lay_small, body, "1").cells["1"].stance in stances


@pytest.mark.parametrize(
    ("body", "state", "options", "stance", "answers"),
    [
        ("- ☐ Two-year\n- ☒ Five-year\n- ☐ Other", "marked", ("Five-year",), "yes", ["- ☒ Five-year"]),
        ("- Two-year\n- **Five-year**\n- Other", "marked", ("Five-year",), "yes", ["- **Five-year**"]),
        ("Two-year ☐\nFive-year ☒\nOther ☐", "marked", ("Five-year",), "yes", ["Five-year ☒"]),
        ("☒ Two-year\n☒ Five-year\n☐ Other", "marked", ("Two-year", "Five-year"), "yes", ["☒ Two-year\n☒ Five-year"]),
        ("☐ Two-year\n☐ Five-year\n☒ Other: 4 years", "marked", ("Other",), "yes", ["☒ Other: 4 years"]),
        ("☐ Two-year\n☐ Five-year\n☐ Other", "empty", (), "blank", []),
        ("Two-year\nFive-year\nOther", "lost", (), "unclear", []),
        ("Two-year\nFive-year\nOther \\_\\_\\_", "lost", (), "unclear", []),
        ("Two-year\nFive-year\nOther: 4 years", "lost", (), "yes", ["Other: 4 years"]),
        pytest.param("☐ Two-year ☒ Five-year ☐ Other", "marked", ("Five-year",), "yes", ["☒ Five-year"]),
        pytest.param("", "none", (), "blank", []),
    ],
)
def test_a_choice_is_read_by_its_options(
    lay_small: Lay, body: str, state: str, options: tuple[str, ...], stance: str, answers: list[str]
) -> None:
    laid = _answered(lay_small, body, "2")
    cell = laid.cells["2"]
    assert (cell.selection.state, cell.selection.options, cell.stance) == (state, options, stance)
    assert laid.answers("2") == answers


@pytest.mark.parametrize(
    ("body", "ai", "five_g"),
    [
        ("☒ Artificial intelligence: chat\n\n☐ 5G", ("marked", "yes", "ticked"), ("empty", "blank", "ticked")),
        ("[x] Artificial intelligence\n[ ] 5G", ("marked", "yes", "ticked"), ("empty", "blank", "ticked")),
        ("Artificial intelligence: chat\n\n5G", ("lost", "yes", "inferred"), ("none", "blank", "inferred")),
        ("- ☐ Artificial intelligence\n- ☑ 5G: towers", ("empty", "blank", "ticked"), ("marked", "yes", "ticked")),
        ("Artificial intelligence: YES, chat\n\n5G: Not yet.", ("lost", "yes", "stated"), ("lost", "no", "stated")),
        pytest.param("Artificial intelligence ☒\n\n5G ☐", ("marked", "yes", "ticked"), ("empty", "blank", "ticked")),
        # a copy that prints a yes and a no below each label
        (
            "Artificial intelligence\n\nYes ☐ No ☒\n\n5G\n\nYes  No\n\nThe strategy names it.",
            ("marked", "no", "ticked"),
            ("lost", "yes", "inferred"),
        ),
        ("Artificial intelligence ( X ) \n\n5G (   )", ("marked", "yes", "ticked"), ("empty", "blank", "ticked")),
        ("Artificial intelligence: —\n\n5G: -", ("lost", "blank", "inferred"), ("lost", "blank", "inferred")),
    ],
)
def test_each_label_of_a_list_is_a_cell_with_its_own_box(
    lay_small: Lay, body: str, ai: tuple[str, str, str], five_g: tuple[str, str, str]
) -> None:
    cells = _answered(lay_small, body, "3").cells
    for cell, expected in ((cells["3.ai"], ai), (cells["3.5g"], five_g)):
        assert (cell.selection.state, cell.stance, cell.basis) == expected


_BODIES = st.lists(
    st.sampled_from(
        [
            "Yes  No",
            "☐ Yes ☒ No",
            "☒ Yes",
            "- Two-year",
            "☒ Five-year",
            "Other: x",
            "✓ 5G: y",
            "Artificial intelligence",
            "Text.",
            "",
            "---",
            "2. How long is the cycle of the national plan or equivalent?",
            "3. Which of these technologies does the strategy name?",
        ]
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=100)
@given(_BODIES, st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_whatever_is_written_runs_and_answers_are_in_order_and_of_one_cell(
    lay_small: Lay, lines: list[str], line_end: str
) -> None:
    laid = _answered(lay_small, line_end.join(lines), "1")
    runs = sorted(run for cell in laid.cells.values() for run in cell.runs)
    assert all(a[1] <= b[0] for a, b in pairwise(runs))
    for cell in laid.cells.values():
        assert list(cell.answers) == sorted(cell.answers)
        for start, end in cell.answers:
            assert any(a <= start < end <= b for a, b in cell.runs)
        if cell.stance == "no":
            assert cell.selection.options == ("no",)
