"""Disks that run full at random places of a build: one line, the old index answers, nothing unfinished stays."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from msqqa.errors import MachineError
from tests.attack.attacks import built, is_left_clean, is_whole, told, tries, write_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Limit = Callable[[int], AbstractContextManager[None]]

pytestmark = pytest.mark.slow

SIZE = 16 * 2**20


def _attack(name: str, folder: Path, index: Path, limited: Limit, wanted: int) -> None:
    """Build with less and less room than an index takes."""
    chance = random.Random(13)
    corpus = folder / "survey"
    write_release(corpus, 0)
    built(corpus, index)
    takes = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    before, counts = 0, {"tried": 0, "refused": 0, "built": 0}
    while counts["tried"] < wanted:
        counts["tried"] += 1
        write_release(corpus, counts["tried"])
        try:
            with limited(int(chance.uniform(0, 1.1) * takes)):
                built(corpus, index)
        except MachineError as error:
            assert "no room left" in str(error) or "disk I/O error" in str(error)  # noqa: PT017
            assert "free some room" in str(error)  # noqa: PT017
            counts["refused"] += 1
            is_whole(index, before)
        else:
            before = counts["tried"]
            counts["built"] += 1
            is_whole(index, before)
        assert len(list(index.glob("generation-*"))) == 1
    write_release(corpus, wanted + 1)
    built(corpus, index)
    is_whole(index, wanted + 1)
    is_left_clean(index)
    told(name, **counts)
    assert counts["refused"] > wanted / 3


@pytest.mark.skipif(sys.platform != "linux", reason="needs tmpfs")
def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("no tmpfs can be mounted by this user")

    @contextmanager
    def limited(room: int) -> Iterator[None]:
        there = os.statvfs(disk)
        ballast = disk / "ballast"
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(there.f_bavail * there.f_frsize - room, 1))
        try:
            yield
        finally:
            ballast.unlink()

    try:
        _attack("full disk", tmp_path, disk / "index", limited, tries(12, 60))
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of resources")
def test_a_limit_on_the_size_of_a_file(tmp_path: Path) -> None:
    import resource

    @contextmanager
    def limited(room: int) -> Iterator[None]:
        before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        # No file of the small survey comes near the whole.
        resource.setrlimit(resource.RLIMIT_FSIZE, (room // 4, most))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))

    _attack("limited size of files", tmp_path, tmp_path / "index", limited, tries(8, 40))
