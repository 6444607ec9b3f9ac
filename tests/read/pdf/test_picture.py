from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from msqqa.errors import SourceError
from msqqa.read.isolation import read_apart
from msqqa.read.pdf.places import Drawn, find_hidden_places, key_of, places_of, tokens_in
from tests.pdfs import drawn, lines

Image = pytest.importorskip("PIL.Image", reason="pillow is not installed; pip install 'msqqa[serve]'")
ImageChops = pytest.importorskip("PIL.ImageChops")

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from reportlab.pdfgen.canvas import Canvas

FIRST, SECOND = "The portal has a chatbot.", "Maria Quispe answers at maria@gob.example."
TEXT = f"{FIRST}\n{SECOND}\n"


def _drawn(text: str, width: float = 10) -> list[Drawn]:
    return [Drawn(word, (n * width, 0, n * width + 8, 10)) for n, word in enumerate(text.split())]


def _picture(data: bytes, text: str = TEXT, marked: str = "", withheld: str = "", page: int = 1) -> Picture:
    places = {what: [(text.index(what), text.index(what) + len(what))] if what else [] for what in (marked, withheld)}
    hidden = [key for _, _, key in tokens_in(withheld)]
    made = read_apart(
        "msqqa.read.pdf.picture",
        "x.pdf",
        data,
        page=page,
        text=text,
        marked=places[marked],
        withheld=places[withheld],
        hidden=hidden,
    )
    opened: Picture = Image.open(io.BytesIO(made.png))
    return opened


def _band(image: Picture, y: float) -> set[tuple[int, ...]]:
    """Return the colours of a line of text at a height of its page, in points from below."""
    top = round(image.height - (y + 9) * 2)
    colors = image.crop((130, top, image.width, top + 22)).getcolors(1 << 20)
    assert colors is not None
    return {color for _, color in colors if isinstance(color, tuple)}


MARK, BLACK, WHITE = (255, 225, 77), (0, 0, 0), (255, 255, 255)


# ---------------------------------------------------------------- where words stand


def test_words_are_found_in_their_order_though_they_repeat() -> None:
    text = "yes no yes no yes"
    found = places_of(text, [(7, 10)], _drawn(text))
    assert found == [(20, 0, 28, 10)]


def test_a_word_that_a_line_broke_is_found_in_both_halves() -> None:
    text = "it is accessible to all"
    found = places_of(text, [(6, 16)], _drawn("it is acces- sible to all"))
    assert [box[0] for box in found] == [20, 30]


def test_columns_that_are_drawn_in_another_order_are_found() -> None:
    text, page = (
        "the left side goes on here and the right side ends there",
        "the left and the right side goes side ends on here there",
    )
    found = places_of(text, [(31, 56)], _drawn(page))
    assert [page.split()[round(box[0] / 10)] for box in found] == text[31:].split()


def test_what_is_not_drawn_is_marked_nowhere() -> None:
    assert places_of("entirely other", [(0, 14)], _drawn("some words")) == []


def test_whoever_is_hidden_is_hidden_wherever_it_is_drawn() -> None:
    text = "Maria leads. Ask Maria or write to maria@gob.example"
    covered, missing = find_hidden_places(text, [(0, 5)], [], _drawn(text))
    # The address holds the name, too.
    assert [box[0] for box in covered] == [0, 30, 70]
    assert missing == []


def test_few_digits_are_hidden_in_their_place_alone() -> None:
    text = "Phone +51 1 555 0134 and 1 of 2 offices"
    covered, missing = find_hidden_places(text, [(6, 20)], [], _drawn(text))
    assert [box[0] for box in covered] == [10, 20, 30, 40]
    assert missing == []


def test_what_cannot_be_covered_is_told() -> None:
    _, missing = find_hidden_places("ask Maria Quispe", [(4, 16)], [], _drawn("ask Maria"))
    assert missing == [key_of("Quispe")]
    # Twice in the text and once on the page: one of them is somewhere else.
    _, missing = find_hidden_places("Maria and Maria", [(0, 5), (10, 15)], [], _drawn("Maria and"))
    assert missing == ["maria"]


# ---------------------------------------------------------------- the picture


def test_the_place_is_marked_and_nothing_else() -> None:
    image = _picture(drawn(lines(FIRST, SECOND, y=700)), marked=FIRST)
    assert MARK in _band(image, 700)
    assert MARK not in _band(image, 686)
    assert image.width == pytest.approx(2 * 595, abs=2)


def test_what_is_withheld_is_black_whatever_is_marked() -> None:
    plain = _picture(drawn(lines(FIRST, SECOND, y=700)))
    image = _picture(drawn(lines(FIRST, SECOND, y=700)), marked=SECOND, withheld=SECOND)
    line = _band(image, 686)
    assert BLACK in line
    # Nothing of a letter is left: whole words are black, and between them is paper or the mark's edge.
    assert len(_band(plain, 686)) > 20 > len(line)
    assert len(_band(image, 700)) > 20


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("whole_page", [True, False])
def test_whatever_is_turned_is_marked_where_it_stands(degrees: int, whole_page: bool) -> None:
    def page(canvas: Canvas) -> None:
        if whole_page:
            canvas.setPageRotation(degrees)
        canvas.translate(300, 300)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, FIRST)

    data = drawn(page)
    plain, image = _picture(data), _picture(data, marked=FIRST)
    ink = ImageChops.invert(plain).getbbox()
    marked = ImageChops.difference(plain, image).getbbox()
    assert ink is not None
    assert marked is not None
    # The mark holds all of the ink, and reaches only a little beyond it.
    assert all(m <= i for m, i in zip(marked[:2], ink[:2], strict=True))
    assert all(m >= i for m, i in zip(marked[2:], ink[2:], strict=True))
    assert max(abs(m - i) for m, i in zip(marked, ink, strict=True)) < 16


def test_a_field_that_is_withheld_is_covered_as_a_whole() -> None:
    def form(canvas: Canvas) -> None:
        lines(FIRST, "Contact:", y=700)(canvas)
        value = "Maria Quispe, street of the long name, and more that wraps to other lines"
        canvas.acroForm.textfield(value=value, x=130, y=560, width=120, height=100, fieldFlags="multiline", name="a")

    text = f"{FIRST}\nContact:\nMaria Quispe, street of the long name, and more that wraps to other lines\n"
    image = _picture(drawn(form), text, withheld="Maria Quispe")
    field = image.crop((264, image.height - 1316, 494, image.height - 1124))
    assert field.getcolors(1 << 20) == [(field.width * field.height, BLACK)]


def test_a_page_whose_personal_data_cannot_be_found_is_not_drawn() -> None:
    with pytest.raises(SourceError, match="cannot be covered for certain"):
        _picture(drawn(lines(FIRST, y=700)), withheld="Maria Quispe")


def test_a_picture_of_a_page_is_not_drawn_where_something_is_hidden() -> None:
    def photo(canvas: Canvas) -> None:
        canvas.rect(100, 100, 300, 300, fill=1)

    assert _picture(drawn(photo), "")
    with pytest.raises(SourceError, match="is a picture"):
        _picture(drawn(photo), "Maria", withheld="Maria")


def test_notes_over_a_page_are_not_drawn() -> None:
    def noted(canvas: Canvas) -> None:
        lines(FIRST, y=700)(canvas)
        canvas.highlightAnnotation("secret", (60, 100, 500, 600), QuadPoints=None, Color=(1, 0, 0))

    plain, image = _picture(drawn(lines(FIRST, y=700))), _picture(drawn(noted))
    assert image.tobytes() == plain.tobytes()


@pytest.mark.parametrize("page", [0, 2, 99])
def test_a_page_that_is_not_there_is_told(page: int) -> None:
    with pytest.raises(SourceError, match="has no page"):
        _picture(drawn(lines(FIRST)), page=page)


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(SourceError, match="damaged"):
        _picture(b"%PDF-1.7\nnothing")
