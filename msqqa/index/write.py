"""The store of a new generation: a copy of the last one's, in which only the rows of changed sources are others."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.closed.cells import value_of
from msqqa.closed.column import as_json
from msqqa.index import schema
from msqqa.index.abbreviations import definitions
from msqqa.index.types import types_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from msqqa.closed.column import ColumnType
    from msqqa.index.sources import IndexedSource
    from msqqa.model import Cell, Form, Range

_OF_THE_FORM = 0
"""Stands for a source where a form, not an answer, defines an abbreviation."""


class StoreWriter:
    """Fills a store. Use as a context manager; nothing is kept if the block fails."""

    def __init__(self, path: Path, earlier: Path | None = None) -> None:
        if earlier is not None:
            shutil.copyfile(earlier, path)
        self._db = sqlite3.connect(path)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        if earlier is None:
            self._db.executescript(schema.TABLES)
        else:
            self._db.execute(schema.WEIGHT)
        for table in schema.OF_ALL:
            self._db.execute(f"DELETE FROM {table}")
        self._db.execute("DELETE FROM abbreviation WHERE source = ?", (_OF_THE_FORM,))

    def __enter__(self) -> StoreWriter:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is None:
            self._db.execute(schema.BY_QUESTION)  # once all cells are there: that takes half as long
            self._db.commit()
        self._db.close()

    def remove(self, key: int) -> None:
        """Remove a source with all that is its own."""
        self._db.execute("DELETE FROM source WHERE key = ?", (key,))
        for table in schema.OF_A_SOURCE:
            self._db.execute(f"DELETE FROM {table} WHERE source = ?", (key,))
        for table in ("cell", "passage"):
            self._db.execute(f"DELETE FROM {table} WHERE id >= ? AND id < ?", schema.ids(key))

    def add(self, block: IndexedSource) -> int:
        """Add a source with its respondent, cells and passages; return its key."""
        document = block.document
        file = (document.path, block.file, document.sha256, block.size, block.mtime_ns)
        text = (_dump(document.pages), document.text, json.dumps(document.rows), _dump(block.withheld))
        cursor = self._db.execute(
            "INSERT INTO source (path, file, sha256, size, mtime_ns, form, stamp, pages, text, rows,"
            " withheld) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*file, block.form, block.stamp, *text),
        )
        key = int(cursor.lastrowid or 0)
        r = block.respondent
        respondent = (key, r.id, r.name, _dump(r.aliases), _dump(r.groups), r.edition, _dump(r.codes), block.place)
        self._db.execute("INSERT INTO respondent VALUES (?, ?, ?, ?, ?, ?, ?, ?)", respondent)
        if r.weight is not None:
            self._db.execute("INSERT INTO weight VALUES (?, ?)", (key, r.weight))
        account = [(key, category, n) for category, n in block.account.items()]
        self._db.executemany("INSERT INTO account VALUES (?, ?, ?)", account)
        first, _ = schema.ids(key)
        cells = (_cell_row(first + n, cell, document.text) for n, cell in enumerate(block.cells))
        self._db.executemany("INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", cells)
        passages = [(first + n, p.start, p.end, *p.lines, p.text, p.quote) for n, p in enumerate(block.passages)]
        self._db.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?)", passages)
        self._add_abbreviations(key, (p.text for p in block.passages))
        return key

    def order(self, places: Sequence[tuple[int, int, int, int, int]]) -> None:
        """Say where each source stands, in order: (key, first cell, cells, first passage, passages)."""
        self._db.executemany(
            "UPDATE source SET rank = ?, first_cell = ?, cells = ?, first_passage = ?, passages = ? WHERE key = ?",
            [(rank, *place[1:], place[0]) for rank, place in enumerate(places)],
        )

    def add_forms(self, forms: Iterable[Form]) -> None:
        """Add forms with their questions, and each question's phrasings."""
        row = 0
        for form in forms:
            description = json.dumps(asdict(form), ensure_ascii=False)
            self._db.execute("INSERT INTO form VALUES (?, ?, ?, ?)", (form.id, form.title, form.edition, description))
            for question in form.questions:
                text = form.full_text(question)
                self._db.execute("INSERT INTO question VALUES (?, ?, ?, ?)", (row, form.id, question.id, text))
                phrasings = [(row, phrasing) for phrasing in form.phrasings(question)]
                self._db.executemany("INSERT INTO phrasing VALUES (?, ?)", phrasings)
                self._add_abbreviations(_OF_THE_FORM, [text])
                row += 1

    def add_types(self, forms: Iterable[Form]) -> dict[int, ColumnType]:
        """Add what kind of values each question is answered with, as all of its answers together tell; return these."""
        types = dict(types_of(self._db, forms))
        rows = [(row, as_json(column)) for row, column in types.items()]
        self._db.executemany("INSERT INTO answer_type VALUES (?, ?)", rows)
        return types

    def add_skipped(self, skipped: Mapping[str, tuple[str, str]]) -> None:
        """Add what was left out: path → the file's hash, and why."""
        self._db.executemany("INSERT INTO skipped VALUES (?, ?, ?)", [(p, *why) for p, why in skipped.items()])

    def add_beside(self, beside: Mapping[str, str]) -> None:
        """Add the files that tell something about others: path → what."""
        self._db.executemany("INSERT INTO beside VALUES (?, ?)", list(beside.items()))

    def add_synonyms(self, groups: Iterable[Sequence[str]]) -> None:
        """Add groups of terms that are taken for one."""
        self._db.executemany("INSERT INTO synonym VALUES (?)", [(_dump(group),) for group in groups])

    def add_names(self, names: Mapping[tuple[str, ...], tuple[str, tuple[str, ...], str]]) -> None:
        """Add what a question may call somebody: folded words → kind, ids, name."""
        longest: dict[str, int] = {}
        for key in names:
            longest[key[0]] = max(longest.get(key[0], 0), len(key))
        rows = [(" ".join(key), kind, _dump(ids), name) for key, (kind, ids, name) in names.items()]
        self._db.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", rows)
        self._db.executemany("INSERT INTO name_begins VALUES (?, ?)", longest.items())

    def add_languages(self, languages: Iterable[tuple[str, int]]) -> None:
        """Add the languages of the answers: (code, passages)."""
        self._db.executemany("INSERT INTO language VALUES (?, ?)", languages)

    def add_words(self, words: Iterable[tuple[str, int, int]], stems: Iterable[tuple[str, int, int, int]]) -> None:
        """Add the vocabulary: (word, id, texts that use it) and (stem, id, passages, questions)."""
        self._db.executemany("INSERT INTO word VALUES (?, ?, ?)", words)
        self._db.executemany("INSERT INTO stem VALUES (?, ?, ?, ?)", stems)

    def _add_abbreviations(self, source: int, texts: Iterable[str]) -> None:
        uses = Counter(found for text in texts for found in definitions(text))
        rows = [(source, short, long, n) for (short, long), n in uses.items()]
        self._db.executemany(
            "INSERT INTO abbreviation VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET uses = uses + excluded.uses", rows
        )


_UNSELECTED = (None, None)


def _cell_row(id_: int, cell: Cell, text: str) -> tuple[object, ...]:
    selection = cell.selection
    return (
        id_,
        cell.question,
        selection.state,
        _dump_texts(selection.options),
        *(selection.span or _UNSELECTED),
        cell.stance,
        cell.basis,
        *(cell.anchor or _UNSELECTED),
        _dump_ranges(cell.runs),
        _dump_ranges(cell.answers),
        _dump_ranges(cell.withheld),
        cell.language,
        *value_of(text, cell),
    )


def _dump(items: Sequence[str] | Sequence[int] | Sequence[Range]) -> str:
    return json.dumps(list(items), ensure_ascii=False)


_dump_texts = lru_cache(maxsize=4096)(_dump)


def _dump_ranges(ranges: Sequence[Range]) -> str:
    """Return ranges as JSON; there are millions in a large table, and mostly one or none in a cell."""
    return "[" + ", ".join([f"[{start}, {end}]" for start, end in ranges]) + "]"
