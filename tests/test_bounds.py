"""A file that takes too long is left out with one line, and the rest goes on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from msqqa import bounds
from msqqa.bounds import FILE_VARIABLE, allow_seconds, bound_file, count_by_file, seconds_of, seconds_used, set_used
from msqqa.errors import SourceError, UserError
from msqqa.memory import address_space
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
    with pytest.raises(SourceError), bound_file("a.md"):
        _spin()


def test_the_steps_with_a_file_share_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FILE_VARIABLE, "0.3")
    with count_by_file() as count_anew:
        _work("a.md")
        assert 0.1 < seconds_used("a.md") < 0.3
        _work("b.md")  # another one has its own
        with pytest.raises(SourceError, match=r"a\.md: takes more than 0\.3 s to read and align"):
            _work("a.md")
        with pytest.raises(SourceError), bound_file("a.md"):
            pytest.fail("nothing is left")
        with count_by_file():
            assert seconds_used("a.md") == pytest.approx(0.3)
        count_anew()
        _work("a.md")
    for _ in range(2):
        _work("a.md")  # nothing is counted outside


def test_files_that_are_dealt_with_together_share_what_is_left_to_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FILE_VARIABLE, "0.3")
    with count_by_file():
        set_used("a.md", 0.3)
        with bound_file("a.md", "b.md"):
            _spend(0.2)
        assert 0.05 < seconds_used("b.md") < 0.2
        with pytest.raises(SourceError, match=r"b\.md: "), bound_file("b.md", "a.md"):
            _spend(0.4)


def test_a_page_read_by_ocr_adds_to_what_its_file_may_take() -> None:
    with count_by_file():
        with bound_file("a.pdf"):
            allow_seconds(0.4)
            _spend(0.2)
        with pytest.raises(SourceError), bound_file("a.pdf"):
            _spend(0.3)


def test_the_steps_with_a_file_share_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    if not address_space():
        pytest.skip("the system does not say how much there is")
    monkeypatch.setattr(bounds, "FILE_MEMORY", 2**28)
    kept = []
    with count_by_file():
        with bound_file("a.md"):
            kept.append(bytes(2**27))
        with bound_file("b.md"):
            kept.append(bytes(2**27))
        with pytest.raises(SourceError, match=r"a\.md: takes more than 0\.25 GB of memory"), bound_file("a.md"):
            kept.append(bytes(2**27 + 2**26))
    assert len(kept) == 2


def _work(name: str) -> None:
    with bound_file(name):
        _spend(0.2)  # the system counts in steps of some milliseconds


def _spend(seconds: float) -> None:
    began = time.process_time()
    while time.process_time() < began + seconds:
        pass


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
