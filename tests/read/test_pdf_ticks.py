"""Ticks and fields of PDFs: every box stands in the text as one, before its label, and is read as what it is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont as Typeface
from reportlab.lib import colors
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Table

from msqqa.read.pdf import read
from msqqa.stance.ticks import line_ranges
from msqqa.stance.yes_no import read_yes_no
from tests.pdfs import SANS, composed, drawn, fonts, lines, raw_page, raw_pdf

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


def _text(data: bytes) -> str:
    return read("x.pdf", data).text


def _ticked(text: str) -> tuple[str, ...]:
    selection, _ = read_yes_no(text, line_ranges(text, 0, len(text)))
    return selection.options if selection.state == "marked" else (selection.state,)


# ---------------------------------------------------------------- form fields


def _form(canvas: Canvas) -> None:
    form = canvas.acroForm
    canvas.drawString(72, 780, "1. Is there a law?")
    form.checkbox(x=72, y=750, size=14, checked=True, name="law-yes")
    canvas.drawString(92, 753, "Yes")
    form.checkbox(x=172, y=750, size=14, checked=False, name="law-no")
    canvas.drawString(192, 753, "No")
    canvas.drawString(72, 720, "If yes, please describe it.")
    form.textfield(x=72, y=690, width=300, height=20, value="The Data Protection Act", name="law")
    canvas.drawString(72, 660, "2. Is there a sandbox?")
    form.radio(x=72, y=630, size=14, selected=False, value="yes", name="sandbox")
    canvas.drawString(92, 633, "Yes")
    form.radio(x=172, y=630, size=14, selected=True, value="no", name="sandbox")
    canvas.drawString(192, 633, "No")
    canvas.drawString(72, 600, "Your name")
    form.textfield(x=140, y=592, width=200, height=20, value="Somebody", name="name")
    canvas.drawString(72, 560, "3. Please describe the portal")
    form.textfield(
        x=72, y=440, width=300, height=110, value="It has data.\nIt has a bot.", name="p", fieldFlags="multiline"
    )
    canvas.drawString(72, 400, "4. Your region")
    form.choice(x=72, y=370, width=120, height=20, value="Asia", options=["Asia", "Africa"], name="region")
    canvas.drawString(72, 340, "5. Nothing was written here")
    form.textfield(x=72, y=310, width=300, height=20, value="", name="nothing")
    canvas.drawString(72, 280, "6. A secret")
    form.textfield(x=72, y=250, width=300, height=20, value="hush", name="secret", fieldFlags="password")
    canvas.drawString(72, 230, "The end")


def test_fields_stand_where_they_are_on_the_page() -> None:
    assert [line for line in _text(drawn(_form)).split("\n") if line] == [
        *("1. Is there a law?", "☒ Yes ☐ No", "If yes, please describe it.", "The Data Protection Act"),
        *("2. Is there a sandbox?", "☐ Yes ☒ No", "Your name", "Somebody"),
        *("3. Please describe the portal", "It has data.", "It has a bot.", "4. Your region", "Asia"),
        *("5. Nothing was written here", "6. A secret", "The end"),
    ]


def test_text_typed_over_a_flat_form_is_read_at_its_place() -> None:
    page = raw_page(
        b"BT /F 12 Tf 72 700 Td (1. Is there a law?) Tj 0 -60 Td (2. Is there a sandbox?) Tj ET",
        b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
        Annots=b"[5 0 R 6 0 R]",
    )
    page[5] = b"<</Type/Annot/Subtype/FreeText/Rect[72 665 300 685]/Contents(Yes, since 2019)/DA(/F 12 Tf)>>"
    page[6] = b"<</Type/Annot/Subtype/FreeText/Rect[72 600 300 620]/Contents(hidden)/F 2/DA(/F 12 Tf)>>"
    found = [line for line in _text(raw_pdf(page)).split("\n") if line]
    assert found == ["1. Is there a law?", "Yes, since 2019", "2. Is there a sandbox?"]


# ---------------------------------------------------------------- glyphs


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        ("☒ Yes ☐ No", ("yes",)),
        ("☑ Yes ☐ No", ("yes",)),
        ("☐ Yes ☒ No", ("no",)),
        ("[x] Yes [ ] No", ("yes",)),
        ("( ) Yes (X) No", ("no",)),
        ("✓ Yes ☐ No", ("yes",)),
        ("◉ Yes ○ No", ("yes",)),
        ("☐ Yes ☐ No", ("empty",)),
    ],
)
def test_glyphs_of_an_ordinary_font_are_read_as_they_are(text: str, ticked: tuple[str, ...]) -> None:
    found = _text(drawn(lines(text))).strip()
    assert found == text
    assert _ticked(found) == ticked


@pytest.mark.parametrize(
    ("yes", "no", "text", "ticked"),
    [
        ("\u2714", "\u274f", "✔ Yes ❏ No", ("yes",)),
        ("\u274f", "\u2718", "❏ Yes ✘ No", ("no",)),
        ("\u25cf", "\u274d", "● Yes ❍ No", ("yes",)),
    ],
)
def test_glyphs_of_zapf_dingbats(yes: str, no: str, text: str, ticked: tuple[str, ...]) -> None:
    def page(canvas: Canvas) -> None:
        for x, mark, label in ((72, yes, "Yes"), (160, no, "No")):
            canvas.setFont("ZapfDingbats", 10)
            canvas.drawString(x, 700, mark)
            canvas.setFont(SANS, 10)
            canvas.drawString(x + 16, 700, label)

    found = _text(drawn(page)).strip()
    assert found == text
    assert _ticked(found) == ticked


def _symbol_face(name: str, codes: dict[int, str]) -> None:
    """Register a typeface of a symbol font's name, with glyphs at private codes, as such fonts have them."""
    fonts()
    source = pdfmetrics.getFont(SANS).face.filename
    face = Typeface(source)
    glyphs = face.getBestCmap()
    for table in face["cmap"].tables:
        table.cmap = {0xF000 + code: glyphs[ord(character)] for code, character in codes.items()}
    for record in face["name"].names:
        record.string = name
    written = io.BytesIO()
    face.save(written)
    written.seek(0)
    pdfmetrics.registerFont(TTFont(name, written))


@pytest.mark.parametrize(
    ("face", "marked", "empty"), [("Wingdings", 0xFE, 0xA8), ("Wingdings", 0xFD, 0x6F), ("Wingdings2", 0x52, 0xA3)]
)
def test_private_codes_of_a_symbol_font_are_boxes(face: str, marked: int, empty: int) -> None:
    name = f"{face}-{marked:x}"
    _symbol_face(name, {marked: "☒", empty: "☐"})

    def page(canvas: Canvas) -> None:
        for x, code, label in ((72, marked, "Yes"), (160, empty, "No")):
            canvas.setFont(name, 10)
            canvas.drawString(x, 700, chr(0xF000 + code))
            canvas.setFont(SANS, 10)
            canvas.drawString(x + 16, 700, label)

    assert _ticked(_text(drawn(page)).strip()) == ("yes",)


def test_letters_of_a_symbol_font_are_boxes() -> None:
    fonts_used = (
        b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
        b"/W<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+Wingdings-Regular/Encoding/WinAnsiEncoding>>>>"
    )
    content = (
        b"BT /W 12 Tf 1 0 0 1 72 700 Tm (\\250) Tj /F 12 Tf 1 0 0 1 90 700 Tm (Yes) Tj "
        b"/W 12 Tf 1 0 0 1 172 700 Tm (x) Tj /F 12 Tf 1 0 0 1 190 700 Tm (No) Tj ET"
    )
    found = _text(raw_pdf(raw_page(content, fonts_used))).strip()
    assert found == "☐ Yes ☒ No"
    assert _ticked(found) == ("no",)


def test_boxes_in_the_columns_of_a_table_are_those_of_its_heads() -> None:
    rows = [
        ("Indicator", "Yes", "No", "Comment"),
        ("Law on data", "☒", "☐", "The act of 2019"),
        ("Sandbox for technologies", "☐", "☒", "None"),
        ("Portal", "☐", "☐", ""),
    ]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), SANS, 10)]
    found = _text(composed([Table(rows, colWidths=[160, 60, 60, 150], style=style)])).split("\n")
    assert [line for line in found if line] == [
        "Indicator | Yes | No | Comment",
        "Law on data | ☒ Yes | ☐ No | The act of 2019",
        "Sandbox for technologies | ☐ Yes | ☒ No | None",
        "Portal | ☐ Yes | ☐ No",
    ]
    assert _ticked("☒ Yes | ☐ No | The act of 2019") == ("yes",)
    assert _ticked("☐ Yes | ☒ No | None") == ("no",)


def test_a_blank_to_write_on_marks_nothing() -> None:
    from msqqa.stance.multiple_choice import read_choice

    text = "Online\nOther _____"
    selection, _, _ = read_choice(text, line_ranges(text, 0, len(text)), ("Online", "Other"))
    assert selection.state == "lost"
