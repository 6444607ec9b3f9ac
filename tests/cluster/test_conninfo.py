from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from msqqa.cluster.conninfo import target_of
from msqqa.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def nothing_else_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("PG"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("named", "who", "where", "shown"),
    [
        ("postgresql://me@db.example/a", ("me", ""), ("db.example", 5432, "a"), "postgresql://db.example/a"),
        ("postgres://me:pw@db:6432/a", ("me", "pw"), ("db", 6432, "a"), "postgresql://db:6432/a"),
        ("postgresql://me@db", ("me", ""), ("db", 5432, "me"), "postgresql://db/me"),
        ("postgresql://me@[2001:db8::1]:6432/a", ("me", ""), ("2001:db8::1", 6432, "a"), "postgresql://[2001:db8::1]:6432/a"),
        ("postgresql://m%40e:p%2F%3A%25@db/%C3%A4%20b", ("m@e", "p/:%"), ("db", 5432, "ä b"), "postgresql://db/ä b"),
        ("postgresql://me:p:w@db/a?port=6432&dbname=b", ("me", "p:w"), ("db", 6432, "b"), "postgresql://db:6432/b"),
        ("postgresql://me@%2Frun%2FPg/a", ("me", ""), ("/run/Pg", 5432, "a"), "postgresql:///a?host=/run/Pg"),
        ("postgresql:///a?host=/run&user=me", ("me", ""), ("/run", 5432, "a"), "postgresql:///a?host=/run"),
    ],
)  # fmt: skip
def test_an_address_is_read(named: str, who: tuple[str, str], where: tuple[str, int, str], shown: str) -> None:
    target = target_of(named)
    assert (target.user, target.password) == who
    assert (target.host, target.port, target.database) == where
    assert target.name == shown
    assert repr(target).count("pw") == 0


def test_what_is_left_out_is_taken_from_the_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {
        "PGHOST": "db",
        "PGPORT": "6432",
        "PGUSER": "me",
        "PGDATABASE": "a",
        "PGPASSWORD": "pw",
        "PGSSLMODE": "require",
    }
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    target = target_of("postgresql://")
    assert (target.host, target.port, target.user, target.database) == ("db", 6432, "me", "a")
    assert (target.password, target.sslmode) == ("pw", "require")
    other = target_of("postgresql://you:own@db2:1/b?sslmode=disable")
    assert (other.host, other.port, other.user, other.database) == ("db2", 1, "you", "b")
    assert (other.password, other.sslmode) == ("own", "disable")


def test_options_are_handed_on() -> None:
    target = target_of("postgresql://me@db/a?connect_timeout=3&application_name=x%20y&options=-c%20work_mem%3D8MB")
    assert (target.seconds, target.application) == (3, "x y")
    assert target.settings == {"client_encoding": "UTF8", "options": "-c work_mem=8MB"}
    assert target_of("postgresql://me@db/a?connect_timeout=0").seconds is None


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("db.example/a", "does not begin with postgresql://"),
        ("host=db dbname=a password=secret", "does not begin with postgresql://"),
        ("postgresql:db", "does not begin with postgresql://"),
        ("mysql://me:secret@db/a", "does not begin with postgresql://"),
        ("postgresql://[", "names no database"),
        ("postgresql://me:secret@[::1/a", "names no database"),
        ("postgresql://me:secret@[dead]/a", "names no database"),
        ("postgresql://me:secret@::1/a", "in brackets"),
        ("postgresql://me:secret@db:port/a", "one port"),
        ("postgresql://me:secret@db1,db2/a", "more than one server"),
        ("postgresql://me:secret@db1:1,db2:2/a", "one host"),
        ("postgresql://me:secret@db:99999/a", "from 1 to 65535"),
        ("postgresql://me:12?secret=4@db/a", "has to be encoded"),
        ("postgresql://me:12/secret@db/a", "has to be encoded"),
        ("postgresql://me:12#secret@db/a", "names no database"),
        ("postgresql://me:secret%@db/a", "has to be encoded"),
        ("postgresql://me:secret%FF@db/a", "names no database"),
        ("postgresql://me:secret@db/a?target_session_attrs=any", "'target_session_attrs' is not understood"),
        ("postgresql://me:secret@db/a?sslmode", "'sslmode' is not understood"),
        ("postgresql://me:secret@db/a?sslmode=allow", "sslmode can be disable, prefer, require"),
        ("postgresql://me:secret@db/a?sslmode=verify-ca", "sslrootcert"),
        ("postgresql://me:secret@db/a?connect_timeout=soon", "connect_timeout is no number of seconds"),
    ],
)
def test_what_is_not_understood_is_one_line_without_the_password(named: str, told: str) -> None:
    with pytest.raises(StoreError, match="MSQQA_POSTGRES") as raised:
        target_of(named)
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)
    assert raised.value.remedy


def test_a_variable_that_is_not_understood_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSSLMODE", "allow")
    with pytest.raises(StoreError, match="PGSSLMODE: sslmode can be"):
        target_of("postgresql://me@db/a")


@pytest.mark.skipif(os.name == "nt", reason="Windows has the file elsewhere, and no rights like these")
def test_a_password_is_looked_up_in_the_file_of_passwords(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / ".pgpass"
    kept.write_text(
        "# of the office\n"
        "db:5432:a:you:another\n"
        "db:5432:*:m\\:e:with\\:colon\\\\\n"
        "localhost:*:*:me:here\n"
        "*:*:*:me:anywhere\n",
        encoding="utf-8",
    )
    kept.chmod(0o600)
    assert target_of("postgresql://you@db/a").password == "another"
    assert target_of("postgresql://m%3Ae@db/a").password == "with:colon\\"
    assert target_of("postgresql://me@db/a").password == "anywhere"
    assert target_of("postgresql://me@%2Ftmp/a").password == "here"
    assert target_of("postgresql://nobody@db/a").password == ""
    assert target_of("postgresql://me:own@db/a").password == "own"
    elsewhere = tmp_path / "passwords"
    kept.rename(elsewhere)
    assert target_of("postgresql://me@db/a").password == ""
    monkeypatch.setenv("PGPASSFILE", str(elsewhere))
    assert target_of("postgresql://me@db/a").password == "anywhere"
    elsewhere.chmod(0o644)  # everybody could read it
    assert target_of("postgresql://me@db/a").password == ""
