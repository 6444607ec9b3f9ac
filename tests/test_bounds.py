"""A file that takes too long is left out with one line, and the rest goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.bounds import FILE_VARIABLE, bounded_file, seconds_of
from msqqa.errors import SourceError, UserError
from msqqa.read import read

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "long.md"
    file.write_text("- a [b](c) *d*\n" * 40_000)
    monkeypatch.setenv(FILE_VARIABLE, "0.05")
    with pytest.raises(SourceError, match=r"long\.md: takes more than 0\.05 s to read and align; split it"):
        read(file, "long.md")
    file.write_text("Is there a law?\n\nYes\n")
    assert read(file, "long.md").text


def test_a_bound_that_is_no_number_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for said in ("soon", "0", "-1", "nan"):
        monkeypatch.setenv(FILE_VARIABLE, said)
        with pytest.raises(UserError, match=f"{FILE_VARIABLE} is '{said}'"):
            seconds_of(FILE_VARIABLE, 1.0)


def test_a_library_that_catches_every_error_is_ended_too() -> None:
    with pytest.raises(SourceError), bounded_file("a.md"):
        _spin()


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FILE_VARIABLE, "0.1")


def _spin() -> None:
    n = 0
    while True:
        try:
            n += 1
        except Exception:
            n = 0


@pytest.mark.parametrize("piece", ["[", "[ ] ", "[](", "**a ", " ", "\t", "<", "| a ", "☐ Yes "])
@pytest.mark.parametrize("ending", ["md", "txt"])
def test_a_line_of_one_piece_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: str, ending: str) -> None:
    monkeypatch.setenv(FILE_VARIABLE, "5")
    file = tmp_path / f"line.{ending}"
    file.write_text(f"Is there a law?\n\nx{piece * (200_000 // len(piece))}\n\nWhy?\n\nYes\n")
    assert read(file, file.name).text
