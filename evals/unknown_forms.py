"""Read responses to the known form as if nobody knew it, and say which share of its cells is found all the same.

``python evals/unknown_forms.py`` reads each corpus twice, with its known form and with none, so that a form is learned
from the files; no index is needed. A cell is a respondent's answer to one numbered question, its parts included. It is
found where one cell of the learned form holds what the known form's cell holds, letter by letter, or where that is
blank in both. The share of the letters in common, of all that stand in either, is at least ``--alike``.

With ``--alone`` each response is read by itself: what is learned then is learned from a single copy.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msqqa.corpus import Corpus
from msqqa.form.load import load_known_forms
from msqqa.index.gather import gather, hashes
from msqqa.index.report import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from msqqa.index.responses import Response
    from msqqa.model import Form

CORPORA = Path(__file__).parents[1] / "corpora"
SETS = (CORPORA / "demo-msq-2024", CORPORA / "msq-2024")
ALIKE = 0.9


@dataclass(slots=True)
class Held:
    """A respondent's answer to one question with its parts."""

    letters: set[int] = field(default_factory=set)
    """Where the letters and figures of it stand."""
    asked: set[int] = field(default_factory=set)
    """Where the letters of the question itself stand."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the learned form finds of a corpus's cells."""

    whole: int
    lost: tuple[str, ...]
    """Respondent and known question of each cell that is not found, with the share in common."""

    @property
    def share(self) -> float:
        """Share of the known form's cells that are found."""
        return 1 - len(self.lost) / self.whole if self.whole else 0.0


def measure(corpus: Path, alike: float = ALIKE) -> Found:
    """Return which of the known form's cells in a corpus a learned form finds."""
    known, learned = (read_with(corpus, forms) for forms in (load_known_forms(), ()))
    whole, lost = 0, []
    for path, response in known.items():
        own = answers(response)
        others = list(answers(learned[path]).values()) if path in learned else []
        for question, held in own.items():
            whole += 1
            share = max((in_common(held, other) for other in others), default=0.0)
            if share < alike:
                lost.append(f"{Path(path).stem}/{question} {share:.2f}")
    return Found(whole, tuple(lost))


def measure_alone(corpus: Path, alike: float = ALIKE) -> Iterator[tuple[str, Found]]:
    """Yield what is found of each response where nothing but that response is there, with its name."""
    for file in Corpus.at(corpus).files():
        with TemporaryDirectory() as folder:
            own = Path(folder) / corpus.name
            own.mkdir()
            copy(file, own)
            yield file.name, measure(own, alike)


def read_with(corpus: Path, forms: Sequence[Form]) -> Mapping[str, Response]:
    """Read a corpus with some forms known; where none fits, one is learned."""
    opened = Corpus.at(corpus)
    return gather(opened, forms, opened.load_descriptions(), hashes(opened), {}, {}, Silent()).responses


def answers(response: Response) -> dict[str, Held]:
    """Return what a response answers to each question that is no part of another."""
    written, form = response.written(), response.form
    text = written.document.text
    found: dict[str, Held] = defaultdict(Held)
    for cell in written.cells:
        question = form.question(cell.question)
        held = found[question.parent or question.id]
        held.letters |= {i for a, b in (*cell.runs, *cell.withheld) for i in range(a, b) if text[i].isalnum()}
        if cell.anchor is not None and question.parent is None:
            held.asked |= {i for i in range(*cell.anchor) if text[i].isalnum()}
    return found


def in_common(one: Held, other: Held) -> float:
    """Return the share of the letters that two cells have in common; of two blank ones, of their questions' letters."""
    if not one.letters and not other.letters:
        return 1.0 if one.asked & other.asked else 0.0
    return len(one.letters & other.letters) / len(one.letters | other.letters)


def main() -> None:
    """Print the share of each corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, nargs="*", default=SETS)
    parser.add_argument("--alike", type=float, default=ALIKE)
    parser.add_argument("--show", action="store_true", help="list what is lost")
    parser.add_argument("--alone", action="store_true", help="read each response by itself")
    given = parser.parse_args()
    for corpus in given.corpora:
        one = [(corpus.name, measure(corpus, given.alike))] if not given.alone else measure_alone(corpus, given.alike)
        every: list[Found] = []
        for name, found in one:
            every.append(found)
            print(f"{name}: {found.whole - len(found.lost)} of {found.whole} cells found: {found.share:.3f}")
            if given.show:
                print("".join(f"  {lost}\n" for lost in found.lost), end="")
        if given.alone:
            whole, lost = sum(found.whole for found in every), sum(len(found.lost) for found in every)
            print(f"{corpus.name}, each alone: {whole - lost} of {whole} cells found: {1 - lost / whole:.3f}")


if __name__ == "__main__":
    main()
