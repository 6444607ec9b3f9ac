from __future__ import annotations

import pytest

from msqqa.read.markdown import read
from msqqa.read.plain import read as read_plain


def _debris(text: str) -> list[str]:
    document = read("x.md", text.encode())
    assert "".join(text[block.start : block.end] for block in document.blocks) == text
    return [text[start:end].strip() for start, end in document.debris]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Q\n\n<!-- Say when.\n\nAnd why. -->\n\nIn May.\n", ["<!-- Say when.", "And why. -->"]),
        ("- Members: <!-- counted later --> 12\n", ["<!-- counted later -->"]),
        ("In May. <!-- never closed\n", []),
        ("```\n<!-- shown -->\n```\n", []),
        (
            "- [One](#one)\n- [Two](#two)\n  - [Three](#three)\n\n# One\n",
            ["- [One](#one)", "- [Two](#two)", "- [Three](#three)"],
        ),
        ("We do as in\n\n- [Two](#two)\n", []),
        ("Said in [a].\n\n[a]: http://x.mn\n", ["[a]: http://x.mn"]),
        ("Said.[^1]\n\n[^1]: http://x.mn\n", []),
    ],
)
def test_what_no_reader_sees_is_debris(text: str, expected: list[str]) -> None:
    assert _debris(text) == expected


def test_dots_that_lead_to_pages_make_a_table_of_contents() -> None:
    text = "Contents\n\nMoney ........ 3\nPeople ....... 4\nLaws . . . . . 12\n\nMoney\n\nWait ....\n"
    document = read_plain("x.txt", text.encode())
    assert [text[a:b].strip() for a, b in document.debris] == [
        "Money ........ 3",
        "People ....... 4",
        "Laws . . . . . 12",
    ]
