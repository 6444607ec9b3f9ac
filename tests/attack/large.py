"""Large files that are cheap to write: each of many of one thing, as many as asked for.

``python -m tests.attack.large CASE [UNITS]`` reads and aligns one in this process (without a number, of 10 MB) and
prints, as JSON, its seconds of the processor and its greatest memory, the reading process's included, and what it came
to.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import threading
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import SURVEY_FORM, Told, response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportlab.pdfgen.canvas import Canvas


MEGABYTES = 10
HEAD, _, TAIL = response(portal="@@@", others="None.").partition("@@@")
_NAMED = "Country,Law?,Portal?\n"
_ROW = "Land {n},Yes,The portal is used by many\n"


@dataclass(frozen=True)
class Case:
    """A kind of file: its ending, how one of so many units is made, and the bytes of a unit (unpacked)."""

    ending: str
    make: Callable[[int], bytes]
    unit: float

    @property
    def units(self) -> int:
        """How many make 10 MB."""
        return int(MEGABYTES * 2**20 / self.unit)


def _repeated(head: str, unit: str, tail: str, units: int) -> bytes:
    """Return a text in the middle of which a unit stands so many times, ``{n}`` in it being a number."""
    return "".join([head, *(unit.replace("{n}", str(n)) for n in range(units)), tail]).encode()


def _text(ending: str, unit: str, head: str = HEAD, tail: str = TAIL) -> Case:
    return Case(ending, lambda units: _repeated(head, unit, tail, units), _length(unit))


def _length(unit: str) -> int:
    return len(unit.replace("{n}", "123456").encode())


def _html(unit: str, before: str = "", after: str = "") -> Case:
    paragraphs = "".join(f"<p>{line}</p>" for line in HEAD.split("\n\n"))
    return _text("html", unit, f"<html><body>{paragraphs}{before}", f"{after}<p>{TAIL}</p></body></html>")


def _word(unit: str) -> Case:
    def make(units: int) -> bytes:
        import docx

        file = docx.Document()
        for line in HEAD.split("\n\n"):
            file.add_paragraph(line)
        return _with_member(file, "word/document.xml", "<w:sectPr", unit, units)

    return Case("docx", make, _length(unit))


def _workbook(units: int) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Country", "Do you have a law on data protection?", "Please describe the portal"])
    return _with_member(book, "xl/worksheets/sheet1.xml", "</sheetData>", CELLS, units)


def _with_member(file: object, member: str, before: str, unit: str, units: int) -> bytes:
    plain, made = io.BytesIO(), io.BytesIO()
    file.save(plain)  # type: ignore[attr-defined]
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == member:
                head, found, tail = data.decode().rpartition(before)
                data = _repeated(head, unit, found + tail, units)
            new.writestr(name, data)
    return made.getvalue()


def _opendocument(units: int) -> bytes:
    from tests.opendocument import opendocument

    head = _ODS_ROW.replace("Land {n}", "Country").replace("Yes", "Do you have a law on data protection?")
    table = _repeated(f'<table:table table:name="a">{head}', _ODS_ROW, "</table:table>", units)
    return opendocument(table.decode(), zipfile.ZIP_DEFLATED)


def _statistical(ending: str) -> Case:
    def make(units: int) -> bytes:
        import pandas as pd
        import pyreadstat

        told = {
            "Country": [f"Land {n}" for n in range(units)],
            "law": [1.0] * units,
            "portal": ["used by many"] * units,
        }
        with tempfile.TemporaryDirectory() as folder:
            file = f"{folder}/a.{ending}"
            labels: dict[str, str | None] = {
                "law": "Do you have a law on data protection?",
                "portal": "Please describe the portal",
            }
            write = pyreadstat.write_sav if ending == "sav" else pyreadstat.write_dta
            write(pd.DataFrame(told), file, column_labels=labels)
            return Path(file).read_bytes()

    return Case(ending, make, 40)


def _archive(units: int) -> bytes:
    """Return an archive of ten tables, each of a tenth of the rows."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(10):
            archive.writestr(f"{n}.csv", _repeated(_NAMED, _ROW.replace("Land", f"Land {n}-"), "", units // 10))
    return made.getvalue()


def _pages(units: int) -> bytes:
    """Return a PDF of a form, and so many pages of 50 lines."""
    from tests import pdfs

    def page(canvas: Canvas) -> None:
        for n in range(50):
            canvas.drawString(50, 780 - 14 * n, "The portal is used by many, and by more of them every year it runs.")

    return pdfs.drawn(_form, *[page] * units)


def _words(units: int) -> bytes:
    """Return a PDF of a form, and one page on which so many small words stand."""
    from tests import pdfs

    def page(canvas: Canvas) -> None:
        for n in range(units):
            canvas.drawString(n * 7 % 600, n * 13 % 800, "ab")

    return pdfs.drawn(_form, page)


def _form(canvas: Canvas) -> None:
    for n, line in enumerate((HEAD + TAIL).split("\n\n")):
        canvas.drawString(50, 780 - 28 * n, line)


def _keys(units: int) -> bytes:
    keys = _repeated('[{"Country": "Peru", "Portal": "WCAG"', ', "question {n}": "an answer"', "},", units)
    return keys + b'{"Country": "Mali", "Portal": "none"}]'


CELLS = '<row><c t="inlineStr"><is><t>Land {n}</t></is></c><c t="inlineStr"><is><t>Yes</t></is></c></row>'
_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
_ODS_ROW = f"<table:table-row>{_CELL.format('Land {n}')}{_CELL.format('Yes')}</table:table-row>"
CASES: dict[str, Case] = {
    "attributes": _html(' a{n}="b"', "<p", ">x</p>"),
    "options": _html("<option>Option {n}</option>", "<select>", "</select>"),
    "checkboxes": _html('<input type="checkbox"> Yes{n} '),
    "paragraphs": _html("<p>The portal {n}</p>"),
    "rows": _html("<tr><td>a{n}</td><td>b</td></tr>", "<table>", "</table>"),
    "boxes": _text("md", "☐ Yes ☒ No\n"),
    "boxes in one line": _text("md", "[ ] a "),
    "lines": _text("md", "The portal {n}\n\n"),
    "questions": _text("md", "{n}. Is there a law?\n\n"),
    "lines of text": _text("txt", "The portal {n}\n"),
    "word paragraphs": _word("<w:p><w:r><w:t>a{n}</w:t></w:r></w:p>"),
    "empty word paragraphs": _word("<w:p/>"),
    "workbook rows": Case("xlsx", _workbook, _length(CELLS)),
    "opendocument rows": Case("ods", _opendocument, _length(_ODS_ROW)),
    "table rows": _text("csv", _ROW, _NAMED, ""),
    "rows apart by tabs": _text("tsv", _ROW.replace(",", "\t"), _NAMED.replace(",", "\t"), ""),
    "table columns": _text("csv", ",Question {n}?", "Country", "\nPeru,Yes,No\nMali,No,No\n"),
    "an archive's rows": Case("zip", _archive, _length(_ROW)),
    "SPSS rows": _statistical("sav"),
    "Stata rows": _statistical("dta"),
    "keys": Case("json", _keys, _length(', "question {n}": "an answer"')),
    "lines of JSON": _text("jsonl", '{"Country": "Land {n}", "Law": "Yes"}\n', "", ""),
    "records of YAML": _text("yaml", '- Country: Land {n}\n  Law: "Yes"\n  Portal: It is used\n', "", ""),
    "pages": Case("pdf", _pages, 1_600),
    "words of a page": Case("pdf", _words, 30),
}
AS_FILED = {
    "attributes": 200_000,
    "options": 300_000,
    "boxes": 900_000,
    "boxes in one line": 900_000,
    "word paragraphs": 500_000,
    "workbook rows": 190_000,
    "table rows": 150_000,
    "keys": 100_000,
}
"""As many as once took more than 90 s, or gigabytes."""
BELOW = {
    "attributes": 990,
    "options": 4_990,
    "rows": 29_000,
    "checkboxes": 90_000,
    "paragraphs": 99_000,
    "boxes": 99_000,
    "boxes in one line": 1_600_000,
    "lines": 99_000,
    "questions": 99_000,
    "lines of text": 99_000,
    "word paragraphs": 99_000,
    "workbook rows": 199_000,
    "opendocument rows": 199_000,
    "table rows": 199_000,
    "table columns": 4_900,
    "an archive's rows": 199_000,
    "SPSS rows": 199_000,
    "Stata rows": 199_000,
    "keys": 4_900,
    "lines of JSON": 199_000,
    "pages": 4_900,
}
"""As many as a file may just hold: what comes then is its time or its memory."""
GROWING = {
    "options": 2_400,
    "checkboxes": 20_000,
    "paragraphs": 8_000,
    "rows": 7_000,
    "boxes": 8_000,
    "boxes in one line": 60_000,
    "lines": 10_000,
    "questions": 4_000,
    "lines of text": 10_000,
    "word paragraphs": 8_000,
    "workbook rows": 15_000,
    "opendocument rows": 15_000,
    "table rows": 25_000,
    "rows apart by tabs": 25_000,
    "table columns": 2_000,
    "an archive's rows": 25_000,
    "SPSS rows": 25_000,
    "Stata rows": 25_000,
    "keys": 2_000,
    "lines of JSON": 25_000,
    "records of YAML": 8_000,
    "pages": 100,
    "words of a page": 20_000,
}
"""As many as take some seconds; twice as many are to take twice the time."""


@contextmanager
def _watched() -> Iterator[list[int]]:
    """Yield a list whose one number is, in the end, the greatest memory of this process and its child together, in KiB.

    Both are looked at fifty times a second; of each alone the system knows the peak.
    """
    from msqqa.read import isolation

    found, over = [0], threading.Event()

    def status(process: object, what: str) -> int:
        with suppress(OSError, IndexError, ValueError):
            told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
            return int(told.partition(f"{what}:")[2].split()[0])
        return 0

    def watch() -> None:
        peak = 0
        while not over.wait(0.02):
            worker = isolation._running
            child = "" if worker is None else worker._process.pid
            peak = max(peak, status(child, "VmHWM") if child else 0)
            found[0] = max(found[0], status("self", "VmRSS") + (status(child, "VmRSS") if child else 0), peak)

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield found
    finally:
        over.set()
        watching.join()
        found[0] = max(found[0], status("self", "VmHWM"))


def measured(case: str, units: int = 0) -> dict[str, object]:
    """Read and align one case in this process; without a number, of 10 MB."""
    import os

    from msqqa.corpus import Corpus
    from msqqa.errors import CorpusError
    from msqqa.form.load import forms_for
    from msqqa.index.gather import gather, hashes
    from msqqa.read import isolation

    about = CASES[case]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "survey"
        corpus.mkdir()
        (corpus / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
        # Made elsewhere: the memory that making it takes is not to be measured.
        file = corpus / f"large.{about.ending}"
        _elsewhere(lambda: file.write_bytes(about.make(units or about.units)))
        size = file.stat().st_size
        told, came = Told(), "read"
        with _watched() as memory:
            before = sum(os.times()[:4])
            try:
                found = gather(Corpus.at(corpus), forms_for(corpus), {}, hashes(Corpus.at(corpus)), {}, {}, told)
                if found.skipped:
                    came = "refused"
            except CorpusError:
                came = "refused"
        isolation.end()  # only of a process that has ended is its time known
        spent = sum(os.times()[:4]) - before
    return {
        "case": case,
        "units": units or about.units,
        "bytes": size,
        "seconds": round(spent, 1),
        "megabytes": memory[0] // 1024,
        "came": came,
        "told": next((note for note in told.notes if came == "refused" and note.startswith("skipped")), ""),
    }


def _elsewhere(do: Callable[[], object]) -> None:
    import os

    child = os.fork()
    if not child:
        try:
            do()
        except BaseException as error:
            print(error, file=sys.stderr)  # noqa: T201
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)))  # noqa: T201
