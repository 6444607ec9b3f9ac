"""Files of one thing a thousandfold: read, aligned and cut in a time and into a number of passages that stay small."""

from __future__ import annotations

import csv
import html
import io
import json
import time
from typing import TYPE_CHECKING

import docx
import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.form.load import forms_for
from msqqa.index.gather import gather, hashes
from msqqa.index.report import Silent
from msqqa.index.sources import Cutter, block_of, headers_of
from tests.support import response, write_survey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

SIZE = 30_000
SECONDS = 2.5
"""Of the processor. What grows by the square of the length takes far more; all else takes less than 1."""
PIECES = (
    " ", "\t", "\n", "*", "_", "[", "(", "<", ">", "#", "|", "-", ".", ":", "\\", "`", "7", "a", "中", "\u0301",
    "\u200f", "**a ", "| a ", "1. ", "[ ] ", "☐ ", "a? ", "1.\n", "a\n\n", "*a", "_[", "<a", "](", "a:b ",
)  # fmt: skip


def _table(piece: str) -> list[list[str]]:
    asked = ["Country", "Is there a law on data?", "Please describe the portal"]
    return [asked, ["Peru", "Yes", f"x{piece}"], ["Kenya", "No", "The portal is used."]]


def _as_csv(piece: str) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(_table(piece))
    return file.getvalue().encode()


def _as_json(piece: str) -> bytes:
    asked, *rows = _table(piece)
    return json.dumps([dict(zip(asked, row, strict=True)) for row in rows]).encode()


def _answered(piece: str) -> str:
    return response(portal=f"The portal x{piece}\n", others="We work together.")


def _as_docx(piece: str) -> bytes:
    made, file = docx.Document(), io.BytesIO()
    for each in _answered(piece).split("\n\n"):
        made.add_paragraph(each)
    made.save(file)
    return file.getvalue()


FORMATS: dict[str, Callable[[str], bytes]] = {
    "md": lambda piece: _answered(piece).encode(),
    "txt": lambda piece: _answered(piece).encode(),
    "html": lambda piece: "".join(
        f"<p>{html.escape(each)}</p>" for each in _answered(piece).split("\n\n") if each.strip()
    ).encode(),
    "docx": _as_docx,
    "csv": _as_csv,
    "json": _as_json,
}
# A Word file takes python-docx seconds to make of tens of thousands of paragraphs.
_OF_LINES = ("\n", "1.\n", "a\n\n")


# Markdown gets all pieces, the others some each: they share what comes after reading.
SOME = {
    "md": PIECES,
    "html": PIECES[::2],
    "txt": PIECES[1::2],
    "docx": PIECES[::3],
    "csv": PIECES[1::3],
    "json": PIECES[2::3],
}


@pytest.mark.parametrize("format_", FORMATS)
def test_one_thing_a_thousandfold_takes_no_longer_than_other_text(tmp_path: Path, format_: str) -> None:
    encoder = Encoder.named()
    encoder.count("")  # opened
    slow = []
    for n, piece in enumerate(piece for piece in SOME[format_] if format_ != "docx" or piece not in _OF_LINES):
        folder = tmp_path / str(n)
        if format_ in ("csv", "json"):
            folder.mkdir()
        else:
            write_survey(folder, {"kenya.md": response(portal="It is used.")})
        (folder / f"peru.{format_}").write_bytes(FORMATS[format_](piece * (SIZE // len(piece))))
        corpus = Corpus.at(folder)
        began = time.process_time()
        found = gather(corpus, forms_for(folder), {}, hashes(corpus), {}, {}, Silent())
        blocks = [block_of(one, headers_of(one.form, encoder), Cutter(encoder, {})) for one in found.responses.values()]
        took, passages = time.process_time() - began, sum(len(block.passages) for block in blocks)
        assert len(blocks) == 2, (piece, found.skipped)
        if took > SECONDS or passages > SIZE / 100:
            slow.append(f"{piece!r}: {took:.1f} s, {passages} passages")
    assert not slow, "\n".join(slow)
