"""The store: one SQLite file with sources, cells, passages and words; it can be looked into with any SQLite tool.

A store is written aside and from then on only read. Cells and passages are known by their number in the order of the
corpus, from 0, as in :mod:`msqqa.index.array_files`: equals are always ranked in that order. Only what is asked for is
loaded, since a question asked cold touches a handful of rows. What the corpus holds as a whole is told by
:mod:`msqqa.index.catalogue`, and words by :mod:`msqqa.index.word_lookup`.

Over 300 lines: everything that is read of an index is read here, each by its own query, so that nobody else knows its
tables.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from msqqa.errors import StoreError
from msqqa.index import records, schema
from msqqa.index.array_files import IndexArrays
from msqqa.index.catalogue import Catalogue
from msqqa.index.location import command
from msqqa.index.word_lookup import WordLookup
from msqqa.model import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.index.catalogue import SourceRow
    from msqqa.index.engine import Database, Numbers
    from msqqa.model import Cell, Review, Stance

FILE = schema.FILE
_KEPT = 20_000
"""Cells, passages, and quotes, that are kept in memory once they were read."""
_AT_ONCE = 500
"""Rows that are asked for in one statement."""


_PAGES_KEPT = 65_536
"""KiB of the store's pages that are kept, at most: the answers to one question of 10,000 stand on 40 MB of them."""


class AnswerRow(NamedTuple):
    """A cell as what is counted."""

    cell: int
    start: int | None
    """Where its value begins in its source; None where it has none."""
    value: str | None
    options: tuple[str, ...]
    """What is ticked."""
    selection: str
    """The state of its boxes."""
    answered: bool


class Store(Catalogue, WordLookup):
    """A built store, read only."""

    def __init__(self, folder: Path) -> None:
        again = f"build it again with {command(None, folder.parent, '--rebuild')}"
        path = folder / FILE
        columns = IndexArrays(folder)
        try:
            db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            db.execute("SELECT 1 FROM cell LIMIT 1")
            db.execute(f"PRAGMA cache_size = -{_PAGES_KEPT}")
        except sqlite3.Error as error:
            raise StoreError(f"{path} cannot be opened ({error})", again) from error
        self._begin(db, columns, path, again)

    def _begin(self, db: Database, columns: Numbers, path: Path, again: str) -> None:
        """Read from a database that holds the tables of :mod:`msqqa.index.schema`; ``again`` says how it is rebuilt."""
        self._db = db
        self.columns = columns
        self.path = path
        self._again = again
        self._cells: dict[int, Cell] = {}
        self._reviewed: Mapping[tuple[str, str], tuple[Stance, Review]] = {}
        self._passages: dict[int, Passage] = {}
        self._quotes: dict[tuple[int, int, int], tuple[str, tuple[int, int]]] = {}
        self._stems = {}
        self._pages = {}

    def close(self) -> None:
        """Close the database, and let go of the arrays."""
        self._db.close()
        self.columns.close()

    # -------- cells

    @property
    def cells(self) -> dict[int, Cell]:
        """All cells by number, as they were read."""
        found = {}
        for source, (respondent, _) in zip(self.sources, self.respondents_and_places, strict=True):
            bounds = schema.ids(source.key)
            rows = self._db.execute(f"SELECT {records.CELL} FROM cell WHERE id >= ? AND id < ? ORDER BY id", bounds)
            for row in rows:
                found[source.first_cell + row[0] - bounds[0]] = records.cell(row, respondent.id, source.path)
        return found

    def cell(self, number: int) -> Cell:
        """Return one cell."""
        if number not in self._cells:
            self.load_cells([number])
        return self._cells[number]

    def load_cells(self, numbers: Iterable[int]) -> None:
        """Read cells that will be wanted one by one: together, that takes half as long."""
        if len(self._cells) > _KEPT:
            self._cells.clear()
        wanted = [n for n in numbers if n not in self._cells]
        for n, source, row in self._rows("cell", records.CELL, wanted, self._first_cells):
            self._cells[n] = self._as_reviewed(records.cell(row, self.respondent_of(n), source.path))

    def review(self, stances: Mapping[tuple[str, str], tuple[Stance, Review]]) -> None:
        """Give cells the stances that an analyst corrected, by respondent and question, in place of earlier ones.

        The file stays as it is, and so does what :attr:`cells` returns: all that the index holds.
        """
        self._reviewed = stances
        self._cells.clear()

    def _as_reviewed(self, cell: Cell) -> Cell:
        if (cell.respondent, cell.question) not in self._reviewed:
            return cell
        stance, review = self._reviewed[cell.respondent, cell.question]
        return replace(
            cell,
            stance=stance,
            # Neither a tick nor the text says what was read otherwise.
            basis=cell.basis if stance == cell.stance else "inferred",
            reviewed=replace(review, stance_before=cell.stance, basis_before=cell.basis),
        )

    def stances(self, wanted: Iterable[Stance]) -> tuple[NDArray[np.int64], list[Stance]]:
        """Return the numbers of the cells that have one of some stances, in order, and the stance of each."""
        import numpy as np

        some = list(wanted)
        marks = ",".join("?" * len(some))
        rows = self._db.execute(f"SELECT id, stance FROM cell WHERE stance IN ({marks})", some).fetchall()
        firsts = {source.key: source.first_cell - schema.ids(source.key)[0] for source in self.sources}
        found = sorted((id_ + firsts[id_ >> schema.PLACES], stance) for id_, stance in rows)
        return np.array([n for n, _ in found], dtype=np.int64), [stance for _, stance in found]

    def stances_of(self, source: SourceRow) -> list[Stance]:
        """Return the stance of each of a source's cells, in order, as it was read."""
        rows = self._db.execute("SELECT stance FROM cell WHERE id >= ? AND id < ? ORDER BY id", schema.ids(source.key))
        return [row[0] for row in rows]

    def answers_of(self, question: int) -> list[AnswerRow]:
        """Return the answers to a question, by its row, in the order of the corpus, with what value each holds."""
        form, id_, _ = self.questions[question]
        rows = self._db.execute(
            "SELECT id, value_from, value, options, selection, answers != '[]' FROM cell WHERE question = ?", (id_,)
        )
        found = []
        firsts = self._offsets_of(form)
        for id_of_cell, start, value, options, selection, answered in rows:
            first = firsts.get(id_of_cell >> schema.PLACES)
            if first is not None:
                ticked = () if options == "[]" else records.texts(options)
                found.append(AnswerRow(first + id_of_cell, start, value, ticked, selection, bool(answered)))
        return sorted(found, key=attrgetter("cell"))

    def _offsets_of(self, form: str) -> dict[int, int]:
        """Return, by the key of each source of a form, what makes the number of a cell from its id."""
        if form not in self._offsets:
            own = (source for source in self.sources if source.form == form)
            self._offsets[form] = {s.key: s.first_cell - schema.ids(s.key)[0] for s in own}
        return self._offsets[form]

    @cached_property
    def _offsets(self) -> dict[str, dict[int, int]]:
        return {}

    def find_cell(self, respondent: str, question: str) -> int | None:
        """Return the number of a respondent's cell of a question; None where there is none."""
        rank = self.ranks.get(respondent)
        if rank is None:
            return None
        source = self.sources[rank]
        row = self._db.execute(
            "SELECT id FROM cell WHERE id >= ? AND id < ? AND question = ?", (*schema.ids(source.key), question)
        ).fetchone()
        return None if row is None else source.first_cell + int(row[0]) - schema.ids(source.key)[0]

    def source_of(self, cell: int) -> SourceRow:
        """Return the source that a cell stands in."""
        return self.sources[int(self.columns["cell_source"][cell])]

    def respondent_of(self, cell: int) -> str:
        """Return the id of a cell's respondent."""
        return self._respondent_ids[int(self.columns["cell_source"][cell])]

    def respondents_of(self, cells: Sequence[int]) -> list[str]:
        """Return the id of the respondent of each of some cells."""
        own = self._respondent_ids
        return [own[source] for source in self.columns["cell_source"][cells].tolist()] if cells else []

    def question_of(self, cell: int) -> int:
        """Return the row of a cell's question."""
        return int(self.columns["cell_question"][cell])

    def language_of(self, cell: int) -> str:
        """Return the code of the language of a cell, by its number."""
        return "en" if self.languages.keys() == {"en"} else self.cell(cell).language

    def languages_of(self, source: SourceRow) -> list[str]:
        """Return the language of each of a source's cells, in order."""
        rows = self._db.execute(
            "SELECT language FROM cell WHERE id >= ? AND id < ? ORDER BY id", schema.ids(source.key)
        )
        return [row[0] for row in rows]

    @cached_property
    def _respondent_ids(self) -> list[str]:
        return list(self.respondents)

    # -------- passages

    def passages(self, numbers: Iterable[int]) -> dict[int, tuple[int, Passage]]:
        """Return passages by number, in ascending order, each with its cell's."""
        if len(self._quotes) > _KEPT:
            self._quotes.clear()
        found = {}
        for n, source, row in self._rows("passage", records.PASSAGE, numbers, self._first_passages):
            _, start, end, first, last, text, quote = row
            cell = int(self.columns["passage_cell"][n])
            question = self.questions[self.question_of(cell)][1]
            key = bytes(self.columns["passage_keys"][n]).ljust(32, b"\0").hex()
            where = (self.respondent_of(cell), question, source.path, start, end)
            found[n] = cell, Passage(*where, text, key, text if quote is None else quote, (first, last))
            self._quotes[cell, start, end] = found[n][1].quote, (first, last)
        return found

    def passage(self, number: int) -> Passage:
        """Return one passage."""
        if number not in self._passages:
            self.load_passages([number])
        return self._passages[number]

    def load_passages(self, numbers: Iterable[int]) -> None:
        """Read passages that will be wanted one by one: together, that takes half as long."""
        if len(self._passages) > _KEPT:
            self._passages.clear()
        found = self.passages(n for n in numbers if n not in self._passages)
        self._passages.update((n, passage) for n, (_, passage) in found.items())

    def quote(self, cell: int, start: int, end: int) -> tuple[str, tuple[int, int]]:
        """Return what stands at a range of a cell's source, and on which lines."""
        if (cell, start, end) not in self._quotes:
            self.passages(self.passages_of(cell))  # most are passages, and a source is long to read for one of them
        if (cell, start, end) not in self._quotes:
            source = self.source_of(cell).path
            return self.text(source)[start:end], self.lines(source, start, end)
        return self._quotes[cell, start, end]

    def all_passages(self) -> dict[int, tuple[int, Passage]]:
        """Return every passage by number, each with its cell's."""
        return self.passages(range(self.passage_count))

    def passages_of(self, cell: int) -> range:
        """Return the numbers of a cell's passages, in order."""
        firsts = self.columns["cell_passages"]
        return range(int(firsts[cell]), int(firsts[cell + 1]))

    @property
    def passage_count(self) -> int:
        return self.columns.passages

    # -------- rows

    def _rows(
        self, table: str, columns: str, numbers: Iterable[int], firsts: Sequence[int]
    ) -> Iterator[tuple[int, SourceRow, tuple[Any, ...]]]:
        """Yield rows of cells or passages by their numbers, each with the source it is of.

        Parameters
        ----------
        table, columns:
            What is read; the first column is the id.
        numbers:
            Which are wanted, in any order; they are yielded in ascending order.
        firsts:
            The first number of each source.
        """
        left = sorted(numbers)
        for at in range(0, len(left), _AT_ONCE):
            some = left[at : at + _AT_ONCE]
            ranks = [bisect_right(firsts, n) - 1 for n in some]
            ids = {
                schema.ids(self.sources[rank].key)[0] + n - firsts[rank]: (n, self.sources[rank])
                for n, rank in zip(some, ranks, strict=True)
            }
            marks = ",".join("?" * len(ids))
            found = self._db.execute(f"SELECT {columns} FROM {table} WHERE id IN ({marks})", list(ids)).fetchall()
            rows = {row[0]: row for row in found}
            yield from ((*of, rows[id_]) for id_, of in ids.items())

    @cached_property
    def _first_cells(self) -> list[int]:
        return [source.first_cell for source in self.sources]

    @cached_property
    def _first_passages(self) -> list[int]:
        return [source.first_passage for source in self.sources]
