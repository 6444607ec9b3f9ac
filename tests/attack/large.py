"""Large files that are cheap to write: each of many of one thing, as large as asked for.

``python -m tests.attack.large CASE MEGABYTES`` reads and aligns one in this process and prints, as JSON, its seconds of
the processor and its greatest memory, children's included, and what it came to.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import SURVEY_FORM, Told, response

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD, _, TAIL = response(portal="@@@", others="None.").partition("@@@")


def _repeated(head: str, unit: str, tail: str, size: int) -> bytes:
    """Return a text of some size in the middle of which a unit stands again and again, ``{n}`` in it being a number."""
    made, length, n = [head], len(head), 0
    while length < size:
        made.append(unit.replace("{n}", str(n)))
        length += len(made[-1])
        n += 1
    return "".join([*made, tail]).encode()


def _html(unit: str, before: str = "", after: str = "") -> Callable[[int], bytes]:
    paragraphs = "".join(f"<p>{line}</p>" for line in HEAD.split("\n\n"))
    return lambda size: _repeated(
        f"<html><body>{paragraphs}{before}", unit, f"{after}<p>{TAIL}</p></body></html>", size
    )


def _markdown(unit: str) -> Callable[[int], bytes]:
    return lambda size: _repeated(HEAD, unit, TAIL, size)


def _docx(unit: str) -> Callable[[int], bytes]:
    """Return a maker of Word files whose body, before it is packed, is as many times larger as fits a limit."""
    import docx

    def make(size: int) -> bytes:
        file = docx.Document()
        for line in HEAD.split("\n\n"):
            file.add_paragraph(line)
        return _with_member(file, "word/document.xml", "<w:sectPr", unit, size)

    return make


def _xlsx(unit: str) -> Callable[[int], bytes]:
    import openpyxl

    def make(size: int) -> bytes:
        book = openpyxl.Workbook()
        book.active.append(["Country", "Do you have a law on data protection?", "Please describe the portal"])
        return _with_member(book, "xl/worksheets/sheet1.xml", "</sheetData>", unit, size)

    return make


def _with_member(file: object, member: str, before: str, unit: str, size: int) -> bytes:
    plain, made = io.BytesIO(), io.BytesIO()
    file.save(plain)  # type: ignore[attr-defined]
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == member:
                head, found, tail = data.decode().rpartition(before)
                data = _repeated(head, unit, found + tail, size)
            new.writestr(name, data)
    return made.getvalue()


def _json(size: int) -> bytes:
    keys = _repeated('[{"Country": "Peru", "Portal": "WCAG"', ', "question {n}": "an answer"', "},", size - 40)
    return keys + b'{"Country": "Mali", "Portal": "none"}]'


def _pdf(size: int) -> bytes:
    from tests import pdfs

    def page(canvas: pdfs.Canvas) -> None:
        for n in range(50):
            canvas.drawString(
                50, 780 - 14 * n, "The portal is used by many, and by more of them every year it runs. " * 1
            )

    pages = max(1, size // 1_600)
    return pdfs.drawn(*[page] * pages)


def _pdf_of_one_page(size: int) -> bytes:
    """Return a PDF on one page of which small words stand by the hundred thousand."""
    from tests import pdfs

    def page(canvas: pdfs.Canvas) -> None:
        for n in range(size // 12):
            canvas.drawString(n * 7 % 600, n * 13 % 800, "ab")

    return pdfs.drawn(page)


CELLS = '<row><c t="inlineStr"><is><t>Land {n}</t></is></c><c t="inlineStr"><is><t>Yes</t></is></c></row>'
CASES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "attributes": ("html", _html(' a{n}="b"', "<p", ">x</p>")),
    "options": ("html", _html("<option>Option {n}</option>", "<select>", "</select>")),
    "checkboxes": ("html", _html('<input type="checkbox"> Yes{n} ')),
    "paragraphs": ("html", _html("<p>The portal {n}</p>")),
    "rows": ("html", _html("<tr><td>a{n}</td><td>b</td></tr>", "<table>", "</table>")),
    "boxes": ("md", _markdown("☐ Yes ☒ No\n")),
    "boxes in one line": ("md", _markdown("[ ] a ")),
    "lines": ("md", _markdown("The portal {n}\n\n")),
    "questions": ("md", _markdown("{n}. Is there a law?\n\n")),
    "lines of text": ("txt", _markdown("The portal {n}\n")),
    "word paragraphs": ("docx", _docx("<w:p><w:r><w:t>a{n}</w:t></w:r></w:p>")),
    "word runs": ("docx", _docx("<w:p/>")),
    "workbook rows": ("xlsx", _xlsx(CELLS)),
    "table rows": (
        "csv",
        lambda size: _repeated("Country,Law?,Portal?\n", "Land {n},Yes,The portal is used by many\n", "", size),
    ),
    "table columns": ("csv", lambda size: _repeated("Country", ",Question {n}?", "\nPeru,Yes,No\nMali,No,No\n", size)),
    "keys": ("json", _json),
    "lines of JSON": ("jsonl", lambda size: _repeated("", '{"Country": "Land {n}", "Law": "Yes"}\n', "", size)),
    "pages": ("pdf", _pdf),
    "words of a page": ("pdf", _pdf_of_one_page),
}


def measured(case: str, megabytes: float) -> dict[str, object]:
    """Read and align one case in this process."""
    import os
    import resource

    from msqqa.corpus import Corpus
    from msqqa.errors import CorpusError
    from msqqa.index.build import forms_for
    from msqqa.index.gather import gather, hashes
    from msqqa.read import isolation

    ending, make = CASES[case]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "survey"
        corpus.mkdir()
        (corpus / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
        data = make(int(megabytes * 2**20))
        (corpus / f"large.{ending}").write_bytes(data)
        size = len(data)
        del data
        told, came = Told(), "read"
        before = sum(os.times()[:4])
        try:
            found = gather(Corpus.at(corpus), forms_for(corpus), {}, hashes(Corpus.at(corpus)), {}, {}, told)
            if found.skipped:
                came = "refused"
        except CorpusError:
            came = "refused"
        isolation.end()  # only of a process that has ended is its time known
        spent = sum(os.times()[:4]) - before
    # Of a process's own peak ``getrusage`` may tell its parent's, from before it was replaced.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = int(status.partition("VmHWM:")[2].split()[0])
    most = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return {
        "case": case,
        "bytes": size,
        "seconds": round(spent, 1),
        "megabytes": most // 1024,
        "came": came,
        "told": told.notes[-1] if told.notes and came == "refused" else "",
    }


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], float(sys.argv[2]))))  # noqa: T201
