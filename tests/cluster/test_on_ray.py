"""A build whose work is done by the workers of a real Ray cluster on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

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


def test_a_form_is_learned_as_without_ray(cluster: OnRay, tmp_path: Path) -> None:
    corpus = tmp_path / "club"
    corpus.mkdir()
    for n, text in enumerate(Questionnaire("heading", asked=6).copies(5)):
        (corpus / f"member-{n}.md").write_text(text, encoding="utf-8")
    build(Corpus.at(corpus), tmp_path / "there", Encoder.named(), work=cluster)
    build(Corpus.at(corpus), tmp_path / "here", Encoder.named())
    here, there = open_index(tmp_path / "here"), open_index(tmp_path / "there")
    assert here is not None
    assert there is not None
    assert here.manifest.counts["respondents"] == 5
    assert_same(here, there)


def test_a_file_that_cannot_be_read_is_left_out_as_without_ray(survey: Place, cluster: OnRay) -> None:
    (survey.corpus / "broken.docx").write_bytes(b"PK\x03\x04 this is no Word file")
    built = build(Corpus.at(survey.corpus), survey.index, Encoder.named(), work=cluster)
    assert built.skipped.keys() == {"broken.docx"}
    assert built.manifest.counts["respondents"] == 3
    # As a build without Ray has it: that finds nothing to do.
    assert not build(Corpus.at(survey.corpus), survey.index, Encoder.named()).fresh


def test_a_piece_that_kills_every_worker_is_told(cluster: OnRay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_do", cluster._do.options(max_retries=1))
    with pytest.raises(MachineError, match="more memory"):
        list(cluster.map(dies, ["a piece"]))


def test_a_cluster_that_is_away_is_told(msqqa: Run, survey: Place) -> None:
    result = msqqa("index", survey.corpus, "--index", survey.index, "--ray", f"127.0.0.1:{free_port()}")
    assert (result.status, result.err.count("\n")) == (2, 1)
    assert "no Ray cluster answers" in result.err


def test_a_machine_on_which_ray_does_not_start_is_told(survey: Place) -> None:
    """In a process of its own: in this one it runs already."""
    started = [sys.executable, "-m", "msqqa", "index", str(survey.corpus), "--index", str(survey.index)]
    there = os.environ | {"RAY_TMPDIR": os.devnull, "PYTHONPATH": str(REPO)}
    ran = subprocess.run([*started, "--ray", "local"], env=there, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stderr
    assert "Ray does not start on this machine" in ran.stderr
