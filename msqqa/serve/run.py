"""The server: uvicorn over a socket that listens already."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


def serve(desk: Desk, listening: Listening) -> None:
    """Serve until the process is asked to end, by Ctrl-C or by a signal."""
    desk.warm()
    with suppress(KeyboardInterrupt):  # uvicorn sends it on once it has ended
        server_for(desk, listening).run(sockets=[listening.socket])
