"""The encoding of a web page: by its byte order mark, its own declaration, or a look at its bytes."""

from __future__ import annotations

import codecs
import re

from msqqa.errors import SourceError
from msqqa.read.sniff import HTML, XML, looks_like
from msqqa.read.text import Decoded, decode

_DECLARED_WITHIN = 4096
"""Bytes at the beginning in which a declaration counts; browsers look at 1,024, saved pages put comments before."""
_DECLARATION = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})|<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']{2,40})["']""",
    re.IGNORECASE,
)
_XHTML = re.compile(r"\s*+(?:<\?xml\b|<!DOCTYPE\s++html\s[^>]{0,500}?\bXHTML\b)", re.IGNORECASE)
_CLOSED_AT_ONCE = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*+)((?:\s[^<>]*+|/)?)>")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"}
"""Browsers take these names for the larger Windows encodings."""


def decode_page(name: str, data: bytes) -> Decoded:
    """Return a page's text; bytes that its declared encoding does not have are shown as the replacement sign.

    Raises
    ------
    SourceError
        If the bytes are not text.
    """
    found = _decode_bytes(name, data)
    text = found.text.removeprefix("\ufeff")
    if _XHTML.match(text) or name.lower().endswith(".xhtml"):
        # A browser's parser of HTML takes <script/> for one that is never ended.
        text = _CLOSED_AT_ONCE.sub(_close_tag, text)
    return Decoded(text, found.encoding, found.certain)


def _close_tag(tag: re.Match[str]) -> str:
    if tag[1].lower() in _VOID or not tag[2].endswith("/"):
        return tag[0]
    return f"<{tag[1]}{tag[2][:-1]}></{tag[1]}>"


def _decode_bytes(name: str, data: bytes) -> Decoded:
    what = looks_like(data)
    if what and what not in (HTML, XML):
        raise SourceError(f"{name}: {what}, not a web page", "give it its right ending")
    declared = _declared_encoding(data)
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        if b"\x00" in data:
            raise SourceError(f"{name}: a binary file, not a web page", "give it its right ending")
        if declared != "utf-8" or _is_utf_8(data):
            return Decoded(data.decode(declared, errors="replace"), "utf-8", certain=True)
    return decode(name, data)


def _declared_encoding(data: bytes) -> str | None:
    match = _DECLARATION.search(data[:_DECLARED_WITHIN])
    if match is None:
        return None
    try:
        known = codecs.lookup((match[1] or match[2]).decode("ascii", errors="replace"))
    except LookupError:
        return None
    if known.name.startswith(("utf-16", "utf-32")):
        return "utf-8"  # a declaration that could be read is not in UTF-16
    if not known._is_text_encoding:
        return None
    return _AS_BROWSERS_DO.get(known.name, known.name)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
