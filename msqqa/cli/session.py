"""Which corpus, which index, which encoder: settled once for every command, and said on standard error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.cli.options import DEFAULT_CORPUS
from msqqa.corpus import Corpus
from msqqa.errors import CorpusError, StoreError
from msqqa.escapes import one_line
from msqqa.streams import open_for_drawing

if TYPE_CHECKING:
    from rich.progress import Progress, Task

    from msqqa.ask.engine import Engine
    from msqqa.ask.plan import Filters
    from msqqa.encode import Encoder, Precision
    from msqqa.index.open import Index


class StandardError:
    """Reports on standard error; the progress of long work only where a person watches."""

    def __init__(self) -> None:
        self._bar: Progress | None = None

    def note(self, line: str) -> None:
        """Say one line."""
        print(f"msqqa: {one_line(line)}", file=sys.stderr)  # noqa: T201

    def report_encoding(self, done: int, total: int) -> None:
        """Draw how many texts are encoded, how fast, and how long the rest will take."""
        self._draw("encoding", done, total)

    def report_asking(self, done: int, total: int) -> None:
        """Draw how many questions were asked."""
        self._draw("asking", done, total)

    def _draw(self, what: str, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = _bar("texts" if what == "encoding" else "questions")
            self._bar.add_task(what, total=total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done)
        if done >= total:
            self._bar.stop()
            self._bar = None


def _bar(of: str) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f} {of}/s" if task.speed else "")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    return Progress(*columns, console=Console(file=open_for_drawing(sys.stderr)), transient=True)


def places(corpus: Path | None, index: Path | None) -> tuple[Corpus | None, Path]:
    """Return the corpus and the index folder that the options name.

    The corpus is None where it is gone, or only an index was named: then the index says which corpus it is of.

    Raises
    ------
    CorpusError
        If there is neither a corpus nor an index.
    StoreError
        If only an index was named that lacks what says of which corpus it is.
    """
    from msqqa.cluster.address import is_address
    from msqqa.cluster.door import load
    from msqqa.index import manifest, ownership
    from msqqa.index.location import default_index

    if index is not None and is_address(index):
        named = corpus or DEFAULT_CORPUS
        there = corpus is None or not named.is_dir()
        return (None if there and load(index) is not None else Corpus.at(named)), index
    if corpus is None and index is not None and (index / manifest.FILE).is_file():
        return None, index
    if corpus is None and index is not None and ownership.is_index(index):
        raise StoreError(f"{index}: {manifest.FILE} is missing", f"build it anew: msqqa index FOLDER --index {index}")
    if corpus is None and index is not None and not DEFAULT_CORPUS.is_dir():
        raise StoreError(f"no index at {index}", f"build one of a folder: msqqa index FOLDER --index {index}")
    wanted = corpus or DEFAULT_CORPUS
    folder = index or default_index(wanted)
    if not wanted.is_dir() and os.path.isfile(folder / manifest.FILE):  # noqa: PTH113, never raises
        return None, folder
    return Corpus.at(wanted), folder


def open_(corpus: Path | None, index: Path | None, *, vectors: bool = False, refresh: bool = False) -> Index:
    """Open an index that is there, without an encoder, and its vectors only where they are wanted.

    With ``refresh`` it is brought up to date first, or built.

    Raises
    ------
    StoreError
        If it is not there, or not usable.
    """
    from msqqa.cluster.door import open_index

    found, folder = places(corpus, index)
    if refresh:
        report = StandardError()
        _refresh(found, folder, encoder_for(folder, None, None, report), report)
    opened = open_index(folder, found, vectors=vectors)
    if opened is None:
        raise _missing_error(found, folder)
    return opened


def engine(corpus: Path | None, index: Path | None, model: str | None, *, refresh: bool = False) -> Engine:
    """Open an engine, building the index where there is none; with ``refresh``, bring it up to date first."""
    from msqqa.ask.engine import Engine
    from msqqa.cluster.door import build, load, open_index
    from msqqa.index.location import display_index

    report = StandardError()
    found, folder = places(corpus, index)
    encoder = encoder_for(folder, model, None, report)
    if refresh:
        _refresh(found, folder, encoder, report)
    elif load(folder, None if found is None else found.path) is None:
        if found is None:
            raise CorpusError(
                f"no corpus and no index at {display_index(folder)}", "give a folder of responses with --corpus"
            )
        report.note(f"no index of {found.path.name} yet; building {display_index(folder)}")
        build(found, folder, encoder, report)
    opened = open_index(folder, found, encoder)
    if opened is None:
        raise _missing_error(found, folder)
    return Engine.over(opened, encoder)


def _missing_error(corpus: Corpus | None, folder: Path) -> StoreError:
    from msqqa.index.location import command, display_index

    built = command(None if corpus is None else corpus.path, folder)
    return StoreError(f"no index at {display_index(folder)}", f"build one with {built}")


def _refresh(corpus: Corpus | None, folder: Path, encoder: Encoder, report: StandardError) -> None:
    """Bring an index up to date, or build it, and say what changed."""
    from msqqa.cluster.door import build, load

    if corpus is None:
        there = load(folder)
        corpus = Corpus.at(DEFAULT_CORPUS if there is None else Path(there.corpus_path))
    built = build(corpus, folder, encoder, report)
    if built.fresh:
        report.note(f"indexed anew: {built.read} files read, {built.encoded} texts encoded")


def encoder_for(folder: Path, model: str | None, precision: Precision | None, report: StandardError) -> Encoder:
    """Return the encoder that the options name; where they name none, that of the index, or the default one."""
    from msqqa.cluster.door import load
    from msqqa.encode import DEFAULT_MODEL, Encoder
    from msqqa.encode.model import SHORT

    there = None
    with suppress(StoreError):  # whoever uses the index will say what is wrong with it
        there = load(folder)
    named = model or (there.model if there else DEFAULT_MODEL)
    kept = there.precision if there and SHORT.get(named, named) == there.model else None
    return Encoder.named(named, precision or kept, report.note)


def filters(respondents: list[str] | None, questions: list[str] | None, editions: list[str] | None) -> Filters:
    """Return the filters that the options name."""
    from msqqa.ask.plan import Filters

    return Filters(tuple(respondents or ()), tuple(questions or ()), tuple(editions or ()))
