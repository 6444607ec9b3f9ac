"""Plain text → blocks: paragraphs parted by blank lines, and items where a line begins with a bullet or a number.

A form feed begins a page. What a page prints around its text, a number or a running head, is debris.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from msqqa.model import Block
from msqqa.read.hidden_lines import contents
from msqqa.read.pages import around_pages, page_starts
from msqqa.read.text import document, line_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.model import Document

_ITEM = re.compile(r"\s*(?:[-*+•◦▪‣·–]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s", re.IGNORECASE)
_RULE = re.compile(r"\s*([-_=*])(?:\s*\1){2,}\s*$")


def read(name: str, data: bytes) -> Document:
    """Read plain text.

    Raises
    ------
    SourceError
        If the bytes are not text.
    """
    found = document(name, data, _blocks)
    return dataclasses.replace(found, pages=page_starts(found.text))


def _blocks(text: str) -> Iterator[Block]:
    starts = line_starts(text)
    debris = {*around_pages(text, starts), *contents(text, starts)}
    opened: tuple[int, str] | None = None
    blank = True
    for line, start in enumerate(starts):
        end = starts[line + 1] if line + 1 < len(starts) else len(text)
        content = text[start:end]
        if not content.strip():
            blank = True
            continue
        kind = "rule" if _RULE.match(content) else "item" if _ITEM.match(content) else "paragraph"
        if line in debris:
            kind = "debris"
        if opened is None:
            opened = (0, kind)
        elif blank or kind != "paragraph" or opened[1] in ("rule", "debris") or "\f" in text[start - 1 : start + 1]:
            yield Block(opened[1], opened[0], start)  # type: ignore[arg-type]
            opened = (start, kind)
        blank = False
    yield Block(opened[1] if opened else "paragraph", opened[0] if opened else 0, len(text))  # type: ignore[arg-type]
