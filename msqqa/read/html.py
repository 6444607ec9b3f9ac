"""Web pages (HTML) → blocks: the text as a browser shows it, with the state of its forms' controls.

Nothing is run and nothing is fetched. The parser is a browser's: it makes of any bytes what a browser would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.errors import SourceError
from msqqa.read.extract import assemble_document

if TYPE_CHECKING:
    from msqqa.model import Document

_MOST_TAGS = 2_000_000
"""A tag takes some 200 bytes of memory, however short it is."""


def read(name: str, data: bytes) -> Document:
    """Read a web page.

    Raises
    ------
    SourceError
        If the bytes are no web page, have no visible text, or are nested or cut up beyond what any page is.
    """
    from msqqa.read.web import nesting
    from msqqa.read.web.decoding import decode_page

    decoded = decode_page(name, data)
    if decoded.text.count("<") > _MOST_TAGS:
        raise SourceError(f"{name}: more than {_MOST_TAGS:,} tags", "split it by respondent")
    if nesting.attributes(decoded.text) > nesting.MOST_ATTRIBUTES:
        raise SourceError(f"{name}: a tag with more than {nesting.MOST_ATTRIBUTES:,} attributes", "save the page anew")
    if nesting.options(decoded.text) > nesting.MOST_OPTIONS:
        what = f"{name}: a list of more than {nesting.MOST_OPTIONS:,} options"
        raise SourceError(what, "save the page without that list")
    if nesting.rows(decoded.text) > nesting.MOST_ROWS:
        what = f"{name}: tables of more than {nesting.MOST_ROWS:,} rows"
        raise SourceError(what, "split it by respondent, or save a table of many respondents as CSV")
    if nesting.depth(decoded.text) > nesting.DEEPEST:
        raise SourceError(
            f"{name}: tags nested more than {nesting.DEEPEST:,} deep", "save the page anew from a browser"
        )
    from msqqa.read.web.page import items_of

    found = assemble_document(name, data, items_of(decoded.text), decoded.notes)
    if not found.text:
        raise SourceError(f"{name}: a page without visible text", "save it from a browser once it shows its text")
    return found
