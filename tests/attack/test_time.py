"""Files of up to 200 KB of one thing, or of two in turn, in each format: none takes longer than other text."""

from __future__ import annotations

import csv
import html
import io
import json
import os
from contextlib import suppress
from itertools import permutations
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import CorpusError
from msqqa.form.load import forms_for
from msqqa.index.gather import gather, hashes
from msqqa.index.report import Silent
from msqqa.index.sources import Cutter, block_of, headers_of
from tests import pdfs
from tests.attack.attacks import told, tries
from tests.support import FULL, SURVEY_FORM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.slow

SIZE = tries(60_000, 200_000)
SECONDS = tries(1, 2)
"""Of the processor, above what ordinary text of that length takes; what grows by the square takes minutes."""
SECONDS_PER_LINE = 5e-4
"""More, where the text consists of tens of thousands of lines: each of them is a block, and may be a question."""
SINGLE = (
    " ", "\t", "\n", "☐", "☒", "[", "]", "(", ")", "7", "-", "|", "_", ".", ",", ":", ";", "/", "\\", "@", "?", "!",
    "+", "=", "'", '"', "“", "*", "#",
    "<", ">", "&", "%", "`", "~", "…", "：", "a", "中", "\u00a0", "\u0301", "\u200f", "\ufeff",
)  # fmt: skip
"""Characters that patterns look for, or leave out."""
PAIRED = (" ", "☐", "[", "]", "7", "-", "|", "_", ".", ":", "\n", "a")
LONGER = (
    "[ ] ", "☐ Yes ", "☐ Yes ☐ No\n", "yes ", "no, ", "a@", "a@b.", "E-mail: ", "name: ", "Name:\n\n", "a, b; ",
    "http://", "[a](", "![", "**a ", "*a", "_a_", "<b>", "</b>", "&#", "1. ", "1)\n", "1.1.", "Q1 ", "- a\n", "> ",
    "a? ", "Is it? ", "a\n\n", "A B ", "“a", "a:b ", "10.0.", "+1 (", "| a ", "| - ", "|\n", "\\[", "\r\n \n", "  \n",
    "(a) ", "- [ ] a\n", "If yes, ", "Dr. ", "中。", "1/2/", "2020-", "a-b", "a\u0301",
)  # fmt: skip
PAIRS = tuple(a + b for a, b in permutations(PAIRED, 2))
QUESTIONS = (
    "Is there a law on data?",
    "Please describe the portal",
    "Which agency leads it?",
    "How many services are online?",
)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n\n") if line.strip()]


def _docx(text: str) -> bytes:
    made, file = docx.Document(), io.BytesIO()
    # Few paragraphs, as python-docx takes seconds to make tens of thousands.
    for part in (pieces := _lines(text))[:400]:
        made.add_paragraph(part)
    if pieces[400:]:
        made.add_paragraph("\n".join(pieces[400:]))
    made.save(file)
    return file.getvalue()


def _pdf(text: str) -> bytes:
    rows = [line[at : at + 90] for line in text.split("\n") for at in range(0, max(len(line), 1), 90)][:3_000]

    def page(canvas: Canvas, some: Sequence[str]) -> None:
        for n, row in enumerate(some):
            canvas.drawString(50, 780 - 14 * n, row)

    return pdfs.drawn(*(lambda c, at=at: page(c, rows[at : at + 50]) for at in range(0, len(rows), 50)))


DOCUMENTS: dict[str, Callable[[str], bytes]] = {
    "md": str.encode,
    "txt": str.encode,
    "html": lambda text: "".join(f"<p>{html.escape(part)}</p>\n" for part in _lines(text)).encode(),
    "docx": _docx,
    "pdf": _pdf,
}

Rows = list[list[str]]


def _csv(rows: Rows) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def _xlsx(rows: Rows) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        cells = [openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value)[:32_000] for value in row]
        book.active.append([f"'{value}" if value.startswith("=") else value for value in cells])
    book.save(file)
    return file.getvalue()


def _json(rows: Rows) -> bytes:
    return json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:]], ensure_ascii=False).encode()


TABLES: dict[str, Callable[[Rows], bytes]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}


def _known(long: str) -> str:
    """Return a response to a form that is described, with what is long in an answer."""
    asked = [line.split('"')[1] for line in SURVEY_FORM.splitlines() if line.startswith("text = ")]
    answers = ("☒ Yes ☐ No", "☐ Yes ☒ No", f"The portal x{long}", "We work together.")
    return "".join(f"{n}. {q}\n\n{a}\n\n" for n, (q, a) in enumerate(zip(asked, answers, strict=True), 1))


def _copy(country: str, long: str, *, printed: bool) -> str:
    """Return a copy of a form that nobody described, with what is long in its own text or in an answer."""
    own = [f"Yes, {country} has one.", f"The portal of {country} is used.", "The ministry.", "Some hundreds."]
    if not printed:
        own[1] += f" x{long}"
    body = "".join(f"**{q}**\n\n{a}\n\n" for q, a in zip(QUESTIONS, own, strict=True))
    return f"# Survey\n\n- Country: {country}\n\n{f'Guide x{long}' if printed else ''}\n\n{body}"


def _write_known(folder: Path, format_: str, long: str) -> None:
    (folder / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
    (folder / f"peru.{format_}").write_bytes(DOCUMENTS[format_](_known(long)))


def _write_copies(folder: Path, format_: str, long: str, *, printed: bool) -> None:
    for country in ("Peru", "Kenya", "Japan"):
        part = long[: len(long) // 3] if printed else long if country == "Peru" else ""
        text = _copy(country, part, printed=printed)
        (folder / f"{country.lower()}.{format_}").write_bytes(DOCUMENTS[format_](text))


def _write_table(folder: Path, format_: str, long: str, where: str) -> None:
    """Write a table with what is long in one cell, in a head, in many cells, or in many rows."""
    asked = ["Country", *QUESTIONS[:2]]
    rows = [asked, ["Peru", "Yes", "It is used."], ["Kenya", "No", "Few use it."]]
    if where == "cell":
        rows[1][2] = f"x{long}"
    elif where == "head":
        asked[2] = f"Please describe x{long}"
    else:
        rows += [[f"Land {n % 7}", long[:5], f"x{long[n * 40 : n * 40 + 40]}"] for n in range(len(long) // 40)]
    (folder / f"answers.{format_}").write_bytes(TABLES[format_](rows))


CASES = [
    *(f"{kind} {format_}" for kind in ("known", "printed", "answered") for format_ in DOCUMENTS),
    *(f"{where} {format_}" for where in ("cell", "head", "rows") for format_ in TABLES),
]


def _pieces(case: str) -> list[str]:
    """Return what a case is tried with: everything, but for pairs, which the cases share out; else one of all that."""
    n = CASES.index(case)
    if FULL:
        return [*SINGLE, *LONGER, *PAIRS[n % 4 :: 4]]
    every = [*SINGLE, *LONGER, *PAIRS]
    return [every[(5 * n + n % 2 * len(every) // 2) % len(every)]]


def _of_processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _takes(folder: Path, case: str, piece: str) -> float:
    """Return the seconds that a folder with one long thing takes to be read, aligned or learned, and cut."""
    kind, format_ = case.split()
    folder.mkdir()
    long = piece * (SIZE // len(piece))
    if kind == "known":
        _write_known(folder, format_, long)
    elif kind in ("printed", "answered"):
        _write_copies(folder, format_, long, printed=kind == "printed")
    else:
        _write_table(folder, format_, long, kind)
    encoder, corpus = Encoder.named(), Corpus.at(folder)
    began = _of_processor()
    with suppress(CorpusError):  # none of the files is a response
        found = gather(corpus, forms_for(folder), {}, hashes(corpus), {}, {}, Silent())
        for one in found.responses.values():
            block_of(one, headers_of(one.form, encoder), Cutter(encoder, {}))
    return _of_processor() - began


@pytest.mark.parametrize("case", CASES)
def test_one_thing_takes_no_longer_than_other_text(exported: None, tmp_path: Path, case: str) -> None:
    pieces = _pieces(case)
    Encoder.named().count("")  # opened
    usual = _takes(tmp_path / "usual", case, "The portal is used by many. ")
    slow, most = [], 0.0
    for n, piece in enumerate(pieces):
        took = _takes(tmp_path / str(n), case, piece)
        most = max(most, took)
        if took > usual + SECONDS + SECONDS_PER_LINE * piece.count("\n") * SIZE / len(piece):
            slow.append(f"{piece!r}: {took:.1f} s")
    told(f"time of {case}", tried=len(pieces), usual_ms=int(usual * 1000), most_ms=int(most * 1000), slow=len(slow))
    assert not slow, "\n".join(slow)
