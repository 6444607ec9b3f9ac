"""``msqqa search``: ranked passages, nothing decided."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from msqqa.cli.options import (
    CorpusOption,
    EditionOption,
    FormatOption,
    IndexOption,
    LimitOption,
    ModelOption,
    PagerOption,
    QuestionOption,
    RefreshOption,
    RespondentOption,
    StanceOption,
)
from msqqa.render import Format

if TYPE_CHECKING:
    from msqqa.ask.answer.search_hits import Hit


def search(
    words: Annotated[list[str], typer.Argument(help="What to look for.")],
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    respondent: RespondentOption = None,
    question_id: QuestionOption = None,
    edition: EditionOption = None,
    stance: StanceOption = None,
    limit: LimitOption = 10,
    model: ModelOption = None,
    refresh: RefreshOption = False,
    no_pager: PagerOption = False,
) -> int:
    """Find passages by words and meaning; nothing is decided."""
    from msqqa.ask.reading.wording import check_question
    from msqqa.cli import changes, session
    from msqqa.cli.ask import NOT_HELD
    from msqqa.cli.pager import page_output
    from msqqa.model import STANCES

    said = [wanted for wanted in STANCES if wanted in (stance or ())]
    text = check_question(" ".join(words))
    engine = session.engine(corpus, index, model, refresh=refresh)
    found = engine.search(text, session.filters(respondent, question_id, edition), stances=said, limit=limit)
    notes, changed = changes.warn(engine.index, (hit.citation for hit in found))
    with page_output(off=no_pager):
        _write(text, found, format_, {"notes": notes, "changed_sources": changed} if notes else {})
    return 0 if found else NOT_HELD


def _write(text: str, found: list[Hit], format_: Format, besides: dict[str, list[str]]) -> None:
    """Write ranked passages on standard output; ``besides`` is what JSON holds beside them."""
    pairs = [(hit.citation, hit.score) for hit in found]
    if format_ is Format.json:
        from msqqa.render.as_json import hit_dict

        passages = [*map(hit_dict, found)]
        typer.echo(json.dumps({"query": text, "passages": passages, **besides}, ensure_ascii=False, indent=2))
    elif format_ is Format.csv:
        from msqqa.render.as_csv import write_passages

        typer.echo(write_passages(pairs), nl=False)
    elif format_ is Format.markdown:
        from msqqa.render.as_markdown import passages_text

        typer.echo(passages_text(text, pairs), nl=False)
    else:
        from msqqa.render.passages import write_passages as draw
        from msqqa.render.screen import screen

        draw(found, screen())
