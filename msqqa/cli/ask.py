"""``msqqa ask``: the answer, with citations."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
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
    ModeOption,
    NotOption,
    OperatorOption,
    PagerOption,
    QuestionOption,
    RefreshOption,
    RespondentOption,
    TermOption,
    TimingOption,
)
from msqqa.errors import QuestionError, UserError
from msqqa.escapes import one_line
from msqqa.render import Format

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.ask.plan import Filters
    from msqqa.cli.llm import Commentator
    from msqqa.model import Answer

NOT_HELD = 3
"""Exit status where the corpus does not hold the answer."""


def ask(
    question: Annotated[list[str] | None, typer.Argument(help="The question.", show_default=False)] = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", metavar="FILE", help="Ask each line of a file, or of - for standard input."),
    ] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    respondent: RespondentOption = None,
    question_id: QuestionOption = None,
    edition: EditionOption = None,
    operator: OperatorOption = None,
    mode: ModeOption = None,
    negative: NotOption = None,
    term: TermOption = None,
    limit: LimitOption = 10,
    everyone: Annotated[bool, typer.Option("--all", help="List respondents about whom nothing was found.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say how the question was read.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Quote everything that it rests on, and who does not belong.")
    ] = False,
    timing: TimingOption = True,
    contacts: ContactsOption = False,
    model: ModelOption = None,
    refresh: RefreshOption = False,
    no_pager: PagerOption = False,
    llm: LlmOption = None,
    llm_model: LlmModelOption = None,
    llm_possible: LlmPossibleOption = False,
    llm_seconds: LlmSecondsOption = 60.0,
) -> int:
    """Answer a question, with citations."""
    from msqqa.ask.reading.wording import check_question
    from msqqa.cli import changes, session

    asked = " ".join(question or ())
    if batch is not None and asked:
        raise QuestionError("a question and --batch were given", "give one of them")
    lines = _read(batch) if batch is not None else None
    if lines is None:
        check_question(asked)
    unfit = unfit_options(format_, contacts=contacts)
    brought = load_commentator(llm, llm_model, llm_seconds, possible=llm_possible, unfit=unfit)
    engine = replace(session.engine(corpus, index, model, refresh=refresh), timed=timing)
    filters = replace(
        session.filters(respondent, question_id, edition),
        operator=operator.value if operator else None,
        mode=mode.value if mode else None,
        polarity=None if negative is None else "negative" if negative else "positive",
        terms=tuple(term or ()),
    )
    with brought or nullcontext():
        if lines is not None:
            changes.warn(engine.index)
            return _ask_batch(
                engine, lines, filters, format_, brought, limit=limit, everyone=everyone, contacts=contacts
            )
        answer = engine.ask(asked, filters, limit=limit, everyone=everyone, contacts=contacts)
        return _write_one(engine, answer, format_, limit, brought, explain=explain, full=verbose, no_pager=no_pager)


def _write_one(
    engine: Engine,
    answer: Answer,
    format_: Format,
    limit: int,
    brought: Commentator | None,
    *,
    explain: bool,
    full: bool,
    no_pager: bool,
) -> int:
    """Write one answer, with all that the options add to it, and return the exit status."""
    from msqqa.cli.last import keep
    from msqqa.cli.pager import page_output
    from msqqa.render.changes import note_changes
    from msqqa.render.explain import explain_reading

    answer = note_changes(engine.index, answer, whole=True)
    keep(engine.index, answer)
    if explain:
        for line in explain_reading(answer):
            typer.echo(line, err=True)
    if brought is not None and format_ is not Format.terminal:
        answer = brought.add(engine, answer)
    with page_output(off=no_pager):
        write(answer, format_, limit, full=full)
    tell(answer)
    if brought is not None and format_ is Format.terminal:
        brought.write(engine, answer)
    return 0 if answer.answered else NOT_HELD


def _read(batch: Path) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if str(batch) == "-" else batch.read_bytes()
    except OSError as error:
        raise UserError(
            f"{batch} cannot be read ({error.strerror})", "give a text file, or - for standard input"
        ) from error
    # Only a line feed ends a line: one object for each, whatever else a line may hold.
    lines = data.decode("utf-8-sig", errors="replace").split("\n")
    return [line.rstrip("\r") for line in (lines[:-1] if lines[-1] == "" else lines)]


def _ask_batch(
    engine: Engine,
    lines: list[str],
    filters: Filters,
    format_: Format,
    brought: Commentator | None,
    *,
    limit: int,
    everyone: bool,
    contacts: bool,
) -> int:
    """Answer each line in order; a line that is no question is told so in its place, and the rest go on."""
    from msqqa.render.as_json import compact, describe_failure
    from msqqa.render.changes import note_changes

    for line in lines:
        try:
            answer = engine.ask(line, filters, limit=limit, everyone=everyone, contacts=contacts)
            answer = note_changes(engine.index, answer, whole=False)
        except UserError as error:
            if format_ is Format.json:
                typer.echo(compact(describe_failure(line, error.code, str(error))))
            else:
                typer.echo(f"msqqa: {one_line(str(error))}", err=True)
            continue
        if format_ is Format.terminal:
            typer.echo(f"> {line}")
        write_beside(engine, answer, format_, limit, brought, one_line=True, notes=format_ is not Format.json)
        if format_ is not Format.json:
            typer.echo()
    return 0


def write_beside(
    engine: Engine,
    answer: Answer,
    format_: Format,
    limit: int,
    brought: Commentator | None,
    *,
    one_line: bool,
    notes: bool = True,
) -> None:
    """Write an answer, its notes, and what a language model says: on a screen that comes when all else stands."""
    if brought is not None and format_ in (Format.json, Format.markdown):
        answer = brought.add(engine, answer)
    write(answer, format_, limit, one_line=one_line)
    if notes:
        tell(answer)
    if brought is not None and format_ is Format.terminal:
        brought.write(engine, answer)


def tell(answer: Answer) -> None:
    """Say on standard error what the asker should know besides: after the answer, which comes first."""
    sys.stdout.flush()
    for note in answer.notes:
        typer.echo(f"msqqa: {one_line(note)}", err=True)


def write(answer: Answer, format_: Format, limit: int, *, one_line: bool = False, full: bool = False) -> None:
    """Write an answer on standard output: at a terminal with all quotes if ``full``, JSON for a program in one line."""
    if format_ is Format.terminal:
        from msqqa.render import as_terminal
        from msqqa.render.screen import screen

        as_terminal.write(answer, screen(), limit=limit, full=full)
    elif format_ is Format.json and one_line:
        from msqqa.render.as_json import as_dict, compact

        typer.echo(compact(as_dict(answer)))
    else:
        from msqqa.render import render

        typer.echo(render(answer, format_), nl=False)
