"""Reaching a PostgreSQL: its socket, encrypted as was asked for, before the first word of the protocol is said.

pg8000 could make the socket. But the time that is waited for a server would then end each long statement too, and
what went wrong would be one message for everything.
"""

from __future__ import annotations

import socket
import ssl
import struct
from typing import TYPE_CHECKING

from msqqa.cluster.address import ROWS
from msqqa.errors import StoreError

if TYPE_CHECKING:
    from msqqa.cluster.conninfo import Target

_WANTS_TLS = struct.pack("!ii", 8, 80877103)
"""PostgreSQL's SSLRequest: its length and its code."""


def reach(target: Target) -> socket.socket:
    """Return a connection to a server, as yet bound to the time that is waited for it.

    Raises
    ------
    StoreError
        If no PostgreSQL answers there, or not encrypted as was asked for.
    """
    try:
        if target.socket is not None:
            return _reach_socket_file(target, target.socket)
        made = socket.create_connection((target.host, target.port), target.seconds)
    except (OSError, UnicodeError) as error:
        raise no_answer(target.name) from error
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        # Small messages go out at once; else each COPY waits 40 ms for an acknowledgement.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made if target.sslmode == "disable" else _encrypt(made, target)
    except BaseException:
        made.close()
        raise


def no_answer(name: str) -> StoreError:
    """Return what a user is told of a server that does not answer."""
    return StoreError(f"{name}: no PostgreSQL answers there", f"start it, or correct {ROWS}")


def _reach_socket_file(target: Target, file: str) -> socket.socket:
    if not hasattr(socket, "AF_UNIX"):
        raise StoreError(f"{target.name}: this machine has no sockets in folders", f"name a host in {ROWS}")
    made = socket.socket(socket.AF_UNIX)
    try:
        made.settimeout(target.seconds)
        made.connect(file)
    except BaseException:
        made.close()
        raise
    return made


def _encrypt(made: socket.socket, target: Target) -> socket.socket:
    context = _context(target)
    try:
        made.sendall(_WANTS_TLS)
        # One byte and no more: what came after it unencrypted would be somebody else's.
        answer = made.recv(1)
        if answer == b"S":
            return context.wrap_socket(made, server_hostname=target.host)
    except ssl.SSLCertVerificationError as error:
        what = f"{target.name}: its certificate does not hold ({error.verify_message})"
        raise StoreError(what, "give sslrootcert=FILE of who signed it, and the host that it is for") from error
    except ssl.SSLError as error:
        what = f"{target.name}: no encrypted connection comes about ({error.reason})"
        raise StoreError(what, "look into its log, or correct sslcert and sslkey") from error
    except OSError as error:
        raise no_answer(target.name) from error
    if answer != b"N":
        raise no_answer(target.name)
    if target.sslmode != "prefer":
        what = f"{target.name}: the server does not encrypt, and sslmode={target.sslmode} asks for it"
        raise StoreError(what, "set ssl = on there, or give sslmode=prefer")
    return made


def _context(target: Target) -> ssl.SSLContext:
    """Return what is asked of a certificate: as PostgreSQL's clients do, nothing unless it is to be verified."""
    verify = target.sslmode.startswith("verify") or (target.sslmode == "require" and bool(target.sslrootcert))
    try:
        context = ssl.create_default_context(cafile=target.sslrootcert or None) if verify else _lenient_context()
        context.check_hostname = target.sslmode == "verify-full"
        if target.sslcert:
            context.load_cert_chain(target.sslcert, target.sslkey or None)
    except OSError as error:
        what = f"{target.name}: sslrootcert, sslcert or sslkey cannot be read ({error.strerror or error})"
        raise StoreError(what, "give files with certificates in PEM") from error
    return context


def _lenient_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
