"""A folder of PDFs at the command line: indexed, asked, cited by page, shown and verified."""

from __future__ import annotations

import csv
import hashlib
import io
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from msqqa.read import read
from tests.pdfs import composed, drawn, lines, of_markdown
from tests.support import RESPONSES, Place, Result, Run, is_one_line, response, write_survey

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Survey of WCAG 2023"
PADDING = "\n\n".join(f"In the {n}. year the portal grew by one service." for n in range(1, 90))
PERU = response(
    "☐ Yes ☒ No", "", "☒ Yes ☐ No", "The central bank runs a sandbox.", PADDING, "It signed with Singapore."
)


def _pdf(text: str) -> bytes:
    return of_markdown(text, head=HEAD, foot="Page {page}")


def _scan(text: str) -> bytes:
    """Return a PDF whose only page is a picture of a page."""
    import pypdfium2

    picture = pypdfium2.PdfDocument(drawn(lines(*text.split("\n"))))[0].render(scale=3).to_pil().convert("RGB")
    return drawn(lambda canvas: canvas.drawImage(ImageReader(picture), 0, 0, *A4))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = write_survey(tmp_path_factory.mktemp("pdf") / "survey", {})
    (corpus / "kenya.pdf").write_bytes(_pdf(RESPONSES["kenya.md"]))
    (corpus / "peru.PDF").write_bytes(_pdf(PERU))
    (corpus / "locked.pdf").write_bytes(drawn(lines("1. Law?"), encrypt=StandardEncryption("secret")))
    (corpus / "cut.pdf").write_bytes(_pdf(PERU)[:300])
    (corpus / "page.pdf").write_bytes(b"<!doctype html><p>1. Law?")
    (corpus / "nothing.pdf").write_bytes(b"")
    return corpus


@pytest.fixture(scope="module")
def place(folder: Path) -> Place:
    return Place(folder, folder.parent / "index")


@pytest.fixture
def indexed(place: Place, msqqa: Run) -> Result:
    return msqqa("index", *place.options)


def _cited(place: Place, msqqa: Run, *question: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = msqqa("ask", *question, *place.options, "--format", "json").json["citations"]
    return found


def test_good_files_are_indexed_and_each_bad_one_is_a_line(indexed: Result) -> None:
    assert indexed.status == 0
    skipped = {
        line.split(":")[1].removeprefix(" skipped "): line for line in indexed.err.splitlines() if "skipped" in line
    }
    assert "needs a password" in skipped["locked.pdf"]
    assert "damaged or truncated" in skipped["cut.pdf"]
    assert "not a PDF but an HTML file" in skipped["page.pdf"]
    assert "empty" in skipped["nothing.pdf"]
    assert "2 respondents" in indexed.err
    assert "Traceback" not in indexed.both


def test_ticks_of_a_pdf_decide_a_set(indexed: Result, place: Place, msqqa: Run) -> None:
    answer = msqqa("ask", "which countries have a law on personal data", *place.options, "--format", "json").json
    assert [r["id"] for r in answer["respondents"] if r["verdict"] == "matched"] == ["kenya"]


def test_citations_hold_and_name_their_page(indexed: Result, place: Place, msqqa: Run) -> None:
    document = read(place.corpus / "peru.PDF", "peru.PDF")
    assert len(document.pages) >= 3
    pages = set()
    for question in ("does Peru have a sandbox", "what does Peru say about cooperation with other countries"):
        for citation in _cited(place, msqqa, question):
            start, end = citation["chars"]
            assert citation["quote"] == document.text[start:end]
            assert citation["sha256"] == hashlib.sha256(citation["quote"].encode()).hexdigest()
            assert citation["page"] == sum(at <= start for at in document.pages)
            pages.add(citation["page"])
    assert {1, len(document.pages)} <= pages


def test_no_quote_runs_over_a_head_and_a_head_is_no_mention(indexed: Result, place: Place, msqqa: Run) -> None:
    answer = msqqa("ask", "which countries mention WCAG", *place.options, "--format", "json", "--all").json
    assert {r["id"]: r["verdict"] for r in answer["respondents"]} == {"kenya": "matched", "peru": "none"}
    for citation in _cited(place, msqqa, "describe the portal of Peru", "--limit", "100"):
        assert HEAD not in citation["quote"]


def test_every_format_names_the_page(indexed: Result, place: Place, msqqa: Run) -> None:
    question = ("ask", "does Peru have a sandbox", *place.options)
    assert "peru.PDF, page 1" in msqqa(*question).out
    assert "peru.PDF, page 1 (" in msqqa(*question, "--format", "markdown").out
    rows = list(csv.DictReader(io.StringIO(msqqa(*question, "--format", "csv").out)))
    assert {row["page"] for row in rows if row["question_id"] == "2"} == {"1"}


def test_a_cited_place_is_shown_and_everything_verifies(indexed: Result, place: Place, msqqa: Run) -> None:
    cited = _cited(place, msqqa, "does Peru have a sandbox")[0]
    shown = msqqa("show", cited["id"], *place.options)
    assert shown.status == 0
    assert cited["quote"] in shown.out
    assert "page 1" in shown.out
    assert msqqa("verify", *place.options).status == 0


def test_a_changed_pdf_no_longer_verifies(indexed: Result, place: Place, msqqa: Run, tmp_path: Path) -> None:
    copy = place.copied(tmp_path)
    copy.tamper(corpus_path=str(copy.corpus.resolve()))
    (copy.corpus / "kenya.pdf").write_bytes(_pdf(RESPONSES["kenya.md"].replace("2019", "2020")))
    result = msqqa("verify", *copy.options)
    assert result.status == 2
    assert "kenya.pdf" in result.err


def test_a_markdown_file_has_no_page(small: Run) -> None:
    citations = small("ask", "which countries mention WCAG", "--format", "json").json["citations"]
    assert {citation["page"] for citation in citations} == {None}


# ---------------------------------------------------------------- scans

SCANNED = response("[x] Yes [ ] No", "The Data Act", "[ ] Yes [x] No", "", "It is open.", "With Peru.").replace(
    "\n\n", "\n"
)


def _mixed() -> bytes:
    """Return a response whose second page is a picture."""
    from pypdfium2 import PdfDocument

    pdf = PdfDocument(_pdf(RESPONSES["japan.md"]))
    pdf.import_pages(PdfDocument(_scan("An annex that was scanned.")))
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


@pytest.mark.skipif(find_spec("rapidocr_onnxruntime") is not None, reason="the extra ocr is installed and reads them")
def test_pages_without_text_are_said(tmp_path: Path, msqqa: Run) -> None:
    corpus = write_survey(tmp_path / "survey", {})
    (corpus / "japan.pdf").write_bytes(_mixed())
    (corpus / "scan.pdf").write_bytes(_scan(SCANNED))
    result = msqqa("index", "--corpus", corpus, "--index", tmp_path / "index")
    assert result.status == 0
    assert "japan.pdf: page 2 has no text layer; pip install 'msqqa[ocr]' to read it" in result.err
    assert "skipped scan.pdf: no page has a text layer, as in a scan; pip install 'msqqa[ocr]'" in result.err


def test_pages_without_text_are_read_by_ocr(tmp_path: Path, msqqa: Run) -> None:
    pytest.importorskip("rapidocr_onnxruntime", reason="the extra ocr is not installed")
    corpus = write_survey(tmp_path / "survey", {})
    (corpus / "japan.pdf").write_bytes(_mixed())
    result = msqqa("index", "--corpus", corpus, "--index", tmp_path / "index")
    assert result.status == 0
    assert "japan.pdf: page 2 has no text layer and was read by OCR" in result.err
    document = read(corpus / "japan.pdf", "japan.pdf")
    assert "annex" in document.text[document.pages[1] :]


def test_a_corpus_of_nothing_readable_is_one_line(tmp_path: Path, msqqa: Run) -> None:
    corpus = write_survey(tmp_path / "survey", {})
    (corpus / "empty.pdf").write_bytes(composed([]) or b"")
    is_one_line(msqqa("index", "--corpus", corpus, "--index", tmp_path / "index"), "holds no response")
