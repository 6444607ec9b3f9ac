"""Cells that were read against their source: draws them at random, and checks that those marked right still stand so.

``python evals/cells.py draw NAME --corpus DIR`` prints cells of a corpus, with what stands around each in its source,
for somebody to read; ``write`` keeps what was read, and ``check`` says which share of those in
``evals/NAME/cells.jsonl`` was marked right, and which of them no longer read as they did then. None needs an index.

A line of that file has ``cell`` (respondent/question), ``right``, ``sha256`` of the answer as it was read, and ``note``
where it is wrong: what is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.corpus import Corpus
from msqqa.form.load import forms_for
from msqqa.index.gather import gather, hashes
from msqqa.index.report import Silent

if TYPE_CHECKING:
    from msqqa.model import Cell

EVALS = Path(__file__).parent
_SEED, _CELLS = 17, 200
_AROUND, _SHOWN = 60, 130


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell, and the text that it stands in."""

    cell: Cell
    text: str

    @property
    def name(self) -> str:
        return f"{self.cell.respondent}/{self.cell.question}"

    @property
    def said(self) -> str:
        return " / ".join(self.text[start:end] for start, end in self.cell.runs)

    @property
    def sha256(self) -> str:
        """The hash of what its respondent says, and of what is chosen."""
        chosen = self.cell.selection.state, *self.cell.selection.options
        return hashlib.sha256("\x1f".join((self.said, *chosen)).encode()).hexdigest()


def cells_of(corpus: Corpus) -> list[Drawn]:
    """Return all cells of a corpus, in order."""
    gathered = gather(corpus, forms_for(corpus.path), corpus.load_descriptions(), hashes(corpus), {}, {}, Silent())
    responses = (gathered.responses[path].written() for path in gathered.order)
    return [Drawn(cell, response.document.text) for response in responses for cell in response.cells]


def drawn(cells: list[Drawn], seed: int, number: int) -> list[Drawn]:
    """Return some of the cells, the same for the same seed."""
    return random.Random(seed).sample(cells, min(number, len(cells)))


def show(cells: list[Drawn]) -> None:
    """Print cells, each with its question, and with the characters before and behind it."""
    for n, one in enumerate(cells):
        cell, text, said = one.cell, one.text, one.said
        start = cell.anchor[0] if cell.anchor else (cell.runs[0][0] if cell.runs else 0)
        end = cell.runs[-1][1] if cell.runs else (cell.anchor[1] if cell.anchor else 0)
        middle = said if len(said) <= 2 * _SHOWN else f"{said[:_SHOWN]} […{len(said)}…] {said[-_SHOWN:]}"
        chosen = f" <{'; '.join(cell.selection.options)}>" if cell.selection.options else ""
        asked = text[slice(*cell.anchor)] if cell.anchor else ""
        print(f"[{n}] {one.name} {cell.stance}/{cell.basis}{chosen}")
        print(f"   {text[max(0, start - _AROUND) : start]!r}\n   Q {asked[:_SHOWN]!r}\n   A {middle!r}")
        print(f"   > {text[end : end + _AROUND]!r}")


def write(cells: list[Drawn], wrong: dict[int, str], to: Path) -> None:
    """Write the marks of cells that were read: all are right but those that are named, with what is wrong."""
    with to.open("w", encoding="utf-8") as file:
        for n, one in enumerate(cells):
            mark: dict[str, object] = {"cell": one.name, "right": n not in wrong, "sha256": one.sha256}
            print(json.dumps(mark | ({"note": wrong[n]} if n in wrong else {}), ensure_ascii=False), file=file)


def check(cells: list[Drawn], marks: Path) -> None:
    """Print the share of cells that were marked right, and those that read otherwise by now."""
    here = {one.name: one.sha256 for one in cells}
    lines = [json.loads(line) for line in marks.read_text(encoding="utf-8").splitlines()]
    same = [mark for mark in lines if here.get(mark["cell"]) == mark["sha256"]]
    right = sum(mark["right"] for mark in same)
    print(f"{right} of {len(lines)} cells read and right: {right / len(lines):.3f}")
    other = [f"{m['cell']} ({'right' if m['right'] else m['note']} then)" for m in lines if m not in same]
    if other:
        print(f"{len(other)} read otherwise by now, to be read again: {'; '.join(other)}")


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("draw", "write", "check"))
    parser.add_argument("name", help="a folder of evals/")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--number", type=int, default=_CELLS)
    parser.add_argument("--wrong", type=json.loads, default={}, help='what is wrong, as {"12": "ends too early"}')
    given = parser.parse_args()
    cells, marks = cells_of(Corpus.at(given.corpus)), EVALS / given.name / "cells.jsonl"
    if given.command == "check":
        check(cells, marks)
    elif given.command == "draw":
        show(drawn(cells, given.seed, given.number))
    else:
        write(drawn(cells, given.seed, given.number), {int(n): why for n, why in given.wrong.items()}, marks)


if __name__ == "__main__":
    main()
