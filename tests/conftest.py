"""Indexes built once a session, and the command line called in this process."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import MSQ, REPO, Place, Result, write_survey

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import DEFAULT_MODEL, Encoder
from msqqa.index.build import build
from msqqa.index.open import Index, open_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support import Run

    from msqqa.encode import Precision


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder for the session, and for every process it starts: the user's own is neither read nor written."""
    folder = tmp_path_factory.mktemp("cache")
    patch = pytest.MonkeyPatch()
    patch.setenv("MSQQA_CACHE", str(folder))
    yield folder
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def one_encoder(cache: Path) -> Iterator[None]:
    """Load each model once a session, however many commands name it."""
    named = Encoder.named
    kept = lru_cache(named)

    def once(
        name: str = DEFAULT_MODEL, precision: Precision | None = None, note: Callable[[str], None] | None = None
    ) -> Encoder:
        return kept(name, precision)

    patch = pytest.MonkeyPatch()
    patch.setattr(Encoder, "named", once)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def exported(one_encoder: None) -> None:
    """The default encoder's export is there, so that no process says that it makes it."""
    Encoder.named().encode(["a text"], "query")


@pytest.fixture(autouse=True)
def forgetful(cache: Path) -> None:
    """Let no test find what another one indexed: of the cache, only the exports stay, and the hashes of their files."""
    (cache / "indexes.json").unlink(missing_ok=True)
    ledger = cache / "digests.json"
    if ledger.is_file():
        known = json.loads(ledger.read_bytes())
        passing = [file for file in known if Path(file).is_relative_to(cache.parent)]
        for file in passing:
            if not Path(file).is_relative_to(cache):
                del known[file]
        ledger.write_text(json.dumps(known), encoding="utf-8")


@pytest.fixture(scope="session")
def msq(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The shipped corpus with an index of its own; not to be changed."""
    place = Place(MSQ, tmp_path_factory.mktemp("msq") / "index")
    build(Corpus.at(place.corpus), place.index, Encoder.named())
    return place


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The fourteen fictional responses with their index; not to be changed."""
    place = Place(REPO / "corpora" / "demo-msq-2024", tmp_path_factory.mktemp("demo") / "index")
    build(Corpus.at(place.corpus), place.index, Encoder.named())
    return place


@pytest.fixture(scope="session")
def demo_engine(demo: Place) -> Engine:
    """Answers about the fourteen."""
    return Engine.over(_opened(demo), Encoder.named())


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
