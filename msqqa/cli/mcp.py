"""``msqqa mcp``: the corpus as tools of the Model Context Protocol, over standard input and output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.cli.llm import LlmModelOption, LlmOption, LlmPossibleOption, LlmSecondsOption, load_commentator
from msqqa.cli.options import CorpusOption, IndexOption, ModelOption, RefreshOption

if TYPE_CHECKING:
    from msqqa.api import Asker


def mcp(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    refresh: RefreshOption = False,
    llm: LlmOption = None,
    llm_model: LlmModelOption = None,
    llm_possible: LlmPossibleOption = False,
    llm_seconds: LlmSecondsOption = 60.0,
) -> int:
    """Serve the corpus to a program with a language model, by the Model Context Protocol.

    With --llm the tool `ask` takes `reword`: where that is true, the language model rewords the answer.
    """
    from msqqa.api import Asker
    from msqqa.cli import session
    from msqqa.mcp.server import serve
    from msqqa.mcp.tools import TOOLS, with_speaker

    brought = load_commentator(llm, llm_model, llm_seconds, possible=llm_possible, unfit={})
    found, folder = session.places(corpus, index)
    # A client waits seconds for a server to start, not the minutes that a build takes: none is made unless asked for.
    if refresh:
        session.open_(corpus, index, refresh=True).close()

    def open_() -> Asker:
        return Asker.open(folder, corpus=None if found is None else found.path, model=model)

    if brought is None:
        serve(open_, folder, TOOLS)
        return 0
    with brought:
        note = session.StandardError().note
        serve(open_, folder, with_speaker(brought.speaker, note, possible=llm_possible))
    return 0
