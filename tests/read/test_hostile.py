"""Bytes made to be slow: each is read, or refused, in a few seconds, and so is what a form makes of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.errors import SourceError
from tests.read.word_files import of_xml, paragraph, text

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

MANY = 30_000
HOSTILE = {
    "one long word": "a" * 1_000_000,
    "spaces": " " * 1_000_000 + "x",
    "open tags": "<b " * MANY,
    "a tag that never ends": "<" + "a" * 1_000_000,
    "a tag of spaces": "<a" + " " * 500_000,
    "raised numbers that never end": "<sup>" * MANY,
    "links that never end": "](" * MANY,
    "brackets": "[" * 300_000,
    "boxes": "☐ " * MANY,
    "a question again and again": "1. Is there a national law on the protection of data?\n" * 8_000,
    "notes": "x[^1]\n\n[^1]: note\n\n" * 8_000,
    "form feeds": "\f" * 20_000 + "x",
    "pages": "word\n   \n   1\n\f" * 8_000,
    "emphasis": "*a " * 50_000,
    "comments in a style": "<style>" + "/*" * MANY + "</style><p>x",
    "braces in a style": "<style>" + "a{" * MANY + "</style><p>x",
    "a long style": "<p style='" + "text-decoration:" * MANY + "'>x",
    "paragraphs with bold": "<p><b>a</b>" * MANY,
    "rows": "<table>" + "<tr><td rowspan=2000 colspan=200>a" * 2000,
    "tables in tables": "<table><tr><td>a" * 4000,
    "lists": "<ul><li>a" * 2000,
    "controls": "<label>a<input type=checkbox></label>" * 30_000,
    "entities": "&lt;sup&gt;" * MANY,
}


@pytest.mark.parametrize("ending", ["txt", "html"])
@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_text_takes_seconds_at_most(lay_small: Callable[[str, bytes], Any], name: str, ending: str) -> None:
    started = time.process_time()
    try:
        lay_small(f"a.{ending}", HOSTILE[name].encode())
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017
    assert time.process_time() - started < 20


def test_a_word_file_of_hostile_text(lay_small: Callable[[str, bytes], Any]) -> None:
    hostile = ("Yes No " * 20_000, "☐" * 50_000, "[^1]: " * 20_000)
    data = of_xml(*[paragraph(text(words)) for words in hostile])
    started = time.process_time()
    lay_small("a.docx", data)
    assert time.process_time() - started < 20
