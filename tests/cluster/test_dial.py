from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from msqqa.cluster.conninfo import target_of
from msqqa.cluster.dial import reach
from msqqa.cluster.postgres import Postgres
from msqqa.errors import StoreError
from tests.cluster.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AWAY = "no PostgreSQL answers there"


@contextmanager
def saying(answer: bytes) -> Iterator[int]:
    """Listen, and say one thing to the first who comes; yield the port. With nothing to say it hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer_one() -> None:
            with suppress(OSError):  # who was told enough goes away
                made, _ = listening.accept()
                with made:
                    made.recv(4096)
                    made.sendall(answer)
                    if answer:
                        made.recv(4096)

        own = threading.Thread(target=answer_one, daemon=True)
        own.start()
        yield listening.getsockname()[1]
    own.join(5)


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0\0\6\4\0", b"\xff", b""],
    ids=["HTTP", "gRPC", "one-byte", "hangs-up"],
)
@pytest.mark.parametrize("mode", ["prefer", "disable"])
def test_whoever_speaks_otherwise_is_told_from_postgresql(answer: bytes, mode: str) -> None:
    pytest.importorskip("pg8000", reason="the extra milvus is not installed: pip install 'msqqa[milvus]'")
    with saying(answer) as port, pytest.raises(StoreError, match=AWAY):
        Postgres(f"postgresql://me:secret@127.0.0.1:{port}/a?connect_timeout=1&sslmode={mode}")


def test_whoever_says_nothing_is_waited_for_as_long_as_was_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(StoreError, match=AWAY):
        reach(target_of(f"postgresql://me@127.0.0.1:{silent.getsockname()[1]}/a?connect_timeout=1"))


def test_nobody_there_is_told(tmp_path: Path) -> None:
    for where in (f"127.0.0.1:{free_port()}/a", f"/a?host={tmp_path}", f"{'a' * 64}.invalid/a"):
        with pytest.raises(StoreError, match=AWAY) as raised:
            reach(
                target_of(f"postgresql://me:secret@{where}" if not where.startswith("/") else f"postgresql://{where}")
            )
        assert "secret" not in str(raised.value)


def test_who_must_be_encrypted_is_not_connected_otherwise() -> None:
    with saying(b"N") as port, pytest.raises(StoreError, match="does not encrypt, and sslmode=require"):
        reach(target_of(f"postgresql://me@127.0.0.1:{port}/a?sslmode=require"))


def test_a_certificate_that_is_not_there_is_told(tmp_path: Path) -> None:
    named = "postgresql://me@127.0.0.1:{}/a?sslmode=verify-full&sslrootcert={}"
    with saying(b"S") as port, pytest.raises(StoreError, match="sslrootcert, sslcert or sslkey cannot be read"):
        reach(target_of(named.format(port, tmp_path / "nosuch.crt")))
    empty = tmp_path / "empty.crt"
    empty.touch()
    with saying(b"S") as port, pytest.raises(StoreError, match="sslrootcert, sslcert or sslkey cannot be read"):
        reach(target_of(named.format(port, empty)))
