from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.languages import names
from msqqa.languages.names import language_names

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("code", "name"),
    [("fr", "français"), ("de", "alemán"), ("ka", "ქართული"), ("mn", "монгол"), ("zh", "chinois"), ("lv", "latviešu")],
)
def test_a_language_is_known_by_its_name_in_others_and_in_itself(code: str, name: str) -> None:
    assert name.casefold() in {one.casefold() for one in language_names()[code]}


def test_the_english_name_comes_first() -> None:
    assert [language_names()[code][0] for code in ("en", "es", "sw")] == ["English", "Spanish", "Swahili"]


def test_names_are_kept_and_not_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MSQQA_CACHE", str(tmp_path))
    first = language_names.__wrapped__()
    monkeypatch.setattr(names, "_read", lambda: pytest.fail("read again"))
    assert language_names.__wrapped__() == first
