"""The rows and arrays of a generation → PostgreSQL, in one transaction with the row that says it is the one read."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from msqqa.cluster.arrays import TABLE, rows_in_one
from msqqa.cluster.postgres import MADE, PUBLISHED
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
    from psycopg import sql

    own = sql.Identifier(schema_of(address, new.generation))
    with database.telling(), database.connection.transaction():
        cursor = database.connection.cursor()
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", (f"msqqa {address.collection}",))
        row = cursor.fetchone()
        if row is None or not row[0]:
            raise MachineError(f"another msqqa is publishing {shown_of(address)}", "wait for it, and build again")
        cursor.execute(MADE)
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(own))
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(own))
        cursor.execute(sql.SQL("SET LOCAL search_path TO {}").format(own))
        cursor.execute(_LETTERS)
        _write_tables(cursor, folder)
        _write_arrays(cursor, folder)
        cursor.execute(
            f"INSERT INTO {PUBLISHED} VALUES (%s, %s, %s, NULL) ON CONFLICT (collection) DO UPDATE SET"
            f" manifest = excluded.manifest, generation = excluded.generation, earlier = CASE"
            f" WHEN {PUBLISHED}.generation = excluded.generation THEN {PUBLISHED}.earlier"
            f" ELSE {PUBLISHED}.generation END",
            (address.collection, new.dump(), new.generation),
        )


def kept_of(database: Postgres, address: Address) -> set[str]:
    """Return the generations that are read, or may be as yet."""
    row = database.execute(
        f"SELECT generation, earlier FROM {PUBLISHED} WHERE collection = ?", (address.collection,)
    ).fetchone()
    return {generation for generation in row or () if generation}


def drop_other_rows(database: Postgres, address: Address, kept: set[str]) -> None:
    """Drop the tables of generations that nobody reads any more."""
    from psycopg import sql

    names = {schema_of(address, generation) for generation in kept}
    with database.telling():
        found = database.connection.execute("SELECT nspname FROM pg_namespace").fetchall()
        for (name,) in found:
            own, _, mark = str(name).rpartition("_")
            if own == f"msqqa_{address.collection}" and len(mark) == 12 and name not in names:
                database.connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))


def shown_of(address: Address) -> str:
    """Return an address as it was given."""
    from pathlib import Path

    return display_index(Path(str(address)))


# ---------------------------------------------------------------- what is written


def _write_tables(cursor: Any, folder: Path) -> None:
    from psycopg import sql

    source = sqlite3.connect(f"{(folder / schema.FILE).resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        tables = [row[0] for row in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            about = source.execute(f"PRAGMA table_info({table})").fetchall()
            names = [row[1] for row in about]
            own = [sql.SQL("{} {}").format(sql.Identifier(row[1]), sql.SQL(_TYPES[row[2]])) for row in about]
            if table in _IN_ORDER:
                own.append(sql.SQL("rowid bigserial"))
            cursor.execute(sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(table), sql.SQL(", ").join(own)))
            listed = sql.SQL(", ").join(map(sql.Identifier, names))
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), listed)
            with cursor.copy(into) as copy:
                quoted = ", ".join(f'"{name}"' for name in names)
                order = " ORDER BY rowid" if table in _IN_ORDER else ""
                for row in source.execute(f"SELECT {quoted} FROM {table}{order}"):
                    copy.write_row(row)
            keys = [row[1] for row in sorted(about, key=lambda row: row[5]) if row[5]]
            if keys:
                primary = sql.SQL(", ").join(map(sql.Identifier, keys))
                cursor.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})").format(sql.Identifier(table), primary))
    finally:
        source.close()
    for table, column in _INDEXES:
        cursor.execute(sql.SQL("CREATE INDEX ON {} ({})").format(sql.Identifier(table), sql.Identifier(column)))


def _write_arrays(cursor: Any, folder: Path) -> None:
    cursor.execute(f'CREATE TABLE {ARRAYS} (name text COLLATE "C" PRIMARY KEY, dtype text, shape text)')
    cursor.execute(f'CREATE TABLE {TABLE} (array_name text COLLATE "C", n bigint, data bytea)')
    # In place, and as it is: numbers hardly grow smaller, and whoever wants one would have to unpack all.
    cursor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN data SET STORAGE EXTERNAL")
    for name, array in _arrays(folder):
        dtype = str(array.dtype.str)
        cursor.execute(
            f"INSERT INTO {ARRAYS} VALUES (%s, %s, %s)", (name, dtype, json.dumps([int(n) for n in array.shape]))
        )
        in_one = rows_in_one(array.dtype, array.shape)
        with cursor.copy(f"COPY {TABLE} (array_name, n, data) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["text", "int8", "bytea"])
            for n, begin in enumerate(range(0, len(array), in_one)):
                copy.write_row((name, n, array[begin : begin + in_one].tobytes()))
    cursor.execute(f"ALTER TABLE {TABLE} ADD PRIMARY KEY (array_name, n)")
    cursor.execute(f"ANALYZE {TABLE}")


def _arrays(folder: Path) -> Iterator[tuple[str, NDArray[Any]]]:
    kept = array_files.IndexArrays(folder)
    for name in array_files.NAMES:
        yield name, kept[name]
    yield PIECES, dense.Vectors(folder).pieces
