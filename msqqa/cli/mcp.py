"""``msqqa mcp``: the corpus as tools of the Model Context Protocol, over standard input and output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.cli.options import CorpusOption, IndexOption, ModelOption, RefreshOption

if TYPE_CHECKING:
    from msqqa.api import Asker


def mcp(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    refresh: RefreshOption = False,
) -> int:
    """Serve the corpus to a program with a language model, by the Model Context Protocol."""
    from msqqa.api import Asker
    from msqqa.cli import session
    from msqqa.mcp.server import serve

    found, folder = session.places(corpus, index)
    # A client waits seconds for a server to start, not the minutes that a build takes: none is made unless asked for.
    if refresh:
        session.open_(corpus, index, refresh=True).close()

    def open_() -> Asker:
        return Asker.open(folder, corpus=None if found is None else found.path, model=model)

    serve(open_, folder)
    return 0
