"""A page of a PDF → a picture of it, with a place marked, and with what is withheld covered.

It is drawn in the process that reads files (:mod:`msqqa.read.worker`), as PDFium cannot be interrupted.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msqqa.errors import SourceError
from msqqa.read.pdf.places import MOST, Drawn, find_hidden_places, join_boxes, places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msqqa.read.pdf.words import Box, PageRotation

_SCALE = 2.0
"""Pixels for a point: 144 dots per inch."""
_PIXELS = 8_000_000
_MARK, _EDGE, _COVER = (255, 225, 77), (176, 118, 0), (0, 0, 0)
_AROUND = 2
"""Pixels that a mark reaches beyond its words, and a cover twice as far."""
_SCANNED_WORDS = 5
"""A page with fewer words than that may be a picture of text."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn page."""

    png: bytes
    marked: int
    """How many words are marked."""


def read(
    name: str,
    data: bytes,
    *,
    page: int,
    text: str,
    marked: Sequence[tuple[int, int]],
    withheld: Sequence[tuple[int, int]],
    hidden: Sequence[str],
) -> Picture:
    """Draw a page.

    Parameters
    ----------
    name, data:
        What the file is called, and its bytes.
    page:
        Its number, from 1.
    text:
        What was read on it.
    marked, withheld:
        Ranges of that text: the place, and personal data, which is covered.
    hidden:
        The keys of the words of personal data anywhere in the file: a word may stand on this page that the text has on
        the next one.

    Raises
    ------
    SourceError
        If the page cannot be drawn, or holds personal data that cannot be covered.
    """
    from pypdfium2 import PdfiumError

    from msqqa.read.pdf.file import open_pdf

    with open_pdf(name, data) as pdf:
        if not 1 <= page <= len(pdf):
            raise SourceError(f"{name} has no page {page}", "index it again")
        try:
            return _draw_page(name, pdf[page - 1], page, text, marked, withheld, hidden)
        except PdfiumError as error:
            raise SourceError(f"{name}: page {page} is damaged", "get another copy") from error


def _draw_page(
    name: str,
    page: Any,
    number: int,
    text: str,
    marked: Sequence[tuple[int, int]],
    withheld: Sequence[tuple[int, int]],
    hidden: Sequence[str],
) -> Picture:
    from msqqa.read.pdf.words import words_of

    _leave_only_what_was_read(page)
    found = words_of(page)
    drawn = _split([(word.text, (word.x0, word.y0, word.x1, word.y1)) for word in found.words])
    filled = _split(_fields_of_page(page, found.turn))
    words = [*drawn, *filled]
    covers: list[Box] = []
    if withheld or hidden:
        if len(drawn) < _SCANNED_WORDS and _is_a_picture(page):
            what = f"{name}: page {number} is a picture, on which personal data cannot be covered"
            raise SourceError(what, "open the file itself")
        covers, missing = find_hidden_places(text, withheld, hidden, words)
        if missing or len(words) > MOST:
            what = f"{name}: page {number} holds personal data that cannot be covered for certain"
            raise SourceError(what, "open the file itself")
    marks = places_of(text, marked, words)
    return Picture(_png(page, found.turn, join_boxes(marks), covers), len(marks))


def _is_a_picture(page: Any) -> bool:
    from msqqa.read.pdf.ocr import shows_an_image

    return shows_an_image(page, alone=True)


def _fields_of_page(page: Any, turn: PageRotation) -> Iterable[tuple[str, Box]]:
    from msqqa.read.pdf.fields import find_filled_fields

    return find_filled_fields(page, turn)


def _split(found: Iterable[tuple[str, Box]]) -> list[Drawn]:
    """Return what is drawn word by word; each word of a field has the whole field's place."""
    return [Drawn(word, box) for text, box in found for word in text.split()]


def _leave_only_what_was_read(page: Any) -> None:
    """Take away the notes, stamps and drawings that lie over a page: nothing of them is in its text."""
    from pypdfium2 import raw

    read_too = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT)
    for i in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind not in read_too:
            raw.FPDFPage_RemoveAnnot(page, i)


def _png(page: Any, turn: PageRotation, marks: Sequence[Box], covers: Sequence[Box]) -> bytes:
    from PIL import ImageChops, ImageDraw

    width, height = page.get_size()
    scale = min(_SCALE, math.sqrt(_PIXELS / max(1.0, width * height)))
    image = page.render(scale=scale, may_draw_forms=True, draw_annots=True).to_pil().convert("RGB")
    pen = ImageDraw.Draw(image)
    for box in marks:
        left, top, right, bottom = _pixels(page, turn, box, image.size, _AROUND)
        if right > left and bottom > top:
            part = image.crop((left, top, right, bottom))
            paper = part.copy()
            paper.paste(_MARK, (0, 0, *paper.size))
            image.paste(ImageChops.multiply(part, paper), (left, top))
            pen.line((left, bottom - 1, right - 1, bottom - 1), fill=_EDGE, width=2)
    for box in covers:
        left, top, right, bottom = _pixels(page, turn, box, image.size, 2 * _AROUND)
        if right > left and bottom > top:
            pen.rectangle((left, top, right - 1, bottom - 1), fill=_COVER)
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _pixels(page: Any, turn: PageRotation, box: Box, size: tuple[int, int], around: int) -> tuple[int, int, int, int]:
    """Return where an upright box of a page stands in its picture: left, top, right, bottom."""
    from ctypes import byref, c_int

    from pypdfium2 import raw

    from msqqa.read.pdf.words import PageRotation as Back

    left, bottom, right, top = Back(-turn.degrees % 360)(*box)
    corners = []
    for x, y in ((left, bottom), (right, top)):
        across, down = c_int(), c_int()
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, byref(across), byref(down))
        corners.append((across.value, down.value))
    (x0, y0), (x1, y1) = corners
    return (
        max(0, min(x0, x1) - around),
        max(0, min(y0, y1) - around),
        min(size[0], max(x0, x1) + around),
        min(size[1], max(y0, y1) + around),
    )
