"""``msqqa chat``: one question after another, with everything loaded once."""

from __future__ import annotations

import signal
import sys
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from msqqa.cli.llm import (
    LlmModelOption,
    LlmOption,
    LlmPossibleOption,
    LlmSecondsOption,
    load_commentator,
    unfit_options,
)
from msqqa.cli.options import (
    ContactsOption,
    CorpusOption,
    EditionOption,
    FormatOption,
    IndexOption,
    LimitOption,
    ModelOption,
    QuestionOption,
    RefreshOption,
    RespondentOption,
    TimingOption,
)
from msqqa.cli.session import StandardError
from msqqa.render import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.ask.engine import Engine
    from msqqa.cli.conversation import Conversation

_ANYTHING = "question"
"""A question whose only use is that it is one."""


def chat(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    respondent: RespondentOption = None,
    question_id: QuestionOption = None,
    edition: EditionOption = None,
    limit: LimitOption = 10,
    everyone: Annotated[bool, typer.Option("--all", help="List respondents about whom nothing was found.")] = False,
    timing: TimingOption = True,
    contacts: ContactsOption = False,
    model: ModelOption = None,
    refresh: RefreshOption = False,
    llm: LlmOption = None,
    llm_model: LlmModelOption = None,
    llm_possible: LlmPossibleOption = False,
    llm_seconds: LlmSecondsOption = 60.0,
) -> int:
    """Answer question after question, everything loaded once.

    "and Kenya?" or "what about open data" follows up the last question; :help lists the commands.
    """
    from msqqa.cli import changes, session
    from msqqa.cli.conversation import Conversation

    unfit = unfit_options(format_, contacts=contacts)
    brought = load_commentator(llm, llm_model, llm_seconds, possible=llm_possible, unfit=unfit)
    engine = replace(session.engine(corpus, index, model, refresh=refresh), timed=timing)
    changes.warn(engine.index)
    filters = session.filters(respondent, question_id, edition)
    engine.planner.apply_filters(filters)  # refuses a filter that names nothing now, not at every question
    watched = sys.stdin.isatty() and sys.stdout.isatty()
    conversation = Conversation(
        engine,
        filters,
        format_,
        limit=limit,
        everyone=everyone,
        contacts=contacts,
        one_line=not watched,
        brought=brought,
    )
    with brought or nullcontext():
        _converse(conversation, engine, typing=watched)
    return 0


def _converse(conversation: Conversation, engine: Engine, *, typing: bool) -> None:
    """Answer what is typed at a prompt, or the lines of standard input, until they end."""
    if typing:
        engine.read(_ANYTHING)
        engine.retriever.query(_ANYTHING)  # loads the encoder before the first prompt, not after the first question
        here = len(engine.index.store.respondents)
        of = f"{here} respondent{'s' if here != 1 else ''} of {engine.index.manifest.corpus}"
        StandardError().note(f"{of}; :help lists the commands")
        _converse_typing(conversation)
        return
    for line in _piped_lines():
        if not conversation.take(line):
            break


def _converse_typing(conversation: Conversation) -> None:
    """Answer what is typed at a prompt until whoever types leaves; Ctrl-C drops the question that is being answered."""
    from msqqa.cli.prompt import allow_interrupt, keep_keys, read_lines

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with keep_keys():
            for line in read_lines(conversation.completions):
                try:
                    with allow_interrupt():
                        if not conversation.take(line):
                            return
                except KeyboardInterrupt:
                    StandardError().note("that question was dropped")
    finally:
        signal.signal(signal.SIGINT, before)


def _piped_lines() -> Iterator[str]:
    """Yield the lines of standard input as they come; only a line feed ends one."""
    for n, line in enumerate(sys.stdin.buffer):
        yield line.decode("utf-8" if n else "utf-8-sig", errors="replace")
