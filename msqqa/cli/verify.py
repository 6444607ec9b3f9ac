"""``msqqa verify``: re-read every span and hash."""

from __future__ import annotations

import json

import typer

from msqqa.cli.options import CorpusOption, FormatOption, IndexOption
from msqqa.errors import StoreError
from msqqa.escapes import one_line
from msqqa.render import Format


def verify(corpus: CorpusOption = None, index: IndexOption = None, format_: FormatOption = Format.terminal) -> int:
    """Re-read every span and hash, and fail where one no longer holds."""
    from msqqa.cli import session
    from msqqa.index.check import check
    from msqqa.index.location import command

    opened = session.open_(corpus, index, vectors=True)
    checked = check(opened)
    if format_ is Format.json:
        typer.echo(json.dumps({"checked": checked.counts, "problems": checked.problems}, ensure_ascii=False, indent=2))
    else:
        typer.echo(", ".join(f"{n:,} {what}" for what, n in checked.counts.items()) + " checked")
    for problem in checked.problems:
        typer.echo(f"msqqa: {one_line(problem)}", err=True)
    if checked.problems:
        refreshed = command(opened.corpus_path, opened.path)
        raise StoreError(f"{len(checked.problems)} things no longer hold", f"refresh the index with {refreshed}")
    return 0
