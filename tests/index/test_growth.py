"""A table of closed answers: its time grows with its rows, and an answer is encoded once."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.gather import gather, hashes
from msqqa.index.report import Silent
from msqqa.index.sources import Cutter, block_of, headers_of
from tests.clock import time_least

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


def _blocks(folder: Path, texts: Texts, *, remembering: bool = True) -> list[IndexedSource]:
    encoder = Encoder.named()
    found = gather(Corpus.at(folder), [], {}, hashes(Corpus.at(folder)), {}, {}, Silent())
    shared, responses = Cutter(encoder, texts), list(found.responses.values())
    headers = headers_of(responses[0].form, encoder)
    return [block_of(one, headers, shared if remembering else Cutter(encoder, texts)) for one in responses]


def test_time_grows_with_the_rows(tmp_path: Path) -> None:
    _blocks(_write(tmp_path / "first", 20), {})  # what is loaded once
    few, many = _write(tmp_path / "few", 300), _write(tmp_path / "many", 1_500)
    small, large = (time_least(partial(_blocks, folder, {})) for folder in (few, many))
    assert large <= 5 * 2 * small, (small, large)


def test_an_answer_of_a_table_is_encoded_once(tmp_path: Path) -> None:
    texts: Texts = {}
    _blocks(_write(tmp_path / "survey", 300), texts)
    # Each option of each question with its question, and each option alone; never an answer.
    assert len(texts) <= 12 * len(OPTIONS) + len(OPTIONS)


def test_what_is_remembered_changes_nothing(tmp_path: Path) -> None:
    folder = _write(tmp_path / "survey", 15)
    assert _blocks(folder, {}) == _blocks(folder, {}, remembering=False)
