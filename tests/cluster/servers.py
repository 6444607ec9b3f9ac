"""Real servers that tests start and stop: PostgreSQL, and Milvus as milvus-lite serves it over the network."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "a-password"


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def _tool(name: str) -> str | None:
    found = shutil.which(name)
    return found or next((str(one) for one in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)


@contextmanager
def postgres() -> Iterator[str]:
    """Lend a PostgreSQL of its own; yield its address. The user ``builder`` may do all, ``reader`` nothing yet."""
    initdb, server = _tool("initdb"), _tool("postgres")
    if initdb is None or server is None:
        pytest.skip("PostgreSQL is not installed (initdb, postgres)")
    # It refuses to run as root, and takes no folder that others own.
    user = "postgres" if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="msqqa-pg-"))
    try:
        if user is not None:
            if not any(one.pw_name == user for one in pwd.getpwall()):
                pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
            shutil.chown(home, user)
        secret = home / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        made = ["-D", str(home / "data"), "-U", "builder", "-A", "scram-sha-256", "--pwfile", str(secret), "-N"]
        subprocess.run(
            [initdb, *made, "-E", "UTF8", "--locale=C"], user=user, cwd=home, check=True, stdout=subprocess.DEVNULL
        )
        port = free_port()
        options = ["-D", str(home / "data"), "-p", str(port), "-k", str(home), "-h", "127.0.0.1", "-F"]
        running = subprocess.Popen([server, *options], user=user, cwd=home, stderr=subprocess.DEVNULL)
        try:
            _wait(port, running)
            yield f"postgresql://builder@127.0.0.1:{port}/postgres"
        finally:
            running.send_signal(signal.SIGINT)  # it lets go of whoever is connected
            running.wait(60)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def milvus(folder: Path) -> Iterator[str]:
    """Serve a Milvus file over the network, to any number of processes; yield its address."""
    port = free_port()
    serve = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(folder), "--host", "127.0.0.1"]
    running = subprocess.Popen([*serve, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, running)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(20)


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and running.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            time.sleep(0.2)  # it listens before it answers
            return
    raise RuntimeError("a server of the tests did not start")
