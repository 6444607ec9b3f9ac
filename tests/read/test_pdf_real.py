"""A real response set as a PDF comes to the same cells as from its Markdown, and its citations hold."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pytest

from msqqa.form.align import best_alignment
from msqqa.form.cells import cells_of
from msqqa.form.load import forms_for
from msqqa.form.segment import account, segment
from msqqa.markdown_marks import strip_markdown
from msqqa.read import markdown, pdf
from msqqa.words import words
from tests.pdfs import of_markdown
from tests.support import MSQ

if TYPE_CHECKING:
    from msqqa.form.align import Alignment
    from msqqa.model import Cell, Document

SOURCE = (MSQ / "mongolia.md").read_bytes()
HEAD, FOOT = "Member States Questionnaire 2024 · response", "Page {page}"

Aligned = tuple["Document", "Alignment", dict[str, "Cell"]]


def _aligned(document: Document) -> Aligned:
    alignment = best_alignment(document, forms_for(MSQ))
    assert alignment is not None
    cells = cells_of(document, alignment, segment(document, alignment), "mongolia")
    return document, alignment, {cell.question: cell for cell in cells}


@pytest.fixture(scope="module")
def original() -> Aligned:
    return _aligned(markdown.read("mongolia.md", SOURCE))


@pytest.fixture(scope="module")
def printed() -> Aligned:
    return _aligned(pdf.read("mongolia.pdf", of_markdown(SOURCE.decode("utf-8"), head=HEAD, foot=FOOT)))


def _words(of: Aligned, question: str) -> list[str]:
    document, _, cells = of
    cell = cells[question]
    runs = sorted((*cell.runs, *cell.withheld))
    return [word.text for start, end in runs for word in words(strip_markdown(document.text[start:end]))]


def test_the_same_questions_are_found(original: Aligned, printed: Aligned) -> None:
    headed = {question.id for question in printed[1].form.questions if question.parent is None}
    assert len([question for question in headed if question.isdigit()]) == 51
    assert {anchor.id for anchor in printed[1].anchors} == {anchor.id for anchor in original[1].anchors}
    assert printed[2].keys() == original[2].keys()


def test_the_same_characters_stand_in_the_same_cells(original: Aligned, printed: Aligned) -> None:
    total = same = 0
    for question in original[2]:
        ours, theirs = _words(original, question), _words(printed, question)
        blocks = difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        total += sum(map(len, ours))
        same += sum(len(word) for a, _, n in blocks for word in ours[a : a + n])
    assert same >= 0.999 * total


def test_no_cell_is_given_what_is_not_its_own(original: Aligned, printed: Aligned) -> None:
    for question in original[2]:
        # CommonMark numbers a list anew where its source does not: "1." to "6." may be printed as "4." to "9.".
        ours, theirs = (
            sorted(word for word in _words(of, question) if not (word.isdigit() and len(word) < 3))
            for of in (original, printed)
        )
        spare = difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
        added = [word for kind, _, _, a, b in spare if kind != "equal" for word in theirs[a:b]]
        assert len(added) <= 0.02 * len(ours), (question, added)


def test_what_each_cell_says_is_the_same(original: Aligned, printed: Aligned) -> None:
    for question, cell in original[2].items():
        other = printed[2][question]
        assert (other.stance, other.basis, other.selection.state) == (cell.stance, cell.basis, cell.selection.state)


def test_heads_and_feet_are_debris_and_in_no_cell(printed: Aligned) -> None:
    document, alignment, cells = printed
    pages = len(document.pages)
    assert pages > 30
    debris = [document.text[start:end].strip() for start, end in document.debris]
    assert debris.count(HEAD) == pages
    assert set(debris) == {HEAD, *(FOOT.format(page=n) for n in range(1, pages + 1))}
    in_cells = "".join(document.text[start:end] for cell in cells.values() for start, end in cell.runs)
    assert HEAD not in in_cells
    said = account(segment(document, alignment))
    assert said["page debris"] >= sum(end - start for start, end in document.debris)


def test_each_page_begins_where_its_number_says(printed: Aligned) -> None:
    document = printed[0]
    for n, start in enumerate(document.pages[:-1], start=1):
        on_page = document.text[start : document.pages[n]]
        # A paragraph torn by the page's end is one: then its foot comes behind the paragraph's end, on the next page.
        assert FOOT.format(page=n) in on_page or on_page[-1] not in "\n"
