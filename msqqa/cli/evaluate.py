"""``msqqa eval``: how accurate it is, against baselines and against earlier runs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from msqqa.cli.options import CorpusOption, FormatOption, IndexOption, ModelOption
from msqqa.errors import UserError
from msqqa.extras import import_extra
from msqqa.render import Format

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.evaluate.compare import MeasureChange
    from msqqa.evaluate.questions import GoldQuestion
    from msqqa.evaluate.run import Report

_FELL = 1
"""Exit status where a figure fell below the recorded one: a fault of ours."""
_TOLD = 5


class Show(StrEnum):
    """What ``--show`` takes."""

    misses = "misses"


def evaluate(
    sets: Annotated[
        list[Path] | None, typer.Argument(metavar="[SET]...", help="Question sets, as in evals/.", show_default=False)
    ] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    system: Annotated[
        list[str] | None,
        typer.Option("--system", metavar="NAME", help="Only this system; may be repeated.", show_default=False),
    ] = None,
    ablations: Annotated[bool, typer.Option("--ablations", help="Also msqqa with each part switched off.")] = False,
    show: Annotated[
        Show | None, typer.Option("--show", help="List the questions that went wrong.", show_default=False)
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="DIR", help="Write a report, its values and TREC files.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="Fail below the figures of an earlier report.")
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="A B", help="Say what differs between two reports' results.json."),
    ] = None,
    beir: Annotated[
        Path | None, typer.Option("--beir", metavar="DIR", help="Measure retrieval on a benchmark in BEIR's layout.")
    ] = None,
    split: Annotated[str, typer.Option("--split", help="Which of the benchmark's judgements.")] = "test",
    model: ModelOption = None,
) -> int:
    """Measure how accurate msqqa is on question sets with gold answers."""
    if sum(map(bool, (sets, beir, compare))) != 1:
        raise UserError("give question sets, or --beir, or --compare", "as in msqqa eval evals/msq-2024/test.jsonl")
    for module in ("ir_measures", "bm25s"):  # before anything takes long
        import_extra(module, "eval", "msqqa eval")
    if compare is not None:
        return _compare(*compare)
    if beir is not None:
        return _beir(beir, split, model, format_)
    assert sets is not None
    if len(sets) > 1 and (report or against):
        raise UserError("--report and --against take one question set", "name one at a time")
    return _sets(sets, (corpus, index, model), format_, _names(system, ablations), show, report, against)


def _names(wanted: list[str] | None, ablations: bool) -> tuple[str, ...]:
    from msqqa.evaluate.systems import COMPARED, NAMES, PARTS

    unknown = next((name for name in wanted or () if name not in NAMES), None)
    if unknown is not None:
        raise UserError(f"no system {unknown!r}", f"there are {', '.join(NAMES)}")
    return tuple(dict.fromkeys([*(wanted or COMPARED), *(PARTS if ablations else ())]))


def _sets(
    paths: list[Path],
    where: tuple[Path | None, Path | None, str | None],
    format_: Format,
    names: tuple[str, ...],
    show: Show | None,
    folder: Path | None,
    against: Path | None,
) -> int:
    from msqqa.cli import session
    from msqqa.evaluate import report as reports
    from msqqa.evaluate.compare import find_drops
    from msqqa.evaluate.questions import check, load
    from msqqa.evaluate.run import load_saved
    from msqqa.index.changes import changes_of
    from msqqa.index.location import command

    if folder is not None and folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file", "name a folder for the report")
    loaded = {path: load(path) for path in paths}
    recorded = None if against is None else load_saved(against)
    if recorded is not None and "msqqa" not in {*recorded["systems"]} & {*names}:
        raise UserError(f"{against} and this run do not both measure msqqa", "evaluate msqqa in both")
    engine = session.engine(*where)
    changed = changes_of(engine.index).list_files()
    if changed:
        refreshed = command(engine.index.corpus_path, engine.index.path)
        raise UserError(f"the index is older than its corpus ({changed[0]})", f"refresh it with {refreshed}")
    for path, questions in loaded.items():
        check(questions, engine.index.store, path)
    found = [_measure_systems(engine, path.as_posix(), questions, names) for path, questions in loaded.items()]
    _write(found, format_)
    if show is not None:
        for one in found:
            for line in reports.misses(one, names[0]):
                typer.echo(line, err=format_ is not Format.terminal)
    if folder is not None:
        try:
            written = reports.write(found[0], folder, with_misses=show is Show.misses)
        except OSError as error:
            raise UserError(f"{folder} cannot be written ({error.strerror})", "name another folder") from error
        typer.echo(f"{folder}: {len(written)} files written", err=True)
    fallen = [] if recorded is None else list(find_drops(recorded, found[0].figures()))
    for line in fallen:
        typer.echo(f"msqqa: fell below {against}: {line}", err=True)
    return _FELL if fallen else 0


def _measure_systems(engine: Engine, name: str, questions: list[GoldQuestion], names: tuple[str, ...]) -> Report:
    from msqqa.cli.session import StandardError
    from msqqa.evaluate.run import run
    from msqqa.evaluate.systems import systems

    told, total = StandardError(), len(questions) * len(names)
    asked = systems(engine.index, engine.retriever.encoder, names)
    return run(engine.index, questions, asked, name, lambda done: told.report_asking(done, total))


def _write(found: list[Report], format_: Format) -> None:
    from msqqa.evaluate import report as reports

    if format_ is Format.json:
        # One set is one object; several are a list.
        _echo_json([one.as_dict() for one in found] if len(found) > 1 else found[0].as_dict())
    else:
        of = {Format.terminal: reports.as_text, Format.markdown: reports.as_markdown}
        typer.echo(reports.as_csv(*found) if format_ is Format.csv else "\n".join(map(of[format_], found)), nl=False)


def _beir(folder: Path, split: str, model: str | None, format_: Format) -> int:
    from msqqa.cli.session import StandardError
    from msqqa.encode import DEFAULT_MODEL, Encoder
    from msqqa.evaluate.beir import Benchmark, evaluate
    from msqqa.evaluate.report import beir_as_csv, beir_as_text

    told = StandardError()
    benchmark = Benchmark.at(folder, split)
    found = evaluate(benchmark, Encoder.named(model or DEFAULT_MODEL, note=told.note), told)
    if format_ is Format.json:
        _echo_json(found)
    elif format_ is Format.csv:
        typer.echo(beir_as_csv(found), nl=False)
    else:
        typer.echo(beir_as_text(found), nl=False)
    return 0


def _compare(first: Path, second: Path) -> int:
    from msqqa.evaluate.compare import compare
    from msqqa.evaluate.run import load_saved

    changes = compare(load_saved(first), load_saved(second))
    if not changes:
        typer.echo("nothing changed")
    for change in changes:
        typer.echo(_describe_change(change))
    return 0


def _describe_change(change: MeasureChange) -> str:
    lines = [
        f"{change.system}, {change.measure}: {change.first:.3f} → {change.second:.3f}"
        f" over {change.n} questions (p = {change.p:.4f})"
    ]
    lines += [f"  better: {', '.join(change.better)}"] if change.better else []
    lines += [f"  worse: {', '.join(change.worse)}"] if change.worse else []
    return "\n".join(lines)


def _echo_json(data: Any) -> None:
    import json

    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
