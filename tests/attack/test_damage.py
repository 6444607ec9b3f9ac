"""Files of an index that are damaged at random: that is seen, and told with the remedy, or changes nothing."""

from __future__ import annotations

import os
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import StoreError
from msqqa.index import manifest
from msqqa.index.build import build
from msqqa.index.open import open_index
from tests.attack.attacks import told, tries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support import Place

pytestmark = pytest.mark.slow


def _flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data)) if data else 0
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :] if data else b"\0"


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))] if data else b"\0"


def _lengthen(data: bytes, chance: random.Random) -> bytes:
    return data + chance.randbytes(chance.choice([1, 1000]))


def _blank(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data)) if data else 0
    return data[:at] + b"\0" * (len(data) - at) or b"\0"


DAMAGES: list[Callable[[bytes, random.Random], bytes]] = [_flip, _flip, _flip, _cut, _lengthen, _blank]


def test_damaged_files_are_told(survey: Place, tmp_path: Path) -> None:
    wanted, chance = tries(40, 400), random.Random(11)
    kept = tmp_path / "kept"
    shutil.copytree(survey.index, kept)
    files = sorted(path.relative_to(kept) for path in kept.rglob("*") if path.is_file() and path.name != ".lock")
    whole = manifest.load(kept)
    counts = {"tried": 0, "told": 0, "without_effect": 0}
    while counts["tried"] < wanted:
        file = survey.index / files[counts["tried"] % len(files)]
        before, stat = file.read_bytes(), file.stat()
        damaged = chance.choice(DAMAGES)(before, chance)
        if damaged == before:
            continue
        counts["tried"] += 1
        file.write_bytes(damaged)
        if chance.random() < 0.5:  # as a bad disk would, not an editor
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        try:
            opened = open_index(survey.index)
        except StoreError as error:
            assert "--rebuild" in str(error)  # noqa: PT017
            assert "\n" not in str(error)  # noqa: PT017
            counts["told"] += 1
        else:
            # Of two files not every byte counts: of the manifest those between its words, and the marker is not read.
            assert opened is not None
            assert opened.manifest == whole, file
            assert file.name in ("manifest.json", ".msqqa-index.json")
            opened.close()
            counts["without_effect"] += 1
        if counts["tried"] % 20 == 0:
            build(Corpus.at(survey.corpus), survey.index, Encoder.named(), rebuild=True)
            assert open_index(survey.index) is not None
            shutil.rmtree(survey.index)
            shutil.copytree(kept, survey.index)
        else:
            file.write_bytes(before)
    told("damage", **counts)
    assert counts["told"] > 0.9 * wanted


def test_missing_files_are_told(survey: Place) -> None:
    for file in sorted(survey.generation.iterdir()):
        data = file.read_bytes()
        file.unlink()
        try:
            open_index(survey.index)
        except StoreError as error:
            assert f"{file.name} is missing" in str(error)  # noqa: PT017
            assert "--rebuild" in str(error)  # noqa: PT017
        else:
            raise AssertionError(f"{file.name} is not missed")
        file.write_bytes(data)
