from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msqqa.form.align import align
from msqqa.form.segment import account, segment
from msqqa.model import CATEGORIES, Block, Document
from msqqa.read.markdown import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from msqqa.model import Form, Segment

    Lay = Callable[[str], Any]

_LINES = [
    "1. Is there a national law on the protection of data?",
    "Is there a national law on the protection of data?",
    "2. How long is the cycle of the national plan or equivalent?",
    "3. Which of these technologies does the strategy name?",
    "4. Please describe whatever else matters to your office",
    "## A. Laws and plans",
    "If yes, please provide link and detail.",
    "☒ Artificial intelligence: chat",
    "5G",
    "Yes  No",
    "☐ Yes ☒ No",
    "- Two-year",
    "Other: 4 years",
    "---",
    "<sup>1</sup> a note",
    "# 1. THE LAW",
    "a@b.org",
    "**bold** words",
    "|a|b|",
    "\f",
    "\ufeff",
    "\t",
    "",
    " ",
]
_TEXTS = st.lists(
    st.tuples(st.one_of(st.sampled_from(_LINES), st.text(max_size=8)), st.sampled_from(["\n", "\r\n", "\r", "\n\n"])),
    max_size=25,
).map(lambda lines: "".join(line + end for line, end in lines).replace("\x00", ""))


def _assert_covered(document: Document, segments: tuple[Segment, ...]) -> None:
    at = 0
    for part in segments:
        assert part.start == at
        assert part.end > part.start or document.text == ""
        at = part.end
    assert at == len(document.text)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_segments_cover_any_text_without_gap_or_overlap(small_form: Form, text: str) -> None:
    document = read("x.md", text.encode())
    segments = segment(document, align(document, small_form))
    _assert_covered(document, segments)
    assert sum(account(segments).values()) == len(text)
    assert {part.question for part in segments if part.category in ("cell", "contact")} <= {
        question.id for question in small_form.questions
    }


def test_segments_cover_the_real_file(real: Any) -> None:
    _assert_covered(real.document, real.segments)


def test_the_account_adds_up_to_the_file(real: Any) -> None:
    totals = account(real.segments)
    assert tuple(totals) == CATEGORIES
    assert sum(totals.values()) == len(real.text) == 109_878


def test_the_account_counts_each_category_as_it_stands_in_the_file(real: Any) -> None:
    """Front matter ends at the first rule; debris is the rules, the footnotes and their white space."""
    text, totals = real.text, account(real.segments)
    assert totals["front matter"] == text.index("---\n")
    debris = re.finditer(r"^(?:---|<sup>\d</sup> .*)\n+", text, re.MULTILINE)
    assert totals["page debris"] == sum(len(match[0]) for match in debris)
    contact = ["MONGOLIA", "Orkhontulga Tsedensodnom", "Head of Foreign cooperation division", "fr@mddc.gov.mn"]
    organization = "Ministry of Digital Development and  \nCommunications"
    assert totals["contact"] == sum(len(value) + 2 for value in [*contact, organization])
    assert 0.85 * len(text) < totals["cell"] < 0.92 * len(text)
    assert totals["form text"] == len(text) - sum(n for category, n in totals.items() if category != "form text")


def _categories(laid: Any, pattern: str) -> list[tuple[str, str | None]]:
    """Return category and question of every line that matches; a line must lie in one segment."""
    found = []
    for match in re.finditer(pattern, laid.text, re.MULTILINE):
        parts = [p for p in laid.segments if p.start < match.end() and match.start() < p.end]
        assert len(parts) == 1, match[0]
        found.append((parts[0].category, parts[0].question))
    return found


@pytest.mark.parametrize(
    ("pattern", "count", "category"),
    [
        (r"^Yes  No$", 45, "cell"),
        (r"^If yes, .*$", 27, "form text"),
        (r"^## (?:[A-G]\. |Sectoral|THANK YOU).*$", 9, "form text"),
        (r"^### Consent .*$", 1, "form text"),
        (r"^\*?Note: .*$", 3, "form text"),
        (r"^---$", 5, "page debris"),
        (r"^<sup>\d</sup> .*$", 3, "page debris"),
        (r"^### \d\. .*$", 6, "cell"),
        (r"^\*\*\d\. .*\*\*$", 14, "cell"),
        (r"^- (?:I |A group|Other \\_).*$", 5, "cell"),
        (r"^ (?:Three|Five|Ten)-year.*$", 3, "cell"),
        (r"^Thank you for taking time .*$", 1, "form text"),
    ],
)
def test_lines_of_the_real_file_are_put_in_their_place(real: Any, pattern: str, count: int, category: str) -> None:
    found = _categories(real, pattern)
    assert len(found) == len(re.findall(pattern, real.text, re.MULTILINE))
    assert [c for c, _ in found] == [category] * len(found)
    assert len(found) == count


@pytest.mark.parametrize(
    ("pattern", "question"),
    [
        (r"^### 1\. THE CONSTITUTION OF MONGOLIA$", "9"),
        (r"^\*\*1\. THE CONSTITUTION OF MONGOLIA\*\*$", "10"),
        (r"^1\. Government e-services portal .*$", "1"),
        (r"^6\. USA - Child protection .*$", "51"),
        (r"^17\. State welfare service .*$", "2.e-services"),
        (r"^\*\*Stage II \(2031-2040\).*$", "23"),
        (r"^  7\. National Emergency Management agency, .*$", "6.others"),
        (r"^The Government started commissioning MMCG .*$", "49.gender"),
    ],
)
def test_headings_and_numbered_lists_within_answers_belong_to_the_cell(real: Any, pattern: str, question: str) -> None:
    assert _categories(real, pattern) == [("cell", question)]


def test_all_numbered_lines_but_the_questions_are_answers(real: Any) -> None:
    lines = _categories(real, r"^ *\d+\. .*$")
    assert [category for category, _ in lines].count("form text") == 51
    assert {category for category, _ in lines} == {"form text", "cell"}


def test_form_text_names_the_question_that_it_asks(real: Any) -> None:
    asked = [p.question for p in real.segments if p.category == "form text" and p.question and p.question.isdigit()]
    assert asked == [str(n) for n in range(1, 52)]


def test_a_footnote_between_a_question_and_its_answer_does_not_part_them(real: Any) -> None:
    inside = [p.category for p in real.segments if p.question == "30"]
    assert inside == ["form text", "cell"]
    at = next(i for i, p in enumerate(real.segments) if p.question == "30" and p.category == "form text")
    assert [p.category for p in real.segments[at : at + 3]] == ["form text", "page debris", "cell"]


def test_a_document_that_is_no_form_is_all_front_matter(lay_small: Lay) -> None:
    laid = lay_small("Some prose.\n\nMore of it.\n")
    assert [(p.category, p.start, p.end) for p in laid.segments] == [("front matter", 0, len(laid.text))]


def test_an_empty_document_has_one_empty_segment(lay_small: Lay) -> None:
    assert [(p.start, p.end) for p in lay_small("").segments] == [(0, 0)]


def test_a_note_to_the_answer_is_part_of_it_and_one_to_the_question_is_not(lay_small: Lay) -> None:
    laid = lay_small(
        "1. Is there a national law on the protection of data?[^1]\n\n[^1]: The form's note.\n\n"
        "Yes, in part[^2].\n\n[^2]: Our note.\n\n[^3]: A note to nothing here.\n"
    )
    assert laid.runs("1") == ["Yes, in part[^2].\n\n[^2]: Our note."]
    assert account(laid.segments)["page debris"] == sum(
        len(note) for note in ("[^1]: The form's note.\n\n", "[^3]: A note to nothing here.\n")
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_mark_of_the_form_that_a_line_end_parts_from_it_is_no_answer(lay_small: Lay, line_end: str) -> None:
    text = "4. Please describe whatever else matters to your office*\n[NEW]\n\n3. Which of these technologies does the"
    assert lay_small(f"{text} strategy name?\n".replace("\n", line_end)).runs("4") == []
    answered = "4. Please describe whatever else matters to your office\n[NO]\n"
    assert lay_small(answered.replace("\n", line_end)).runs("4") == ["[NO]"]


# ---------------------------------------------------------------- what a reader says is debris

_HEADS = ["3. Survey of 2024\n", "Yes  No\n\n", "Page 7 of 9\n\n", "If yes, please provide link and detail.\n"]


def _with_debris(lines: list[tuple[str, bool]]) -> Document:
    """Return a document of lines, those that are marked being page debris."""
    blocks, at = [], 0
    for line, is_debris in lines:
        blocks.append(Block("debris" if is_debris else "paragraph", at, at + len(line)))
        at += len(line)
    return Document("x.pdf", "".join(line for line, _ in lines), tuple(blocks), "")


def _of_each_character(document: Document, form: Form) -> list[tuple[str, str | None]]:
    """Return the category and question of each character."""
    segments = segment(document, align(document, form))
    _assert_covered(document, segments)
    return [(part.category, part.question) for part in segments for _ in range(part.start, part.end)]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from([f"{line}\n" for line in _LINES if line.strip()]), st.just(False)),
            st.tuples(st.sampled_from(_HEADS), st.just(True)),
        ),
        max_size=25,
    )
)
def test_text_is_what_it_would_be_without_the_debris_in_it(small_form: Form, lines: list[tuple[str, bool]]) -> None:
    found = _of_each_character(_with_debris(lines), small_form)
    wanted = iter(_of_each_character(_with_debris([line for line in lines if not line[1]]), small_form))
    at = 0
    for line, is_debris in lines:
        there = found[at : at + len(line)]
        at += len(line)
        assert there == ([("page debris", None)] * len(line) if is_debris else [next(wanted) for _ in line])


def test_a_question_runs_on_behind_a_page_and_its_foot(small_form: Form) -> None:
    document = _with_debris(
        [
            ("1. Is there a national law\n", False),
            ("2. Page 3\n\n", True),
            ("on the protection of data?\n", False),
            ("☒ Yes ☐ No\n", False),
        ]
    )
    alignment = align(document, small_form)
    (anchor,) = alignment.anchors
    assert (anchor.id, document.text[anchor.start : anchor.end][-5:]) == ("1", "data?")
    categories = [part.category for part in segment(document, alignment)]
    assert categories == ["form text", "page debris", "form text", "cell"]


@pytest.mark.parametrize(
    ("line", "category"),
    [
        ("*Guidance: examples are an act, a decree, or a code.*", "form text"),
        ("> Instructions to ministries: name the act.", "form text"),
        ("[Hint: see the annex.]", "form text"),
        ("Guidance: the office issued a guide in 2019.", "cell"),
        ("*Guided by the act of 2019: all data is protected.*", "cell"),
    ],
)
def test_guidance_that_a_copy_left_in_is_no_answer(lay_small: Lay, line: str, category: str) -> None:
    asked = "1. Is there a national law on the protection of data?"
    laid = lay_small(
        f"{asked}\n\n{line}\n\nThe act of 2019.\n\n4. Please describe whatever else matters to your office\n"
    )
    assert {found for found, _ in _categories(laid, re.escape(line))} == {category}
