from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.errors import SourceError
from msqqa.read.plain import read
from msqqa.read.text import line_starts

_PIECES = st.sampled_from(
    [
        "\n",
        "\r\n",
        "\r",
        "\f",
        "\ufeff",
        "\t",
        "\u2028",
        "\x85",
        " ",
        "\n\n",
        "- ",
        "1. ",
        "(a) ",
        "---",
        "word",
        "é",
        "語",
    ]
)
_TEXTS = st.one_of(st.text(), st.lists(_PIECES, max_size=30).map("".join)).filter(lambda text: "\x00" not in text)


def _kinds(text: str) -> list[tuple[str, str]]:
    document = read("x.txt", text.encode())
    return [(block.kind, document.text[block.start : block.end].strip()) for block in document.blocks]


@settings(max_examples=200)
@given(_TEXTS)
def test_blocks_cover_any_text_without_gap_or_overlap(text: str) -> None:
    document = read("x.txt", text.encode())
    assert document.text == text
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    at = 0
    for block in document.blocks:
        assert block.start == at
        assert block.end > block.start or text == ""
        at = block.end
    assert at == len(text)


@settings(max_examples=100)
@given(_TEXTS)
def test_a_block_begins_where_a_line_begins_and_holds_something(text: str) -> None:
    starts = set(line_starts(text))
    blocks = read("x.txt", text.encode()).blocks
    assert all(block.start in starts for block in blocks)
    assert all(text[block.start : block.end].strip() for block in blocks) or not text.strip()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\ntwo\n\nthree", [("paragraph", "one\ntwo"), ("paragraph", "three")]),
        ("Laws:\n- one\n- two\n  more", [("paragraph", "Laws:"), ("item", "- one"), ("item", "- two\n  more")]),
        ("1. one\n2) two\n(3) three", [("item", "1. one"), ("item", "2) two"), ("item", "(3) three")]),
        ("a) one\niv. two", [("item", "a) one"), ("item", "iv. two")]),
        ("• one\n– two", [("item", "• one"), ("item", "– two")]),
        ("one\n-----\ntwo", [("paragraph", "one"), ("rule", "-----"), ("paragraph", "two")]),
        ("one\n\n* * *\n\ntwo", [("paragraph", "one"), ("rule", "* * *"), ("paragraph", "two")]),
        ("2024 was the year", [("paragraph", "2024 was the year")]),
        ("1.5 million", [("paragraph", "1.5 million")]),
        ("\n \n", [("paragraph", "")]),
    ],
)
def test_paragraphs_items_and_rules(text: str, expected: list[tuple[str, str]], line_end: str) -> None:
    found = [(kind, content.replace(line_end, "\n")) for kind, content in _kinds(text.replace("\n", line_end))]
    assert found == expected


def test_a_new_page_begins_a_block() -> None:
    assert _kinds("the end of a page\n\fthe next page") == [
        ("paragraph", "the end of a page"),
        ("paragraph", "the next page"),
    ]


def test_markdown_means_nothing_in_plain_text() -> None:
    assert _kinds("# not a heading\n\n    not code") == [("paragraph", "# not a heading"), ("paragraph", "not code")]


def test_what_is_not_text_is_refused() -> None:
    with pytest.raises(SourceError, match=r"x\.txt"):
        read("x.txt", b"\xff\xfe")
    with pytest.raises(SourceError, match=r"x\.txt"):
        read("x.txt", b"a\x00b")
