"""kill -9 at random moments of ``index``: what is there is whole, old or new, and the next build ends."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.attack.attacks import told, tries
from tests.support import REPO, process

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

BUILDS = """
import json, os, random, signal, sys, time
from pathlib import Path

sys.path[:0] = sys.argv[4:]
import numpy as np
from tests.attack.attacks import fresh, is_left_clean, is_whole, releases_of, write_release
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.index.open import open_index

# What is killed is the writing of an index; which vectors it holds does not matter.
Encoder.limit = 256
def encode(self, texts, kind, progress=None):
    vectors = np.zeros((len(texts), 384), dtype=np.float32)
    vectors[:, 0] = 1
    return vectors
Encoder.encode = encode

corpus, index, wanted = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
encoder, chance = Encoder.named(), random.Random(7)

def started():
    child = os.fork()
    if child:
        return child
    try:
        build(Corpus.at(corpus), index, encoder, rebuild=chance.random() < 0.5)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)

def build_whole():
    begun = time.perf_counter()
    assert os.waitpid(started(), 0)[1] == 0, "a build after a kill failed"
    return time.perf_counter() - begun

write_release(corpus, 0)
build(Corpus.at(corpus), index, encoder)
write_release(corpus, 1)
takes = max(build_whole() for _ in range(2))
before, release, killed, ended = 1, 1, 0, 0
while killed < wanted:
    release += 1
    anew = chance.random() < 0.2
    if anew:
        fresh(index)
    write_release(corpus, release)
    child = started()
    time.sleep(chance.uniform(0, takes))
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0
        ended += 1
    else:
        killed += 1
    if not anew or open_index(index) is not None:
        is_whole(index, before, release) if not anew else is_whole(index, release)
    if chance.random() < 0.3 or anew:
        build_whole()
        is_left_clean(index)
        is_whole(index, release)
    opened = open_index(index)
    [before] = releases_of(opened)
    opened.close()
build_whole()
is_left_clean(index)
print(json.dumps({"killed": killed, "ended_before": ended}))
"""
"""A process that forks builds, and kills them; it has one thread, and so may fork."""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_kills_at_random_moments(exported: None, tmp_path: Path) -> None:
    ended = process(tmp_path / "survey", tmp_path / "index", tries(10, 200), REPO, script=BUILDS)
    assert ended.returncode == 0, ended.stderr.decode()
    assert ended.stderr == b""
    counts = json.loads(ended.stdout)
    told("kill -9", **counts)
    assert counts["killed"] == tries(10, 200)
