"""PostgreSQL: connecting to it, which index is the one that is read, and what goes wrong there in one line."""

from __future__ import annotations

import re
import struct
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from msqqa.cluster.address import ROWS
from msqqa.cluster.conninfo import target_of
from msqqa.cluster.dial import no_answer, reach
from msqqa.errors import MachineError, StoreError

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable, Iterator, Sequence

    from msqqa.cluster.conninfo import Target

_SCHEMA = "msqqa"
PUBLISHED = f"{_SCHEMA}.published"
"""The table that says which generation of each index is read: collection → its manifest, and the one before."""
MADE = f"""
CREATE SCHEMA IF NOT EXISTS {_SCHEMA};
CREATE TABLE IF NOT EXISTS {PUBLISHED} (collection text PRIMARY KEY, manifest text NOT NULL, generation text NOT NULL,
                                        earlier text);
"""
_MARKS = re.compile(r"\bIN \((\?(?:, ?\?)*)\)|\?")


class QueriedRows:
    """What a statement found."""

    def __init__(self, found: list[list[Any]] | None) -> None:
        self._rows = map(tuple, found or ())

    def fetchone(self) -> Any:
        """Return the next row; None where there is none."""
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows


class Postgres:
    """A connection that carries out a store's statements; ``?`` stands for a value in them.

    Raises
    ------
    StoreError
        If ``pg8000`` is not installed, or nothing there lets us in.
    """

    def __init__(self, named: str) -> None:
        try:
            import pg8000.native  # noqa: F401
        except ImportError as error:
            what = f"the rows stand in PostgreSQL ({ROWS}), which needs pg8000, which is not here"
            raise StoreError(what, "pip install 'msqqa[milvus]'") from error
        self._target = target_of(named)
        self.name = self._target.name
        self._schema: str | None = None
        # A store has some dozens of statements. The server reads each once; from then on it is one way there and back.
        self._prepared: dict[str, Any] = {}
        self._connection: Any = _connect(self._target)

    def use(self, schema: str) -> None:
        """Look for tables in one schema, and change nothing from now on."""
        self._schema = schema
        self.execute(f"SET search_path TO {quote_name(schema)}")
        self.execute("SET default_transaction_read_only = on")

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> QueriedRows:
        """Carry out a statement; without values also several."""
        with self._asking() as connection:
            if not values:
                return QueriedRows(connection.run(statement))
            text, given = _number_values(statement, values)
            prepared = self._prepared.get(text)
            if prepared is None:
                prepared = self._prepared[text] = connection.prepare(text)
            return QueriedRows(prepared.run(**given))

    def copy(self, statement: str, blocks: Iterable[bytes]) -> None:
        """Carry out ``COPY … FROM STDIN`` with what some blocks hold, one after the other."""
        with self._asking() as connection:
            connection.run(statement, stream=blocks)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do what is done within it wholly, or not at all."""
        self.execute("BEGIN")
        try:
            yield
        except BaseException:
            with suppress(StoreError, MachineError):
                if self._connection is not None:  # who is gone has changed nothing
                    self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        from pg8000.native import Error

        own, self._connection = self._connection, None
        self._prepared.clear()
        with suppress(Error, OSError):  # of a server that is gone
            if own is not None:
                own.close()

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        """Lend the connection for one statement, and turn what PostgreSQL raises into one line with what to do.

        Raises
        ------
        StoreError
            If it is away, does not let us in, or has no such index.
        MachineError
            If it fails otherwise.
        """
        from pg8000.native import DatabaseError, Error

        if self._connection is None:
            self._connection = _connect(self._target)
            if self._schema is not None:
                self.use(self._schema)
        try:
            yield self._connection
        except DatabaseError as error:
            raise describe_error(self.name, error) from error
        except BaseException as error:
            # Somebody stopped it, or the way is cut: what is left of this answer would be taken for the next one's.
            self.close()
            if isinstance(error, Error | OSError):
                raise describe_error(self.name, error) from error
            raise


def quote_name(name: str) -> str:
    """Return a name as it stands in a statement."""
    from pg8000.native import identifier

    return str(identifier(name))


def describe_error(name: str, error: BaseException) -> StoreError | MachineError:
    """Return what a user is told of an error of PostgreSQL, or of the way to it."""
    said = _answer(error)
    if said is None:
        return no_answer(name)
    code, message = said.get("C", ""), " ".join(said.get("M", "").split())
    if code == "42501":
        return StoreError(f"{name}: {message}", "ask for the right to it: GRANT pg_read_all_data, or CREATE to build")
    if code == "28000":
        return StoreError(f"{name}: {message}", f"let this user in by its pg_hba.conf, or correct {ROWS}")
    if code == "3D000":
        return StoreError(f"{name}: {message}", f"make it, or correct {ROWS}")
    if code == "25006":
        return MachineError(f"{name}: {message}", "give the primary server, not a copy of it")
    if code == "53100":
        return MachineError(f"{name}: no room left on its disk", "free some, and build again")
    if code.startswith("57P0"):  # it stops, or has not started as yet
        return StoreError(f"{name}: no PostgreSQL answers there ({message})", f"start it, or correct {ROWS}")
    return MachineError(f"{name}: PostgreSQL refuses ({message[:200]})", "look into its log")


def _refuse_password(target: Target) -> StoreError:
    # A server says the same of a wrong password and of a user that it does not know.
    if target.password_from:
        what = f"{target.name}: the password of the user {target.user} is wrong, or there is no such user"
        return StoreError(what, f"correct it in {target.password_from}")
    what = f"{target.name}: the user {target.user} needs a password, and none was given"
    return StoreError(what, "give it in PGPASSWORD, or in ~/.pgpass, which only you may read")


def _answer(error: BaseException | None) -> dict[str, str] | None:
    """Return the fields of the server's own answer; None where it gave none."""
    from pg8000.native import DatabaseError, Error

    # Whoever is refused is cut off too, and pg8000 may raise that in place of the refusal.
    while isinstance(error, Error | OSError):
        if isinstance(error, DatabaseError) and error.args and isinstance(error.args[0], dict):
            return error.args[0]
        error = error.__context__
    return None


def _connect(target: Target) -> Any:
    made = reach(target)
    try:
        connection = _greet(target, made)
        made.settimeout(None)  # a table's key takes as long as it takes
    except BaseException:
        made.close()
        raise
    return connection


def _greet(target: Target, made: socket.socket) -> Any:
    from pg8000.native import Connection, Error
    from scramp import ScramException

    try:
        return Connection(
            target.user,
            database=target.database,
            # An empty one where there is none: pg8000 would fail at None, and the server says what it thinks of it.
            password=target.password,
            sock=made,
            ssl_context=False,  # it is encrypted already
            application_name=target.application,
            startup_params=target.settings,
        )
    except ScramException as error:
        raise _refuse_password(target) from error
    except (Error, OSError) as error:
        if "uthentication method" in str(error):
            what = f"{target.name}: it asks for a kind of authentication that pg8000 does not have"
            raise StoreError(what, "let this user in by scram-sha-256 in its pg_hba.conf") from error
        if (_answer(error) or {}).get("C") == "28P01":
            raise _refuse_password(target) from error
        raise describe_error(target.name, error) from error
    except (LookupError, ValueError, MemoryError, OverflowError, struct.error) as error:
        raise no_answer(target.name) from error  # something else listens there, and speaks otherwise


def _number_values(statement: str, values: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """Return a statement with names for its values, and these.

    A list of any length becomes one array: it is the same statement to the server then.

    >>> _number_values("SELECT a FROM t WHERE b = ? AND c IN (?,?)", (1, 2, 3))
    ('SELECT a FROM t WHERE b = :v0 AND c = ANY(:v1)', {'v0': 1, 'v1': [2, 3]})
    """
    left = iter(values)
    given: dict[str, Any] = {}

    def name(found: re.Match[str]) -> str:
        own = f"v{len(given)}"
        if found[1] is None:
            given[own] = next(left)
            return f":{own}"
        given[own] = [next(left) for _ in range(found[1].count("?"))]
        return f"= ANY(:{own})"

    return _MARKS.sub(name, statement), given
