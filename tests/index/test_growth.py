"""A table of closed answers: its time grows with its rows, and an answer is encoded once."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.gather import gather, hashes
from msqqa.index.report import Silent
from msqqa.index.sources import Cutter, block_of, headers_of

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.index.sources import IndexedSource, Texts

OPTIONS = ["Every day", "Every week", "Every month", "Less often", "Never"]


def _write(folder: Path, rows: int, columns: int = 12) -> Path:
    chance = random.Random(7)
    lines = [",".join(["Respondent", *(f"How often do you use tool {n}?" for n in range(columns))])]
    lines += [",".join([f"R{row}", *chance.choices(OPTIONS, k=columns)]) for row in range(rows)]
    folder.mkdir()
    (folder / "survey.csv").write_text("\n".join(lines))
    return folder


def _blocks(folder: Path, texts: Texts, *, remembering: bool = True) -> tuple[list[IndexedSource], float]:
    encoder, began = Encoder.named(), time.process_time()
    found = gather(Corpus.at(folder), [], {}, hashes(Corpus.at(folder)), {}, {}, Silent())
    shared, responses = Cutter(encoder, texts), list(found.responses.values())
    headers = headers_of(responses[0].form, encoder)
    blocks = [block_of(one, headers, shared if remembering else Cutter(encoder, texts)) for one in responses]
    return blocks, time.process_time() - began


def test_time_grows_with_the_rows(tmp_path: Path) -> None:
    _blocks(_write(tmp_path / "first", 20), {})  # what is loaded once
    texts: Texts = {}
    _, small = _blocks(_write(tmp_path / "small", 300), texts)
    _, large = _blocks(_write(tmp_path / "large", 1_500), {})
    assert large <= 5 * 2 * small, (small, large)
    # Each option of each question with its question, and each option alone; never an answer.
    assert len(texts) <= 12 * len(OPTIONS) + len(OPTIONS)


def test_what_is_remembered_changes_nothing(tmp_path: Path) -> None:
    folder = _write(tmp_path / "survey", 15)
    assert _blocks(folder, {})[0] == _blocks(folder, {}, remembering=False)[0]
