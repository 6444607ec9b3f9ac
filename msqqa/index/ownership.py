"""What in an index folder is ours: nothing else is ever removed, and a folder that holds anything else is refused.

Ours is what the manifest names, and what :data:`FILE` names: before a build makes the folder of a generation, it writes
down there, at one stroke, how the folder and each of its files will be called. What a killed build left is known by
that. A link is never ours, nor followed: what it leads to may be anybody's.
"""

from __future__ import annotations

import json
import os
import re
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING

from msqqa import corpus
from msqqa.errors import StoreError
from msqqa.escapes import one_line
from msqqa.index import array_files, dense, manifest, schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE = corpus.INDEX
LOCK = ".lock"
_ASIDE = f"{FILE}.new"
_GENERATION = re.compile(r"generation-[0-9a-f]{12}")
_PLAIN = re.compile(r"\w[\w.-]*")
_OF_THE_SYSTEM = re.compile(
    r"\.DS_Store|Thumbs\.db|desktop\.ini|\.directory|\.gitignore|\.gitkeep|\._.*|\.nfs[0-9a-f]+", re.DOTALL
)
"""What file managers, Git and network drives leave in any folder: it is in nobody's way, and stays.

A file that is removed while it is read is kept by NFS as ``.nfs…`` as long.
"""
_FILES = (schema.FILE, dense.FILE, dense.PIECES, *map(array_files.file_of, array_files.NAMES))

Owned = dict[str, frozenset[str]]
"""Name of a generation's folder → the names of its files."""


def check(index: Path) -> None:
    """Check that a folder holds nothing but an index, or nothing at all; it need not be there yet.

    Raises
    ------
    StoreError
        If something else lies in it.
    OSError
        If the folder cannot be looked into.
    """
    for path in _find_foreign(index):
        # Another build may have removed its own meanwhile.
        if os.path.lexists(path):
            raise StoreError(
                f"{index} holds {one_line(path.relative_to(index).as_posix())}, which is no part of an index",
                "move that elsewhere, or give a new folder with --index",
            )


def is_index(folder: Path) -> bool:
    """Return whether a folder is an index's, whole or not."""
    return (folder / FILE).is_file()


def new_generation(index: Path) -> Path:
    """Make the folder of a new generation, after writing down that it is ours; return it."""
    folder = index / f"generation-{uuid.uuid4().hex[:12]}"
    _write(index, {**_read_owned(index), folder.name: frozenset(_FILES)})
    folder.mkdir()
    return folder


def sweep(index: Path) -> None:
    """Remove every generation of ours that the manifest does not name; none where the manifest cannot be understood.

    What somebody else put into one of them stays, and so does a file that the system does not let go as long as it is
    read; the next sweep tries again.
    """
    current = manifest.read_generation(index)
    if current is None and os.path.lexists(index / manifest.FILE):
        return
    owned = _read_owned(index)
    swept = [name for name in owned if (current is None or name != current[0]) and _remove(index / name, owned[name])]
    if swept:
        _write(index, {name: files for name, files in owned.items() if name not in swept})


def _remove(folder: Path, files: frozenset[str]) -> bool:
    """Remove some files of a folder, and the folder if nothing else is in it; return whether it is gone."""
    if not folder.is_symlink() and folder.is_dir():
        for file in files:
            with suppress(OSError):
                (folder / file).unlink()
        with suppress(OSError):
            folder.rmdir()
    return not os.path.lexists(folder)


# ---------------------------------------------------------------- whose is it?


def _find_foreign(index: Path) -> Iterator[Path]:
    """Yield what lies in a folder and is no part of an index."""
    try:
        with os.scandir(index) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    # Only now, as a build writes down what it makes before it makes it.
    owned = _read_owned(index)
    files = {FILE, _ASIDE}
    if os.path.lexists(index / FILE) or manifest.is_ours(index):
        files |= {manifest.FILE, manifest.ASIDE}
    for entry in entries:
        path = index / entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from [path] if entry.name not in owned else _foreign_in(path, owned[entry.name])
        elif not entry.is_file(follow_symlinks=False):
            yield path
        elif entry.name == LOCK:
            if _size(entry):  # ours is empty, and a lock empties it
                yield path
        elif entry.name not in files and not _OF_THE_SYSTEM.fullmatch(entry.name):
            yield path


def _foreign_in(folder: Path, files: frozenset[str]) -> Iterator[Path]:
    with suppress(FileNotFoundError), os.scandir(folder) as found:
        for entry in found:
            known = entry.name in files or _OF_THE_SYSTEM.fullmatch(entry.name)
            if not known or not entry.is_file(follow_symlinks=False):
                yield folder / entry.name


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except FileNotFoundError:
        return 0


def _read_owned(index: Path) -> Owned:
    """Return the generations that are ours; what is written down in a way that we do not write names nothing."""
    try:
        said = json.loads((index / FILE).read_bytes())["generations"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        said = {}
    owned = _keep_plain(said if isinstance(said, dict) else {})
    current = manifest.read_generation(index)
    if current is not None:
        owned |= _keep_plain({current[0]: list(current[1])})
    return owned


def _keep_plain(said: Mapping[str, object]) -> Owned:
    """Keep what has a name as ours have: never a path that leads elsewhere."""
    return {
        name: frozenset(file for file in files if isinstance(file, str) and _PLAIN.fullmatch(file))
        for name, files in said.items()
        if _GENERATION.fullmatch(name) and isinstance(files, list)
    }


def _write(index: Path, owned: Owned) -> None:
    said = {name: sorted(files) for name, files in owned.items()}
    aside = index / _ASIDE
    with aside.open("w", encoding="utf-8") as written:
        json.dump({"msqqa": "what msqqa may remove from this folder", "generations": said}, written)
        written.flush()
        os.fsync(written.fileno())
    manifest.replace(aside, index / FILE)
