"""Bad PDFs: one line each, whatever the bytes; none ends the reading of the others, or takes all memory or time."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from msqqa.bounds import FILE_SECONDS, FILE_VARIABLE, count_by_file, seconds_used, set_used
from msqqa.errors import SourceError
from msqqa.read import isolation
from msqqa.read.pdf import read
from tests.pdfs import drawn, lines, of_markdown, raw_page, raw_pdf
from tests.support import FULL

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

HELVETICA = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


@pytest.fixture(scope="module")
def whole() -> bytes:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "1. Is there a law?")
        canvas.acroForm.checkbox(x=72, y=670, size=14, checked=True, name="a")
        canvas.acroForm.textfield(x=72, y=600, width=200, height=20, value="Yes", name="b")

    return drawn(page, lines("2. Is there a sandbox?", "☐ Yes ☒ No"))


def _refused(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read("kenya.pdf", data)
    message = str(caught.value)
    assert message.startswith("kenya.pdf: ")
    assert "\n" not in message
    assert caught.value.remedy
    return message


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<!DOCTYPE html><html></html>", "an HTML file"),
        (b"\xef\xbb\xbf<html>", "an HTML file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "a PNG image"),
        (b"PK\x03\x04" + bytes(2000), "a ZIP archive"),
        (b"{\\rtf1}", "an RTF file"),
        (b"1. What is it?", "something else"),
        (b"", "something else"),
        (bytes(2000) + b"%PDF-1.7", "something else"),
    ],
)
def test_another_kind_of_file_is_named(data: bytes, said: str) -> None:
    assert said in _refused(data)


def test_a_password_is_asked_for_in_a_line() -> None:
    locked = drawn(lines("1. Is there a law?"), encrypt=StandardEncryption("open sesame"))
    assert "needs a password" in _refused(locked)


def test_what_opens_without_a_password_is_read() -> None:
    free = drawn(lines("1. Is there a law?"), encrypt=StandardEncryption("", ownerPassword="x", canCopy=0))
    assert read("x.pdf", free).text.strip() == "1. Is there a law?"


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + b"[" * 500_000])
def test_the_head_of_a_pdf_alone_is_none(data: bytes) -> None:
    assert "damaged or truncated" in _refused(data)


def test_a_pdf_with_nothing_on_its_pages_is_said_to_hold_no_text() -> None:
    assert "holds no text" in _refused(drawn(lambda canvas: None))


@pytest.mark.parametrize(
    "tree",
    [
        {2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"},
        {2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>"},
        {2: b"<</Type/Pages/Kids[3 0 R]/Count 9>>", 3: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 9>>"},
        {2: b"<</Type/Pages/Kids[]/Count 0>>"},
        {2: b"<</Type/Pages/Kids[3 0 R]/Count 6000>>", 3: b"<</Type/Page/Parent 2 0 R>>"},
        {
            **{n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 5000)},
            5000: b"<</Type/Page/MediaBox[0 0 9 9]>>",
        },
    ],
)
def test_looping_deep_and_lying_page_trees_end(tree: dict[int, bytes]) -> None:
    _refused(raw_pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", **tree}))


def test_a_damaged_page_is_left_out_and_said() -> None:
    objects = raw_page(b"BT /F 12 Tf 72 700 Td (1. Is there a law?) Tj ET", HELVETICA)
    objects[2] = b"<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2>>"
    document = read("x.pdf", raw_pdf(objects))
    assert document.text.strip() == "1. Is there a law?"
    assert document.notes == ("page 2 is damaged and left out",)


def _tree_of_drawings(depth: int) -> bytes:
    """Return a page that draws ten things, each of which draws ten things, and so on."""
    objects = raw_page(b"/X Do", HELVETICA + b"/XObject<</X 20 0 R>>")
    for n in range(20, 20 + depth):
        last = n == 19 + depth
        drawing = b"BT /F 12 Tf 72 700 Td (Hello) Tj ET" if last else b"/X Do " * 10
        kids = b"" if last else b"/XObject<</X %d 0 R>>" % (n + 1)
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<%s%s>>/Length %d>>"
        objects[n] = head % (HELVETICA, kids, len(drawing)) + b"stream\n%s\nendstream" % drawing
    return raw_pdf(objects)


def test_a_page_that_never_ends_is_given_up_and_the_next_file_is_read(
    whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Within more seconds a quick processor draws so much that its memory is used up first.
    monkeypatch.setattr(isolation, "SECONDS_FOR_A_PAGE", 0.5)
    assert "page 1 takes more than 0.5 s by the clock" in _refused(_tree_of_drawings(20))
    monkeypatch.undo()
    assert len(read("x.pdf", whole).pages) == 2


def test_a_pdf_has_the_seconds_that_any_file_has(whole: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    many = drawn(*(lines(*(f"{n}. Line {n} says what it says." for n in range(40))) for _ in range(60)))
    assert len(read("x.pdf", whole).pages) == 2  # the process has begun
    monkeypatch.setenv(FILE_VARIABLE, "0.1")
    assert _refused(many).startswith("kenya.pdf: takes more than 0.1 s to read and align; split it, or allow more")
    monkeypatch.delenv(FILE_VARIABLE)
    assert len(read("x.pdf", many).pages) == 60


def test_what_another_process_takes_counts_for_its_file(whole: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    many = drawn(*(lines(*(f"{n}. Line {n} says what it says." for n in range(40))) for _ in range(30)))
    with count_by_file():
        read("x.pdf", many)
        assert 0 < seconds_used("x.pdf") < FILE_SECONDS
        set_used("kenya.pdf", FILE_SECONDS)
        assert "takes more than 30 s" in _refused(whole)


@pytest.mark.skipif(not FULL, reason="takes some seconds; with MSQQA_ATTACK=full")
def test_more_memory_than_a_file_may_take_is_told_with_the_bound() -> None:
    shown = zlib.compress(b"BT /F 12 Tf 72 700 Td " + b"(Hello) Tj " * 4_000_000 + b"ET", 9)
    objects = raw_page(b"", HELVETICA)
    objects[4] = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(shown), shown)
    assert re.search(r"(within|more than) 1 GB of memory", _refused(raw_pdf(objects)))


def test_a_stream_that_unpacks_to_much_more_is_read_in_bounds() -> None:
    packed = zlib.compress(b" " * 200_000_000 + b"BT /F 12 Tf 72 700 Td (Hello) Tj ET", 9)
    objects = raw_page(b"", HELVETICA)
    objects[4] = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    assert read("x.pdf", raw_pdf(objects)).text.strip() == "Hello"


@pytest.mark.slow
def test_five_hundred_pages_are_read() -> None:
    def page(n: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(72, 810, "The survey of 2024")
            canvas.drawString(290, 30, f"Page {n} of 500")
            lines(*(f"{i}. Line {i} of page {n} says what it says." for i in range(1, 21)))(canvas)

        return draw

    document = read("x.pdf", drawn(*(page(n) for n in range(1, 501))))
    assert len(document.pages) == 500
    assert sum(block.kind == "debris" for block in document.blocks) == 1000
    assert document.text[document.pages[299] :].startswith("The survey of 2024\n\n1. Line 1 of page 300")


# ---------------------------------------------------------------- any bytes


def _read_or_refused(data: bytes) -> None:
    try:
        document = read("x.pdf", data)
    except SourceError:
        return
    assert "".join(document.text[block.start : block.end] for block in document.blocks) == document.text
    assert len(document.pages) >= 1
    document.text.encode("utf-8")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mutated_bytes_are_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 30))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at] = data.draw(st.integers(0, 255))
    _read_or_refused(bytes(changed))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_cut_and_repeated_bytes_are_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    a, b = sorted((data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))))
    at = data.draw(st.integers(0, len(whole)))
    _read_or_refused(whole[:at] + whole[a:b] + whole[at:] if data.draw(st.booleans()) else whole[:a] + whole[b:])


_OPERATORS = st.sampled_from(
    [
        *(b"BT", b"ET", b"q", b"Q", b"T*", b"3 Tr", b"9 9 Td", b"/X Do"),
        *(b"/F 12 Tf", b"/F 0 Tf", b"/F -9 Tf", b"/G 12 Tf"),
        *(b"1 0 0 1 72 700 Tm", b"0 1 -1 0 90 9 Tm", b"0 0 0 0 0 0 Tm", b"1e38 0 0 1e38 0 0 cm"),
        *(b"(Yes) Tj", b"(\\000\\377) Tj", b"<feff2612> Tj", b"[(a) -9999 (b) 9999 (c)] TJ"),
        *(b"0 0 m 9 9 l S", b"0 0 99 99 re f", b"0 0 m 1e38 0 l S"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_OPERATORS, max_size=40))
def test_whatever_a_page_draws_is_read_or_refused(operators: list[bytes]) -> None:
    # Some text first: a page of drawings alone would be given to OCR.
    shown = b"BT /F 12 Tf 72 600 Td (Words of a page that has a text layer) Tj ET"
    _read_or_refused(raw_pdf(raw_page(b"\n".join([shown, *operators]), HELVETICA)))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60), max_size=12))
def test_any_text_that_is_set_is_covered_by_blocks(texts: list[str]) -> None:
    _read_or_refused(of_markdown("\n\n".join(texts)))
