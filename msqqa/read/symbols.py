"""Symbol fonts: what a Wingdings or Webdings character looks like, as the character that Unicode has for it.

Word files and PDFs write tick boxes as letters of such a font: an "x" that is seen as ☒. Only boxes, marks, bullets and
arrows are told; a symbol of another look says nothing about an answer.
"""

from __future__ import annotations

_WINGDINGS = {
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "☐",
    0x70: "☐",
    0x71: "❑",
    0x72: "❒",
    0x78: "☒",
    0x9F: "•",
    0xA0: "•",
    0xA1: "○",
    0xA2: "○",
    0xA4: "◉",
    0xA7: "▪",
    0xA8: "☐",
    0xD8: "➢",
    0xDC: "➲",
    0xE0: "→",
    0xE8: "→",
    0xF0: "→",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {
    0x4F: "✗",
    0x50: "✓",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0x55: "☒",
    0x56: "✗",
    0x97: "●",
    0x98: "●",
    0x9E: "○",
    0xA2: "■",
    0xA3: "☐",
}
_WEBDINGS = {0x3D: "●", 0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗"}
_DINGBATS = {
    0x33: "✓",
    0x34: "✔",
    0x35: "✗",
    0x36: "✖",
    0x37: "✗",
    0x38: "✘",
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "❏",
    0x70: "❐",
    0x71: "❑",
    0x72: "❒",
}
_SYMBOL = {0xA8: "♦", 0xAE: "→", 0xB7: "•", 0xDE: "⇒"}
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "zapfdingbats": _DINGBATS,
    "itczapfdingbats": _DINGBATS,
    "symbol": _SYMBOL,
}
_PRIVATE = range(0xF000, 0xF100)


def is_symbol_font(font: str | None) -> bool:
    """Return whether a font shows other signs than the characters that it is written with.

    ``Symbol`` is none here: written out, its letters are Greek ones, not signs.
    """
    key = _key(font)
    return key in _FONTS and key != "symbol"


def symbol(font: str | None, code: int) -> str:
    """Return the Unicode character that looks like a font's character ``code``; empty where it is none of ours.

    Codes may be given in the private area from U+F000, where Word keeps them.

    >>> symbol("Wingdings", 0xF0FE), symbol("Wingdings 2", 0x52)
    ('☑', '☑')
    """
    return _FONTS.get(_key(font), {}).get(code - _PRIVATE.start if code in _PRIVATE else code, "")


def translate_symbols(font: str | None, text: str) -> str:
    """Return a run's text as it is seen: in a symbol font every character is a sign, else only private ones are.

    >>> translate_symbols("Wingdings", "x"), translate_symbols("Arial", "x \uf0fe")
    ('☒', 'x ☑')
    """
    if is_symbol_font(font):
        return "".join(c if c.isspace() else symbol(font, ord(c)) for c in text)
    if text.isascii():
        return text
    return "".join(symbol(font, ord(c)) or symbol("wingdings", ord(c)) if ord(c) in _PRIVATE else c for c in text)


def _key(font: str | None) -> str:
    return "".join((font or "").lower().split()).replace("-", "")
