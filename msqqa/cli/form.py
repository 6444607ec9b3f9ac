"""``msqqa form``: what a questionnaire asks, learned from its copies and written down to be corrected."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
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
    write: Annotated[bool, typer.Option("--write", help="Write the form to form.toml beside the copies.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the form to this file.")
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Print what differs from the form.toml that is there.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> int:
    """Learn a form from its filled-in copies and print it; it is written to a file only with --write or -o.

    msqqa reads form.toml beside the copies as it is there: correct what was learned wrong.
    """
    from msqqa.cli.options import DEFAULT_CORPUS
    from msqqa.cli.session import StandardError
    from msqqa.corpus import OWN_FORM, Corpus
    from msqqa.errors import CorpusError, UserError
    from msqqa.escapes import make_harmless
    from msqqa.form.dump import dump_learned
    from msqqa.form.learn import learn as learn_from
    from msqqa.index.documents import documents

    report = StandardError()
    wanted = Corpus.at(folder or corpus or DEFAULT_CORPUS)
    own = wanted.path / OWN_FORM
    if write and output is not None:
        raise UserError("--write and --output were given", "give one of them")
    target = own if write else output
    if target is not None and target.exists() and not force:
        raise UserError(f"{target} is there already", "see what would change with --diff, or give --force")
    found = learn_from(documents(wanted, report), wanted.name)
    if not found:
        raise CorpusError(f"no form can be learned from {wanted.path}", "give copies of one form, or describe it")
    first, *others = found
    text = make_harmless(dump_learned(first.form, first.told))  # TOML escapes as JSON does
    asked = sum(question.parent is None for question in first.form.questions)
    for other in others:
        report.note(f"{other.of} files are copies of another form; put them in a folder of their own")
    said = f"{asked} questions, learned from {first.told}"
    if diff:
        typer.echo("".join(_differences(own, text)), nl=False)
    elif target is None:
        typer.echo(text, nl=False)
    if target is None:
        report.note(f"{said}; nothing was written, --write writes {own}")
        return 0
    _save(target, text)
    once = "correct it" if target == own else f"correct it, put it at {own}"
    typer.echo(f"{target}: {said}; {once}, then run msqqa index --corpus {shlex.quote(str(wanted.path))}", err=True)
    return 0


def _differences(there: Path, text: str) -> Iterator[str]:
    """Yield, line by line, what would change in a file that need not be there, as ``diff -u`` does."""
    import difflib

    from msqqa.errors import FormError

    try:
        before = there.read_text(encoding="utf-8") if there.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise FormError(f"{there}: cannot be read ({error})", "save it as UTF-8 TOML") from error
    lines = (before.splitlines(keepends=True), text.splitlines(keepends=True))
    yield from difflib.unified_diff(*lines, str(there), "as it is learned")


def _save(target: Path, text: str) -> None:
    from msqqa.cache import write_whole
    from msqqa.errors import MachineError

    try:
        write_whole(target, text.encode("utf-8"))
    except OSError as error:
        raise MachineError(
            f"{target} cannot be written ({error.strerror})", "name another file with -o, or none: the form is printed"
        ) from error
