"""Glyphs of symbol fonts → the characters that they show.

Wingdings and its like put a ticked box where other fonts have a letter. A PDF then gives either that letter, or a code
of the private use area (U+F000 plus the letter's); which font it stands in tells what is seen on paper.
"""

from __future__ import annotations

import re
import unicodedata

_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0x72: "❒", 0x76: "❖", 0x78: "☒",
    0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "☐", 0xB7: "•", 0xD8: "➢", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "●", 0xA2: "■", 0xA3: "☐",
}  # fmt: skip
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗", 0x3D: "•"}
_DINGBATS = {
    0x33: "✓", 0x34: "✔", 0x35: "✗", 0x36: "✖", 0x37: "✗", 0x38: "✘", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "❏",
    0x70: "❐", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0xD4: "➔", 0xE4: "➤",
}  # fmt: skip
_SYMBOL = {0xB7: "•", 0xA8: "◆", 0xD6: "√", 0xE0: "◊", 0x7F: "☐"}
_PRIVATE = range(0xF020, 0xF100)
_HYPHENS_OF_PDFIUM = frozenset({0x02, 0xFFFE})
"""What PDFium gives for a hyphen that it takes for one at a line's end."""
_FONTS = (
    (re.compile(r"wing\s*dings\s*-?2", re.IGNORECASE), _WINGDINGS_2),
    (re.compile(r"wing\s*dings(?!\s*-?3)", re.IGNORECASE), _WINGDINGS),
    (re.compile(r"webdings", re.IGNORECASE), _WEBDINGS),
    (re.compile(r"dingbats", re.IGNORECASE), _DINGBATS),
    (re.compile(r"^(?:[A-Z]{6}\+)?symbol(?:mt|ps|std)?\b", re.IGNORECASE), _SYMBOL),
)
_PRESENTATION = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]")
"""Ligatures and Arabic letters by their shape: one letter, or several, in a form that no one types."""


def codes_of(font: str) -> dict[int, str] | None:
    """Return what a font's codes show where it is a symbol font; None for a font of letters.

    >>> codes_of("ABCDEF+Wingdings-Regular")[0xFE], codes_of("Helvetica")
    ('☑', None)
    """
    return next((codes for pattern, codes in _FONTS if pattern.search(font)), None)


def decode_glyph(code: int, codes: dict[int, str] | None) -> str:
    """Return the text that a character of a page shows; empty for what shows nothing.

    Parameters
    ----------
    code:
        The code point that the PDF gives.
    codes:
        What :func:`codes_of` returns for its font.
    """
    if code in _HYPHENS_OF_PDFIUM or code == 0xAD:
        return "-"
    if code in _PRIVATE:
        # Without its font's name, as Word leaves it, a private code is most often Wingdings'; else unknown, and kept.
        return (_WINGDINGS if codes is None else codes).get(code - 0xF000, chr(code))
    if codes is not None and code in codes:
        return codes[code]
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF or code == 0xFEFF:
        return ""
    text = chr(code)
    return unicodedata.normalize("NFKC", text) if _PRESENTATION.match(text) else text
