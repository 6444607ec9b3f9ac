"""``msqqa form``: what a questionnaire asks, learned from its copies and written down to be corrected."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msqqa.cli.options import CorpusOption

form = typer.Typer(
    name="form", help="Learn what a questionnaire asks.", rich_markup_mode=None, add_completion=False,
    no_args_is_help=True,
)  # fmt: skip


@form.callback()
def _form() -> None:
    """Learn what a questionnaire asks from its filled-in copies."""


@form.command()
def learn(
    folder: Annotated[Path | None, typer.Argument(metavar="[CORPUS]", help="A folder of responses.")] = None,
    corpus: CorpusOption = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a form.toml that is there.")] = False,
    print_: Annotated[bool, typer.Option("--print", help="Print the form; write nothing.")] = False,
) -> int:
    """Learn a form from its filled-in copies, and write it to form.toml beside them, to be corrected."""
    from msqqa.cli.options import DEFAULT_CORPUS
    from msqqa.cli.session import StandardError
    from msqqa.corpus import OWN_FORM, Corpus
    from msqqa.errors import CorpusError, MachineError, UserError
    from msqqa.escapes import harmless
    from msqqa.form.dump import learned
    from msqqa.form.learn import learn as learn_from
    from msqqa.index.documents import documents

    report = StandardError()
    wanted = Corpus.at(folder or corpus or DEFAULT_CORPUS)
    target = wanted.path / OWN_FORM
    if target.exists() and not (force or print_):
        raise UserError(f"{target} is there already", "look at what would be written with --print, or give --force")
    found = learn_from(documents(wanted, report), wanted.name)
    if not found:
        raise CorpusError(f"no form can be learned from {wanted.path}", "give copies of one form, or describe it")
    first, *others = found
    text = harmless(learned(first.form, len(first.copies)))  # TOML escapes as JSON does
    asked = sum(question.parent is None for question in first.form.questions)
    for other in others:
        report.note(f"{len(other.copies)} files are copies of another form; put them in a folder of their own")
    if print_:
        typer.echo(text, nl=False)
        return 0
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MachineError(f"{target} cannot be written ({error.strerror})", "print the form with --print") from error
    said = f"{asked} questions, learned from {len(first.copies)} copies; correct it, then run msqqa index"
    typer.echo(f"{target}: {said}", err=True)
    return 0
