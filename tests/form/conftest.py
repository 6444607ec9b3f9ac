"""A response laid under its form, as the tests of msqqa.form need it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from msqqa.form.align import Alignment, align
from msqqa.form.cells import cells_of
from msqqa.form.load import load_known_forms, parse
from msqqa.form.segment import segment
from msqqa.read.markdown import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.model import Cell, Document, Form, Segment

REAL = Path(__file__).parents[2] / "corpora" / "msq-2024" / "mongolia.md"

SMALL_FORM = """
id = "small"
title = "A small form"

[[section]]
id = "A"
title = "Laws and plans"

[[section.question]]
id = "1"
text = "Is there a national law on the protection of data?"
kind = "yesno"
guidance = ["If yes, please provide link and detail."]

[[section.question]]
id = "2"
text = "How long is the cycle of the national plan or equivalent?"
kind = "choice"
options = ["Two-year", "Five-year", "Other"]

[[section.question]]
id = "3"
text = "Which of these technologies does the strategy name?"
kind = "group"
  [[section.question.part]]
  id = "ai"
  text = "Artificial intelligence"
  kind = "tick"
  [[section.question.part]]
  id = "5g"
  text = "5G"
  kind = "tick"

[[section.question]]
id = "4"
text = "Please describe whatever else matters to your office"
kind = "open"
"""


@dataclass(frozen=True)
class Laid:
    """A document with everything that its form makes of it."""

    document: Document
    alignment: Alignment
    segments: tuple[Segment, ...]
    cells: dict[str, Cell]

    @property
    def text(self) -> str:
        return self.document.text

    def numbered(self) -> list[str]:
        """The ids of the numbered questions that were found, in the document's order."""
        return [a.id for a in self.alignment.anchors if a.kind == "question" and a.id.isdigit()]

    def runs(self, question: str) -> list[str]:
        """The cell's text, run by run, its line ends made alike."""
        found = [self.text[start:end] for start, end in self.cells[question].runs]
        return [run.replace("\r\n", "\n").replace("\r", "\n") for run in found]

    def answers(self, question: str) -> list[str]:
        return [self.text[start:end] for start, end in self.cells[question].answers]


def lay_under(form: Form, text: str) -> Laid:
    document = read("response.md", text.encode())
    alignment = align(document, form)
    segments = segment(document, alignment)
    cells = {cell.question: cell for cell in cells_of(document, alignment, segments, "someone")}
    return Laid(document, alignment, segments, cells)


@pytest.fixture(scope="session")
def real_text() -> str:
    return REAL.read_bytes().decode("utf-8")


@pytest.fixture(scope="session")
def msq_form() -> Form:
    return next(form for form in load_known_forms() if form.id == "msq-2024")


@pytest.fixture(scope="session")
def small_form() -> Form:
    return parse(SMALL_FORM, "small.toml")


@pytest.fixture(scope="session")
def lay_msq(msq_form: Form) -> Callable[[str], Laid]:
    return lambda text: lay_under(msq_form, text)


@pytest.fixture(scope="session")
def lay_small(small_form: Form) -> Callable[[str], Laid]:
    return lambda text: lay_under(small_form, text)


@pytest.fixture(scope="session")
def real(lay_msq: Callable[[str], Laid], real_text: str) -> Laid:
    return lay_msq(real_text)
