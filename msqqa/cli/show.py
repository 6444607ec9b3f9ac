"""``msqqa show``: a cited place in its surroundings."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from msqqa.cli.options import ContactsOption, CorpusOption, FormatOption, IndexOption
from msqqa.render import Format


def show(
    citation: Annotated[
        str, typer.Argument(help="A citation as answers print it: corpus/respondent/question#from-to.")
    ],
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    around: Annotated[int, typer.Option("--around", min=0, help="Lines shown before and after.")] = 3,
    contacts: ContactsOption = False,
) -> int:
    """Show a cited place in its surroundings."""
    from msqqa.ask.cite import find, surroundings
    from msqqa.cli import session

    opened = session.open_(corpus, index)
    session.warn_of_changes(opened, session.StandardError())
    found = find(opened, citation, contacts=contacts)
    before, after = surroundings(opened, found, around, contacts=contacts)
    if format_ is Format.json:
        from msqqa.render.as_json import citation_dict

        typer.echo(json.dumps({**citation_dict(found), "before": before, "after": after}, ensure_ascii=False, indent=2))
    elif format_ is Format.csv:
        from msqqa.render.as_csv import write_passages

        typer.echo(write_passages([(found, 1.0)]), nl=False)
    elif format_ is Format.markdown:
        from msqqa.render.as_markdown import passages_text

        typer.echo(passages_text(citation, [(found, 1.0)]), nl=False)
    else:
        from rich.console import Console

        from msqqa.render.as_terminal import write_place

        write_place(found, before, after, Console(highlight=False))
    return 0
