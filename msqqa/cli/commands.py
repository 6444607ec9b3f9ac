"""The commands by name. Their modules import nothing heavy until they are called."""

from __future__ import annotations

from typing import Annotated

import typer

from msqqa.cli.options import PagerOption

_PAGED = ("ask", "search", "show", "matrix", "info")
"""The commands whose output goes through a pager where it is long."""


def register(app: typer.Typer) -> None:
    """Add the commands to the app, once."""
    if app.registered_commands:
        return
    from msqqa.cli.ask import ask
    from msqqa.cli.chat import chat
    from msqqa.cli.evaluate import evaluate
    from msqqa.cli.form import form
    from msqqa.cli.index import index
    from msqqa.cli.info import info
    from msqqa.cli.matrix import matrix
    from msqqa.cli.mcp import mcp
    from msqqa.cli.review import review
    from msqqa.cli.search import search
    from msqqa.cli.serve import serve
    from msqqa.cli.show import show
    from msqqa.cli.tally import tally
    from msqqa.cli.verify import verify

    app.command()(ask)
    app.command()(chat)
    app.command()(search)
    app.command()(show)
    app.command()(matrix)
    app.command()(review)
    app.command()(tally)
    app.command()(serve)
    app.command()(index)
    app.command()(info)
    app.command()(verify)
    app.command("eval")(evaluate)
    app.command()(mcp)
    app.add_typer(form)
    app.callback()(_prepare_command)


def _tell_version(wanted: bool) -> None:
    if wanted:
        from msqqa.version import __version__

        typer.echo(f"msqqa {__version__}")
        raise typer.Exit(0)


def _prepare_command(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001, its callback tells it
        bool,
        # Eager: before a missing command is missed.
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version and leave."),
    ] = False,
    no_pager: PagerOption = False,
) -> None:
    """Answer questions over folders of filled-in questionnaires, with exact citations, offline."""
    if no_pager:
        context.default_map = {name: {"no_pager": True} for name in _PAGED}
