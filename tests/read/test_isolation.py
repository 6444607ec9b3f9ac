"""Large files of formats that libraries read are read in another process: the same comes out, or one line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from msqqa.bounds import FILE_VARIABLE
from msqqa.errors import SourceError
from msqqa.read import read
from msqqa.read.isolation import LARGE, is_heavy, read_apart
from msqqa.table import workbook
from msqqa.table.corpus import read_tables
from tests.opendocument import opendocument

if TYPE_CHECKING:
    from pathlib import Path

READER = "msqqa.table.workbook"


def _book(rows: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Country", "Is there a law?", "Please describe the portal"])
    for n in range(rows):
        sheet.append([f"Land {n}", "Yes", f"The portal is used by {n} people every day of the year"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture(scope="module")
def large() -> bytes:
    return _book(16_000)


def test_a_large_workbook_is_read_as_here(large: bytes) -> None:
    assert is_heavy(READER, large)
    assert len(large) < LARGE  # it is large when it is unpacked
    assert read_apart(READER, "a.xlsx", large) == workbook.read("a.xlsx", large)


def test_a_small_one_needs_no_process() -> None:
    assert not is_heavy(READER, _book(3))
    assert not is_heavy(READER, b"PK, and no archive")
    assert not is_heavy("msqqa.table.delimited", b"a,b\n" * LARGE)


def test_a_cell_that_stands_a_hundred_million_times_leaves_its_file_out_and_no_other(tmp_path: Path) -> None:
    cell = 'office:value-type="string"><text:p>Yes</text:p></table:table-cell>'
    row = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="100" '
    table = f'<table:table table:name="a">{row}{cell}</table:table-row></table:table>'
    (tmp_path / "a.ods").write_bytes(opendocument(table))
    one = table.replace("1000000", "2").replace("100", "3")
    (tmp_path / "b.ods").write_bytes(opendocument(one.replace("Yes", "Is there a law?")))
    refused = read_tables(tmp_path, ["a.ods", "b.ods"]).refused
    assert "a.ods: cannot be read within 1 GB of memory and 30 s" in str(refused["a.ods"])
    assert "memory" not in str(refused.get("b.ods", ""))
    assert is_heavy("msqqa.table.archive", b"PK")  # which may hold such a one


def test_one_that_takes_too_long_is_refused_and_the_next_is_read(large: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FILE_VARIABLE, "0.2")
    with pytest.raises(SourceError, match=r"a\.xlsx: takes more than 0\.2 s to read"):
        read_apart(READER, "a.xlsx", large)
    monkeypatch.delenv(FILE_VARIABLE)
    assert len(read_apart(READER, "a.xlsx", large)[0].rows) == 16_000


def test_more_than_a_response_has_is_refused_at_once(tmp_path: Path) -> None:
    page, wide = tmp_path / "a.html", tmp_path / "wide.csv"
    page.write_text("<table>" + "<tr><td>a</td></tr>" * 200_000 + "</table>")
    with pytest.raises(SourceError, match=r"a\.html: tables of more than 30,000 rows; split it by respondent"):
        read(page, "a.html")
    wide.write_text("Country" + ",Why?" * 400_000 + "\nPeru,Yes\n")
    assert "wide.csv: a table of more than 16,384 columns" in str(
        read_tables(tmp_path, ["wide.csv"]).refused["wide.csv"]
    )
    (tmp_path / "wide.json").write_text("[{" + ", ".join(f'"q{n}": "x"' for n in range(20_000)) + "}]")
    assert "more than 16,384 columns" in str(read_tables(tmp_path, ["wide.json"]).refused["wide.json"])
