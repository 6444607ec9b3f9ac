"""Source files that are damaged at random, in each format: each is indexed or left out, never a traceback."""

from __future__ import annotations

import random
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.index.check import check
from msqqa.index.open import open_index
from tests.attack.attacks import fresh, told, tries
from tests.attack.seeds import SEEDS, TEXT, mutant
from tests.support import SURVEY_FORM, Told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

BATCH = 20
SECONDS = 120
"""A batch that takes longer has met something that never ends."""


@contextmanager
def _bounded() -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return

    def late(*_: object) -> None:
        raise AssertionError(f"not done after {SECONDS} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _indexed(corpus: Path, index: Path) -> tuple[int, int]:
    """Index a folder of mutants; return how many files were indexed, and how many left out."""
    reported = Told()
    with _bounded():
        built = build(Corpus.at(corpus), index, Encoder.named(), reported, rebuild=True)
    assert all(note.isprintable() or "\n" not in note for note in reported.notes)
    assert {*built.manifest.sources, *built.skipped, *built.manifest.beside} == {
        path.name for path in corpus.iterdir() if path.name != "form.toml"
    }
    opened = open_index(index)
    assert opened is not None
    assert check(opened).problems == []
    opened.close()
    return len(built.manifest.sources) - 1, len(built.skipped)


def test_mutated_files(tmp_path: Path) -> None:
    wanted, chance = tries(84, 2100), random.Random(17)
    seeds = {ending: make() for ending, make in SEEDS.items()}
    counts = {"tried": 0, "indexed": 0, "left_out": 0}
    faults: list[str] = []
    while counts["tried"] < wanted:
        corpus, index = fresh(tmp_path / "survey"), tmp_path / "index"
        (corpus / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
        (corpus / "whole.md").write_text(TEXT, encoding="utf-8")
        for n in range(counts["tried"], min(counts["tried"] + BATCH, wanted)):
            ending = list(SEEDS)[n % len(SEEDS)]
            (corpus / f"mutant-{n}.{ending}").write_bytes(mutant(seeds[ending], chance))
            counts["tried"] += 1
        try:
            indexed, left_out = _indexed(corpus, index)
        except Exception as error:
            faults += _alone(corpus, tmp_path) or [f"all of a batch together: {error!r}"]
            continue
        counts["indexed"] += indexed
        counts["left_out"] += left_out
    told("mutants", **counts, faults=len(faults))
    if faults:
        pytest.fail("\n".join(faults))


def _alone(corpus: Path, folder: Path) -> list[str]:
    """Return which files of a batch fail alone, and how."""
    faults = []
    for file in sorted(corpus.glob("mutant-*")):
        alone = fresh(folder / "alone")
        for name in ("form.toml", "whole.md", file.name):
            (alone / name).write_bytes((corpus / name).read_bytes())
        try:
            _indexed(alone, folder / "alone-index")
        except Exception as error:
            faults.append(f"{file.name}: {error!r}")
    return faults
