"""A small file in each format that is read, and what is damaged of it at random."""

from __future__ import annotations

import html
import io
import json
import struct
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from markdown_it import MarkdownIt

from msqqa.errors import SourceError
from msqqa.escapes import is_one_line
from msqqa.read import read
from msqqa.table import is_table
from msqqa.table.corpus import read_tables
from tests.opendocument import opendocument
from tests.pdfs import of_markdown
from tests.support import response

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

DATA = Path(__file__).parents[1] / "table" / "data"
TEXT = response(
    law_detail="The Data Protection Act was passed in 2019.",
    box_detail="A pilot runs in *two* [cities](https://example.org/a?b=1).",
    portal="The portal follows the WCAG.\n\n| service | users |\n| --- | --- |\n| tax | 5,000 |\n\n- one\n- two",
    others="Nothing yet; naïve café, 数字政府, رقمي.",
)
ROWS = [
    ["Country", "Do you have a law on data protection?", "Please describe the portal"],
    ["Nepal", "Yes", "Buses, trains and boats"],
    ["Mali", "No", 'It is "new"'],
]
RECORDS = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]


def _docx() -> bytes:
    import docx

    file, written = docx.Document(), io.BytesIO()
    for line in TEXT.split("\n\n"):
        file.add_paragraph(line)
    table = file.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "a cell"
    file.save(written)
    return written.getvalue()


def _xlsx() -> bytes:
    import openpyxl

    book, written = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def _separated(by: str) -> bytes:
    return "\n".join(by.join(f'"{value.replace(chr(34), chr(34) * 2)}"' for value in row) for row in ROWS).encode()


def _html() -> bytes:
    body = MarkdownIt("commonmark").enable("table").render(TEXT)
    return f"<!DOCTYPE html>\n<html><head><title>x</title></head>\n<body>{body}</body></html>".encode()


def _ods() -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = ["".join(cell.format(html.escape(value)) for value in row) for row in ROWS]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return opendocument(f'<table:table table:name="a">{body}</table:table>', zipfile.ZIP_DEFLATED)


def _xlsb() -> bytes:
    """Return a binary workbook, by hand, as nothing here writes one."""

    def record(kind: int, data: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
        size, length = b"", len(data)
        while length > 127:
            size, length = size + bytes([length & 127 | 128]), length >> 7
        return head + size + bytes([length]) + data

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def row(n: int, values: list[str]) -> bytes:
        head = record(0, struct.pack("<IIHBBI", n, 0, 300, 0, 0, 0) + b"\0")
        return head + b"".join(record(6, struct.pack("<II", m, 0) + wide(value)) for m, value in enumerate(values))

    sheets = record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("a")) + record(144)
    size = struct.pack("<IIII", 0, len(ROWS) - 1, 0, len(ROWS[0]) - 1)
    rows = b"".join(row(n, values) for n, values in enumerate(ROWS))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    lists = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.bin": record(131) + sheets + record(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{lists}"><Relationship Id="rId1" Type="{kind}" '
        'Target="worksheets/sheet1.bin"/></Relationships>',
        "xl/worksheets/sheet1.bin": record(129) + record(148, size) + record(145) + rows + record(146) + record(130),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return written.getvalue()


def _statistical(ending: str) -> bytes:
    import pandas as pd
    import pyreadstat

    table = pd.DataFrame([[row[0], float(n), row[2]] for n, row in enumerate(ROWS[1:])], columns=["a", "law", "portal"])
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/a.{ending}"
        if ending == "por":
            pyreadstat.write_por(table, file, column_labels=[*ROWS[0]])
        else:
            pyreadstat.write_sav(table, file, column_labels=[*ROWS[0]], compress=True)
        return Path(file).read_bytes()


def _zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", _separated(","))
        archive.writestr("b.xlsx", _xlsx())
        archive.writestr("c.json", json.dumps(RECORDS))
    return written.getvalue()


_QSF = {
    "SurveyEntry": {"SurveyName": "a"},
    "SurveyElements": [
        {"Element": "SQ", "PrimaryAttribute": f"QID{n}", "Payload": {"QuestionText": text, "QuestionType": "MC",
         "DataExportTag": f"Q{n}", "Choices": {"1": {"Display": "Yes"}, "2": {"Display": "No"}}}}
        for n, text in enumerate(ROWS[0])
    ],
}  # fmt: skip
SEEDS: dict[str, Callable[[], bytes]] = {
    "md": TEXT.encode,
    "txt": TEXT.encode,
    "html": _html,
    "xhtml": _html,
    "docx": _docx,
    "pdf": lambda: of_markdown(TEXT),
    "csv": lambda: _separated(","),
    "tsv": lambda: _separated("\t"),
    "xlsx": _xlsx,
    "json": lambda: json.dumps(RECORDS, ensure_ascii=False).encode(),
    "jsonl": lambda: "\n".join(json.dumps(record) for record in RECORDS).encode(),
    "ods": _ods,
    "xls": (DATA / "ministries.xls").read_bytes,
    "xlsb": _xlsb,
    "sav": (DATA / "bus.sav").read_bytes,
    "zsav": lambda: _statistical("zsav"),
    "por": lambda: _statistical("por"),
    "dta": (DATA / "bus.dta").read_bytes,
    "zip": _zip,
    "yaml": lambda: yaml.safe_dump(RECORDS, allow_unicode=True).encode(),
    "qsf": lambda: json.dumps(_QSF).encode(),
}
"""Ending → a small file that is read."""
BITS = (
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\r",
    b"\x1b[31m",
    b"<",
    b"&#0;",
    b'"',
    b"{",
    b"[",
    b"|",
    b"\\u0000",
    b"1e999",
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return some bytes with one to five things done to them."""
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice([1, 1, 8, 200, 5000]))
        data = chance.choice(
            [
                data[:at] + data[to:],
                data[:to] + data[at:],
                data[:at] + chance.randbytes(to - at) + data[to:],
                data[:at] + bytes(reversed(data[at:to])) + data[to:],
                data[:at] + chance.choice(BITS) + data[at:],
                data[:at] + bytes(byte ^ (1 << chance.randrange(8)) for byte in data[at : at + 1]) + data[at + 1 :],
                data[:at] or b" ",
            ]
        )
    return data


def mutant(data: bytes, chance: random.Random) -> bytes:
    """Return a mutant of a file; of an archive, mostly one that is whole around a member that is a mutant."""
    if not data.startswith(b"PK") or chance.random() < 0.3:
        return mutated(data, chance)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice([name for name in old.namelist() if name != "mimetype"])
        for name in old.namelist():
            new.writestr(name, mutated(old.read(name), chance) if name == chosen else old.read(name))
    return written.getvalue()


def is_read_or_refused(ending: str, data: bytes) -> None:
    """Check that a file is read with sound spans, or refused in one line."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"a.{ending}"
        file.write_bytes(data)
        if is_table(file.name):
            found = read_tables(Path(folder), [file.name])
            assert found.responses or found.refused or found.beside
            assert all(is_one_line(str(error)) for error in found.refused.values())
            for response_ in found.responses:
                written = response_.write_up()
                ends = [end for cell in written.cells for _, end in cell.runs]
                assert all(end <= len(written.document.text) for end in ends)
            return
        try:
            document, refusal = read(file, file.name), ""
        except SourceError as error:
            document, refusal = None, str(error)
        if document is None:
            assert is_one_line(refusal)
            return
        assert [b.start for b in document.blocks[1:]] == [b.end for b in document.blocks[:-1]]
        assert not document.blocks or document.blocks[-1].end == len(document.text)
