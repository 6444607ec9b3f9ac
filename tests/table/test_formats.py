"""Formats that carry what a CSV does not: OpenDocument, older Excel, SPSS and Stata.

``data/`` holds small files that other programs wrote (xlwt, pyreadstat), as nothing here writes these formats.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.opendocument import HIDDEN, opendocument
from tests.table.tables import hold, says, tables

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent / "data"


def _ods(sheets: dict[str, list[list[str]]], hidden: str = "", stray: bool = False) -> bytes:
    """An OpenDocument spreadsheet, written by hand; a cell ``a<<2`` spans two columns."""
    body = ""
    for title, rows in sheets.items():
        style = f' table:style-name="{HIDDEN}"' if title == hidden else ""
        body += f'<table:table table:name="{title}"{style}>'
        for row in rows:
            body += "<table:table-row>"
            for value in row:
                text, _, span = value.partition("<<")
                spans = f' table:number-columns-spanned="{span}" table:number-rows-spanned="1"' if span else ""
                shown = f"<text:p>{text}</text:p>" if text else ""
                kind = ' office:value-type="string"' if text else ""
                body += f"<table:table-cell{kind}{spans}>{shown}</table:table-cell>"
                body += "<table:covered-table-cell/>" * (int(span) - 1 if span else 0)
            body += "</table:table-row>"
        if stray:
            body += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        body += "</table:table>"
    return opendocument(body)


def test_an_opendocument_spreadsheet_is_a_table(tmp_path: Path) -> None:
    heads = [["Ministry", "Policy<<2", "Law"], ["", "Is there a strategy?", "Is it public?", "Is there a law?"]]
    rows = [["Finance", "Yes", "No", "Yes"], ["Health", "No", "No", "Yes"], ["Energy", "Yes", "Yes", "No"]]
    found = tables(tmp_path, m_ods=_ods({"Answers": [*heads, *rows], "Lists": [["Yes"], ["No"]]}, "Lists", stray=True))
    hold(found)
    assert [r.name for r in found.responses] == ["Finance", "Health", "Energy"]
    assert [s.title for s in found.responses[0].form.sections] == ["Policy", "Law"]
    assert says(found.responses[2])["Is there a law?"] == ("No", "no")
    assert found.responses[2].document.rows[0][1:] == (5, 5)


def test_an_older_workbook_is_a_table(tmp_path: Path) -> None:
    found = tables(tmp_path, m_xls=(DATA / "ministries.xls").read_bytes())
    hold(found)
    assert [r.name for r in found.responses] == ["Finance", "Health", "Energy", "Culture"]
    assert says(found.responses[1]) == {
        "Is there a strategy?": ("No", "no"),
        "Is it public?": ("No", "no"),
        "Is there a law?": ("Yes", "yes"),
    }


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_labels_of_a_statistical_file_are_read(tmp_path: Path, ending: str) -> None:
    found = tables(tmp_path, **{f"bus_{ending}": (DATA / f"bus.{ending}").read_bytes()})
    hold(found)
    assert [r.name for r in found.responses] == [f"Response {n}" for n in range(101, 107)]
    asked = {q.text: q for q in found.responses[0].form.questions}
    assert list(asked) == [
        *("How satisfied are you with the bus?", "Which lines do you take?", "How old are you?", "Why do you take it?")
    ]
    assert asked["Which lines do you take?"].options == ("Line 1", "Line 2")
    lines = [next(c for c in r.cells if c.question == "use").selection for r in found.responses]
    assert [s.options for s in lines] == [("Line 1",), (), ("Line 1", "Line 2"), ("Line 2",), (), ("Line 1", "Line 2")]
    satisfied = [says(r)["How satisfied are you with the bus?"] for r in found.responses]
    assert satisfied[:2] == [("Very satisfied", "yes"), ("Satisfied", "yes")]
    # Asked and refused is told from not asked. Stata's file does not say which codes are missing ones.
    assert satisfied[3] == (("(no answer: Refused)", "blank") if ending == "sav" else ("Refused", "yes"))
    assert satisfied[4] == ("", "blank")
    assert says(found.responses[2])["How old are you?"] == ("(no answer: -99)", "blank")
    assert any("; weight = wt" in note for note in found.notes)


@pytest.mark.parametrize("name", ["x_ods", "x_xls", "x_sav", "x_dta", "x_zip", "x_xlsb"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 damaged", b"$FL2 damaged", b"\xd0\xcf\x11\xe0 damaged"])
def test_a_damaged_file_is_one_line(tmp_path: Path, name: str, data: bytes) -> None:
    found = tables(tmp_path, **{name: data})
    (error,) = found.refused.values()
    assert "\n" not in str(error)
    assert str(error).startswith(name.replace("_", "."))


@pytest.mark.parametrize("change", [lambda data: data[1:], lambda data: data[:45] + b"\xff" * 9 + data[54:]])
def test_a_zip_with_bytes_lost_or_changed_is_one_line(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"Country,Law?\nPeru,Yes\nMali,No\n")
    found = tables(tmp_path, x_zip=change(data.getvalue()))
    assert "x.zip: a.csv is damaged there" in str(found.refused["x.zip"])


def test_a_zip_that_inflates_without_end_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"a,b\n" + b"\0" * 200_000_000)
    found = tables(tmp_path, x_zip=data.getvalue())
    assert "as a zip bomb does" in str(found.refused["x.zip"])
