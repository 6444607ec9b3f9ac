"""Who answered, and what: respondents, their cells, and the passages that cells are split into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model.document import Document
    from msqqa.model.names import Basis, Category, Range, SelectionState, Stance, Verdict


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a document's characters and what it is."""

    start: int
    end: int
    category: Category
    question: str | None = None
    """The question whose answer this is a piece of; for form text, the question that it asks."""
    withheld: bool = False
    """Personal data: shown only on request."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is ticked in a cell, and where that is seen."""

    state: SelectionState
    options: tuple[str, ...] = ()
    """The marked options, as the form words them; for a yes/no question ``yes`` or ``no``."""
    span: Range | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """An analyst's correction, and what it stands in place of."""

    reason: str
    """Why."""
    by: str
    """Who says so."""
    date: str = ""
    """When it was said, as the analyst wrote it; empty where nobody did."""
    verdict_before: Verdict | None = None
    """What was decided without it; None where nothing but a stance was."""
    stance_before: Stance | None = None
    """The stance that was read without it."""
    basis_before: str = ""
    """What that stance rested on."""

    @property
    def words(self) -> str:
        """What is shown of it, in one line; without square brackets, which an answer's text keeps for its marks."""
        said = " ".join(f"{self.reason.strip().removesuffix('.')} ({self.by})".split())
        return f"reviewed: {said.replace('[', '(').replace(']', ')')}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One respondent's answer to one question."""

    respondent: str
    question: str
    source: str
    runs: tuple[Range, ...]
    """The cell's characters, in order; withheld ones are not among them."""
    answers: tuple[Range, ...]
    """What of the runs is the respondent's own words: not the boxes, nor options that nobody marked."""
    selection: Selection
    stance: Stance
    basis: Basis
    withheld: tuple[Range, ...] = ()
    anchor: Range | None = None
    """Where the form's own text for this cell stands, to cite a cell that holds nothing."""
    language: str = field(default="en", compare=False)
    """The code of the language that it is written in, as far as its text tells; else its response's."""
    reviewed: Review | None = field(default=None, compare=False)
    """The correction that the stance is of, where an analyst made one."""
    value: Range | None = field(default=None, compare=False)
    """Where the answer itself stands beside remarks on it, as in a table: an empty range where there are only remarks;
    None where all of it is the answer."""

    def hides(self, start: int, end: int) -> bool:
        """Return whether any of a range of the source is withheld."""
        return any(a < end and start < b for a, b in self.withheld)


@dataclass(frozen=True, slots=True)
class SegmentedResponse:
    """One response as it stands: its text, what each character of it is, and its cells."""

    document: Document
    segments: tuple[Segment, ...]
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who filled the form in."""

    id: str
    """As citations carry it: the stem of the response's file, unless the corpus says otherwise."""
    name: str
    aliases: tuple[str, ...] = ()
    """Other names it is known by: codes, names in other languages."""
    groups: tuple[str, ...] = ()
    """What it belongs to, such as its region."""
    edition: str = ""
    """The edition of the form that it answered."""
    codes: tuple[str, ...] = ()
    """Short codes that a table files it under: good for a filter, never a name within a question ("no" for Norway)."""
    weight: float | None = None
    """For how many others it counts, where its table says so."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one cell that the encoder can read whole."""

    respondent: str
    question: str
    source: str
    start: int
    end: int
    text: str
    """For reading: without marks, links without their targets, a broken paragraph joined."""
    key: str
    """Hash of exactly the text that is encoded, and of the model."""
    quote: str = ""
    """What stands at the span, character for character."""
    lines: tuple[int, int] = (0, 0)
    """The first and the last line that it stands on, from 1."""
