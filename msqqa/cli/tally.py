"""``msqqa tally``: a closed question's answers counted, by another one or by group."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msqqa.cli.options import CorpusOption, EditionOption, FormatOption, IndexOption, RespondentOption
from msqqa.errors import UserError
from msqqa.escapes import make_harmless
from msqqa.render import Format

_ENDINGS = {".csv": Format.csv, ".md": Format.markdown, ".json": Format.json}


def tally(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="A question's id, or its words.")],
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="QUESTION", help="Split by another question, or by group or edition."),
    ] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    respondent: RespondentOption = None,
    edition: EditionOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write a .xlsx, .csv, .md or .json file.")
    ] = None,
) -> int:
    """Count how often each option of a closed question was chosen."""
    from msqqa.cli import session
    from msqqa.cli.ask import NOT_HELD, tell, write
    from msqqa.cli.last import keep
    from msqqa.model.closed import Tallied
    from msqqa.render import render
    from msqqa.render import tally as drawn

    if output is not None and output.suffix.lower() not in (".xlsx", *_ENDINGS):
        raise UserError(f"no way to write {output.name}", f"name a file that ends in .xlsx, {', '.join(_ENDINGS)}")
    engine = session.engine(corpus, index, None)
    answer = engine.tally(" ".join(question), by or "", session.filters(respondent, None, edition))
    keep(engine.index, answer)
    tell(answer)
    if not answer.answered or not isinstance(answer.closed, Tallied):
        write(answer, format_, 10)
        return NOT_HELD
    if output is None:
        write(answer, format_, 10)
    elif output.suffix.lower() == ".xlsx":
        _save(output, drawn.as_xlsx(answer.closed))
    else:
        _save(output, make_harmless(render(answer, _ENDINGS[output.suffix.lower()])).encode("utf-8"))
    return 0


def _save(output: Path, data: bytes) -> None:
    from msqqa.cli.matrix import save

    save(output, data)
