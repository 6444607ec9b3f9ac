"""Cells that were read against their source: draws them at random, and checks that those marked right still stand so.

``python evals/cells.py draw NAME --index DIR`` prints cells of an index, with what stands around each in its source, for
somebody to read; ``python evals/cells.py check NAME --index DIR`` says which share of those in ``evals/NAME/cells.jsonl``
were marked right, and which of these no longer read as they did then.

A line of that file has ``cell`` (respondent/question), ``right``, ``sha256`` of the answer's text as it was read (of the
text that should stand there, where ``expected`` gives it), and ``note``, where it is wrong: what is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from pathlib import Path

from msqqa.index.open import open_index
from msqqa.index.store import Store

EVALS = Path(__file__).parent
_SEED, _CELLS = 17, 200
_AROUND, _SHOWN = 70, 170


def _store(folder: Path) -> Store:
    index = open_index(folder)
    if index is None:
        sys.exit(f"no index at {folder}: build it with msqqa index --index {folder}")
    return index.store


def _answer(store: Store, row: int) -> str:
    """Return what a cell's respondent says, and what is chosen."""
    cell = store.cell(row)
    said = "\n".join(store.quote(row, *range_)[0] for range_ in cell.runs)
    return f"{said}\x1f{cell.selection.state}\x1f{'; '.join(cell.selection.options)}"


def _name(store: Store, row: int) -> str:
    cell = store.cell(row)
    return f"{cell.respondent}/{cell.question}"


def draw(store: Store, seed: int, number: int) -> None:
    """Print random cells, each with its question and the characters before and after its answer."""
    rows = sorted(random.Random(seed).sample(range(store.cell_count), number))  # noqa: S311 - a sample, no secret
    for n, row in enumerate(rows):
        cell = store.cell(row)
        text = store.text(store.source_of(row).path)
        start = cell.anchor[0] if cell.anchor else (cell.runs[0][0] if cell.runs else 0)
        end = cell.runs[-1][1] if cell.runs else (cell.anchor[1] if cell.anchor else 0)
        said = " / ".join(text[a:b] for a, b in cell.runs)
        middle = said if len(said) <= 2 * _SHOWN else f"{said[:_SHOWN]} […{len(said)}…] {said[-_SHOWN:]}"
        chosen = f" <{cell.selection.state} {';'.join(cell.selection.options)}>" if cell.selection.options else ""
        asked = text[slice(*cell.anchor)] if cell.anchor else ""
        around = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        print(f"[{n}] {_name(store, row)} {cell.stance}/{cell.basis}{chosen}")
        print(f"   {around[0]!r} ASKED {asked[:_SHOWN]!r}\n   SAYS {middle!r}\n   THEN {around[1]!r}")


def write(store: Store, seed: int, number: int, wrong: dict[int, str], to: Path) -> None:
    """Write the marks of cells that were drawn and read: all are right but those that are named, with what is wrong."""
    rows = sorted(random.Random(seed).sample(range(store.cell_count), number))  # noqa: S311
    with to.open("w", encoding="utf-8") as file:
        for n, row in enumerate(rows):
            said = hashlib.sha256(_answer(store, row).encode()).hexdigest()
            mark = {"cell": _name(store, row), "right": n not in wrong, "sha256": said}
            print(json.dumps(mark | ({"note": wrong[n]} if n in wrong else {}), ensure_ascii=False), file=file)


def check(store: Store, marks: Path) -> None:
    """Print the share of cells that were marked right, and those that read otherwise by now."""
    here = {_name(store, row): row for row in range(store.cell_count)}
    lines = [json.loads(line) for line in marks.read_text(encoding="utf-8").splitlines()]
    right, other = 0, []
    for mark in lines:
        row = here.get(mark["cell"])
        same = row is not None and hashlib.sha256(_answer(store, row).encode()).hexdigest() == mark["sha256"]
        right += same and mark["right"]
        if not same:
            other.append(f"{mark['cell']} ({'right' if mark['right'] else mark.get('note', 'wrong')} then)")
    print(f"{right} of {len(lines)} cells read and right: {right / len(lines):.3f}")
    if other:
        print(f"{len(other)} read otherwise by now, to be read again: {'; '.join(other)}")


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("draw", "write", "check"))
    parser.add_argument("name", help="a folder of evals/")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--number", type=int, default=_CELLS)
    parser.add_argument("--wrong", type=json.loads, default={}, help='what is wrong, as {"12": "ends too early"}')
    given = parser.parse_args()
    store, marks = _store(given.index), EVALS / given.name / "cells.jsonl"
    if given.command == "draw":
        draw(store, given.seed, given.number)
    elif given.command == "write":
        write(store, given.seed, given.number, {int(n): why for n, why in given.wrong.items()}, marks)
    else:
        check(store, marks)


if __name__ == "__main__":
    main()
