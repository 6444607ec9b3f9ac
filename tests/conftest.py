"""Indexes built once a session, and the command line called in this process."""

from __future__ import annotations

import compileall
import json
import os
import re
import shutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import DEFAULT_MODEL, Encoder
from msqqa.encode.model import ENGLISH, MULTILINGUAL
from msqqa.errors import UserError
from msqqa.index.build import build
from msqqa.index.open import Index, open_index
from tests.durations import function_of, read_slow
from tests.kept import bring, keep, key
from tests.support import MSQ, REPO, Place, Result, write_survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msqqa.encode import Precision
    from tests.support import Run


_MADE_ONCE = ("encoders", "models")
"""Folders of the cache that all workers share."""
_OF_A_LARGE_INDEX = {"demo", "demo_engine"}
"""Fixtures that take so long to make that whoever wants a quick answer leaves them out."""
_LONGEST_ID, _MOST_CONTROLS = 256, 16
"""Characters, and control characters among them: more of them are the bytes of some file."""
_ESCAPED = re.compile(r"\\(?:u[0-9a-f]{4}|U[0-9a-f]{8}|x[0-9a-f]{2})")
"""How pytest writes a character that is not ASCII."""


def pytest_configure(config: pytest.Config) -> None:
    """Compile the package once, for all workers and for every process that a test starts.

    ``PYTHONDONTWRITEBYTECODE`` may be set, and is for those processes: each would compile half of the package anew.
    """
    if hasattr(config, "workerinput"):
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # of PyTorch: workers take all cores already, and would wait
    else:
        compileall.compile_dir(REPO / "msqqa", quiet=2)  # what cannot be written is compiled where it is imported


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what needs a large index, or is listed; refuse ids that may differ from one process to the next.

    Workers must collect the same tests. An id of raw bytes holds whatever those do, a time say, and an id of a long
    text cannot be typed.
    """
    listed = read_slow()
    for item in items:
        if _OF_A_LARGE_INDEX & set(getattr(item, "fixturenames", ())) or function_of(item.nodeid) in listed:
            item.add_marker(pytest.mark.slow)
    odd = [item.nodeid for item in items if not _is_an_id(item.nodeid.partition("::")[2])]
    if odd:
        shown = "\n".join(repr(id_[:300]) for id_ in odd[:20])
        raise pytest.UsageError(f"{len(odd)} ids are long, or hold bytes or an address; name them with ids=:\n{shown}")


def _is_an_id(own: str) -> bool:
    """Return whether the part of an id behind its file is short, and the same in any process."""
    letters = _ESCAPED.sub("?", own)
    controls = sum(found[0].startswith(("\\x0", "\\x1")) for found in _ESCAPED.finditer(own))
    return len(letters) <= _LONGEST_ID and controls <= _MOST_CONTROLS and " at 0x" not in own


@pytest.fixture(scope="session")
def for_all_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all of pytest's workers share: what takes long is made once, by whichever comes first."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def kept_between_runs(pytestconfig: pytest.Config, for_all_workers: Path) -> Path:
    """A folder that outlives the session: ``$MSQQA_KEPT``, or one in pytest's cache for what makes what is kept."""
    named = os.environ.get("MSQQA_KEPT")
    if named:
        return Path(named).resolve()
    cache = getattr(pytestconfig, "cache", None)  # not with -p no:cacheprovider
    home = for_all_workers / "kept" if cache is None else Path(cache.mkdir("kept"))
    with FileLock(for_all_workers / "kept.lock"):
        own = home / key()
        own.mkdir(parents=True, exist_ok=True)
        for other in home.iterdir():  # of other code, which is gone
            if other != own:
                shutil.rmtree(other, ignore_errors=True)
    return own


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, for_all_workers: Path, kept_between_runs: Path) -> Iterator[Path]:
    """A cache folder for the session, and for every process it starts: the user's own is neither read nor written."""
    folder = tmp_path_factory.mktemp("cache")
    for name in _MADE_ONCE:
        with FileLock(for_all_workers / f"{name}.brought.lock"):
            if not (for_all_workers / name).exists():
                bring(kept_between_runs / name, for_all_workers / name)
        (folder / name).symlink_to(for_all_workers / name)
    patch = pytest.MonkeyPatch()
    patch.setenv("MSQQA_CACHE", str(folder))
    yield folder
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def one_encoder(cache: Path, for_all_workers: Path, kept_between_runs: Path) -> Iterator[None]:
    """Load each model once a session, however many commands name it, and keep what is exported of the packaged ones."""
    named = Encoder.named
    exports: set[str] = set()

    @lru_cache
    def loaded(name: str, precision: Precision | None) -> Encoder:
        encoder = named(name, precision)
        if encoder.model.name in (ENGLISH, MULTILINGUAL):
            exports.add(f"{encoder.model.sha256[:24]}-*")
        if name == DEFAULT_MODEL and precision is None:
            with FileLock(for_all_workers / "encoders.lock"):  # its export is made by one worker alone
                encoder.encode(["a text"], "query")
        return encoder

    def once(
        name: str = DEFAULT_MODEL, precision: Precision | None = None, note: Callable[[str], None] | None = None
    ) -> Encoder:
        return loaded(name, precision)

    patch = pytest.MonkeyPatch()
    patch.setattr(Encoder, "named", once)
    yield
    patch.undo()
    with FileLock(for_all_workers / "kept.lock"):
        for export in exports:
            for made in (for_all_workers / "encoders").glob(export):
                keep(made, kept_between_runs / "encoders" / made.name)
        for model in (for_all_workers / "models").iterdir():
            keep(model, kept_between_runs / "models" / model.name)


@pytest.fixture(scope="session", autouse=True)
def unsynced() -> Iterator[None]:
    """Let nothing in this process wait until a disk has written: only a machine that stops would tell.

    An index has some 28 files, and each took 10 ms. Processes that tests start, to be killed say, still wait.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)  # of what is no open file it raises the same error
        yield


@pytest.fixture(scope="session")
def exported(one_encoder: None) -> None:
    """The default encoder's export is there, so that no process says that it makes it."""
    Encoder.named()


def _built_once(for_all_workers: Path, kept_between_runs: Path, corpus: Path) -> Place:
    """Return a corpus with an index that the first worker to ask for it has built; not to be changed.

    It is built by the code that is tested, row by row; of an index that is kept only the vectors are used again.
    """
    place = Place(corpus, for_all_workers / f"index-of-{corpus.name}")
    before = kept_between_runs / "indexes" / corpus.name
    with FileLock(for_all_workers / f"index-of-{corpus.name}.lock"):
        if not place.index.exists():
            aside = for_all_workers / f"making-{corpus.name}"
            if before.is_dir():
                shutil.copytree(before, aside)
            try:
                made = build(Corpus.at(corpus), aside, Encoder.named(), rebuild=True)
            except UserError:  # what was kept is of no use
                shutil.rmtree(aside)
                made = build(Corpus.at(corpus), aside, Encoder.named())
            aside.rename(place.index)
            if made.encoded:
                shutil.rmtree(before, ignore_errors=True)
                keep(place.index, before)
    return place


@pytest.fixture(autouse=True)
def forgetful(cache: Path, for_all_workers: Path) -> None:
    """Let no test find what another one indexed: of the cache, only the exports stay, and the hashes of their files."""
    (cache / "indexes.json").unlink(missing_ok=True)
    ledger = cache / "digests.json"
    if ledger.is_file():
        known = json.loads(ledger.read_bytes())
        lasting = tuple(f"{folder}{os.sep}" for folder in (cache, *(for_all_workers / name for name in _MADE_ONCE)))
        gone = [f for f in known if f.startswith(f"{for_all_workers}{os.sep}") and not f.startswith(lasting)]
        if gone:
            ledger.write_text(json.dumps({f: known[f] for f in known if f not in {*gone}}), encoding="utf-8")


@pytest.fixture(scope="session")
def msq(for_all_workers: Path, kept_between_runs: Path) -> Place:
    """The shipped corpus with an index of its own; not to be changed."""
    return _built_once(for_all_workers, kept_between_runs, MSQ)


@pytest.fixture(scope="session")
def demo(for_all_workers: Path, kept_between_runs: Path) -> Place:
    """The fourteen fictional responses with their index; not to be changed."""
    return _built_once(for_all_workers, kept_between_runs, REPO / "corpora" / "demo-msq-2024")


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
