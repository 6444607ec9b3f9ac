"""Files of any format, laid under a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from msqqa.form.align import align
from msqqa.form.cells import cells_of
from msqqa.form.load import load_known_forms, parse
from msqqa.form.segment import segment
from msqqa.read import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from msqqa.model import Cell, Document, Form, Segment

FORM = """
id = "small"
title = "A small form"

[[section]]
id = "A"
title = "Laws and plans"

[[section.question]]
id = "1"
text = "Is there a national law on the protection of data?"
kind = "yesno"

[[section.question]]
id = "2"
text = "How long is the cycle of the national plan or equivalent?"
kind = "choice"
options = ["Two-year", "Five-year", "Other"]

[[section.question]]
id = "3"
text = "Please describe whatever else matters to your office"
kind = "open"
"""


@dataclass(frozen=True)
class Laid:
    """A file as read, and what its form makes of it."""

    document: Document
    segments: tuple[Segment, ...]
    cells: dict[str, Cell]
    questions: tuple[str, ...]
    """The ids of the form's questions that were found."""

    def said(self, question: str) -> str:
        """The cell's whole text."""
        return "\n".join(self.document.text[a:b] for a, b in self.cells[question].runs)


@pytest.fixture(scope="session")
def lay_under(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bytes, Form], Laid]:
    folder = tmp_path_factory.mktemp("files")

    def lay(name: str, data: bytes, form: Form) -> Laid:
        file: Path = folder / name
        file.write_bytes(data)
        document = read(file, name)
        alignment = align(document, form)
        segments = segment(document, alignment)
        cells = {cell.question: cell for cell in cells_of(document, alignment, segments, "someone")}
        found = tuple(anchor.id for anchor in alignment.anchors if anchor.kind == "question")
        return Laid(document, segments, cells, found)

    return lay


@pytest.fixture(scope="session")
def small_form() -> Form:
    return parse(FORM, "small.toml")


@pytest.fixture(scope="session")
def lay_small(lay_under: Callable[[str, bytes, Form], Laid], small_form: Form) -> Callable[[str, bytes], Laid]:
    return lambda name, data: lay_under(name, data, small_form)


@pytest.fixture(scope="session")
def msq_form() -> Form:
    return next(form for form in load_known_forms() if form.id == "msq-2024")
