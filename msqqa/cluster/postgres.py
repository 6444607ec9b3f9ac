"""PostgreSQL: connecting to it, which index is the one that is read, and what goes wrong there in one line."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from msqqa.cluster.address import ROWS
from msqqa.errors import MachineError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.index.engine import Cursor

_SECONDS = 10
_SCHEMA = "msqqa"
PUBLISHED = f"{_SCHEMA}.published"
"""The table that says which generation of each index is read: collection → its manifest, and the one before."""
MADE = f"""
CREATE SCHEMA IF NOT EXISTS {_SCHEMA};
CREATE TABLE IF NOT EXISTS {PUBLISHED} (collection text PRIMARY KEY, manifest text NOT NULL, generation text NOT NULL,
                                        earlier text);
"""


class Postgres:
    """A connection that carries out a store's statements; ``?`` stands for a value in them.

    Raises
    ------
    StoreError
        If ``psycopg`` is not installed, or nothing there lets us in.
    """

    def __init__(self, named: str) -> None:
        try:
            import psycopg
        except ImportError as error:
            what = f"the rows stand in PostgreSQL ({ROWS}), which needs psycopg, which is not here"
            raise StoreError(what, "pip install 'msqqa[milvus]'") from error
        self.name = _hide_password(psycopg, named)
        with self.telling():
            # A question asks for its rows one after the other: nothing is kept open between them.
            self.connection = psycopg.connect(named, autocommit=True, connect_timeout=_SECONDS)

    def use(self, schema: str) -> None:
        """Look for tables in one schema, and change nothing from now on."""
        from psycopg import sql

        with self.telling():
            self.connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
            self.connection.execute("SET default_transaction_read_only = on")

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Cursor:
        """Carry out a statement."""
        with self.telling():
            found: Cursor = self.connection.execute(statement.replace("?", "%s"), values)
            return found

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what PostgreSQL raises into one line with what to do.

        Raises
        ------
        StoreError
            If it is away, does not let us in, or has no such index.
        MachineError
            If it fails otherwise.
        """
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            raise describe_error(self.name, error) from error


def describe_error(name: str, error: Exception) -> StoreError | MachineError:
    """Return what a user is told of an error of PostgreSQL."""
    from psycopg import errors

    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    message = lines[0] if lines else type(error).__name__
    low = str(error).lower()
    if isinstance(error, errors.InsufficientPrivilege):
        return StoreError(f"{name}: {message}", "ask for the right to it: GRANT pg_read_all_data, or CREATE to build")
    if "password" in low or isinstance(error, errors.InvalidPassword | errors.InvalidAuthorizationSpecification):
        return StoreError(f"{name}: the password is wrong, or there is none", "give it in PGPASSWORD, or in ~/.pgpass")
    if isinstance(error, errors.ReadOnlySqlTransaction):
        return MachineError(f"{name}: {message}", "give the primary server, not a copy of it")
    if isinstance(error, errors.DiskFull):
        return MachineError(f"{name}: no room left on its disk", "free some, and build again")
    if "does not exist" in low and "database" in low:
        return StoreError(f"{name}: {message.rpartition('FATAL:')[2].strip()}", f"make it, or correct {ROWS}")
    away = ("refused", "timeout", "timed out", "translate", "resolve", "no route", "no such file", "closed", "terminat")
    if any(mark in low for mark in away):
        return StoreError(f"{name}: no PostgreSQL answers there", f"start it, or correct {ROWS}")
    return MachineError(f"{name}: PostgreSQL refuses ({message[:200]})", "look into its log")


def _hide_password(psycopg: Any, named: str) -> str:
    """Return a database as it may be printed, without its password."""
    try:
        said = psycopg.conninfo.conninfo_to_dict(named)
    except psycopg.Error as error:
        what = f"{ROWS} names no database ({str(error).strip()})"
        raise StoreError(what, "give postgresql://user@host:5432/database") from error
    host, port = said.get("host") or "localhost", said.get("port")
    return f"postgresql://{host}{f':{port}' if port else ''}/{said.get('dbname') or ''}"
