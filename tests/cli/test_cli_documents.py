"""Folders of Word files, web pages and text, from the command line."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest

from msqqa.read import read
from tests.support import Place, is_exact, write_survey

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.support import Run

LAW, BOX = (
    "Is there a national law on the protection of personal data?",
    "Is there a regulatory sandbox for new technologies?",
)
PORTAL = "Please describe the national portal and how it is used"
OTHERS = "Please describe cooperation with other countries"


def _word() -> bytes:
    file = docx.Document()
    file.add_paragraph(LAW, style="List Number")
    chosen = file.add_paragraph()
    chosen.add_run("Yes")
    chosen.add_run("   ")
    chosen.add_run("No").bold = True
    file.add_paragraph(BOX, style="List Number")
    file.add_paragraph("☒ Yes ☐ No")
    file.add_paragraph("The central bank runs a sandbox for payments.")
    table = file.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = PORTAL, "The portal follows the WCAG.\nIt is used by farmers."
    table.cell(1, 0).text, table.cell(1, 1).text = OTHERS, "With Ghana."
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _page() -> bytes:
    return f"""<!doctype html><meta charset=iso-8859-1><script>alert("WCAG")</script>
    <ol><li>{LAW}<p><label><input type=radio checked>Yes</label> <label><input type=radio>No</label></p>
    <p>The Données act of 2020.</p>
    <li>{BOX}<p><label>Yes <input type=checkbox></label> <label>No <input type=checkbox checked></label></p>
    <li>{PORTAL}<p>It meets the Web Content Accessibility Guidelines (WCAG).</p><p hidden>Estonia</p>
    <li>{OTHERS}<p>None.</p></ol>""".encode("latin-1")


def _text() -> bytes:
    return (
        f"1. {LAW[:30]}\n{LAW[30:]}\n\n[x] Yes  [ ] No\n\nÖffentlich seit 2020.\n\n           1\n\f"
        f"2. {BOX}\n\n( ) Yes (x) No\n\n"
        f"3. {PORTAL}\n\nThe portal was\n\n           2\n\frebuilt for farmers.\n\n4. {OTHERS}\n\nWith Chad.\n"
    ).encode("utf-16")


@pytest.fixture
def mixed(tmp_path: Path, msqqa: Run) -> Place:
    corpus = write_survey(tmp_path / "survey", {})
    (corpus / "kenya.docx").write_bytes(_word())
    (corpus / "peru.html").write_bytes(_page())
    (corpus / "chad.txt").write_bytes(_text())
    place = Place(corpus, tmp_path / "index")
    result = msqqa("index", "--strict", *place.options)
    assert result.status == 0, result.err
    assert "chad.txt: read as utf-16" in result.err
    assert "3 respondents" in result.err
    return place


def test_every_stance_is_read(msqqa: Run, mixed: Place) -> None:
    answer = msqqa("ask", "which countries have a regulatory sandbox", "--format", "json", "--all", *mixed.options).json
    assert {r["id"]: r["stance"] for r in answer["respondents"]} == {"kenya": "yes", "peru": "no", "chad": "no"}
    law = "which countries have a national law on the protection of personal data"
    answer = msqqa("ask", law, "--format", "json", "--all", *mixed.options).json
    assert {r["id"]: r["stance"] for r in answer["respondents"]} == {"kenya": "no", "peru": "yes", "chad": "yes"}


def test_what_a_page_hides_is_no_evidence(msqqa: Run, mixed: Place) -> None:
    def matched(term: str) -> set[str]:
        answer = msqqa("ask", f"which countries mention {term}", "--format", "json", *mixed.options).json
        return {r["id"] for r in answer["respondents"] if r["verdict"] == "matched"}

    assert matched("WCAG") == {"kenya", "peru"}
    assert matched("Estonia") == set()


def test_quotes_are_what_stands_in_the_extracted_text(msqqa: Run, mixed: Place) -> None:
    answer = msqqa("ask", "which countries mention farmers", "--format", "json", *mixed.options).json
    assert {r["id"] for r in answer["respondents"] if r["verdict"] == "matched"} == {"kenya", "chad"}
    for citation in answer["citations"]:
        name = citation["source"].rsplit("/", 1)[-1]
        start, end = citation["chars"]
        assert read(mixed.corpus / name, name).text[start:end] == citation["quote"]
        shown = msqqa("show", citation["id"], *mixed.options)
        assert shown.status == 0
        assert citation["quote"].split("\n")[0] in shown.out


def test_chars_of_a_text_are_code_points_in_its_own_encoding(msqqa: Run, mixed: Place) -> None:
    answer = msqqa("ask", "what is Chad's national law on personal data", "--format", "json", *mixed.options).json
    citation = next(c for c in answer["citations"] if "Öffentlich" in c["quote"])
    start, end = citation["chars"]
    assert (mixed.corpus / "chad.txt").read_bytes().decode("utf-16")[start:end] == citation["quote"]


def test_verify_reads_every_format_again(msqqa: Run, mixed: Place) -> None:
    assert msqqa("verify", *mixed.options).status == 0
    data = (mixed.corpus / "peru.html").read_bytes()
    (mixed.corpus / "peru.html").write_bytes(data.replace(b"2020", b"2021"))
    assert msqqa("verify", *mixed.options).status != 0


def test_an_unchanged_folder_is_not_read_again(msqqa: Run, mixed: Place) -> None:
    assert "nothing encoded" in msqqa("index", *mixed.options).err


def test_bad_documents_are_skipped_each_in_one_line(msqqa: Run, mixed: Place) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * 30_000_000)
    bad = {
        "bomb.docx": (bomb.getvalue(), "unpacks to more than 250 times its size"),
        "cut.docx": (_word()[:3000], "damaged or truncated"),
        "page.docx": (_page(), "an HTML page"),
        "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old binary kind"),
        "deep.html": (b"<div>" * 100_000, "nested more than"),
        "scan.html": (b"%PDF-1.7\n", "a PDF file"),
        "empty.docx": (b"", "empty"),
        "long.txt": (b"word " * 2_100_000, "characters of text"),
    }
    for name, (data, _) in bad.items():
        (mixed.corpus / name).write_bytes(data)
    result = msqqa("index", *mixed.options)
    assert result.status == 0
    assert "Traceback" not in result.err
    skipped: dict[str, Any] = msqqa("info", "--format", "json", *mixed.options).json["skipped"]
    assert set(skipped) == set(bad)
    for name, (_, said) in bad.items():
        assert said in skipped[name]
        assert sum(line.startswith(f"msqqa: skipped {name}") for line in result.err.splitlines()) == 1
    assert msqqa("index", "--strict", *mixed.options).status != 0


def test_a_citation_of_plain_text_is_exact(msqqa: Run, tmp_path: Path) -> None:
    corpus = write_survey(tmp_path / "survey", {})
    (corpus / "chad.txt").write_bytes(_text().decode("utf-16").encode())
    place = Place(corpus, tmp_path / "index")
    assert msqqa("index", *place.options).status == 0
    answer = msqqa("ask", "which countries mention farmers", "--format", "json", *place.options).json
    for citation in answer["citations"]:
        is_exact(citation | {"page": None}, corpus)
