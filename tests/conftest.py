"""Indexes built once a session, and the command line called in this process."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
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


_MADE_ONCE = ("encoders", "models")
"""Folders of the cache that all workers share."""


@pytest.fixture(scope="session")
def for_all_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all of pytest's workers share: what takes long is made once, by whichever comes first."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, for_all_workers: Path) -> Iterator[Path]:
    """A cache folder for the session, and for every process it starts: the user's own is neither read nor written."""
    folder = tmp_path_factory.mktemp("cache")
    for name in _MADE_ONCE:
        (for_all_workers / name).mkdir(exist_ok=True)
        (folder / name).symlink_to(for_all_workers / name)
    patch = pytest.MonkeyPatch()
    patch.setenv("MSQQA_CACHE", str(folder))
    yield folder
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def one_encoder(cache: Path, for_all_workers: Path) -> Iterator[None]:
    """Load each model once a session, however many commands name it."""
    named = Encoder.named

    @lru_cache
    def kept(name: str, precision: Precision | None) -> Encoder:
        encoder = named(name, precision)
        if name == DEFAULT_MODEL and precision is None:
            with FileLock(for_all_workers / "encoders.lock"):  # its export is made by one worker alone
                encoder.encode(["a text"], "query")
        return encoder

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
    Encoder.named()


def _built_once(for_all_workers: Path, corpus: Path, name: str) -> Place:
    """Return a corpus with an index that the first worker to ask for it has built; not to be changed."""
    place = Place(corpus, for_all_workers / f"index-of-{name}")
    with FileLock(for_all_workers / f"index-of-{name}.lock"):
        if not place.index.exists():
            build(Corpus.at(place.corpus), place.index, Encoder.named())
    return place


@pytest.fixture(autouse=True)
def forgetful(cache: Path, for_all_workers: Path) -> None:
    """Let no test find what another one indexed: of the cache, only the exports stay, and the hashes of their files."""
    (cache / "indexes.json").unlink(missing_ok=True)
    ledger = cache / "digests.json"
    if ledger.is_file():
        known = json.loads(ledger.read_bytes())
        lasting = (cache, *(for_all_workers / name for name in _MADE_ONCE))
        for file in [file for file in known if Path(file).is_relative_to(for_all_workers)]:
            if not any(Path(file).is_relative_to(folder) for folder in lasting):
                del known[file]
        ledger.write_text(json.dumps(known), encoding="utf-8")


@pytest.fixture(scope="session")
def msq(for_all_workers: Path) -> Place:
    """The shipped corpus with an index of its own; not to be changed."""
    return _built_once(for_all_workers, MSQ, "msq")


@pytest.fixture(scope="session")
def demo(for_all_workers: Path) -> Place:
    """The fourteen fictional responses with their index; not to be changed."""
    return _built_once(for_all_workers, REPO / "corpora" / "demo-msq-2024", "demo")


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
