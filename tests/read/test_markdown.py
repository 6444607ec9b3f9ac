from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.errors import SourceError
from msqqa.read.markdown import read
from msqqa.read.text import line_range, line_starts

if TYPE_CHECKING:
    from msqqa.model import Document

REAL = Path(__file__).parents[2] / "corpora" / "msq-2024" / "mongolia.md"
_PIECES = st.sampled_from(
    [
        *("\n", "\r\n", "\r", "\f", "\ufeff", "\t", "\u2028", "\x0b", "\x85", "\xa0", "    ", "  ", "\n\n"),
        *("# ", "- ", "1. ", "> ", "---", "```", "<div>", "<!--", "$", "**", "[a]: b", "|", "word", "é", "語", "—"),
        *("|a|b|\n|-|-|\n|c|d|\n", "a\n===\n"),
    ]
)
_TEXTS = st.one_of(st.text(), st.lists(_PIECES, max_size=30).map("".join))


def _assert_covered(document: Document) -> None:
    at = 0
    for block in document.blocks:
        assert block.start == at
        assert block.end > block.start or document.text == ""
        at = block.end
    assert at == len(document.text)


def _kinds(text: str) -> list[tuple[str, str]]:
    document = read("x.md", text.encode())
    _assert_covered(document)
    return [(block.kind, document.text[block.start : block.end].strip()) for block in document.blocks]


@settings(deadline=None, max_examples=150)
@given(_TEXTS.filter(lambda text: "\x00" not in text))
def test_blocks_cover_any_text_without_gap_or_overlap(text: str) -> None:
    document = read("x.md", text.encode())
    assert document.text == text
    _assert_covered(document)


@settings(deadline=None, max_examples=100)
@given(_TEXTS.filter(lambda text: "\x00" not in text))
def test_a_block_begins_where_a_line_begins(text: str) -> None:
    starts = set(line_starts(text))
    begun = [block.start for block in read("x.md", text.encode()).blocks if block.start not in starts]
    # Only a comment begins and ends within a line.
    assert all(text.startswith("<!--", at) or text.endswith("-->", 0, at) for at in begun)


def test_the_real_file_is_covered_and_hashed() -> None:
    data = REAL.read_bytes()
    document = read("mongolia.md", data)
    _assert_covered(document)
    assert len(document.text) == 109_878
    assert document.text.encode() == data
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.path == "mongolia.md"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_kinds_do_not_depend_on_the_line_ends(line_end: str) -> None:
    text = "# Title\n\nA paragraph\nof two lines.\n\n- one\n- two\n\n1. first\n\n---\n\n"
    text += "```\ncode\n```\n\n<div>\nhtml\n</div>\n"
    found = [kind for kind, _ in _kinds(text.replace("\n", line_end))]
    assert found == ["heading", "paragraph", "item", "item", "item", "rule", "code", "html"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title\n=====\n\ntext", [("heading", "Title\n====="), ("paragraph", "text")]),
        ("1. one\n   more\n2. two", [("item", "1. one\n   more"), ("item", "2. two")]),
        ("- a\n\n  second paragraph", [("item", "- a"), ("paragraph", "second paragraph")]),
        (
            "text\n\n[a]: http://x.mn\n\nmore",
            [("paragraph", "text"), ("debris", "[a]: http://x.mn"), ("paragraph", "more")],
        ),
        ("    one\n\n    two", [("code", "one"), ("code", "two")]),
        ("<div>\none\n\n</div>", [("html", "<div>\none"), ("html", "</div>")]),
        ("***", [("rule", "***")]),
        ("\n\n  \n", [("paragraph", "")]),
    ],
)
def test_commonmark_decides_what_is_a_block(text: str, expected: list[tuple[str, str]]) -> None:
    assert _kinds(text) == expected


def test_each_row_of_a_table_is_a_block() -> None:
    rows = _kinds("|a|b|\n|-|-|\n|c|d|\n|e|f|\n\ntext")
    assert rows == [("table", "|a|b|\n|-|-|"), ("table", "|c|d|"), ("table", "|e|f|"), ("paragraph", "text")]


def test_the_rule_below_a_tables_head_is_part_of_the_table() -> None:
    assert {kind for kind, _ in _kinds("|a|b|\n|-|-|\n|c|d|")} == {"table"}


def test_white_space_before_the_first_block_belongs_to_it() -> None:
    document = read("x.md", b"\n\n\n# Title\n")
    assert [(b.kind, b.start, b.end) for b in document.blocks] == [("heading", 0, 11)]


@pytest.mark.parametrize("text", ["\ufeff# Title\r\n\r\ntext", "a\fb\n\nc", "tab\tbed\n\n\tcode"])
def test_nothing_is_translated(text: str) -> None:
    assert read("x.md", text.encode()).text == text


def test_a_byte_order_mark_does_not_hide_the_first_heading() -> None:
    assert _kinds("\ufeff# Title\n\ntext")[0][0] == "heading"


def test_the_byte_that_is_not_text_is_named() -> None:
    with pytest.raises(SourceError, match=r"x\.md: not UTF-8 \(byte 4\)"):
        read("x.md", b"abc \xff\x01\x02")


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(SourceError, match="binary"):
        read("x.md", b"%PDF\x00\x01")


def _editors_line(text: str, offset: int) -> int:
    """Count the line ends that lie wholly before ``offset``."""
    line, at = 1, 0
    while at < len(text):
        width = 2 if text[at : at + 2] == "\r\n" else 1 if text[at] in "\r\n" else 0
        if width and at + width > offset:
            break
        line += bool(width)
        at += width or 1
        if at > offset:
            break
    return line


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from("ab \r\n\f\u2028\x85\ufeff")), st.data())
def test_line_numbers_are_those_of_an_editor(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    last = max(start, end - 1)
    assert line_range(line_starts(text), start, end) == (_editors_line(text, start), _editors_line(text, last))


@pytest.mark.parametrize(
    ("text", "span", "lines"),
    [
        ("one\ntwo\nthree", (0, 3), (1, 1)),
        ("one\ntwo\nthree", (4, 7), (2, 2)),
        ("one\ntwo\nthree", (0, 13), (1, 3)),
        ("one\r\ntwo\r\nthree", (5, 8), (2, 2)),
        ("one\rtwo", (4, 7), (2, 2)),
        ("one\ftwo\u2028three\nfour", (14, 18), (2, 2)),
        ("one\ntwo", (0, 4), (1, 1)),
        ("", (0, 0), (1, 1)),
    ],
)
def test_line_ranges(text: str, span: tuple[int, int], lines: tuple[int, int]) -> None:
    assert line_range(line_starts(text), *span) == lines


def test_line_numbers_in_the_real_file_are_those_of_its_lines() -> None:
    text = REAL.read_text(encoding="utf-8")
    starts = line_starts(text)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(("41. Does", "### 1. THE", "✓ 5G")):
            at = starts[number - 1]
            assert text[at : at + len(line)] == line
            assert line_range(starts, at, at + len(line)) == (number, number)
