"""What a PDF's text comes out as: order, paragraphs, columns, tables, pages, and what is page debris."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph, Spacer, Table

from msqqa.read.pdf import read
from tests.pdfs import SANS, SANS_BOLD, composed, drawn, fonts, lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

    from msqqa.model import Document

STYLE = ParagraphStyle("body", fontName=SANS, fontSize=10, leading=12, spaceAfter=6)
LONG = (
    "The national portal was redesigned in two steps and now offers services to citizens and to enterprises in every "
    "province of the country, with a help desk that answers within a day."
)


@pytest.fixture(autouse=True)
def _fonts() -> None:
    fonts()


def _texts(data: bytes) -> list[str]:
    return [text for _, text in _kinds(data)]


def _kinds(data: bytes) -> list[tuple[str, str]]:
    document = read("x.pdf", data)
    _is_covered(document)
    return [(block.kind, document.text[block.start : block.end].strip()) for block in document.blocks]


def _is_covered(document: Document) -> None:
    at = 0
    for block in document.blocks:
        assert block.start == at
        assert block.end > at
        at = block.end
    assert at == len(document.text)
    assert document.pages[0] == 0
    assert list(document.pages) == sorted(document.pages)


# ---------------------------------------------------------------- paragraphs


def test_a_paragraph_that_the_paper_broke_is_one_line() -> None:
    assert _texts(composed([Paragraph(f"{LONG} {LONG}", STYLE), Paragraph("Another.", STYLE)])) == [
        f"{LONG} {LONG}",
        "Another.",
    ]


def test_lines_that_somebody_ended_stay_lines() -> None:
    found = _texts(composed([Paragraph(LONG, STYLE), Paragraph("Ministry of Data<br/>Main street 1<br/>Town", STYLE)]))
    assert found[1] == "Ministry of Data\nMain street 1\nTown"


def test_the_longest_line_of_a_page_was_not_broken_because_it_was_full() -> None:
    found = _texts(drawn(lines("Is there a national law on the protection of personal data?", "Yes, since 2019")))
    assert found[0].split("\n")[0] == "Is there a national law on the protection of personal data?"


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (("All infor-", "mation is kept."), "All information is kept."),
        (("Our e-", "participation law."), "Our e-participation law."),
        (("It is well-known. A well-", "known law."), "It is well-known. A well-known law."),
        (("By Anglo-", "American law."), "By Anglo-American law."),
        (
            ("See https://www.example.org/laws/", "data/2019.html now."),
            "See https://www.example.org/laws/data/2019.html now.",
        ),
    ],
)
def test_words_broken_at_the_end_of_a_line_are_made_whole(broken: tuple[str, str], whole: str) -> None:
    def page(canvas: Canvas) -> None:
        # Right-aligned: the lines end where they are full.
        canvas.drawRightString(500, 700, broken[0])
        canvas.drawString(500 - canvas.stringWidth(broken[0], SANS, 10), 688, broken[1])
        for i in range(4):
            canvas.drawRightString(500, 600 - 12 * i, "These lines show how far to the right text goes on this page.")

    assert _texts(drawn(page))[0] == whole


def test_lines_of_a_script_without_spaces_are_joined_without() -> None:
    from msqqa.read.pdf.joining import join

    assert join("国家电子", "政府战略", frozenset()) == "国家电子政府战略"


def test_list_items_are_kept_apart_and_their_lines_are_joined() -> None:
    from reportlab.platypus import ListFlowable

    items = [Paragraph(LONG, STYLE), Paragraph("Short", STYLE)]
    data = composed([ListFlowable(items, bulletFontName=SANS, bulletType="1", bulletFormat="%s.")])
    assert _kinds(data) == [("item", f"1. {LONG}"), ("item", "2. Short")]


def test_a_larger_or_a_bold_line_is_a_heading() -> None:
    bold = ParagraphStyle("bold", STYLE, fontName=SANS_BOLD)
    large = ParagraphStyle("large", STYLE, fontSize=16, leading=20)
    story = [Paragraph("The survey", large), Paragraph("Contact", bold), Paragraph(LONG, STYLE)]
    assert _kinds(composed(story)) == [("heading", "The survey"), ("heading", "Contact"), ("paragraph", LONG)]


def test_a_footnotes_number_is_raised_in_the_text_too() -> None:
    story = [Paragraph("Is it digital by design<super>1</super>? Please tell.", STYLE), Paragraph(LONG, STYLE)]
    assert _texts(composed(story))[0] == "Is it digital by design¹? Please tell."


# ---------------------------------------------------------------- order


def test_two_columns_are_read_one_after_the_other_below_their_title(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("pdf") / "columns.pdf"
    frames = [Frame(50, 670, 495, 100), Frame(50, 60, 240, 600), Frame(305, 60, 240, 600)]
    template = BaseDocTemplate(str(file), pagesize=A4)
    template.addPageTemplates([PageTemplate(frames=frames)])
    title = "A title of the whole article that goes across both of the columns of its page and is broken once"
    paragraphs = [f"P{i}. {' '.join([LONG] * (1 + i * i % 4))}" for i in range(11)]
    template.build([Paragraph(title, STYLE), FrameBreak(), *(Paragraph(text, STYLE) for text in paragraphs)])
    assert _texts(file.read_bytes()) == [title, *paragraphs]


ROWS = [
    ("Question", "Answer"),
    ("1. Is there a national law on the protection of personal data?", f"Yes. {LONG}"),
    ("2. Is there a regulatory sandbox for new technologies?", "No"),
    ("3. Please describe the national portal", f"{LONG} {LONG}"),
]


def _style(ruled: bool) -> list[tuple[Any, ...]]:
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
    return [("VALIGN", (0, 0), (-1, -1), "TOP"), *grid]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_is_read_row_by_row(ruled: bool) -> None:
    table = Table([[Paragraph(text, STYLE) for text in row] for row in ROWS], colWidths=[180, 270], style=_style(ruled))
    assert _texts(composed([table])) == [text for row in ROWS for text in row]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_row_that_a_page_tears_stays_a_question_and_its_answer(ruled: bool) -> None:
    asked = [f"{n}. Is there a law of the kind that is called {'abcdefg'[n]} in your country?" for n in range(1, 7)]
    told = [f"{' '.join([LONG] * (3 + 2 * n))} That was kind {n}." for n in range(1, 7)]
    rows = [
        [Paragraph(question, STYLE), [Paragraph(text, STYLE) for text in ("☒ Yes ☐ No", answer, "It is the last.")]]
        for question, answer in zip(asked, told, strict=True)
    ]
    table = Table(rows, colWidths=[150, 300], splitInRow=1, style=_style(ruled))
    found = [text for kind, text in _kinds(composed([table], head="The head", foot="{page}")) if kind != "debris"]
    pairs = zip(asked, told, strict=True)
    expected = [text for pair in pairs for text in (pair[0], "☒ Yes ☐ No", pair[1], "It is the last.")]
    assert " ".join(found) == " ".join(expected)
    assert set(asked) <= set(found)


def test_short_cells_of_a_row_stand_on_one_line() -> None:
    rows = [("Year", "Portals", "Users"), ("2022", "Three", "Many more"), ("2024", "Seven", "All of them")]
    table = Table(rows, colWidths=[120, 150, 150], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    assert _kinds(composed([table])) == [("table", " | ".join(row)) for row in rows]


def test_a_number_in_a_cell_of_its_own_is_that_of_the_question_beside_it() -> None:
    rows = [("12", "Is there a law?", "Yes, of 2019"), ("13", "Is there a sandbox?", "No, not yet")]
    table = Table(rows, colWidths=[90, 150, 150], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    assert _texts(composed([table]))[0].startswith("12 Is there a law?")


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("whole_page", [True, False])
def test_turned_text_is_read_upright(degrees: int, whole_page: bool) -> None:
    def page(canvas: Canvas) -> None:
        if whole_page:
            canvas.setPageRotation(degrees)
        canvas.translate(300, 400)
        canvas.rotate(degrees)
        for i, text in enumerate(("1. First", "2. Second", "3. Third")):
            canvas.drawString(0, -14 * i, text)

    assert _texts(drawn(page)) == ["1. First", "2. Second", "3. Third"]


def test_words_of_a_line_from_right_to_left_are_in_reading_order() -> None:
    from msqqa.read.pdf.bidi import in_reading_order
    from msqqa.read.pdf.placed import PlacedWord

    standing = ["2024", "MSQ", "كلمة", "هذه"]
    words = [PlacedWord(text, 10.0 * i, 0, 10.0 * i + 8, 10, 10, bold=False) for i, text in enumerate(standing)]
    assert [word.text for word in in_reading_order(words)] == ["هذه", "كلمة", "2024", "MSQ"]


def test_a_link_is_its_visible_text() -> None:
    story = [Paragraph('See <a href="https://example.org/laws">the law</a> of 2019.', STYLE)]
    assert _texts(composed(story)) == ["See the law of 2019."]


# ---------------------------------------------------------------- pages and debris


def _long_story(n: int = 40) -> list[Paragraph]:
    return [Paragraph(f"Paragraph {i}. {LONG} {LONG}", STYLE) for i in range(n)]


def test_heads_feet_and_page_numbers_are_debris_and_nothing_else_is() -> None:
    found = _kinds(composed(_long_story(), head="Survey of 2024", foot="– {page} –"))
    debris = [text for kind, text in found if kind == "debris"]
    pages = len(debris) // 2
    assert pages >= 3
    assert sorted(debris) == sorted([*["Survey of 2024"] * pages, *(f"– {n} –" for n in range(1, pages + 1))])
    assert [text for kind, text in found if kind != "debris"] == [f"Paragraph {i}. {LONG} {LONG}" for i in range(40)]


def test_a_paragraph_torn_by_a_page_is_one_and_each_page_begins_where_it_does() -> None:
    document = read("x.pdf", composed(_long_story(), head="Survey of 2024", foot="Page {page} of 4"))
    assert len(document.pages) == 4
    assert document.text.replace("\n", " ").count(f"{LONG} {LONG}") == 40
    # Each page's first words are those that stand on it first: within a paragraph, if it is torn there.
    torn = [at for at in document.pages[1:] if document.text[at - 1] == " "]
    assert torn
    for at in torn:
        assert document.text[at : at + 3].strip()


def test_left_and_right_heads_a_chapters_head_and_what_stands_beside_a_number() -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            title = "Chapter one" if number < 4 else "Chapter two"
            canvas.drawString(72, 810, title if number % 2 else "The whole survey")
            canvas.drawString(500, 810, str(number + 10))
            lines(f"Text {'abcdefgh'[number]} stands on this page.", x=72, y=600)(canvas)

        return draw

    found = _kinds(drawn(*(page(n) for n in range(8))))
    assert [text for kind, text in found if kind != "debris"] == [
        f"Text {letter} stands on this page." for letter in "abcdefgh"
    ]


def test_what_differs_at_the_edge_of_a_page_is_text() -> None:
    def page(text: str) -> Callable[[Canvas], None]:
        return lines(text, "and goes on.", y=815)

    found = _kinds(drawn(*(page(f"The {word} law was passed") for word in ("first", "second", "third"))))
    assert not [text for kind, text in found if kind == "debris"]


def test_what_some_pages_begin_with_alike_is_text_where_the_others_begin_otherwise() -> None:
    texts = ["Not applicable", "The act", "Not applicable", "A decree", "Not applicable", "A law", "It is open", "None"]
    found = _kinds(drawn(*(_two_paragraphs(text, f"More on {text.lower()}") for text in texts)))
    assert not [text for kind, text in found if kind == "debris"]


def test_an_answer_at_the_top_of_every_page_is_no_head() -> None:
    found = _kinds(drawn(_two_paragraphs("Yes", "It is red"), _two_paragraphs("Yes", "It is blue")))
    assert [text for _, text in found] == ["Yes", "It is red", "Yes", "It is blue"]
    assert "debris" not in {kind for kind, _ in found}


def _two_paragraphs(one: str, other: str) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 770, one)
        canvas.drawString(72, 740, other)

    return draw


def test_numbers_that_do_not_count_pages_are_text() -> None:
    found = _kinds(drawn(*(lines(f"In {year} it was passed.", y=815) for year in (1999, 2021, 2004))))
    assert [kind for kind, _ in found] == ["paragraph"] * 3


def test_boxes_at_the_top_of_every_page_are_answers() -> None:
    found = _kinds(drawn(*(lines("☒ Yes ☐ No", f"It is {word}.", y=815) for word in ("red", "blue", "green"))))
    assert [text.split("\n")[0] for _, text in found] == ["☒ Yes ☐ No"] * 3
    assert "debris" not in {kind for kind, _ in found}


def test_a_watermark_is_debris() -> None:
    def page(text: str) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            lines(text)(canvas)
            canvas.translate(200, 300)
            canvas.rotate(45)
            canvas.drawString(0, 0, "DRAFT ONLY")

        return draw

    found = _kinds(drawn(page("One law was passed."), page("Two laws followed."), page("Three are planned.")))
    assert [kind for kind, text in found if text == "DRAFT ONLY"] == ["debris"] * 3


def test_empty_pages_keep_the_numbers_of_the_others() -> None:
    def blank(canvas: Canvas) -> None:
        pass

    document = read("x.pdf", drawn(lines("First."), blank, lines("Third."), blank))
    assert len(document.pages) == 4
    assert document.text[document.pages[2] :].strip() == "Third."
    assert document.notes == ()


def test_the_text_follows_from_the_bytes() -> None:
    data = composed(_long_story(12), head="Survey", foot="{page}")
    first, second = read("x.pdf", data), read("x.pdf", data)
    assert first == second
    assert first.sha256 == hashlib.sha256(data).hexdigest()


def test_spacing_of_paragraphs_is_told_from_that_of_lines() -> None:
    loose = ParagraphStyle("loose", STYLE, leading=20, spaceAfter=14)
    story = [Paragraph(LONG, loose), Spacer(1, 10), Paragraph(LONG, loose), Paragraph(f"{LONG} {LONG}", loose)]
    assert _texts(composed(story)) == [LONG, LONG, f"{LONG} {LONG}"]
