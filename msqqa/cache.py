"""The user's cache folder: what can be made again, and is kept because making it takes long.

``$MSQQA_CACHE`` names another one. A cache that cannot be written costs time, never an answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEDGER = "digests.json"
_SETTLED_SECONDS = 0.1
"""A file younger than this may still change within one tick of the file system's clock; it is not remembered."""


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


def known_digest_of(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, from memory where the file is the one that was hashed before.

    As in git's index, a file is the same when its inode, size and both its times are: whoever changes a byte changes
    the last of them. Hashing the default model's weights takes longer than answering a question.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    stat = file.stat()
    seen = [stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
    key = str(file.resolve())
    ledger = _ledger()
    known = ledger.get(key)
    if isinstance(known, list) and known[:-1] == seen:
        return str(known[-1])
    digest = digest_of(file)
    if time.time() - max(stat.st_mtime, stat.st_ctime) > _SETTLED_SECONDS:
        _remember({**_ledger(), key: [*seen, digest]})
    return digest


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
def aside(parent: Path) -> Iterator[Path]:
    """Give an empty folder in ``parent`` to make something in; what is not moved out of it by the end is gone."""
    made = Path(tempfile.mkdtemp(prefix=".making-", dir=parent))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def for_this_process() -> Path:
    """Return an empty folder that is removed when the process ends, for where the cache cannot be written."""
    import atexit

    made = Path(tempfile.mkdtemp(prefix=f"msqqa-{os.getpid()}-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def _ledger() -> dict[str, Any]:
    try:
        found = json.loads((folder() / _LEDGER).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(ledger: dict[str, Any]) -> None:
    kept = {path: entry for path, entry in ledger.items() if Path(path).exists()}
    with suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        write_whole(folder() / _LEDGER, json.dumps(kept).encode())
