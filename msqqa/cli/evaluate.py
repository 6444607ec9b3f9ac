"""``msqqa eval``: how accurate it is on question sets with gold answers."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from msqqa.cli.options import CorpusOption, FormatOption, IndexOption, ModelOption
from msqqa.render import Format

_ROWS = {
    "hit_at_1": "hit@1",
    "hit_at_5": "hit@5",
    "ranked_at_1": "hit@1, refusals aside",
    "ranked_at_5": "hit@5, refusals aside",
    "abstention_precision": "abstention precision",
    "abstention_recall": "abstention recall",
    "wrongly_refused": "wrongly refused",
    "stance": "stance right",
    "exact": "quotes exact",
    "right_respondent": "right respondent",
    "supported": "answers supported",
}


def evaluate(
    sets: Annotated[list[Path], typer.Argument(metavar="SET...", help="Question sets, as in evals/.")],
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    misses: Annotated[bool, typer.Option("--misses", help="List the questions that went wrong.")] = False,
    model: ModelOption = None,
) -> int:
    """Measure how accurate msqqa is on question sets with gold answers."""
    from msqqa.cli import session
    from msqqa.evaluate.questions import check, load
    from msqqa.evaluate.run import run

    loaded = {path: load(path) for path in sets}
    engine = session.engine(corpus, index, model)
    cells = {f"{cell.respondent}/{cell.question}" for cell in engine.index.store.cells.values()}
    results = {}
    for path, questions in loaded.items():
        check(questions, cells, path)
        results[path] = run(engine, questions)
    if format_ is Format.json:
        typer.echo(json.dumps({str(path): asdict(scores) for path, scores in results.items()}, indent=2))
        return 0
    for path, scores in results.items():
        typer.echo(f"{path}: {scores.questions} questions, {scores.citations:,} citations")
        for key, label in _ROWS.items():
            value = getattr(scores, key)
            typer.echo(f"  {label:<24} {'-' if value is None else f'{value:.3f}'}")
        if misses:
            for miss in scores.misses:
                typer.echo(f"  {miss}")
    return 0
