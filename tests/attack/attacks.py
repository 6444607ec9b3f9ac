"""How often each attack is tried, and what the attacks share.

``MSQQA_ATTACK=full python -m pytest -s tests/attack`` tries as often as a report of safety should say; without it each
takes seconds, as fits continuous integration. ``-s`` shows how many were tried, and what they came to.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.index.open import open_index
from tests.support import FULL, SURVEY_FORM, Place, response

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.index.open import Index

QUESTION = "which countries mention WCAG"
_RUN = re.compile(r"release-(\d+)")


def tries(small: int, full: int) -> int:
    """Return how often an attack is tried."""
    return full if FULL else small


def told(attack: str, **counts: int) -> None:
    """Say what an attack came to; pytest shows it with ``-s``."""
    print(f"\n{attack}: " + ", ".join(f"{n} {what.replace('_', ' ')}" for what, n in counts.items()))  # noqa: T201


def write_release(corpus: Path, release: int) -> None:
    """Write a corpus of three responses, each of which names the release that it is of."""
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
    for name in ("kenya", "peru", "japan"):
        text = response(portal=f"The portal follows WCAG since release-{release} of {name}.")
        (corpus / f"{name}.md").write_text(text, encoding="utf-8")


def releases_in(text: str) -> set[int]:
    """Return the releases that a text names."""
    return {int(found) for found in _RUN.findall(text)}


def releases_of(index: Index) -> set[int]:
    """Return the releases that the answers in an index name."""
    return releases_in(" ".join(passage.quote for _, passage in index.store.all_passages().values()))


def is_whole(index: Path, *releases: int) -> None:
    """Check that an index opens, and is wholly of one of some releases."""
    opened = open_index(index)
    assert opened is not None
    found = releases_of(opened)
    opened.close()
    assert len(found) == 1, found
    assert found <= set(releases), (found, releases)


def is_left_clean(index: Path) -> None:
    """Check that nothing unfinished lies in an index."""
    names = {path.name for path in index.iterdir()}
    generations = {name for name in names if name.startswith("generation-")}
    assert len(generations) == 1, names
    assert names - generations == {"manifest.json", ".msqqa-index.json", ".lock"}


def built(corpus: Path, index: Path) -> Place:
    """Build an index."""
    build(Corpus.at(corpus), index, Encoder.named(), rebuild=True)
    return Place(corpus, index)


def fresh(folder: Path) -> Path:
    """Return an empty folder, whatever was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
