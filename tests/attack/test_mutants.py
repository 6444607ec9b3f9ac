"""Source files that are damaged at random, in each format: each is indexed or left out, never a traceback."""

from __future__ import annotations

import io
import json
import random
import signal
import sys
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.index.check import check
from msqqa.index.open import open_index
from tests.attack.attacks import fresh, told, tries
from tests.pdfs import of_markdown
from tests.support import SURVEY_FORM, Told, response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

BATCH = 20
SECONDS = 120
"""A batch that takes longer has met something that never ends."""

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


FORMATS: dict[str, Callable[[], bytes]] = {
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
}
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


def _mutated(data: bytes, chance: random.Random) -> bytes:
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


def _mutant(data: bytes, chance: random.Random) -> bytes:
    """Return a mutant of a file; of an archive, mostly one of which a member is a mutant."""
    if not data.startswith(b"PK") or chance.random() < 0.3:
        return _mutated(data, chance)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice([name for name in old.namelist() if name.endswith(".xml")])
        for name in old.namelist():
            new.writestr(name, _mutated(old.read(name), chance) if name == chosen else old.read(name))
    return written.getvalue()


@contextmanager
def _bounded() -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return

    def late(*_: object) -> None:
        raise AssertionError(f"not done after {SECONDS} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _indexed(corpus: Path, index: Path) -> tuple[int, int]:
    """Index a folder of mutants; return how many files were indexed, and how many left out."""
    reported = Told()
    with _bounded():
        built = build(Corpus.at(corpus), index, Encoder.named(), reported, rebuild=True)
    assert all(note.isprintable() or "\n" not in note for note in reported.notes)
    assert {*built.manifest.sources, *built.skipped, *built.manifest.beside} == {
        path.name for path in corpus.iterdir() if path.name != "form.toml"
    }
    opened = open_index(index)
    assert opened is not None
    assert check(opened).problems == []
    opened.close()
    return len(built.manifest.sources) - 1, len(built.skipped)


def test_mutated_files(tmp_path: Path) -> None:
    wanted, chance = tries(77, 1353), random.Random(17)
    seeds = {ending: make() for ending, make in FORMATS.items()}
    counts = {"tried": 0, "indexed": 0, "left_out": 0}
    faults: list[str] = []
    while counts["tried"] < wanted:
        corpus, index = fresh(tmp_path / "survey"), tmp_path / "index"
        (corpus / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
        (corpus / "whole.md").write_text(TEXT, encoding="utf-8")
        for n in range(counts["tried"], min(counts["tried"] + BATCH, wanted)):
            ending = list(FORMATS)[n % len(FORMATS)]
            (corpus / f"mutant-{n}.{ending}").write_bytes(_mutant(seeds[ending], chance))
            counts["tried"] += 1
        try:
            indexed, left_out = _indexed(corpus, index)
        except Exception as error:
            faults += _alone(corpus, tmp_path) or [f"all of a batch together: {error!r}"]
            continue
        counts["indexed"] += indexed
        counts["left_out"] += left_out
    told("mutants", **counts, faults=len(faults))
    if faults:
        pytest.fail("\n".join(faults))


def _alone(corpus: Path, folder: Path) -> list[str]:
    """Return which files of a batch fail alone, and how."""
    faults = []
    for file in sorted(corpus.glob("mutant-*")):
        alone = fresh(folder / "alone")
        for name in ("form.toml", "whole.md", file.name):
            (alone / name).write_bytes((corpus / name).read_bytes())
        try:
            _indexed(alone, folder / "alone-index")
        except Exception as error:
            faults.append(f"{file.name}: {error!r}")
    return faults
