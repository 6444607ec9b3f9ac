"""What a real PostgreSQL gives back of what it was given, and how it lets one in."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from msqqa.cluster.copying import as_binary, as_text
from msqqa.cluster.postgres import Postgres, quote_name
from msqqa.errors import MachineError, StoreError
from tests.cluster.servers import PASSWORD, postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("pg8000", reason="the extra milvus is not installed: pip install 'msqqa[milvus]'")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as address:
        yield address


@pytest.fixture
def address(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return server


@pytest.fixture
def database(address: str) -> Iterator[Postgres]:
    with closing(Postgres(address)) as own:
        yield own


def test_what_is_copied_is_read_again(database: Postgres) -> None:
    rows = [
        (1, 0.1, None, "a\tb\\c\r\nd"),
        (-(2**63), 5e-324, "", "\\N"),
        (2**63 - 1, 1.7976931348623157e308, "\\.", "ä “😀” \u2028"),
        (None, float("inf"), "?", "x" * 300_000),
    ]
    database.execute('CREATE TEMPORARY TABLE "Tab""le" (a bigint, b double precision, "order" text, "%s ?" text)')
    table = quote_name('Tab"le')
    database.copy(f"COPY {table} FROM STDIN", as_text(rows))
    assert database.execute('SELECT * FROM "Tab""le"').fetchall() == rows


def test_bytes_are_read_again(database: Postgres) -> None:
    given = [("ä", n, bytes(range(256)) * n) for n in range(9)]
    database.execute("CREATE TEMPORARY TABLE pieces (name text, n bigint, data bytea)")
    rows = as_binary((name.encode(), n.to_bytes(8, "big"), data) for name, n, data in given)
    database.copy("COPY pieces FROM STDIN (FORMAT BINARY)", rows)
    assert database.execute("SELECT * FROM pieces ORDER BY n").fetchall() == given
    found = database.execute("SELECT n, data FROM pieces WHERE name = ? AND n = ANY(?) ORDER BY n", ("ä", [1, 3]))
    assert found.fetchall() == [row[1:] for row in given if row[1] in (1, 3)]


def test_lists_of_any_length_are_one_statement(database: Postgres) -> None:
    for wanted in ([1], [1, 2, 3], list(range(5000))):
        marks = ",".join("?" * len(wanted))
        rows = database.execute(f"SELECT n FROM generate_series(0, 3) n WHERE n IN ({marks}) AND n < ?", [*wanted, 9])
        assert [n for (n,) in rows] == [n for n in wanted if n < 4]
    words = database.execute("SELECT w FROM unnest(?::text[]) w WHERE w IN (?,?)", (["a", "b", 'c,"'], "a", 'c,"'))
    assert [w for (w,) in words] == ["a", 'c,"']
    assert database.execute("SELECT count(*) FROM pg_prepared_statements").fetchone() == (2,)


def test_all_of_a_transaction_is_kept_or_nothing(database: Postgres, address: str) -> None:
    database.execute("CREATE TABLE kept (n bigint)")

    def write(text: str) -> None:
        with database.transaction():
            database.execute("INSERT INTO kept VALUES (1)")
            database.execute("CREATE TABLE texts (t text)")
            database.copy("COPY texts FROM STDIN", as_text([(text,)] * 9))

    with pytest.raises(MachineError, match="0x00"):
        write("zero \0 byte")
    assert database.execute("SELECT count(*), to_regclass('texts') FROM kept").fetchone() == (0, None)

    def rows() -> Iterator[tuple[int]]:
        yield from ((n,) for n in range(100_000))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), database.transaction():
        database.copy("COPY kept FROM STDIN", as_text(rows()))
    with closing(Postgres(address)) as other:
        assert other.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        with other.transaction():
            other.copy("COPY kept FROM STDIN", as_text([(1,), (2,)]))
        assert other.execute("SELECT count(*) FROM kept").fetchone() == (2,)


def test_whoever_only_reads_changes_nothing(database: Postgres) -> None:
    database.use("public")
    with pytest.raises(MachineError, match="read-only transaction"):
        database.execute("CREATE TABLE no (n int)")


def test_a_connection_that_is_cut_is_told(database: Postgres, address: str) -> None:
    [own] = database.execute("SELECT pg_backend_pid()").fetchone()
    with closing(Postgres(address)) as other:
        other.execute("SELECT pg_terminate_backend(?)", (own,))
    with pytest.raises(StoreError, match="no PostgreSQL answers there"):
        database.execute("SELECT 1 WHERE 1 = ?", (1,))
    assert database.execute("SELECT 1 WHERE 1 = ?", (1,)).fetchone() == (1,)  # the server is there again


def test_an_answer_that_was_not_waited_for_is_not_taken_for_the_next(database: Postgres) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    database.use("pg_catalog")
    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt):
            database.execute("SELECT 1 FROM pg_sleep(?)", (30,))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert database.execute("SELECT 2 WHERE 2 = ?", (2,)).fetchone() == (2,)
    assert database.execute("SHOW search_path").fetchone() == ("pg_catalog",)
    assert database.execute("SHOW default_transaction_read_only").fetchone() == ("on",)


def test_who_is_not_let_in_is_told(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD")
    kept = tmp_path / "pgpass"
    monkeypatch.setenv("PGPASSFILE", str(kept))
    with pytest.raises(StoreError, match=r"builder needs a password, and none was given; give it in PGPASSWORD"):
        Postgres(address)
    for who in ("builder:another", "nobody:x"):
        with pytest.raises(StoreError, match=r"is wrong, or there is no such user; correct it in MSQQA_POSTGRES"):
            Postgres(address.replace("builder", who))
    kept.write_text("*:*:*:builder:another\n", encoding="utf-8")
    kept.chmod(0o600)
    with pytest.raises(StoreError, match=rf"builder is wrong, or there is no such user; correct it in {kept}"):
        Postgres(address)
    Postgres(address.replace("builder", f"builder:{PASSWORD}")).close()


def test_a_socket_of_this_machine_is_taken(database: Postgres, address: str) -> None:
    [folder] = database.execute("SHOW unix_socket_directories").fetchone()
    port = address.rpartition(":")[2].partition("/")[0]
    with closing(Postgres(f"postgresql://builder@/postgres?host={folder}&port={port}")) as own:
        assert own.execute("SELECT inet_server_addr(), current_user").fetchone() == (None, "builder")


def test_encryption_is_as_was_asked_for(database: Postgres, address: str) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, which makes a certificate")
    [where] = database.execute("SHOW data_directory").fetchone()
    cert, key = Path(where, "server.crt"), Path(where, "server.key")
    made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=database"]
    made += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([openssl, "req", "-x509", *made], check=True, capture_output=True)
    key.chmod(0o600)
    if os.geteuid() == 0:
        shutil.chown(key, "postgres")

    def encrypted(options: str, host: str = "127.0.0.1") -> bool:
        with closing(Postgres(f"{address.replace('127.0.0.1', host)}?{options}")) as own:
            return bool(own.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()[0])

    assert not encrypted("sslmode=prefer")
    with pytest.raises(StoreError, match="the server does not encrypt"):
        encrypted("sslmode=require")
    database.execute("ALTER SYSTEM SET ssl = on")
    database.execute("SELECT pg_reload_conf()")
    try:
        while database.execute("SHOW ssl").fetchone() != ("on",):
            pass
        assert encrypted("sslmode=prefer")
        assert encrypted("sslmode=require")
        assert encrypted(f"sslmode=verify-full&sslrootcert={cert}")
        assert encrypted(f"sslmode=verify-ca&sslrootcert={cert}", host="localhost")
        assert not encrypted("sslmode=disable")
        with pytest.raises(StoreError, match="its certificate does not hold"):
            encrypted("sslmode=verify-full&sslrootcert=system")
        with pytest.raises(StoreError, match="its certificate does not hold"):
            encrypted(f"sslmode=verify-full&sslrootcert={cert}", host="localhost")
    finally:
        database.execute("ALTER SYSTEM RESET ssl")
