from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from msqqa.errors import SourceError
from msqqa.read import MAX_BYTES, READERS, read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("ending", sorted(READERS))
def test_every_ending_in_the_registry_has_a_reader(ending: str) -> None:
    assert callable(importlib.import_module(READERS[ending]).read)


@pytest.mark.parametrize("ending", [".md", ".markdown", ".txt"])
def test_the_text_of_a_text_format_is_that_of_the_file(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"kenya{ending}"
    file.write_bytes(b"- one\r\n- two\r\n")
    document = read(file, "2024/kenya")
    assert document.path == "2024/kenya"
    assert document.text == "- one\r\n- two\r\n"
    assert [block.kind for block in document.blocks] == ["item", "item"]


def test_the_ending_decides_the_reader_whatever_its_case(tmp_path: Path) -> None:
    (tmp_path / "a.MD").write_text("# heading", encoding="utf-8")
    (tmp_path / "a.TXT").write_text("# heading", encoding="utf-8")
    assert read(tmp_path / "a.MD", "a.MD").blocks[0].kind == "heading"
    assert read(tmp_path / "a.TXT", "a.TXT").blocks[0].kind == "paragraph"


@pytest.mark.parametrize("name", ["photo.jpeg", "README", ".md"])
def test_a_file_no_reader_is_for_is_refused_with_what_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("text", encoding="utf-8")
    with pytest.raises(SourceError, match="no reader") as caught:
        read(tmp_path / name, name)
    assert ".md" in caught.value.remedy
    assert ".txt" in caught.value.remedy


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n"])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.md").write_bytes(data)
    with pytest.raises(SourceError, match=r"a\.md: empty"):
        read(tmp_path / "a.md", "a.md")


def test_a_file_of_nothing_but_a_byte_order_mark_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf\n")
    with pytest.raises(SourceError, match=r"a\.md: empty"):
        read(tmp_path / "a.md", "a.md")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.md: cannot be read"):
        read(tmp_path / "gone.md", "gone.md")


def test_a_folder_with_the_ending_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(SourceError, match="cannot be read"):
        read(tmp_path / "a.md", "a.md")


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # a hole: takes no room on the disk
    with pytest.raises(SourceError, match="larger than 64 MiB"):
        read(tmp_path / "a.md", "a.md")
