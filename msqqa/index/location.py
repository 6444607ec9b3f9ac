"""Where the index of a corpus lies unless its user says so, and the command that builds it there."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
from pathlib import Path

from msqqa import cache
from msqqa.words import slug

LOCAL = "index"
"""A folder of this name in the current one says that this is a project, which keeps its indexes there."""
_IN_CACHE = "indexes"
_ADDRESS = re.compile(r"^(milvus:[a-z]+:)/+")
_LONGEST = 40
"""Characters of a corpus's name that its folder in the cache begins with."""


def default_index(corpus: Path) -> Path:
    """Return the index folder of a corpus; neither needs to be there.

    It is ``index/NAME`` for a corpus inside the current folder, where that has a folder ``index``. Any other corpus
    has a folder of its own in the user's cache, whose name ends in a hash of the corpus's whole path: two corpora of
    the same name never meet there.
    """
    whole, here = corpus.resolve(), Path.cwd().resolve()
    if whole != here and whole.is_relative_to(here) and Path(LOCAL).is_dir():
        return Path(LOCAL, whole.name)
    digest = hashlib.sha256(os.fsencode(whole)).hexdigest()[:12]
    return cache.folder() / _IN_CACHE / f"{slug(whole.name)[:_LONGEST] or 'corpus'}-{digest}"


def is_in_cache(index: Path) -> bool:
    """Return whether an index folder is one of those in the user's cache."""
    return index.parent == cache.folder() / _IN_CACHE


def make(index: Path) -> None:
    """Make an index folder where there is none. In the cache only its user may look into it.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    if is_in_cache(index):
        # The responses may lie where nobody else may read them, and a folder in the home may be open to all.
        index.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    index.mkdir(parents=True, exist_ok=True)


def command(corpus: str | Path | None, index: Path, *flags: str) -> str:
    """Return the command that builds an index, to be copied; ``DIR`` stands for a corpus that is not known.

    >>> command("my forms", Path("index/forms"), "--rebuild")
    "msqqa index --corpus 'my forms' --index index/forms --rebuild"
    """
    named = "DIR" if corpus is None else shlex.quote(str(corpus))
    return " ".join(["msqqa index --corpus", named, "--index", shlex.quote(display_index(index)), *flags])


def display_index(index: Path) -> str:
    """Return an index as it was named: a path takes one of two strokes out of an address.

    >>> display_index(Path("milvus:http://host:19530#survey"))
    'milvus:http://host:19530#survey'
    """
    return _ADDRESS.sub(r"\1//", str(index))
