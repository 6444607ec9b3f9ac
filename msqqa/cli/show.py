"""``msqqa show``: a cited place in its surroundings, or whole answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from msqqa.cli.options import ContactsOption, CorpusOption, FormatOption, IndexOption, PagerOption, RefreshOption
from msqqa.render import Format

if TYPE_CHECKING:
    from msqqa.index.open import Index
    from msqqa.model import Citation

AROUND = 3
"""Lines shown before and after."""


def show(
    target: Annotated[
        str,
        typer.Argument(
            metavar="CITATION|N|RESPONDENT/QUESTION|QUESTION|RESPONDENT",
            help="A citation as answers print it, or its number in the last answer; or a whole answer, as mongolia/41; "
            "or everybody's answers to a question, as 41; or all of one respondent's.",
        ),
    ],
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    around: Annotated[int, typer.Option("--around", min=0, help="Lines shown before and after one place.")] = AROUND,
    contacts: ContactsOption = False,
    refresh: RefreshOption = False,
    no_pager: PagerOption = False,
) -> int:
    """Show a cited place in its surroundings, or whole answers."""
    from msqqa.ask.answer.cite import is_citation
    from msqqa.ask.answer.places import places
    from msqqa.cli import changes, session
    from msqqa.cli.last import last_citations
    from msqqa.cli.pager import page_output

    opened = session.open_(corpus, index, refresh=refresh)
    cited = places(opened, target, last_citations(opened), contacts=contacts)
    one = is_citation(target) or (len(cited) == 1 and "/" not in target)
    changes.warn(opened, cited[:1] if one else cited)
    with page_output(off=no_pager):
        if one:
            draw(opened, cited[0], format_, around, contacts=contacts)
        else:
            list_(cited, format_, target)
    return 0


def list_(cited: list[Citation], format_: Format, target: str) -> None:
    """Write whole answers, one after another, on standard output."""
    if format_ is Format.json:
        from msqqa.render.as_json import citation_dict

        typer.echo(json.dumps([citation_dict(one) for one in cited], ensure_ascii=False, indent=2))
    elif format_ is Format.csv:
        from msqqa.render.as_csv import write_passages

        typer.echo(write_passages([(one, 1.0) for one in cited]), nl=False)
    elif format_ is Format.markdown:
        from msqqa.render.as_markdown import passages_text

        typer.echo(passages_text(target, [(one, 1.0) for one in cited]), nl=False)
    else:
        from msqqa.render.in_full import write_answers
        from msqqa.render.screen import screen

        write_answers(cited, screen())


def draw(
    index: Index, cited: Citation, format_: Format, around: int, *, contacts: bool, one_line: bool = False
) -> None:
    """Write a cited place on standard output, with as many lines around it; JSON in ``one_line`` for a program."""
    from msqqa.ask.answer.cite import surroundings

    before, after = surroundings(index, cited, around, contacts=contacts)
    if format_ is Format.json:
        from msqqa.render.as_json import compact, place_dict

        place = place_dict(cited, before, after)
        typer.echo(compact(place) if one_line else json.dumps(place, ensure_ascii=False, indent=2))
    elif format_ is Format.csv:
        from msqqa.render.as_csv import write_passages

        typer.echo(write_passages([(cited, 1.0)]), nl=False)
    elif format_ is Format.markdown:
        from msqqa.render.as_markdown import passages_text

        typer.echo(passages_text(cited.id, [(cited, 1.0)]), nl=False)
    else:
        from msqqa.render.in_full import write_place
        from msqqa.render.screen import screen

        write_place(cited, before, after, screen())
