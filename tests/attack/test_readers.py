"""Many ask while the index is built again and again: no error, and each answer wholly of one generation."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.index import manifest, ownership
from msqqa.index.build import switch
from tests.attack.attacks import QUESTION, built, is_left_clean, releases_in, told, tries, write_release
from tests.support import command, environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from msqqa.index.manifest import Manifest

pytestmark = pytest.mark.slow

READERS = tries(2, 4)
LIMIT_SECONDS = 1500

ASKS = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from functools import lru_cache
import msqqa
from msqqa.cli import run
from msqqa.encode import Encoder

Encoder.named = lru_cache(Encoder.named)
index, question = sys.argv[1:]

def asked():
    with msqqa.open(index) as asker:
        return [citation.quote for citation in asker.ask(question).citations]

def called(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run([*arguments, "--index", index])
    assert status == 0, err.getvalue()
    return out.getvalue()

def asked_by_command():
    answer = json.loads(called("ask", question, "--format", "json"))
    return [citation["quote"] for citation in answer["citations"]]

def shown():
    return [called("matrix", "--format", "json")]

n = 0
while True:
    n += 1
    try:
        found = {"quotes": (asked, asked_by_command, asked_by_command, shown)[n % 4]()}
    except Exception as error:
        found = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(found), flush=True)
"""
"""A process that opens the index for each question: from Python, by the command line, and for the matrix."""


class _Readers:
    """Processes that ask without end, and what they came to."""

    def __init__(self, index: Path) -> None:
        call = command(index, QUESTION, script=ASKS)
        self._running = [
            subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(), text=True)
            for _ in range(READERS)
        ]
        self.answers: list[dict[str, Any]] = []
        self._threads = [threading.Thread(target=self._listen, args=(running,)) for running in self._running]
        for thread in self._threads:
            thread.start()

    def _listen(self, running: subprocess.Popen[str]) -> None:
        assert running.stdout is not None
        for line in running.stdout:
            if line.endswith("\n"):
                self.answers.append(json.loads(line))

    def running(self) -> bool:
        return all(running.poll() is None for running in self._running)

    def end(self) -> None:
        for running in self._running:
            running.kill()
        for running, thread in zip(self._running, self._threads, strict=True):
            running.wait()
            thread.join()


class _CommandLine(threading.Thread):
    """Asks by the command line, one process after the other."""

    def __init__(self, index: Path) -> None:
        super().__init__()
        self.ended: list[subprocess.CompletedProcess[str]] = []
        self.enough = threading.Event()
        self._call = command("ask", QUESTION, "--format", "json", "--index", index)

    def run(self) -> None:
        while not self.enough.is_set():
            self.ended.append(subprocess.run(self._call, capture_output=True, env=environment(), text=True))


def _attack(name: str, index: Path, build: Callable[[int], object], asks: int, builds: int, processes: int) -> None:
    """Let many ask while an index is built, until there were enough asks, builds, and processes of the command line."""
    readers, line = _Readers(index), _CommandLine(index)
    line.start()
    built, until = 0, time.monotonic() + LIMIT_SECONDS
    try:
        while len(readers.answers) < READERS and readers.running() and time.monotonic() < until:
            time.sleep(0.05)
        del readers.answers[:]
        while (len(readers.answers) < asks or built < builds or len(line.ended) < processes) and readers.running():
            built += 1
            build(built)
            assert time.monotonic() < until
    finally:
        line.enough.set()
        readers.end()
        line.join()
    errors = [answer["error"] for answer in readers.answers if "error" in answer]
    errors += [ended.stderr for ended in line.ended if ended.returncode != 0]
    answers = ["\n".join(answer["quotes"]) for answer in readers.answers if "quotes" in answer]
    answers += [
        "\n".join(citation["quote"] for citation in json.loads(ended.stdout)["citations"])
        for ended in line.ended
        if ended.returncode == 0
    ]
    mixed = [quotes for quotes in answers if len(releases_in(quotes)) != 1]
    told(name, asks=len(readers.answers), processes=len(line.ended), builds=built, errors=len(errors), mixed=len(mixed))
    assert errors == []
    assert mixed == []
    assert all(f"of {name}" in quotes for quotes in answers for name in ("kenya", "peru", "japan"))
    assert len(answers) >= asks + processes
    assert built >= builds
    is_left_clean(index)


def test_readers_during_rebuilds(exported: None, tmp_path: Path) -> None:
    corpus, index = tmp_path / "survey", tmp_path / "index"

    def rebuild(release: int) -> None:
        write_release(corpus, release)
        built(corpus, index)

    rebuild(0)
    _attack("readers during rebuilds", index, rebuild, tries(12, 500), tries(3, 50), tries(0, 50))


def test_readers_during_switches(exported: None, tmp_path: Path) -> None:
    """Two generations take turns, as if each were built in no time: the switch is what readers may stumble over."""
    corpus, index = tmp_path / "survey", tmp_path / "index"
    whole: list[tuple[Manifest, Path]] = []
    for release in range(2):
        write_release(corpus, release)
        built(corpus, index)
        made = manifest.load(index)
        assert made is not None
        whole.append((made, tmp_path / f"release-{release}"))
        shutil.copytree(index / made.generation, whole[release][1])

    def again(turn: int) -> None:
        made, files = whole[turn % 2]
        folder = ownership.new_generation(index)
        shutil.copytree(files, folder, dirs_exist_ok=True)
        switch(index, replace(made, generation=folder.name))

    _attack("readers during switches", index, again, tries(20, 1000), tries(15, 1000), tries(1, 20))
