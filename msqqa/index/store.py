"""The store: one SQLite file with sources, cells, passages and words; it can be looked into with any SQLite tool.

A store is written aside and from then on only read. Cells and passages are known by their number in the order of the
corpus, from 0, as in :mod:`msqqa.index.array_files`: equals are always ranked in that order. Only what is asked for is
loaded, since a question asked cold touches a handful of rows.

Over 300 lines: it holds the rows of sources, cells and passages and the look-up of words, and should be parted.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msqqa.closed.column import column_from
from msqqa.errors import StoreError
from msqqa.index import records, schema
from msqqa.index.array_files import IndexArrays
from msqqa.index.location import command
from msqqa.index.lookups import DocumentFrequencies, NameTable
from msqqa.model import CATEGORIES, Passage, Respondent
from msqqa.read.text import lines_of
from msqqa.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.closed.column import ColumnType
    from msqqa.index.engine import Database, Numbers
    from msqqa.model import Category, Cell, Form, Range, Review, Stance

FILE = schema.FILE
_KEPT = 20_000
"""Cells, passages, and quotes, that are kept in memory once they were read."""
_AT_ONCE = 500
"""Rows that are asked for in one statement."""


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


@dataclass(frozen=True, slots=True)
class AnswerRow:
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


class Store:
    """A built store, read only."""

    def __init__(self, folder: Path) -> None:
        again = f"build it again with {command(None, folder.parent, '--rebuild')}"
        path = folder / FILE
        columns = IndexArrays(folder)
        try:
            db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            db.execute("SELECT 1 FROM cell LIMIT 1")
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
        self._stems: dict[str, tuple[int, int, int] | None] = {}
        self._pages: dict[str, list[int]] = {}

    def close(self) -> None:
        """Close the database, and let go of the arrays."""
        self._db.close()
        self.columns.close()

    # -------- what the corpus holds

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
    def beside(self) -> dict[str, str]:
        """Path of a file that is no response → what it tells about the others."""
        return dict(self._db.execute("SELECT path, what FROM beside ORDER BY path").fetchall())

    @cached_property
    def forms(self) -> dict[str, Form]:
        return {
            row[0]: records.form(row[1]) for row in self._db.execute("SELECT id, description FROM form ORDER BY id")
        }

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
        for id_of_cell, start, value, options, selection, answered in rows:
            source = self._by_key[id_of_cell >> schema.PLACES]
            if source.form == form:
                number = source.first_cell + id_of_cell - schema.ids(source.key)[0]
                found.append(AnswerRow(number, start, value, records.texts(options), selection, bool(answered)))
        return sorted(found, key=lambda row: row.cell)

    @cached_property
    def _by_key(self) -> dict[int, SourceRow]:
        return {row.key: row for row in self.sources}

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

    def question_of(self, cell: int) -> int:
        """Return the row of a cell's question."""
        return int(self.columns["cell_question"][cell])

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

    # -------- words

    def stem(self, text: str) -> tuple[int, int, int] | None:
        """Return a stem's number, and how many passages and how many questions hold it; None where nothing does.

        A word that no English stem finds is looked up by its stem in the other languages of the answers.
        """
        if text not in self._stems:
            kin = (stem(text, language) for language in self.languages if language != "en")
            found = (self._stem_as_it_is(way) for way in (text, *kin))
            self._stems[text] = next((row for row in found if row is not None), None)
        return self._stems[text]

    def _stem_as_it_is(self, text: str) -> tuple[int, int, int] | None:
        row = self._db.execute("SELECT id, passages, questions FROM stem WHERE text = ?", (text,)).fetchone()
        return None if row is None else (row[0], row[1], row[2])

    @cached_property
    def languages(self) -> dict[str, int]:
        """The codes of the answers' languages → how many passages are in each, the most first."""
        return dict(self._db.execute("SELECT code, passages FROM language ORDER BY passages DESC, code").fetchall())

    def language_of(self, cell: int) -> str:
        """Return the code of the language of a cell, by its number."""
        return "en" if self.languages.keys() == {"en"} else self.cell(cell).language

    def languages_of(self, source: SourceRow) -> list[str]:
        """Return the language of each of a source's cells, in order."""
        rows = self._db.execute(
            "SELECT language FROM cell WHERE id >= ? AND id < ? ORDER BY id", schema.ids(source.key)
        )
        return [row[0] for row in rows]

    def word(self, text: str) -> int | None:
        """Return the number of a folded word of the answers or of the form; None where it is none."""
        row = self._db.execute("SELECT id FROM word WHERE text = ?", (text,)).fetchone()
        return None if row is None else int(row[0])

    def words_by_number(self) -> list[str]:
        """Return all words in the order of their numbers."""
        return [row[0] for row in self._db.execute("SELECT text FROM word ORDER BY id")]

    @cached_property
    def vocabulary(self) -> DocumentFrequencies:
        """The folded words that carry a topic, of the answers and of the form."""
        return DocumentFrequencies(self._db, self.stem)

    @cached_property
    def abbreviations(self) -> dict[str, tuple[str, ...]]:
        """Short form → its long forms, the most used first."""
        found: dict[str, list[str]] = {}
        for short, long in self._db.execute(
            "SELECT short, long FROM abbreviation GROUP BY short, long ORDER BY sum(uses) DESC, long"
        ):
            found.setdefault(short, []).append(long)
        return {short: tuple(longs) for short, longs in found.items()}

    @cached_property
    def synonyms(self) -> list[tuple[str, ...]]:
        """Groups of terms that the corpus's owner takes for one."""
        return [records.texts(row[0]) for row in self._db.execute("SELECT terms FROM synonym ORDER BY rowid")]

    @cached_property
    def names(self) -> NameTable:
        """What a question may call a respondent, a group, or a place that gave no response."""
        return NameTable(self._db)
