"""A new store, written once: see :mod:`msqqa.index.store` for what is in it.

Rows are numbered from 1 in the order of the corpus, so that ties are always broken in the same way. FTS5 is given
stems, not text: its own stemmer and ours would disagree.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from msqqa.index.abbreviations import definitions
from msqqa.index.split import sentences_of
from msqqa.words import content_words, stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from msqqa.model import Category, Cell, Document, Form, Passage, Respondent

_SCHEMA = """
CREATE TABLE source (id INTEGER PRIMARY KEY, path TEXT UNIQUE, sha256 TEXT, size INTEGER, mtime_ns INTEGER,
                     form TEXT, text TEXT);
CREATE TABLE skipped (path TEXT PRIMARY KEY, reason TEXT);
CREATE TABLE account (source INTEGER REFERENCES source, category TEXT, characters INTEGER);
CREATE TABLE form (id TEXT PRIMARY KEY, title TEXT, edition TEXT, description TEXT);
CREATE TABLE respondent (id TEXT PRIMARY KEY, name TEXT, aliases TEXT, groups TEXT, edition TEXT, place TEXT);
CREATE TABLE place (name TEXT, code TEXT);
CREATE TABLE question (row INTEGER PRIMARY KEY, form TEXT REFERENCES form, id TEXT, text TEXT, UNIQUE (form, id));
CREATE TABLE phrasing (question INTEGER REFERENCES question, text TEXT, vector INTEGER);
CREATE TABLE cell (id INTEGER PRIMARY KEY, respondent TEXT REFERENCES respondent, question TEXT,
                   question_row INTEGER REFERENCES question, source INTEGER REFERENCES source,
                   selection TEXT, options TEXT, selected_from INTEGER, selected_to INTEGER,
                   stance TEXT, basis TEXT, anchor_from INTEGER, anchor_to INTEGER, UNIQUE (respondent, question));
CREATE TABLE span (cell INTEGER REFERENCES cell, role TEXT, start INTEGER, end INTEGER);
CREATE INDEX span_cell ON span (cell);
CREATE TABLE passage (id INTEGER PRIMARY KEY, cell INTEGER REFERENCES cell, start INTEGER, end INTEGER, text TEXT,
                      key TEXT, vector INTEGER);
CREATE INDEX passage_cell ON passage (cell);
CREATE INDEX passage_vector ON passage (vector);
CREATE TABLE abbreviation (short TEXT, long TEXT, uses INTEGER, PRIMARY KEY (short, long));
CREATE TABLE sentence (passage INTEGER REFERENCES passage, vector INTEGER);
CREATE INDEX sentence_passage ON sentence (passage);
CREATE TABLE word (text TEXT PRIMARY KEY, texts INTEGER, vector INTEGER);
CREATE TABLE vector (row INTEGER PRIMARY KEY, key TEXT UNIQUE);
CREATE VIRTUAL TABLE answer_words USING fts5(stems);
CREATE VIRTUAL TABLE question_words USING fts5(stems);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(answer_words, row);
CREATE VIRTUAL TABLE question_vocabulary USING fts5vocab(question_words, row);
"""


class Writer:
    """Fills a new store. Use as a context manager; nothing is kept if the block fails."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        self._vectors: dict[str, int] = {}
        self._questions: dict[tuple[str, str], int] = {}
        self._words: Counter[str] = Counter()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is None:
            self._db.executemany("INSERT INTO vector VALUES (?, ?)", [(r, k) for k, r in self._vectors.items()])
            self._db.commit()
        self._db.close()

    @property
    def keys(self) -> list[str]:
        """The keys of all vectors wanted, by row from 0."""
        return list(self._vectors)

    def add_form(self, form: Form, key: Callable[[str], str]) -> None:
        """Add a form once; ``key`` names the vector of each of its questions' phrasings."""
        self._db.execute("INSERT INTO form VALUES (?, ?, ?, ?)", (form.id, form.title, form.edition, _dump_form(form)))
        for question in form.questions:
            row = len(self._questions) + 1
            self._questions[form.id, question.id] = row
            text, phrasings = form.full_text(question), form.phrasings(question)
            self._db.execute("INSERT INTO question VALUES (?, ?, ?, ?)", (row, form.id, question.id, text))
            vectors = [(row, phrasing, self._vector(key(phrasing))) for phrasing in phrasings]
            self._db.executemany("INSERT INTO phrasing VALUES (?, ?, ?)", vectors)
            self.add_abbreviations(text)
            self._words.update({word.text for phrasing in phrasings for word in content_words(phrasing)})
            found = " ".join(stem for phrasing in phrasings for stem in stems(phrasing))
            self._db.execute("INSERT INTO question_words (rowid, stems) VALUES (?, ?)", (row, found))

    def add_places(self, places: Iterable[tuple[str, str]]) -> None:
        self._db.executemany("INSERT INTO place VALUES (?, ?)", places)

    def add_respondent(self, respondent: Respondent, place: str | None) -> None:
        row = (respondent.id, respondent.name, _list(respondent.aliases), _list(respondent.groups))
        self._db.execute("INSERT INTO respondent VALUES (?, ?, ?, ?, ?, ?)", (*row, respondent.edition, place))

    def add_words(self, key: Callable[[str], str]) -> None:
        """Add every word of what was added before, with the key of its own vector; numbers have none."""
        rows = [(word, n, self._vector(key(word))) for word, n in sorted(self._words.items()) if not word.isnumeric()]
        self._db.executemany("INSERT INTO word VALUES (?, ?, ?)", rows)

    def add_abbreviations(self, text: str) -> None:
        """Add the abbreviations that a text defines."""
        for short, long in definitions(text):
            self._db.execute(
                "INSERT INTO abbreviation VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET uses = uses + 1", (short, long)
            )

    def add_skipped(self, path: str, reason: str) -> None:
        self._db.execute("INSERT INTO skipped VALUES (?, ?)", (path, reason))

    def add_source(self, document: Document, size: int, mtime_ns: int, form: str, account: dict[Category, int]) -> int:
        """Add a source with its text; return its row."""
        row = (document.path, document.sha256, size, mtime_ns, form, document.text)
        cursor = self._db.execute(
            "INSERT INTO source (path, sha256, size, mtime_ns, form, text) VALUES (?, ?, ?, ?, ?, ?)", row
        )
        source = int(cursor.lastrowid or 0)
        self._db.executemany("INSERT INTO account VALUES (?, ?, ?)", [(source, c, n) for c, n in account.items()])
        return source

    def add_cell(
        self, cell: Cell, source: int, form: str, passages: Iterable[Passage], key: Callable[[str], str]
    ) -> None:
        """Add a cell with its spans, its passages, and the passages' sentences, whose vectors ``key`` names."""
        selected = cell.selection.span or (None, None)
        anchor = cell.anchor or (None, None)
        row = (cell.respondent, cell.question, self._questions[form, cell.question], source, cell.selection.state)
        cursor = self._db.execute(
            "INSERT INTO cell (respondent, question, question_row, source, selection, options, selected_from,"
            " selected_to, stance, basis, anchor_from, anchor_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, _list(cell.selection.options), *selected, cell.stance, cell.basis, *anchor),
        )
        roles = (("run", cell.runs), ("answer", cell.answers), ("withheld", cell.withheld))
        spans = [(cursor.lastrowid, role, start, end) for role, ranges in roles for start, end in ranges]
        self._db.executemany("INSERT INTO span VALUES (?, ?, ?, ?)", spans)
        for p in passages:
            added = self._db.execute(
                "INSERT INTO passage (cell, start, end, text, key, vector) VALUES (?, ?, ?, ?, ?, ?)",
                (cursor.lastrowid, p.start, p.end, p.text, p.key, self._vector(p.key)),
            )
            self.add_abbreviations(p.text)
            sentences = [(added.lastrowid, self._vector(key(s))) for s in sentences_of(p.text)]
            self._db.executemany("INSERT INTO sentence VALUES (?, ?)", sentences)
            self._words.update({word.text for word in content_words(p.text)})
            found = " ".join(stems(p.text))
            self._db.execute("INSERT INTO answer_words (rowid, stems) VALUES (?, ?)", (added.lastrowid, found))

    def _vector(self, key: str) -> int:
        return self._vectors.setdefault(key, len(self._vectors))


def _list(items: Sequence[str]) -> str:
    return json.dumps(list(items), ensure_ascii=False)


def _dump_form(form: Form) -> str:
    return json.dumps(asdict(form), ensure_ascii=False)
