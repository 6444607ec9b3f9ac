"""A build whose work is done by the workers of a real Ray cluster on this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from msqqa.cluster import on_ray
from msqqa.cluster.on_ray import lend_workers
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import MachineError
from msqqa.index import array_files, vector_cache
from msqqa.index.build import build
from msqqa.index.open import open_index
from tests.cluster.servers import free_port
from tests.questionnaires import Questionnaire
from tests.support import REPO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from msqqa.cluster.on_ray import OnRay
    from msqqa.index.open import Index
    from tests.support import Place, Run

pytest.importorskip("ray", reason="the extra ray is not installed: pip install 'msqqa[ray]'")


@pytest.fixture(scope="module")
def cluster() -> Iterator[OnRay]:
    patch = pytest.MonkeyPatch()
    # Workers find the package, and these tests, where this process does.
    patch.setenv("PYTHONPATH", str(REPO))
    with lend_workers("local") as lent:
        yield lent
    patch.undo()


def encoded_anew(corpus: Path, index: Path, work: Any, monkeypatch: pytest.MonkeyPatch) -> Index:
    """Build an index, with no vector known from elsewhere; return it, open."""
    # By its own name: mypy, which .ci/run runs over this test as well, then finds a function that was renamed.
    monkeypatch.setattr(vector_cache, vector_cache._read_list.__name__, list)
    built = build(Corpus.at(corpus), index, Encoder.named(), work=work)
    assert built.fresh
    assert built.encoded > 0
    opened = open_index(index)
    assert opened is not None
    return opened


def assert_same(one: Index, other: Index) -> None:
    assert list(other.store.cells.values()) == list(one.store.cells.values())
    assert other.store.all_passages() == one.store.all_passages()
    for name in array_files.NAMES:
        np.testing.assert_array_equal(other.store.columns[name], one.store.columns[name])
    np.testing.assert_allclose(other.vectors.passages, one.vectors.passages, atol=1e-6)
    np.testing.assert_allclose(other.vectors.pieces, one.vectors.pieces, atol=1e-6)


def killed_once(mark: str, do: Callable[[Any], Any], one: Any) -> Any:
    """Do a piece of work, and die with what it came to; whoever does it again lives."""
    made = do(one)
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return made
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def dies(_: Any) -> None:
    """Die, whoever does it."""
    os.kill(os.getpid(), signal.SIGKILL)


class Killing:
    """Ray's workers, the first of which dies in each kind of work."""

    apart = True

    def __init__(self, work: OnRay, marks: Path) -> None:
        self._work = work
        self._marks = marks
        self.kinds = 0

    def map(self, do: Callable[[Any], Any], given: Iterable[Any]) -> Iterator[Any]:
        self.kinds += 1
        return self._work.map(partial(killed_once, str(self._marks / str(self.kinds)), do), given)


def test_a_worker_that_is_killed_loses_nothing(
    survey: Place, cluster: OnRay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    killing = Killing(cluster, marks)
    there = encoded_anew(survey.corpus, tmp_path / "there", killing, monkeypatch)
    # Reading, cutting and encoding: a worker died in each.
    assert sorted(mark.name for mark in marks.iterdir()) == ["1", "2", "3"]
    assert killing.kinds == 3
    here = open_index(survey.index)
    assert here is not None
    assert_same(here, there)


def test_a_form_is_learned_as_without_ray_though_workers_are_killed(
    cluster: OnRay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, marks = tmp_path / "club", tmp_path / "marks"
    corpus.mkdir()
    marks.mkdir()
    for n, text in enumerate(Questionnaire("heading", asked=6).copies(5)):
        (corpus / f"member-{n}.md").write_text(text, encoding="utf-8")
    there = encoded_anew(corpus, tmp_path / "there", Killing(cluster, marks), monkeypatch)
    # Reading, laying copies over the form that was learned, cutting and encoding: a worker died in each.
    assert sorted(mark.name for mark in marks.iterdir()) == ["1", "2", "3", "4"]
    build(Corpus.at(corpus), tmp_path / "here", Encoder.named())
    here = open_index(tmp_path / "here")
    assert here is not None
    assert here.manifest.counts["respondents"] == 5
    assert_same(here, there)


def test_a_file_that_cannot_be_read_is_left_out_as_without_ray(survey: Place, cluster: OnRay) -> None:
    (survey.corpus / "broken.docx").write_bytes(b"PK\x03\x04 this is no Word file")
    built = build(Corpus.at(survey.corpus), survey.index, Encoder.named(), work=cluster)
    assert built.skipped.keys() == {"broken.docx"}
    assert built.manifest.counts["respondents"] == 3
    # As a build without Ray has it: that finds nothing to do.
    assert not build(Corpus.at(survey.corpus), survey.index, Encoder.named()).fresh


@pytest.mark.skipif(not hasattr(os, "nice"), reason="no niceness here")
def test_workers_are_let_run_as_this_process_is(cluster: OnRay) -> None:
    """Ray's own default makes them the last of a busy machine: a build did not come to its end there."""
    assert list(cluster.map(os.nice, [0])) == [os.nice(0)]


def test_a_piece_that_kills_every_worker_is_told(cluster: OnRay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_do", cluster._do.options(max_retries=1))
    with pytest.raises(MachineError, match="more memory"):
        list(cluster.map(dies, ["a piece"]))


def test_a_cluster_that_is_away_is_told(msqqa: Run, survey: Place) -> None:
    result = msqqa("index", survey.corpus, "--index", survey.index, "--ray", f"127.0.0.1:{free_port()}")
    assert (result.status, result.err.count("\n")) == (2, 1)
    assert "no Ray cluster answers" in result.err


@contextmanager
def listening(answer: bytes) -> Iterator[int]:
    """Listen where no Ray is, and answer so whatever is sent, or never; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as there:

        def speak(kept: list[socket.socket]) -> None:
            while True:
                try:
                    kept.append(there.accept()[0])
                except OSError:
                    return
                if answer:
                    kept[-1].sendall(answer)
                    kept[-1].shutdown(socket.SHUT_WR)

        threading.Thread(target=speak, args=([],), daemon=True).start()
        yield int(there.getsockname()[1])


@pytest.mark.parametrize("answer", [b"", b"x", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["nothing", "a letter", "a page"])
@pytest.mark.parametrize("kind", ["", "ray://"])
def test_what_listens_and_is_no_ray_is_told_at_once(
    kind: str, answer: bytes, msqqa: Run, survey: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_ray, "_SECONDS", 1)
    with listening(answer) as port:
        result = msqqa("index", survey.corpus, "--index", survey.index, "--ray", f"{kind}127.0.0.1:{port}")
    assert (result.status, result.err.count("\n")) == (2, 1), result.err
    assert "no Ray cluster answers" in result.err


class Slow:
    """Ray on a machine that is kept busy: its own server is not there in time, so many times."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.up = False

    def init(self, **_: Any) -> None:
        if self.left:
            self.left -= 1
            raise Exception("The current node timed out during startup. This could happen because …")
        self.up = True

    def remote(self, **_: Any) -> Callable[[Any], Any]:
        return lambda do: do

    def shutdown(self) -> None:
        self.up = False


@pytest.mark.parametrize("times", [1, 2])
def test_a_server_that_is_slow_to_start_is_started_again(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(times)
    monkeypatch.setitem(sys.modules, "ray", slow)
    with lend_workers("local"):
        assert slow.up
    assert not slow.up


def test_a_server_that_is_always_too_slow_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", Slow(99))
    with pytest.raises(MachineError, match=r"on this machine \(The current node timed out"), lend_workers("local"):
        pass


def test_a_cluster_that_asks_for_a_token_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ray says so only in what its error came of."""

    def refuse(**_: Any) -> None:
        cause = RuntimeError("RPC error: InvalidAuthToken: Authentication token is missing or incorrect")
        raise ConnectionError("Failed to connect to Ray cluster") from cause

    slow = Slow(0)
    monkeypatch.setattr(slow, "init", refuse)
    monkeypatch.setitem(sys.modules, "ray", slow)
    with pytest.raises(MachineError, match=r"asks for a token.*RAY_AUTH_TOKEN"), lend_workers("auto"):
        pass


def test_a_machine_on_which_ray_does_not_start_is_told(survey: Place) -> None:
    """In a process of its own: in this one it runs already."""
    started = [sys.executable, "-m", "msqqa", "index", str(survey.corpus), "--index", str(survey.index)]
    there = os.environ | {"RAY_TMPDIR": os.devnull, "PYTHONPATH": str(REPO)}
    ran = subprocess.run([*started, "--ray", "local"], env=there, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stderr
    assert "Ray does not start on this machine" in ran.stderr
