"""Indexes built once a session, and the command line called in this process."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from support import MSQ, REPO, Place, Result, write_survey

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.index.open import Index, open_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support import Run


@pytest.fixture(scope="session", autouse=True)
def one_encoder() -> Iterator[None]:
    """Load each model once a session, however many commands name it."""
    patch = pytest.MonkeyPatch()
    patch.setattr(Encoder, "named", lru_cache(Encoder.named))
    yield
    patch.undo()


@pytest.fixture(scope="session")
def msq(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The shipped corpus with an index of its own; not to be changed."""
    place = Place(MSQ, tmp_path_factory.mktemp("msq") / "index")
    build(Corpus.at(place.corpus), place.index, Encoder.named())
    return place


@pytest.fixture(scope="session")
def survey_once(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small survey with its index; not to be changed."""
    folder = tmp_path_factory.mktemp("small")
    place = Place(write_survey(folder / "survey"), folder / "index")
    build(Corpus.at(place.corpus), place.index, Encoder.named())
    return place


@pytest.fixture
def survey(survey_once: Place, tmp_path: Path) -> Place:
    """A copy of the small survey with its index, to change or to damage."""
    place = survey_once.copied(tmp_path)
    place.tamper(corpus_path=str(place.corpus.resolve()))
    return place


def _opened(place: Place) -> Index:
    index = open_index(place.index, Corpus.at(place.corpus), Encoder.named())
    assert index is not None
    return index


@pytest.fixture(scope="session")
def msq_index(msq: Place) -> Index:
    return _opened(msq)


@pytest.fixture(scope="session")
def survey_index(survey_once: Place) -> Index:
    return _opened(survey_once)


@pytest.fixture(scope="session")
def engine(msq_index: Index) -> Engine:
    """Answers about Mongolia."""
    return Engine.over(msq_index, Encoder.named())


@pytest.fixture(scope="session")
def survey_engine(survey_index: Index) -> Engine:
    """Answers about Kenya, Peru and Japan."""
    return Engine.over(survey_index, Encoder.named())


@pytest.fixture
def msqqa(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command line in this process."""
    from msqqa.cli import run

    for name in ("MSQQA_CORPUS", "MSQQA_INDEX", "MSQQA_MODEL", "MSQQA_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: object) -> Result:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        return Result(status, *capsys.readouterr())

    return call


@pytest.fixture
def mongolia(msqqa: Run, msq: Place, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call a command on the shipped corpus, from the repository's folder."""
    monkeypatch.chdir(REPO)
    return lambda *arguments: msqqa(*arguments, "--corpus", "corpora/msq-2024", "--index", msq.index)


@pytest.fixture
def small(msqqa: Run, survey_once: Place) -> Run:
    """Call a command on the small survey."""
    return lambda *arguments: msqqa(*arguments, *survey_once.options)
