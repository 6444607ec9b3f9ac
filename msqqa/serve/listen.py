"""Where is listened: a socket that is bound before anything else is done, and who reaches it."""

from __future__ import annotations

import errno
import ipaddress
import os
import secrets
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAITING = 128
"""Connections that the system keeps until they are taken."""
SHORTEST_TOKEN = 16
"""Characters."""


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that listens, and who may come."""

    socket: socket.socket
    host: str
    """As it was named."""
    port: int
    loopback: bool
    """Whether only programs of this machine reach it."""
    token: str
    """What a caller has to know; empty where nothing is asked for."""
    generated: bool = False
    """Whether the token was made here, and so has to be told."""

    @property
    def address(self) -> str:
        """The address of the page, for a browser."""
        named = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{named}:{self.port}/"

    def describe(self) -> Iterator[str]:
        """Yield what whoever starts it is told: the page's address, and a token that was made."""
        yield f"serving {self.address}{f'login?token={self.token}' if self.generated else ''} (Ctrl-C ends it)"
        if not self.loopback:
            named = ""
            if self.host in ("0.0.0.0", "::"):
                named = f" by this machine's name or address in place of {self.host}"
            yield f"other machines can call{named}, and what they send and get is not encrypted; see docs/serve.md"


def listen(host: str, port: int, token: str | None) -> Listening:
    """Open the socket.

    Parameters
    ----------
    host, port:
        Where to listen: a name or an address of this machine; port 0 stands for any that is free.
    token:
        What a caller has to know; None where none was given.

    Raises
    ------
    UserError
        If nothing can be listened to there, or a token is needed and the one that was given is no token.
    """
    family, address = _resolve_host(host, port)
    loopback = ipaddress.ip_address(address.partition("%")[0]).is_loopback
    if token is not None and (not loopback or token) and not _is_token(token):
        raise UserError(
            f"the token has to have {SHORTEST_TOKEN} or more letters, digits, '-' or '_'",
            "give a longer one in $MSQQA_TOKEN or --token, or leave it out: one is made where it is needed",
        )
    # Named as TCP: only then asyncio sends what is small at once, not 40 ms later.
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            # So that the port can be taken again at once; two that listen are refused all the same.
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((address, port))
        opened.listen(_WAITING)
    except OSError as error:
        opened.close()
        raise _explain_refusal(error, host, port) from error
    generated = not loopback and token is None
    own = secrets.token_urlsafe(24) if generated else token or ""
    return Listening(opened, host, opened.getsockname()[1], loopback, own, generated)


def _is_token(token: str) -> bool:
    bare = token.replace("-", "").replace("_", "")
    return len(token) >= SHORTEST_TOKEN and bare.isascii() and bare.isalnum()


def _resolve_host(host: str, port: int) -> tuple[socket.AddressFamily, str]:
    """Return the kind and the text of the first address that a host's name stands for."""
    try:
        found = socket.getaddrinfo(host or "", port, type=socket.SOCK_STREAM) if host.strip() else []
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise UserError(f"{host!r} is no name or address of this machine", "give one with --host, as 127.0.0.1")
    return found[0][0], str(found[0][4][0])


def _explain_refusal(error: OSError, host: str, port: int) -> UserError:
    where = f"port {port} of {host}"
    if error.errno == errno.EADDRINUSE:
        return UserError(
            f"{where} is taken", "end what listens there, or choose another with --port; 0 takes a free one"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return UserError(f"{where} may not be opened by this user", "choose one above 1023 with --port")
    if error.errno == errno.EADDRNOTAVAIL:
        return UserError(f"{host} is no address of this machine", "give one with --host, as 127.0.0.1")
    return UserError(f"{where} cannot be opened ({error.strerror})", "choose another with --host and --port")
