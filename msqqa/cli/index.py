"""``msqqa index``: build or refresh an index."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msqqa.cli.options import CorpusOption, IndexOption, ModelOption, Precision, PrecisionOption

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from msqqa.encode import Precision as EncoderPrecision
    from msqqa.index.work import Work


def index(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="Folders of responses.")] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    precision: PrecisionOption = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build anew, whatever is there.")] = False,
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray", metavar="ADDRESS", help="Read and encode on the Ray cluster there; local: on all cores here."
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail where a file cannot be indexed.")] = False,
) -> int:
    """Build or refresh the index of one or more corpora."""
    from msqqa.cli.options import DEFAULT_CORPUS
    from msqqa.errors import UserError

    folders = paths or [corpus or DEFAULT_CORPUS]
    if len(folders) > 1 and index is not None:
        raise UserError("--index was given for several corpora", "index them one by one, or leave --index out")
    skipped = 0
    with _lend_workers(ray) as work:
        for folder in folders:
            skipped += _index_one(folder, index, model, precision, work, rebuild=rebuild)
    if skipped and strict:
        raise UserError(f"{skipped} files could not be indexed", "see the lines above, or leave --strict out")
    return 0


def _lend_workers(ray: str | None) -> AbstractContextManager[Work]:
    """Lend whoever does the work: this process, or those of a Ray cluster."""
    if ray is None:
        from msqqa.index.work import HERE

        return nullcontext(HERE)
    from msqqa.cluster.on_ray import lend_workers

    return lend_workers(ray)


def _index_one(
    folder: Path, index: Path | None, model: str | None, precision: Precision | None, work: Work, *, rebuild: bool
) -> int:
    from msqqa.cli import session
    from msqqa.cluster.door import build
    from msqqa.corpus import Corpus
    from msqqa.encode import DEFAULT_MODEL
    from msqqa.errors import EncoderError
    from msqqa.index.location import default_index, display_index

    corpus = Corpus.at(folder)
    target = index or default_index(folder)
    report = session.StandardError()
    wanted: EncoderPrecision | None = None if precision is None else "int8" if precision is Precision.int8 else "fp32"
    try:
        encoder = session.encoder_for(target, model, wanted, report)
    except EncoderError as error:
        if model is not None:
            raise
        # The index was built with a model that is gone; to build it again another must do.
        report.note(f"{error.what}; building with {DEFAULT_MODEL}")
        encoder = session.encoder_for(target, DEFAULT_MODEL, wanted, report)
    built = build(corpus, target, encoder, report, rebuild=rebuild, work=work)
    counts = built.manifest.counts
    what = (
        f"{counts['respondents']} respondents, {counts['cells']} cells, {counts['passages']} passages"
        f", {len(built.skipped)} files skipped"
    )
    done = f"{built.read} files read, {built.encoded} texts encoded" if built.fresh else "up to date, nothing encoded"
    typer.echo(f"{display_index(target)}: {what}; {done}", err=True)
    return len(built.skipped)
