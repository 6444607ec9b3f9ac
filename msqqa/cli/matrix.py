"""``msqqa matrix``: respondents × questions, drawn or exported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msqqa.cli.options import (
    CorpusOption,
    EditionOption,
    FormatOption,
    IndexOption,
    PagerOption,
    QuestionOption,
    RefreshOption,
    RespondentOption,
)
from msqqa.errors import UserError
from msqqa.render import Format

if TYPE_CHECKING:
    from msqqa.ask.plan import Filters
    from msqqa.index.open import Index


def matrix(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    respondent: RespondentOption = None,
    question_id: QuestionOption = None,
    edition: EditionOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write a .html, .xlsx, .csv, .md or .json file."),
    ] = None,
    refresh: RefreshOption = False,
    no_pager: PagerOption = False,
) -> int:
    """Show respondents × questions: what each says to each."""
    from msqqa.ask.answer.matrix import matrix as made
    from msqqa.cli import changes, session
    from msqqa.cli.pager import page_output
    from msqqa.render.matrix import ENDINGS, WHOLE, render

    if output is not None and output.suffix.lower() not in ENDINGS:
        raise UserError(f"no way to write {output.name}", f"name a file that ends in {', '.join(ENDINGS)}")
    if output is not None and format_ is not Format.terminal:
        raise UserError("--format and --output were given", "leave out --format: the file's ending says what to write")
    opened = session.open_(corpus, index, refresh=refresh)
    changes.warn(opened)
    ending = "" if output is None else output.suffix.lower()
    chosen = _resolve_filters(opened, session.filters(respondent, question_id, edition))
    found = made(opened, *chosen, whole=ending in WHOLE)
    if output is not None:
        save(output, render(found, ending))
    elif format_ is Format.terminal:
        from msqqa.render.matrix import as_terminal
        from msqqa.render.screen import screen

        with page_output(off=no_pager):
            as_terminal.write(found, screen())
    else:
        ending = {Format.csv: ".csv", Format.markdown: ".md", Format.json: ".json"}[format_]
        with page_output(off=no_pager):
            typer.echo(render(found, ending).decode("utf-8"), nl=False)
    return 0


def _resolve_filters(index: Index, filters: Filters) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from msqqa.ask.plan import Planner

    return Planner(index.store, lambda _: False).apply_filters(filters)


def save(output: Path, data: bytes) -> None:
    """Write a file, whole or not at all, and say how large it is."""
    from msqqa.cache import write_whole

    try:
        write_whole(output, data)
    except OSError as error:
        raise UserError(f"{output} cannot be written ({error.strerror})", "name another file with --output") from error
    typer.echo(f"{output}: {len(data):,} bytes", err=True)
