"""``msqqa serve``: a local page, and the JSON API."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from msqqa.cli.options import CorpusOption, IndexOption, ModelOption, RefreshOption

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.serve.listen import Listening

HOST, PORT = "127.0.0.1", 8765
_NEEDED = ("starlette", "uvicorn", "jsonschema", "PIL")


def serve(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    host: Annotated[str, typer.Option("--host", metavar="NAME", help="Where to listen.")] = HOST,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="By which port; 0 takes a free one.")] = PORT,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            envvar="MSQQA_TOKEN",
            metavar="TEXT",
            help="What a caller has to know. Where other machines can call, one is made if none is given.",
            show_default=False,
        ),
    ] = None,
    model: ModelOption = None,
    refresh: RefreshOption = False,
) -> int:
    """Serve a page to ask on, and the same answers as JSON."""
    from msqqa.extras import import_extra

    for module in _NEEDED:
        import_extra(module, "serve", "msqqa serve")
    from msqqa.cli import changes, session
    from msqqa.serve.desk import Desk
    from msqqa.serve.listen import listen
    from msqqa.serve.run import serve as run

    listening = listen(host, port, token)  # first: an index may take a while to build, for nothing if the port is taken
    try:
        engine = session.engine(corpus, index, model, refresh=refresh)
        looked_up = session.open_(corpus, index)
        changes.warn(engine.index)
        note = session.StandardError().note
        desk = Desk(engine, looked_up)
        with suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
            run(desk, listening, lambda: _tell(listening, note))
        if not desk.close():
            # A question still runs, in libraries that may not be torn down under it; nobody waits for its answer.
            sys.stderr.flush()
            os._exit(0)
    finally:
        listening.socket.close()
    return 0


def _tell(listening: Listening, note: Callable[[str], None]) -> None:
    for line in listening.describe():
        note(line)
