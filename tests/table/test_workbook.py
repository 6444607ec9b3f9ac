from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from msqqa.errors import SourceError
from msqqa.table import workbook
from tests.table.tables import AUDIT, AUDIT_ROWS, hold, says, tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _saved(fill: Callable[[Any], None]) -> bytes:
    book = Workbook()
    fill(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _ministries(book: Any) -> None:
    sheet = book.active
    sheet.title = "Answers"
    sheet.append(["Survey of ministries 2024"])
    sheet.append(["Ministry", "Policy", None, "Tools", None])
    sheet.append([None, "Is there a strategy?", "Details", "Do you use cloud?", "How many servers?"])
    for i, name in enumerate(["Finance", "Health", "Education", "Energy"]):
        sheet.append(
            [name, ("Yes", "No", "Planned", "Yes")[i], f"detail {i}", bool(i % 2), (3.0, 2.5, None, "=1+1")[i]]
        )
    for merged in ("B2:C2", "D2:E2", "A2:A3"):
        sheet.merge_cells(merged)
    book.create_sheet("Notes").append(["Made by hand"])


def test_merged_heads_are_sections(tmp_path: Path) -> None:
    found = tables(tmp_path, min_xlsx=_saved(_ministries))
    hold(found)
    finance, health, *_ = found.responses
    assert [section.title for section in finance.form.sections] == ["Policy", "Tools"]
    assert finance.form.respondent_nouns == ("ministry", "ministries")
    assert says(finance) == {
        "Is there a strategy?": ("Yes\ndetail 0", "yes"),
        "Do you use cloud?": ("FALSE", "no"),
        "How many servers?": ("3", "yes"),
    }
    assert says(health)["How many servers?"] == ("2.5", "yes")
    assert health.document.rows[0][1:] == (5, 5)
    assert any("1 formulas have no value kept with them" in note for note in found.notes)


def test_a_respondent_merged_over_its_rows_stands_in_each(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.append(["country", "question", "answer"])
        for at, country in enumerate(["Kenya", "Peru", "Mali"]):
            sheet.append([country, "Is there a law?", "Yes" if at else "No"])
            sheet.append([None, "Is there a portal?", "Yes"])
            sheet.merge_cells(start_row=2 + 2 * at, end_row=3 + 2 * at, start_column=1, end_column=1)

    found = tables(tmp_path, s_xlsx=_saved(fill))
    assert [(r.id, len(r.cells)) for r in found.responses] == [("kenya", 2), ("peru", 2), ("mali", 2)]
    assert says(found.responses[0])["Is there a law?"] == ("No", "no")


def test_sheets_of_one_file_are_joined_by_respondent(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        for title, asked in (("Laws", "Is there a law?"), ("Portals", "Is there a portal?")):
            sheet = book.create_sheet(title)
            sheet.append(["Country", asked])
            for country in ("Kenya", "Peru", "Mali"):
                sheet.append([country, "Yes" if title == "Laws" else "No"])
        texts = book.create_sheet("Questions")
        texts.append(["question", "full text"])
        texts.append(["Is there a law?", "Is there a law on the protection of personal data?"])
        texts.append(["Is there a portal?", "Is there a portal of the whole of government?"])
        del book["Sheet"]

    found = tables(tmp_path, s_xlsx=_saved(fill))
    assert [r.id for r in found.responses] == ["kenya", "peru", "mali"]
    assert [stance for _, stance in says(found.responses[0]).values()] == ["yes", "no"]


def test_the_same_table_says_the_same_in_either_format(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        for row in (AUDIT.split(","), *AUDIT_ROWS):
            book.active.append([value.replace("=1+1", "1+1") for value in row])

    (tmp_path / "x").mkdir()
    (tmp_path / "c").mkdir()
    from tests.table.tables import audit

    one = tables(tmp_path / "x", e_xlsx=_saved(fill))
    other = tables(tmp_path / "c", e_csv=audit().replace("=1+1", "1+1"))
    assert [says(r) for r in one.responses] == [says(r) for r in other.responses]
    assert [r.document.text for r in one.responses] == [r.document.text for r in other.responses]


def test_a_form_laid_out_in_rows_is_one_respondents(tmp_path: Path) -> None:
    def form(country: str, law: str) -> Callable[[Any], None]:
        def fill(book: Any) -> None:
            for row in (
                ["Digital government 2024"],
                ["Country:", country],
                ["A. Laws"],
                ["1. Is there a law on data protection?", law, "Act of 2019"],
                ["2. Is there a sandbox?", "No"],
                [None, None, "under discussion"],
                ["B. Portals"],
                ["3. Which portal is used?", f"portal of {country}"],
                ["4. Is it accessible?"],
            ):
                book.active.append(row)

        return fill

    found = tables(tmp_path, r1_xlsx=_saved(form("Kenya", "Yes")), r2_xlsx=_saved(form("Peru", "No")))
    hold(found)
    kenya, peru = found.responses
    assert (kenya.name, peru.name) == ("Kenya", "Peru")
    assert [(q.id, q.text) for q in kenya.form.questions][:2] == [
        ("1", "Is there a law on data protection?"),
        ("2", "Is there a sandbox?"),
    ]
    assert [section.title for section in kenya.form.sections] == ["A. Laws", "B. Portals"]
    assert says(peru) == {
        "Is there a law on data protection?": ("No\nAct of 2019", "no"),
        "Is there a sandbox?": ("No\nunder discussion", "no"),
        "Which portal is used?": ("portal of Peru", "yes"),
        "Is it accessible?": ("", "blank"),
    }
    assert kenya.document.rows[1][1:] == (5, 6)


def test_a_sheet_that_claims_to_be_vast_costs_what_it_holds(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.append(["country", "Is there a law?"])
        book.active.append(["Kenya", "Yes"])
        book.active.append(["Peru", "No"])

    def vast(xml: bytes) -> bytes:
        return xml.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1:XFD1048576"')

    found = tables(tmp_path, s_xlsx=_changed(_saved(fill), "xl/worksheets/sheet1.xml", vast))
    assert [r.id for r in found.responses] == ["kenya", "peru"]


def _changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no zip", "no workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 500, "encrypted, or in an older format"),
        (_saved(lambda book: None), "holds no table"),
        (_saved(_ministries)[:3000], "no workbook"),
        (_changed(_saved(_ministries), "xl/workbook.xml", lambda xml: xml[:200]), "a damaged workbook"),
        (_changed(_saved(_ministries), "xl/styles.xml", lambda xml: xml + b" " * (16 * 2**20)), "as a zip bomb does"),
    ],
)
def test_a_bad_workbook_is_told_in_one_line(data: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why) as told:
        workbook.read("x.xlsx", data)
    assert "\n" not in str(told.value)
