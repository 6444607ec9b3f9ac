"""The user's cache folder: what can be made again, and is kept because making it takes long.

``$MSQQA_CACHE`` names another one. A cache that cannot be written costs time, never an answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msqqa.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_LEDGER = "digests.json"
_SETTLED_SECONDS = 0.1
"""A file younger than this may still change within one tick of the file system's clock; it is not remembered."""
_MADE_ASIDE = re.compile(r"\.making-(?P<machine>[0-9a-f]{8})-(?P<process>\d{1,20})-[a-z0-9_]{8}")
_LEFT_SECONDS = 3600
"""Without a change; an export takes a minute."""


def folder() -> Path:
    """Return the cache folder; it may not be there yet."""
    named = os.environ.get("MSQQA_CACHE")
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("msqqa", appauthor=False))


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def recall_digest(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, from memory where the file is the one that was hashed before.

    As in git's index, a file is the same when its inode, size and both its times are: whoever changes a byte changes
    the last of them. Hashing the default model's weights takes longer than answering a question.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    [found] = recall_digests([file])
    if isinstance(found, OSError):
        raise found
    return found


def recall_digests(files: Sequence[Path]) -> list[str | OSError]:
    """Return what :func:`recall_digest` returns of each file, or raises; memory is looked into once for all."""
    ledger = _ledger()
    found: list[str | OSError] = []
    fresh: dict[str, Any] = {}
    for file in files:
        try:
            stat = file.stat()
            seen = [stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
            key = str(file.resolve())
            known = ledger.get(key)
            if isinstance(known, list) and known[:-1] == seen:
                found.append(str(known[-1]))
                continue
            digest = digest_of(file)
        except OSError as error:
            found.append(error)
            continue
        found.append(digest)
        if time.time() - max(stat.st_mtime, stat.st_ctime) > _SETTLED_SECONDS:
            fresh[key] = [*seen, digest]
    if fresh:
        _remember({**_ledger(), **fresh})
    return found


def has_digests(home: Path, digests: Mapping[str, str]) -> bool:
    """Return whether each of some files of a folder is there with the SHA-256 that was noted of it."""
    wanted = [*digests.values()]
    return recall_digests([home / file for file in digests]) == wanted


def recall_toml(name: str, files: Sequence[Path]) -> list[dict[str, Any]]:
    """Return what data files of msqqa's own hold, each a TOML table without dates.

    They are parsed once, and kept as JSON: to parse those of all languages takes a sixth of a whole question's time.

    Parameters
    ----------
    name:
        What is kept is called so.
    files:
        All in one folder.
    """

    def parse() -> list[dict[str, Any]]:
        import tomllib

        return [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]

    found: list[dict[str, Any]] = recall_made(name, files, parse)
    return found


def recall_made(name: str, files: Sequence[Path], make: Callable[[], Any]) -> Any:
    """Return what is made of some files, of what JSON can hold; it is made anew where one of them has changed.

    Parameters
    ----------
    name:
        What is kept is called so.
    files:
        All in one folder.
    make:
        Makes it.
    """
    stats = [file.stat() for file in files]
    seen = [[file.name, stat.st_size, stat.st_mtime_ns] for file, stat in zip(files, stats, strict=True)]
    place = hashlib.sha256(str(files[0].parent).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    kept = folder() / "parsed" / f"{name}-{place}.json"
    with suppress(OSError, ValueError, RecursionError, TypeError, KeyError):
        found = json.loads(kept.read_bytes())
        if found["of"] == seen:
            return found["tables"]
    tables = make()
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_whole(kept, json.dumps({"of": seen, "tables": tables}).encode())
    return tables


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that no reader ever sees a part of it."""
    # A thread's own: two that write the same file would take one another's away.
    aside = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_native_id()}")
    try:
        aside.write_bytes(data)
        aside.replace(file)
    except OSError:
        with suppress(OSError):
            aside.unlink()
        raise


@contextmanager
def make_aside(parent: Path) -> Iterator[Path]:
    """Give an empty folder in ``parent`` to make something in; what is not moved out of it by the end is gone.

    What a killed process left in such a folder is removed before.
    """
    _sweep(parent)
    made = Path(tempfile.mkdtemp(prefix=f".making-{_machine()}-{os.getpid()}-", dir=parent))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Let one process at a time do what is done within to a folder; where the system has no locks, several may."""
    from filelock import FileLock

    lock = FileLock(folder.with_name(f".{folder.name}.lock"))
    with suppress(NotImplementedError):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _sweep(parent: Path) -> None:
    """Remove the folders of :func:`make_aside` whose process is gone, or, as it ran elsewhere, long silent.

    Their names say which machine and process made them; nothing else is touched, and no link followed.
    """
    with suppress(OSError), os.scandir(parent) as found:
        for entry in found:
            named = _MADE_ASIDE.fullmatch(entry.name)
            if named is not None and entry.is_dir(follow_symlinks=False) and _is_left(Path(entry.path), named):
                shutil.rmtree(entry.path, ignore_errors=True)


def _is_left(made: Path, named: re.Match[str]) -> bool:
    # Windows ends a process that is sent a signal, were it the one that only asks.
    if named["machine"] == _machine() and sys.platform != "win32":
        try:
            os.kill(int(named["process"]), 0)
        except (ProcessLookupError, OverflowError):
            return True
        except PermissionError:  # it is there, and another user's
            return False
    with suppress(OSError):
        last = max(path.stat(follow_symlinks=False).st_mtime for path in (made, *made.rglob("*")))
        return time.time() - last > _LEFT_SECONDS
    return False


@lru_cache(maxsize=1)
def _machine() -> str:
    """Return what tells this machine, or this container, from others that share the cache folder."""
    return hashlib.sha256(platform.node().encode("utf-8", "replace")).hexdigest()[:8]


@contextmanager
def for_this_process() -> Iterator[Path]:
    """Give an empty folder to make something in that stays until the process ends, where the cache cannot be written.

    Raises
    ------
    MachineError
        If the folder for temporary files cannot be written either.
    """
    import atexit

    try:
        made = Path(tempfile.mkdtemp(prefix=f"msqqa-{os.getpid()}-"))
        atexit.register(shutil.rmtree, made, ignore_errors=True)
        yield made
    except OSError as error:
        raise MachineError(
            f"neither the cache folder {folder()} nor that for temporary files can be written ({error.strerror})",
            "free some room, or name others with MSQQA_CACHE and TMPDIR",
        ) from error


def _ledger() -> dict[str, Any]:
    """Return what is remembered of files, not to be changed; parsed again only where it is another file by now."""
    file = folder() / _LEDGER
    try:
        stat = file.stat()
        return _parse_ledger(file, stat.st_ino, stat.st_size, stat.st_mtime_ns)
    except (OSError, ValueError, RecursionError):
        return {}


@lru_cache(maxsize=1)
def _parse_ledger(file: Path, *_: int) -> dict[str, Any]:
    """Parse what is remembered of files; whoever asks gives the file's inode, size and time too."""
    found = json.loads(file.read_bytes())
    return found if isinstance(found, dict) else {}


def _remember(ledger: dict[str, Any]) -> None:
    # Thousands of files: as a Path each would take ten times as long to look for.
    kept = {path: entry for path, entry in ledger.items() if os.path.exists(path)}  # noqa: PTH110
    with suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        write_whole(folder() / _LEDGER, json.dumps(kept).encode())
