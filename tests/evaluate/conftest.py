"""A run of the small survey's questions, and corpora and benchmarks made for what is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.evaluate.questions import load
from msqqa.evaluate.run import load_saved, run, save
from msqqa.evaluate.systems import NAMES, systems
from msqqa.index.build import build
from msqqa.index.open import Index, open_index
from tests.evaluate.gold import write_benchmark, write_set
from tests.support import RESPONSES, Place, response, write_survey

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.evaluate.run import Report

PARAGRAPH = "The ministry of digital development runs the portal and trains those who answer for it. "


@pytest.fixture(scope="session")
def set_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_set(tmp_path_factory.mktemp("sets"))


@pytest.fixture(scope="session")
def report(survey_index: Index, set_file: Path) -> Report:
    """Every system over the small survey's questions; not to be changed."""
    return run(survey_index, load(set_file), systems(survey_index, Encoder.named(), NAMES), "small.jsonl")


@pytest.fixture(scope="session")
def saved_once(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("saved") / "results.json"
    save(report, file)
    return file


@pytest.fixture
def saved(saved_once: Path) -> dict[str, Any]:
    """The run as it is read again, to be changed."""
    return load_saved(saved_once)


@pytest.fixture
def saved_too(saved_once: Path) -> dict[str, Any]:
    return load_saved(saved_once)


@pytest.fixture(scope="session")
def long_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The small survey with responses that are long, or odd where text is cut."""
    folder = tmp_path_factory.mktemp("long")
    odd = {
        "brazil.md": response(law_detail=PARAGRAPH * 30, portal=(PARAGRAPH * 3 + "\n\n") * 5),
        "chad.md": response(portal="x" * 2500, others="数字政府" * 500),
        "fiji.md": response(law_detail=PARAGRAPH * 12, others=PARAGRAPH * 12).replace("\n", "\r\n"),
        "togo.md": response(portal="a   b \t c\n" * 200, others="\n\n\n  \n\n" * 100 + "Signed."),
    }
    place = Place(write_survey(folder / "survey", RESPONSES | odd), folder / "index")
    build(Corpus.at(place.corpus), place.index, Encoder.named())
    index = open_index(place.index)
    assert index is not None
    return index


# ---------------------------------------------------------------- benchmarks


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    """A small benchmark, to be changed."""
    return write_benchmark(tmp_path / "small")
