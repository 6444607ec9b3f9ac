"""The server: uvicorn over a socket that listens already."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import uvicorn

    from msqqa.serve.desk import Desk
    from msqqa.serve.listen import Listening

_CONNECTIONS = 256
_HEAD = 256 * 1024
"""Bytes of a request's line and headers: a question may stand in an address."""
_GRACE = 1
"""Seconds that answers on their way are given at the end."""


def server_for(desk: Desk, listening: Listening) -> uvicorn.Server:
    """Return a server that is ready to run over the socket."""
    import uvicorn

    from msqqa.serve.app import make_app

    config = uvicorn.Config(
        make_app(desk, listening),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,  # questions may name people
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        h11_max_incomplete_event_size=_HEAD,
        timeout_graceful_shutdown=_GRACE,
    )
    return uvicorn.Server(config)


def serve(desk: Desk, listening: Listening, tell: Callable[[], None]) -> None:
    """Serve until the process is asked to end, by Ctrl-C or by a signal.

    Parameters
    ----------
    desk, listening:
        What answers, and the socket that listens.
    tell:
        Says that it serves.
    """
    server = server_for(desk, listening)

    def end(*_: object) -> None:
        server.should_exit = True

    # An interrupt while the server starts would be raised anywhere in it, or be swallowed where a module is imported.
    # While it serves, uvicorn handles signals, and sends them on to this handler once it has ended.
    before = signal.signal(signal.SIGINT, end)
    try:
        desk.warm()
        tell()
        server.run(sockets=[listening.socket])
    finally:
        signal.signal(signal.SIGINT, before)
