"""The rows and arrays of a generation → PostgreSQL, in one transaction with the row that says it is the one read."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from msqqa.cluster.arrays import TABLE, rows_in_one
from msqqa.cluster.copying import as_binary, as_text
from msqqa.cluster.postgres import MADE, PUBLISHED, quote_name
from msqqa.cluster.store import ARRAYS, PIECES
from msqqa.errors import MachineError
from msqqa.index import array_files, dense, manifest, schema
from msqqa.index.location import display_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from msqqa.cluster.address import Address
    from msqqa.cluster.postgres import Postgres
    from msqqa.index.manifest import Manifest

_TYPES = {"INTEGER": "bigint", "REAL": "double precision", "TEXT": 'text COLLATE "C"'}
"""Texts are compared by their bytes, as SQLite does, whatever the server's language."""
_IN_ORDER = ("phrasing", "synonym")
"""Tables that are read in the order in which they were written."""
_INDEXES = (
    ("cell", "question"),
    ("respondent", "id"),
    ("source", "path"),
    ("account", "source"),
    ("respondent", "source"),
)
_LETTERS = "CREATE FUNCTION instr(text, text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT strpos($1, $2)'"
"""A store asks for it by SQLite's name."""


def schema_of(address: Address, generation: str) -> str:
    """Return the schema in which a generation's tables stand."""
    return f"msqqa_{address.collection}_{generation.rpartition('-')[2]}"


def load_published(database: Postgres, address: Address, index: Path, corpus: Path | None = None) -> Manifest | None:
    """Return the manifest of the generation that is read; None where nothing was published.

    Raises
    ------
    StoreError
        If it is of another format than this msqqa reads, or damaged.
    """
    there = database.execute("SELECT to_regclass(?)", (PUBLISHED,)).fetchone()
    if there is None or there[0] is None:
        return None
    row = database.execute(f"SELECT manifest FROM {PUBLISHED} WHERE collection = ?", (address.collection,)).fetchone()
    if row is None:
        return None
    return manifest.read(str(row[0]).encode(), index / manifest.FILE, index, corpus)


def write_rows(database: Postgres, address: Address, folder: Path, new: Manifest) -> None:
    """Write a generation's rows and arrays, and make it the one that is read; all of it or nothing.

    Raises
    ------
    MachineError
        If another one publishes this index at the moment, or PostgreSQL cannot take the rows.
    """
    own = quote_name(schema_of(address, new.generation))
    with database.transaction():
        row = database.execute(
            "SELECT pg_try_advisory_xact_lock(hashtext(?))", (f"msqqa {address.collection}",)
        ).fetchone()
        if row is None or not row[0]:
            raise MachineError(
                f"another msqqa is publishing {display_address(address)}", "wait for it, and build again"
            )
        database.execute(MADE)
        database.execute(f"DROP SCHEMA IF EXISTS {own} CASCADE")
        database.execute(f"CREATE SCHEMA {own}")
        database.execute(f"SET LOCAL search_path TO {own}")
        database.execute(_LETTERS)
        _write_tables(database, folder)
        _write_arrays(database, folder)
        database.execute(
            f"INSERT INTO {PUBLISHED} VALUES (?, ?, ?, NULL) ON CONFLICT (collection) DO UPDATE SET"
            f" manifest = excluded.manifest, generation = excluded.generation, earlier = CASE"
            f" WHEN {PUBLISHED}.generation = excluded.generation THEN {PUBLISHED}.earlier"
            f" ELSE {PUBLISHED}.generation END",
            (address.collection, new.dump(), new.generation),
        )


def list_kept(database: Postgres, address: Address) -> set[str]:
    """Return the generations that are read, or may be as yet."""
    row = database.execute(
        f"SELECT generation, earlier FROM {PUBLISHED} WHERE collection = ?", (address.collection,)
    ).fetchone()
    return {generation for generation in row or () if generation}


def drop_other_rows(database: Postgres, address: Address, kept: set[str]) -> None:
    """Drop the tables of generations that nobody reads any more."""
    names = {schema_of(address, generation) for generation in kept}
    for (name,) in database.execute("SELECT nspname FROM pg_namespace"):
        own, _, mark = str(name).rpartition("_")
        if own == f"msqqa_{address.collection}" and len(mark) == 12 and name not in names:
            database.execute(f"DROP SCHEMA {quote_name(name)} CASCADE")


def display_address(address: Address) -> str:
    """Return an address as it was given."""
    from pathlib import Path

    return display_index(Path(str(address)))


# ---------------------------------------------------------------- what is written


def _write_tables(database: Postgres, folder: Path) -> None:
    source = sqlite3.connect(f"{(folder / schema.FILE).resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        tables = [row[0] for row in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            about = source.execute(f"PRAGMA table_info({table})").fetchall()
            own = [f"{quote_name(row[1])} {_TYPES[row[2]]}" for row in about]
            if table in _IN_ORDER:
                own.append("rowid bigserial")
            database.execute(f"CREATE TABLE {quote_name(table)} ({', '.join(own)})")
            listed = ", ".join(quote_name(row[1]) for row in about)
            order = " ORDER BY rowid" if table in _IN_ORDER else ""
            rows = source.execute(f"SELECT {listed} FROM {table}{order}")
            database.copy(f"COPY {quote_name(table)} ({listed}) FROM STDIN", as_text(rows))
            keys = [quote_name(row[1]) for row in sorted(about, key=lambda row: row[5]) if row[5]]
            if keys:
                database.execute(f"ALTER TABLE {quote_name(table)} ADD PRIMARY KEY ({', '.join(keys)})")
    finally:
        source.close()
    for table, column in _INDEXES:
        database.execute(f"CREATE INDEX ON {quote_name(table)} ({quote_name(column)})")


def _write_arrays(database: Postgres, folder: Path) -> None:
    database.execute(f'CREATE TABLE {ARRAYS} (name text COLLATE "C" PRIMARY KEY, dtype text, shape text)')
    database.execute(f'CREATE TABLE {TABLE} (array_name text COLLATE "C", n bigint, data bytea)')
    # In place, and as it is: numbers hardly grow smaller, and whoever wants one would have to unpack all.
    database.execute(f"ALTER TABLE {TABLE} ALTER COLUMN data SET STORAGE EXTERNAL")
    for name, array in _arrays(folder):
        shape = json.dumps([int(n) for n in array.shape])
        database.execute(f"INSERT INTO {ARRAYS} VALUES (?, ?, ?)", (name, str(array.dtype.str), shape))
        pieces = as_binary(_pieces(name, array))
        database.copy(f"COPY {TABLE} (array_name, n, data) FROM STDIN (FORMAT BINARY)", pieces)
    database.execute(f"ALTER TABLE {TABLE} ADD PRIMARY KEY (array_name, n)")
    database.execute(f"ANALYZE {TABLE}")


def _pieces(name: str, array: NDArray[Any]) -> Iterator[tuple[bytes, bytes, bytes]]:
    in_one, called = rows_in_one(array.dtype, array.shape), name.encode()
    for n, begin in enumerate(range(0, len(array), in_one)):
        yield called, n.to_bytes(8, "big"), array[begin : begin + in_one].tobytes()


def _arrays(folder: Path) -> Iterator[tuple[str, NDArray[Any]]]:
    kept = array_files.IndexArrays(folder)
    for name in array_files.NAMES:
        yield name, kept[name]
    yield PIECES, dense.Vectors(folder).pieces
