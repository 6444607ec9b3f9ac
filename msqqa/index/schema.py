"""The store's tables, and how their rows are named.

Cells and passages have ids that never change while their source stays what it is: the source's key, and the place in
it. Where they stand in the corpus today, by which the arrays of :mod:`msqqa.index.array_files` know them, follows from
their source's ``first_cell`` and ``first_passage``: adding a source moves the others without touching their rows.
"""

from __future__ import annotations

FILE = "store.sqlite"
PLACES = 20
"""Bits of a row's id that say which of its source's it is."""

WEIGHT = "CREATE TABLE IF NOT EXISTS weight (source INTEGER PRIMARY KEY REFERENCES source, value REAL)"
"""Made where it is not there: an index of this format may have been written before weights were kept."""
TABLES = f"""
{WEIGHT};
CREATE TABLE source (key INTEGER PRIMARY KEY, rank INTEGER, path TEXT UNIQUE, file TEXT, sha256 TEXT, size INTEGER,
                     mtime_ns INTEGER, form TEXT, stamp TEXT, first_cell INTEGER, cells INTEGER,
                     first_passage INTEGER, passages INTEGER, pages TEXT, text TEXT,
                     rows TEXT, withheld TEXT);
CREATE TABLE respondent (source INTEGER PRIMARY KEY REFERENCES source, id TEXT UNIQUE, name TEXT, aliases TEXT,
                         groups TEXT, edition TEXT, codes TEXT, place TEXT);
CREATE TABLE account (source INTEGER REFERENCES source, category TEXT, characters INTEGER);
CREATE TABLE cell (id INTEGER PRIMARY KEY, question TEXT, selection TEXT, options TEXT, selected_from INTEGER,
                   selected_to INTEGER, stance TEXT, basis TEXT, anchor_from INTEGER, anchor_to INTEGER,
                   runs TEXT, answers TEXT, withheld TEXT, language TEXT, value_from INTEGER, value TEXT);
CREATE TABLE passage (id INTEGER PRIMARY KEY, start INTEGER, end INTEGER, first_line INTEGER, last_line INTEGER,
                      text TEXT, quote TEXT);
CREATE TABLE abbreviation (source INTEGER, short TEXT, long TEXT, uses INTEGER, PRIMARY KEY (source, short, long));
CREATE TABLE synonym (terms TEXT);
CREATE TABLE skipped (path TEXT PRIMARY KEY, sha256 TEXT, reason TEXT);
CREATE TABLE beside (path TEXT PRIMARY KEY, what TEXT);
CREATE TABLE form (id TEXT PRIMARY KEY, title TEXT, edition TEXT, description TEXT);
CREATE TABLE question (row INTEGER PRIMARY KEY, form TEXT REFERENCES form, id TEXT, text TEXT, UNIQUE (form, id));
CREATE TABLE answer_type (question INTEGER PRIMARY KEY REFERENCES question, description TEXT);
CREATE TABLE phrasing (question INTEGER REFERENCES question, text TEXT);
CREATE TABLE name (words TEXT PRIMARY KEY, kind TEXT, ids TEXT, name TEXT) WITHOUT ROWID;
CREATE TABLE name_begins (word TEXT PRIMARY KEY, longest INTEGER) WITHOUT ROWID;
CREATE TABLE language (code TEXT PRIMARY KEY, passages INTEGER) WITHOUT ROWID;
CREATE TABLE word (text TEXT PRIMARY KEY, id INTEGER, uses INTEGER) WITHOUT ROWID;
CREATE TABLE stem (text TEXT PRIMARY KEY, id INTEGER, passages INTEGER, questions INTEGER) WITHOUT ROWID;
"""
BY_QUESTION = "CREATE INDEX IF NOT EXISTS cell_of_question ON cell (question)"

OF_A_SOURCE = ("respondent", "weight", "account", "abbreviation")
"""Tables with rows of one source; beside ``cell`` and ``passage``, whose ids name theirs."""
OF_ALL = (
    "synonym",
    "skipped",
    "beside",
    "form",
    "question",
    "answer_type",
    "phrasing",
    "name",
    "name_begins",
    "language",
    "word",
    "stem",
)
"""Tables that are written anew in every build: they are small."""


def ids(key: int) -> tuple[int, int]:
    """Return the first id of a source's rows, and the first that is no longer one."""
    return key << PLACES, (key + 1) << PLACES
