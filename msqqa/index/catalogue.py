"""The catalogue of a store: its sources, forms, respondents and questions, and the texts of the sources."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.closed.column import CLOSED, column_from
from msqqa.errors import StoreError
from msqqa.index import records
from msqqa.model import CATEGORIES, Respondent
from msqqa.read.text import lines_of
from msqqa.words import unique

if TYPE_CHECKING:
    from msqqa.closed.column import ColumnType
    from msqqa.index.engine import Database
    from msqqa.model import Category, Form, Range

_MOSTLY = 0.5
"""Share of the questions that are closed, from which a corpus is a survey."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as it was when the index was built, and where its cells and passages stand."""

    key: int
    path: str
    file: str
    """Where it stands: ``path`` itself, or the table that holds it beside others."""
    sha256: str
    size: int
    mtime_ns: int
    form: str
    stamp: str
    first_cell: int
    cells: int
    first_passage: int
    passages: int


class Catalogue:
    """What a corpus holds, as its store has it; the store sets the attributes."""

    _db: Database
    _again: str
    """What a user does where the index is not whole."""
    _pages: dict[str, list[int]]

    @cached_property
    def sources(self) -> list[SourceRow]:
        """The sources, in order."""
        rows = self._db.execute(
            "SELECT key, path, file, sha256, size, mtime_ns, form, stamp, first_cell, cells, first_passage,"
            " passages FROM source ORDER BY rank"
        )
        return [SourceRow(*row) for row in rows]

    @cached_property
    def skipped(self) -> dict[str, str]:
        """Path → why it is not in the index."""
        return {path: reason for path, (_, reason) in self.skipped_files.items()}

    @cached_property
    def skipped_files(self) -> dict[str, tuple[str, str]]:
        """Path → the hash of the file, and why it is not in the index."""
        rows = self._db.execute("SELECT path, sha256, reason FROM skipped ORDER BY path")
        return {path: (digest, reason) for path, digest, reason in rows}

    @cached_property
    def auxiliary_files(self) -> dict[str, str]:
        """Path of a file that is no response → what it tells about the others."""
        return dict(self._db.execute("SELECT path, what FROM beside ORDER BY path").fetchall())

    @cached_property
    def forms(self) -> dict[str, Form]:
        return {
            row[0]: records.form(row[1]) for row in self._db.execute("SELECT id, description FROM form ORDER BY id")
        }

    @cached_property
    def is_of_tables(self) -> bool:
        """Whether each form is a table's heads: no response is a document of its own."""
        return all(form.origin for form in self.forms.values())

    @cached_property
    def is_survey(self) -> bool:
        """Whether most questions are closed: how many remarks come near to something is no count of anybody."""
        return len(self._closed_rows) >= _MOSTLY * len(self.questions)

    @property
    def is_table_survey(self) -> bool:
        """Whether the corpus is a survey, and its forms are tables' heads."""
        return self.is_of_tables and self.is_survey

    @cached_property
    def worded_questions(self) -> tuple[str, ...]:
        """The ids of the questions that are answered in words; none where all are, or most are not."""
        closed = self._closed_rows
        if not closed or self.is_survey:
            return ()
        return unique(id_ for row, (_, id_, _) in self.questions.items() if row not in closed)

    @cached_property
    def _closed_rows(self) -> frozenset[int]:
        return frozenset(row for row, column in self.types.items() if column.type in CLOSED)

    @cached_property
    def respondents(self) -> dict[str, Respondent]:
        """The respondents by id, in the order of their sources; of one name, told apart by their editions."""
        here = [r for r, _ in self.respondents_and_places]
        named = Counter(r.name for r in here)
        return {r.id: replace(r, name=f"{r.name} ({r.edition or r.id})") if named[r.name] > 1 else r for r in here}

    @cached_property
    def respondents_and_places(self) -> list[tuple[Respondent, str | None]]:
        """Each source's respondent, and the code of the place that it is, in the order of the sources."""
        rows = self._db.execute(
            "SELECT id, name, aliases, groups, edition, codes, place FROM respondent r"
            " JOIN source s ON s.key = r.source ORDER BY s.rank"
        ).fetchall()
        lists = [(r[0], r[1], records.texts(r[2]), records.texts(r[3]), r[4], records.texts(r[5])) for r in rows]
        weights = self._weights()
        return [(Respondent(*own, weight=weights.get(own[0])), r[6]) for own, r in zip(lists, rows, strict=True)]

    def _weights(self) -> dict[str, float]:
        """Return the weights of respondents, by id; an index that was written before weights were kept has none."""
        try:
            return dict(self._db.execute("SELECT r.id, w.value FROM weight w JOIN respondent r ON r.source = w.source"))
        except sqlite3.OperationalError:
            return {}

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Respondent's id → which of the sources is its."""
        return {id_: rank for rank, id_ in enumerate(self.respondents)}

    @cached_property
    def questions(self) -> dict[int, tuple[str, str, str]]:
        """Question row → form, id, full text."""
        rows = self._db.execute("SELECT row, form, id, text FROM question ORDER BY row")
        return {row[0]: row[1:] for row in rows}

    @cached_property
    def phrasings(self) -> list[tuple[int, str]]:
        """(question row, phrasing) of every way in which a question may be asked for, as the columns have them."""
        return list(self._db.execute("SELECT question, text FROM phrasing ORDER BY rowid"))

    @cached_property
    def types(self) -> dict[int, ColumnType]:
        """Question row → what kind of values it is answered with."""
        rows = self._db.execute("SELECT question, description FROM answer_type ORDER BY question")
        return {row: column_from(text) for row, text in rows}

    def form_of(self, source: str) -> Form:
        """Return the form that a source was aligned to."""
        return self.forms[self._by_path[source].form]

    def file_of(self, source: str) -> str:
        """Return the file that a source stands in; the source itself where there is none of that path."""
        row = self._by_path.get(source)
        return source if row is None else row.file

    @cached_property
    def _by_path(self) -> dict[str, SourceRow]:
        return {row.path: row for row in self.sources}

    def text(self, source: str) -> str:
        """Return a source's text as it was indexed."""
        row = self._db.execute("SELECT text FROM source WHERE path = ?", (source,)).fetchone()
        if row is None:
            raise StoreError(f"the index holds no source {source}", self._again)
        return str(row[0])

    def lines(self, source: str, start: int, end: int) -> tuple[int, int]:
        """Return the first and last line of its file, from 1, of a range of a source."""
        row = self._db.execute("SELECT rows FROM source WHERE path = ?", (source,)).fetchone()
        return lines_of(self.text(source), json.loads(row[0]) if row else ())(start, end)

    def withheld(self, source: str) -> list[Range]:
        """Return where personal data stands in a source's text, in order."""
        row = self._db.execute("SELECT withheld FROM source WHERE path = ?", (source,)).fetchone()
        return [(start, end) for start, end in json.loads(row[0])] if row else []

    def page(self, source: str, start: int) -> int | None:
        """Return the page, from 1, on which a place of a source stands; None where the source has no pages."""
        return bisect_right(self.pages(source), start) or None

    def pages(self, source: str) -> list[int]:
        """Return where each page of a source's text begins, in order; nothing where it has no pages."""
        if source not in self._pages:
            row = self._db.execute("SELECT pages FROM source WHERE path = ?", (source,)).fetchone()
            self._pages[source] = [] if row is None or row[0] == "[]" else json.loads(row[0])
        return self._pages[source]

    def account(self) -> dict[str, dict[Category, int]]:
        """Return, for each source, how many characters each category holds."""
        totals: dict[str, dict[Category, int]] = {s.path: dict.fromkeys(CATEGORIES, 0) for s in self.sources}
        for path, category, n in self._db.execute(
            "SELECT s.path, category, characters FROM account a JOIN source s ON s.key = a.source"
        ):
            totals[path][category] = n
        return totals
