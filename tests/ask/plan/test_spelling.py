from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.ask.plan.spelling import correct
from msqqa.words import stem


class Words(dict[str, int]):
    """A corpus's words, each with the number of texts that use it."""

    def has_stem(self, stem_: str) -> bool:
        return any(stem(word) == stem_ for word in self)

    def find_by_prefix(self, letters: str) -> dict[str, int]:
        return {word: uses for word, uses in self.items() if word.startswith(letters)}


KNOWN = Words(sandbox=5, accessibility=3, portal=9, portals=1, regulation=4, blockchain=2, sandbags=0)
REAL = {"farmer", "postal", "black", "relation"}


def _correct(text: str, *keep: str) -> tuple[str, list[str]]:
    return correct(text, KNOWN, REAL.__contains__, keep)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("sandbxo", "sandbox"),
        ("sandbax", "sandbox"),
        ("accesibility", "accessibility"),
        ("acessibilty", "accessibility"),
        ("portl", "portal"),
        ("blokchain", "blockchain"),
        ("Sandbxo", "sandbox"),
    ],
)
def test_typing_errors_are_read_as_what_was_meant(typed: str, read: str) -> None:
    assert _correct(f"is there a {typed}?") == (f"is there a {read}?", [f"read {typed} as {read}"])


@pytest.mark.parametrize(
    "text",
    [
        "the sandbox portal",
        "regulations and sandboxes",
        "a postal farmer",
        "postal farmers",
        "which would there between",
        "SANDBXO",
        "xandbox",
        "sandbx1",
        "sndb",
        "quetzalcoatl",
        "",
    ],
)
def test_what_is_a_word_is_left(text: str) -> None:
    assert _correct(text) == (text, [])


def test_a_word_that_no_text_uses_is_not_what_was_meant() -> None:
    assert correct("sandbgas", Words(sandbags=0), REAL.__contains__) == ("sandbgas", [])
    assert correct("sandbgas", Words(sandbags=1), REAL.__contains__) == ("sandbags", ["read sandbgas as sandbags"])


def test_what_is_to_be_kept_is_left() -> None:
    assert _correct("sandbxo", "sandbxo") == ("sandbxo", [])


def test_notes_come_in_order() -> None:
    text, notes = _correct("sandbxo and portl")
    assert text == "sandbox and portal"
    assert notes == ["read sandbxo as sandbox", "read portl as portal"]


@given(st.text())
def test_any_text_comes_back_as_often_noted_as_changed(text: str) -> None:
    changed, notes = _correct(text)
    assert (changed == text) == (not notes)
