"""Milvus: connecting to it, and what goes wrong there in one line."""

from __future__ import annotations

import logging
import os
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msqqa.cluster.address import TOKEN
from msqqa.errors import MachineError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.cluster.address import Address

_SECONDS = 10
"""Within which a server must answer a connection."""
_AWAY = ("fail connecting", "connection refused", "unavailable", "deadline", "failed to connect", "server unavailable")
_SHUT = ("unauthenticated", "auth check failure", "authenticate", "wrong password", "invalid credential")
_DENIED = ("permission deny", "permission denied", "privilege", "permissiondenied")
_clients: Counter[str] = Counter()
"""How many clients of this process an embedded Milvus has, by its file."""
_HELD = ("open local milvus failed", "datadirlocked", "locked")


def connect(address: Address) -> Any:
    """Return a client of the Milvus that an address names, embedded or not.

    Raises
    ------
    StoreError
        If ``pymilvus`` is not installed, or nothing there lets us in.
    """
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # it writes what is told here in one line
    try:
        import pymilvus
    except ImportError as error:
        raise StoreError(f"{address} needs pymilvus, which is not here", "pip install 'msqqa[milvus]'") from error
    # It writes tracebacks of what is told here in one line.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)
    token = os.environ.get(TOKEN, "")
    if address.is_file:
        return _open_embedded(address, pymilvus)
    with translate_errors(address):
        return pymilvus.MilvusClient(address.uri, token=token, timeout=_SECONDS)


def _open_embedded(address: Address, pymilvus: Any) -> Any:
    try:
        import milvus_lite  # noqa: F401, pymilvus starts it
    except ImportError as error:
        what = f"{address} needs milvus-lite, which is not here (Windows has none)"
        raise StoreError(what, "pip install 'msqqa[milvus]', or give a server: milvus:http://host:19530") from error
    # A file that another process holds is told by milvus-lite with a traceback that shows none of its names; its server
    # runs in this process, and tells with one too that a newer client asked for what it does not offer.
    for told in ("milvus_lite", "grpc"):
        logging.getLogger(told).setLevel(logging.CRITICAL + 1)
    # Unlike those of Path, these functions raise nothing where a folder may not be looked into.
    parent = Path(address.uri).parent
    if not os.path.isdir(parent) and os.access(parent.parent, os.X_OK):  # noqa: PTH112
        raise StoreError(f"{address}: there is no folder {parent}", "make it, or give another file")
    reached = address.file if os.path.exists(address.file) else parent  # noqa: PTH110
    if not os.access(reached, os.R_OK | os.W_OK | (os.X_OK if os.path.isdir(reached) else 0)):  # noqa: PTH112
        # milvus-lite fails as where another process holds the file, and locks it though nothing is to be written.
        raise StoreError(f"{address}: permission denied to write {reached}", "ask for the right, or give another file")
    file = str(address.file.resolve())
    with translate_errors(address):
        client = pymilvus.MilvusClient(file)
    _clients[file] += 1
    return client


def disconnect(client: Any, address: Address) -> None:
    """Close a client; an embedded Milvus ends with the last of this process, so that others may open its file."""
    client.close()
    if not address.is_file:
        return
    file = str(address.file.resolve())
    _clients[file] -= 1
    if _clients[file] <= 0:
        with suppress(ImportError, AttributeError):  # of another milvus-lite, whose file is free when the process ends
            from milvus_lite.server_manager import server_manager_instance

            server_manager_instance.release_server(file)


@contextmanager
def translate_errors(address: Address) -> Iterator[None]:
    """Turn what Milvus raises into one line with what to do.

    Raises
    ------
    StoreError
        If the server is away, does not let us in, or does not know what it is asked for.
    MachineError
        If it fails otherwise.
    """
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except MilvusException as error:
        # A server that lets nobody in is called unavailable; why it does not is only in what that came of.
        why = getattr(error.__cause__, "details", None)
        raise describe_error(address, f"{why() if callable(why) else ''} {error.message or error}".strip()) from error
    except ConnectionError as error:
        raise describe_error(address, f"fail connecting: {error}") from error


def describe_error(address: Address, message: str) -> StoreError | MachineError:
    """Return what a user is told of an error of Milvus, by its message: its codes differ from version to version."""
    low = message.lower()
    if address.is_file and any(mark in low for mark in _HELD):
        return StoreError(
            f"{address} cannot be opened: another process holds it, or it is no Milvus file",
            "close the other one; an index that several ask lies in a folder, or on a Milvus server",
        )
    if any(mark in low for mark in _DENIED):
        return StoreError(f"{address}: permission denied", f"ask for the right to it, or give another user in {TOKEN}")
    if any(mark in low for mark in _SHUT):
        return StoreError(f"{address}: it knows no such user or password", f"give user:password in {TOKEN}")
    if any(mark in low for mark in _AWAY):
        return StoreError(f"{address}: no Milvus answers there", "start it, or correct the address")
    first = message.splitlines()[0] if message else "no reason given"
    return MachineError(f"{address}: Milvus refuses ({first[:200]})", "look into its log")
