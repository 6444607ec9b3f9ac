"""A page of a PDF → its words, each with its place as a reader sees the page.

PDFium gives characters in the order in which the file draws them, with boxes in the page's own space. Here they become
words in upright coordinates: x grows to the right, y grows upwards, in points of 1/72 inch, whatever way the page or
its text is turned.
"""

from __future__ import annotations

import math
from collections import Counter
from ctypes import addressof, create_string_buffer
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msqqa.read.pdf.bidi import in_order
from msqqa.read.pdf.placed import PlacedWord
from msqqa.read.pdf.symbols import codes_of, decode_glyph

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CHARACTERS = 200_000
"""Of one page. A page of a book has some 3,000; what is beyond is no page that anybody reads."""
_WHITE = frozenset({0x00, 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2028, 0x2029, 0x3000, *range(0x2000, 0x200B)})
_JITTER = 0.01
"""Points."""
_OTHER_SIZE = 0.1
"""Of a size, by which another size differs."""
_BREAK = 0.8
"""Sizes: a wider gap parts words though the file draws no space."""


@dataclass(frozen=True, slots=True)
class _CharacterStyle:
    codes: dict[int, str] | None
    size: float
    bold: bool
    angle: int
    """At which the text runs in the page's own space, in degrees clockwise."""

    def is_other(self, style: _CharacterStyle) -> bool:
        """Return whether no word runs on from one to the other: a footnote's number is no part of what it hangs on."""
        return self is not style and (
            self.angle != style.angle or abs(self.size - style.size) > _OTHER_SIZE * style.size
        )


Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class PageRotation:
    """How the page's own space is turned to be read upright."""

    degrees: int

    def __call__(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box in upright coordinates."""
        if self.degrees == 90:
            return bottom, -right, top, -left
        if self.degrees == 180:
            return -right, -top, -left, -bottom
        if self.degrees == 270:
            return -top, left, -bottom, right
        return left, bottom, right, top


@dataclass(slots=True)
class PageWords:
    """What stands on a page."""

    words: list[PlacedWord]
    box: Box
    """The page's edges, upright."""
    turn: PageRotation


def words_of(page: Any) -> PageWords:
    """Return the words that the content of a page (a ``pypdfium2.PdfPage``) shows.

    Raises
    ------
    pypdfium2.PdfiumError
        If the page is damaged.
    """
    text = page.get_textpage()
    try:
        found = list(_words(text))
    finally:
        text.close()
    weights: Counter[int] = Counter()
    for word, angle in found:
        weights[angle] += len(word.text)
    straight = [angle for angle in weights if angle % 90 == 0] or list(weights)
    main = max(straight, key=lambda angle: (weights[angle], -angle), default=-page.get_rotation() % 360)
    # A page may be turned as a whole, or carry text that is turned, as in a table set sideways: the text decides.
    turn = PageRotation(-main % 360 if main % 90 == 0 else page.get_rotation())
    words = []
    for word, angle in found:
        word.x0, word.y0, word.x1, word.y1 = turn(word.x0, word.y0, word.x1, word.y1)
        word.tilted = angle != main
        words.append(word)
    return PageWords(words, turn(*page.get_bbox()), turn)


def _words(text: Any) -> Iterator[tuple[PlacedWord, int]]:
    """Yield words in the page's own space, in the order in which they are drawn, with the angle at which they run."""
    from pypdfium2 import raw

    of_box, unicode_of = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetUnicode
    handle, box, styles = text.raw, raw.FS_RECTF(), _CharacterStyles(text.raw)
    word: PlacedWord | None = None
    letters: list[tuple[str, float]] = []
    style = _CharacterStyle(None, 0.0, bold=False, angle=0)
    parted = True
    low = high = 0.0
    for i in range(min(raw.FPDFText_CountChars(handle), MAX_CHARACTERS)):
        code = unicode_of(handle, i)
        white = code in _WHITE or not of_box(handle, i, box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        found, characters = style, ""
        if not white:
            if word is None or abs(bottom - low) > _JITTER or abs(top - high) > _JITTER:
                # Characters of one font and size reach equally high; to ask for each would take most of the time.
                low, high = bottom, top
                found = styles.of(i)
            characters = chr(code) if found.codes is None and 0x20 < code < 0x7F else decode_glyph(code, found.codes)
        if word is not None and (
            white or found.is_other(style) or (characters and _is_apart(word, left, bottom, right, top, found))
        ):
            word.text = in_order(letters)
            yield word, style.angle
            word = None
        style = found
        parted = parted or code in _WHITE
        if not characters:
            continue
        if word is None:
            word = PlacedWord("", left, bottom, right, top, style.size, style.bold, parted=parted)
            letters, parted = [], False
        else:
            word.x0, word.x1 = min(word.x0, left), max(word.x1, right)
            word.y0, word.y1 = min(word.y0, bottom), max(word.y1, top)
        letters.append((characters, left + right))
    if word is not None:
        word.text = in_order(letters)
        yield word, style.angle


def _is_apart(word: PlacedWord, left: float, bottom: float, right: float, top: float, style: _CharacterStyle) -> bool:
    """Return whether a character is too far from a word to belong to it."""
    reach = _BREAK * max(style.size, word.size, 1.0)
    if style.angle in (90, 270):
        return bottom > word.y1 + reach or top < word.y0 - reach or left > word.x1 or right < word.x0
    return left > word.x1 + reach or right < word.x0 - reach or bottom > word.y1 or top < word.y0


class _CharacterStyles:
    """How characters are set, known by the text objects that draw them."""

    def __init__(self, text: Any) -> None:
        from pypdfium2 import raw

        self._text = text
        self._object_of = raw.FPDFText_GetTextObject
        self._known: dict[int, _CharacterStyle] = {}

    def of(self, i: int) -> _CharacterStyle:
        """Return how the ``i``-th character is set."""
        place = self._object_of(self._text, i)
        address = addressof(place.contents) if place else 0
        if address not in self._known:
            self._known[address] = _style(self._text, i, place)
        return self._known[address]


def _style(text: Any, i: int, place: Any) -> _CharacterStyle:
    """Return how the text object of the ``i``-th character is set."""
    from pypdfium2 import raw

    name, weight = "", 400
    font = raw.FPDFTextObj_GetFont(place) if place else None
    if font:
        buffer = create_string_buffer(256)
        raw.FPDFFont_GetBaseFontName(font, buffer, 256)
        name = buffer.value.decode("latin-1", "replace")
        weight = raw.FPDFFont_GetWeight(font)
    bold = weight >= 600 or any(mark in name.lower() for mark in ("bold", "black", "heavy"))
    turned = raw.FPDFText_GetCharAngle(text, i)
    angle = round(math.degrees(turned)) % 360 if turned >= 0 else 0
    matrix = raw.FS_MATRIX()
    size = raw.FPDFText_GetFontSize(text, i)
    if raw.FPDFText_GetMatrix(text, i, matrix):
        # Many writers set the font at size 1, or 12, and let the matrix scale it.
        size *= math.hypot(matrix.c, matrix.d)
    return _CharacterStyle(codes_of(name), abs(size), bold=bold, angle=angle)
