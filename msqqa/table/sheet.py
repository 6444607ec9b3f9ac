"""What every table comes to, whatever its format: named columns, and rows that know where in the file they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from msqqa.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_ROWS = 200_000
"""Rows of one table. An index of more cells than that can hold is built in hours, not minutes."""
MAX_COLUMNS = 16_384
"""Of one table: as many as a spreadsheet has."""
MAX_FIELDS = 4_000_000
"""Fields of one table, as it is held in memory: some 500 bytes each at worst."""
MAX_ANSWERS = 1_000_000
"""Answers of one file. Closed ones are cheap; as many texts would be encoded for hours."""

Role = Literal["", "id", "metadata", "weight", "detail"]
"""What an export's column is besides a question: ``id`` names the response, ``metadata`` is what the tool recorded
itself (when, from where, how long), ``weight`` says for how many a response counts, ``detail`` is what was written
beside an option of the column before."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heads."""

    text: str
    """What the head prints; the lower of two heads."""
    code: str = ""
    """A short name above or below it, where there are two heads."""
    section: str = ""
    """A head that stands above several columns, and titles them."""
    parent: str = ""
    """The question that this is a row, an option or a repetition of."""
    options: tuple[str, ...] = ()
    """The labels that may be chosen, where the export or its codebook tells them, in their order."""
    several: bool = False
    """Whether several may be chosen; a value then has one label a line."""
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a value for each column, empty where there is none."""

    values: tuple[str, ...]
    lines: tuple[int, int]
    """First and last line of the file, or the row's number in its sheet, twice; from 1."""
    places: tuple[tuple[int, int], ...] = ()
    """The lines of each value, where a respondent's values stand in several rows."""

    def at(self, column: int) -> tuple[int, int]:
        """Return the lines of a value."""
        return self.places[column] if self.places else self.lines


@dataclass(frozen=True, slots=True)
class Raw:
    """A table as it stands in its file, before its heads are found."""

    rows: Sequence[Row]
    merged: frozenset[int]
    """Places in ``rows`` in which a head stands above several columns."""


Layout = Literal["wide", "long"]
"""A row a respondent and a column a question, or a row a respondent and an item."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What each column is, by its number from 0; None or nothing where no column is that."""

    layout: Layout
    respondent: int | None = None
    code: int | None = None
    edition: int | None = None
    groups: tuple[int, ...] = ()
    question: int | None = None
    question_code: int | None = None
    section: int | None = None
    answers: tuple[int, ...] = ()
    details: tuple[int, ...] = ()
    ignored: tuple[int, ...] = ()


@dataclass(slots=True)
class Sheet:
    """A table."""

    file: str
    """Path below the corpus folder."""
    name: str
    """Of the sheet; empty where the file holds only one."""
    columns: tuple[Column, ...]
    rows: list[Row]
    mapping: ColumnMapping | None = None
    """Where the format itself says what each column is."""
    notes: list[str] = field(default_factory=list)
    """What its owner should know, such as rows longer than the head."""
    respondent: str = ""
    """Whose it is, where the table says so beside its rows."""
    within: str = ""
    """The path of its file in an archive."""
    tool: str = ""
    """The survey tool that exported it, where it shows."""
    read_as: list[str] = field(default_factory=list)
    """How it was understood, beyond its columns: head rows, folded boxes, a codebook."""
    raw: Raw | None = None
    """What it was made from, so that its owner may have its heads read otherwise."""

    @property
    def title(self) -> str:
        """How the table is named to a person."""
        return f"{self.file} [{self.name}]" if self.name else self.file

    def column(self, index: int) -> list[str]:
        """Return a column's values."""
        return [row.values[index] for row in self.rows]


class Gauge:
    """Counts rows and fields as they are read, so that what is too large is refused before it is held."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = self._fields = 0

    def add(self, fields: int) -> None:
        """Count a row of so many fields.

        Raises
        ------
        SourceError
            If there are too many rows, columns or fields.
        """
        self._rows += 1
        self._fields += fields
        remedy = "split it into folders of their own, or keep the rows and columns that are asked about"
        check_columns(self._name, fields)
        if self._rows > MAX_ROWS:
            raise SourceError(f"{self._name}: more than {MAX_ROWS:,} rows", remedy)
        if self._fields > MAX_FIELDS:
            raise SourceError(f"{self._name}: more than {MAX_FIELDS:,} fields", remedy)


def check_columns(name: str, columns: int) -> None:
    """Check how many columns a table has.

    Raises
    ------
    SourceError
        If there are too many.
    """
    if columns > MAX_COLUMNS:
        what = f"{name}: a table of more than {MAX_COLUMNS:,} columns"
        raise SourceError(what, "keep the columns that are asked about")


def clean(value: str) -> str:
    """Return a value as it can be kept: without white space around it, and without halves of characters.

    JSON can hold one half of a surrogate pair, which is no character and cannot be written as UTF-8.
    """
    if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value.replace("\x00", "").strip()


def pad_row(row: Row, width: int) -> tuple[str, ...]:
    """Return a row's values, as many as there are columns."""
    return (row.values + ("",) * width)[:width]
