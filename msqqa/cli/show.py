"""``msqqa show``: a cited place in its surroundings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from msqqa.cli.options import ContactsOption, CorpusOption, FormatOption, IndexOption
from msqqa.render import Format

if TYPE_CHECKING:
    from msqqa.index.open import Index
    from msqqa.model import Citation

AROUND = 3
"""Lines shown before and after."""


def show(
    citation: Annotated[
        str, typer.Argument(help="A citation as answers print it: corpus/respondent/question#from-to.")
    ],
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    around: Annotated[int, typer.Option("--around", min=0, help="Lines shown before and after.")] = AROUND,
    contacts: ContactsOption = False,
) -> int:
    """Show a cited place in its surroundings."""
    from msqqa.ask.cite import find
    from msqqa.cli import session

    opened = session.open_(corpus, index)
    session.warn_of_changes(opened, session.StandardError())
    draw(opened, find(opened, citation, contacts=contacts), format_, around, contacts=contacts)
    return 0


def draw(
    index: Index, cited: Citation, format_: Format, around: int, *, contacts: bool, one_line: bool = False
) -> None:
    """Write a cited place on standard output, with as many lines around it; JSON in ``one_line`` for a program."""
    from msqqa.ask.cite import surroundings

    before, after = surroundings(index, cited, around, contacts=contacts)
    if format_ is Format.json:
        from msqqa.render.as_json import citation_dict, compact

        place = {**citation_dict(cited), "before": before, "after": after}
        typer.echo(compact(place) if one_line else json.dumps(place, ensure_ascii=False, indent=2))
    elif format_ is Format.csv:
        from msqqa.render.as_csv import write_passages

        typer.echo(write_passages([(cited, 1.0)]), nl=False)
    elif format_ is Format.markdown:
        from msqqa.render.as_markdown import passages_text

        typer.echo(passages_text(cited.id, [(cited, 1.0)]), nl=False)
    else:
        from msqqa.render.as_terminal import write_place
        from msqqa.render.screen import screen

        write_place(cited, before, after, screen())
