"""``msqqa info``: what an index holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from msqqa.cli.options import CorpusOption, FormatOption, IndexOption, PagerOption, RefreshOption
from msqqa.render import Format

if TYPE_CHECKING:
    from collections.abc import Iterator


def info(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    account: Annotated[
        bool, typer.Option("--account", help="Say what every character of each source was taken for.")
    ] = False,
    refresh: RefreshOption = False,
    no_pager: PagerOption = False,
) -> int:
    """Say what the index holds."""
    from msqqa.ask.answer.holdings import holdings
    from msqqa.cli import changes, session
    from msqqa.cli.pager import page_output

    opened = session.open_(corpus, index, refresh=refresh)
    changes.warn(opened)
    held = holdings(opened, account=account)
    with page_output(off=no_pager):
        _write(held, format_)
    return 0


def _write(held: dict[str, Any], format_: Format) -> None:
    if format_ is Format.json:
        typer.echo(json.dumps(held, ensure_ascii=False, indent=2))
        return
    rows = list(_rows(held))
    if format_ is Format.csv:
        import csv
        import sys

        from msqqa.render.spreadsheet import make_safe

        csv.writer(sys.stdout, lineterminator="\n").writerows([make_safe(value) for value in row] for row in rows)
    elif format_ is Format.markdown:
        from msqqa.render.markup import text_of

        shown = (f"| {text_of(what)} | {text_of(value)} |" for what, value in rows)
        typer.echo("\n".join(["| what | value |", "| --- | --- |", *shown]))
    else:
        width = max(len(what) for what, _ in rows)
        for what, value in rows:
            typer.echo(f"{what:<{width}}  {value}")


def _rows(held: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for what, value in held.items():
        if what == "account":
            for source, totals in value.items():
                for category, n in totals.items():
                    yield f"{source}: {category}", f"{n:,} characters"
        elif what == "not_found":
            for source, questions in value.items():
                yield f"{source}: questions not found", ", ".join(questions)
        elif what in ("stances", "ticks"):
            yield what, ", ".join(f"{n} {word}" for word, n in value.items())
        elif what in ("tables", "sources"):
            yield from ((what, line) for line in (value if what == "tables" else [", ".join(value)]))
        elif what == "respondents":
            names = list(value.values())
            yield what, f"{len(names)}: {', '.join(names[:8])}" + (" …" if len(names) > 8 else "")
        elif isinstance(value, dict):
            for key, text in value.items():
                yield what, f"{key}: {text}"
        else:
            yield what, f"{value:,}" if isinstance(value, int) else str(value)
