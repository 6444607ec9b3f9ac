"""Runs and judgements as TREC has them, so that others' tools can score them again.

Scores in a run are ranks turned round: a line's order is what counts, and equals would be ordered by each tool in its
own way. Spaces, which part the columns, are written in ids as in addresses, ``%20``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msqqa.evaluate.measures import as_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from msqqa.evaluate.run import Report

CELLS, SETS = "cells", "sets"
"""The two kinds of things that are ranked: cells for any question with gold cells, respondents for sets."""


def write(report: Report, folder: Path) -> list[Path]:
    """Write the judgements of a set and the run of each system; return the files."""
    cells = {q.id: q.cells for q in report.questions if q.cells and q.answerable}
    sets = {q.id: q.respondents for q in report.questions if q.of_a_set}
    found = [_qrels(folder / f"{CELLS}.qrels", cells)]
    found += [_qrels(folder / f"{SETS}.qrels", sets)] if any(sets.values()) else []
    for name, scored in report.systems.items():
        tag = name.replace(" ", "-")
        ranked = {id_: as_run(scored.ranked[id_]) for id_ in cells}
        found.append(write_run(folder / f"{CELLS}.{tag}.run", ranked, tag))
        if any(sets.values()):
            members = {id_: as_run(scored.members[id_]) for id_ in sets}
            found.append(write_run(folder / f"{SETS}.{tag}.run", members, tag))
    return found


def write_run(file: Path, run: Mapping[str, Mapping[str, float]], tag: str) -> Path:
    """Write a run: question → what was found → score."""
    lines = [
        f"{_id(question)} Q0 {_id(item)} {rank} {score!r} {tag}"
        for question, items in run.items()
        for rank, (item, score) in enumerate(sorted(items.items(), key=lambda pair: -pair[1]), 1)
    ]
    return _write_lines(file, lines)


def _qrels(file: Path, gold: Mapping[str, Sequence[str]]) -> Path:
    return _write_lines(
        file, [f"{_id(question)} 0 {_id(item)} 1" for question, items in gold.items() for item in items]
    )


def _id(text: str) -> str:
    return "".join(quote(c) if c.isspace() or not c.isprintable() or c == "%" else c for c in text)


def _write_lines(file: Path, lines: Sequence[str]) -> Path:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file
