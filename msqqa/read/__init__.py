"""Bytes of a file → a document of blocks with exact spans; one module a format, chosen here by the file's ending.

A large format has a package beside its module: Word is :mod:`.docx` over :mod:`.word`, HTML is :mod:`.html` over
:mod:`.web`. PDF is the package :mod:`.pdf` itself. To add a format, write a module with
``read(path: str, data: bytes) -> Document`` and name it in :data:`READERS`. What is large and read by libraries is read
in another process, where :mod:`.isolation` names its module.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, cast

from msqqa.bounds import bound_file
from msqqa.errors import SourceError
from msqqa.read.isolation import is_heavy, read_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from msqqa.model import Document

READERS: dict[str, str] = {
    ".md": "msqqa.read.markdown",
    ".markdown": "msqqa.read.markdown",
    ".txt": "msqqa.read.plain",
    ".docx": "msqqa.read.docx",
    ".html": "msqqa.read.html",
    ".htm": "msqqa.read.html",
    ".xhtml": "msqqa.read.html",
    ".pdf": "msqqa.read.pdf",
}
"""File ending → the module that reads it; imported only when such a file is met."""

_OF_LINES = frozenset({"msqqa.read.markdown", "msqqa.read.plain"})
MAX_BYTES = 64 * 1024 * 1024
MAX_CHARACTERS = 10_000_000
"""Of a document's text: some 4,000 pages. Aligning takes time and memory by the length."""


MAX_LINES = 100_000
"""Of a document, or paragraphs: some 2,000 pages, which take some 20 s of the processor to read and align."""


def read(path: Path, name: str, other_endings: Collection[str] = ()) -> Document:
    """Read one file.

    Parameters
    ----------
    path:
        Where the file is.
    name:
        What the document is called: its path below the corpus folder.
    other_endings:
        Endings of files that are read elsewhere, such as tables: the error names them beside those of documents.

    Raises
    ------
    SourceError
        If the format has no reader, or the file cannot be read as that format, or not within the time a file may take.
    """
    module = READERS.get(path.suffix.lower())
    if module is None:
        known = ", ".join(sorted({*READERS, *other_endings}))
        raise SourceError(f"{name}: no reader for {path.suffix or 'a file without an ending'}", f"msqqa reads {known}")
    data = contents(path, name)
    if module in _OF_LINES and data.count(b"\n") + data.count(b"\r") > 2 * MAX_LINES:
        raise too_many_lines(name)
    reader = cast("Callable[[str, bytes], Document]", importlib.import_module(module).read)
    if is_heavy(module, data):
        document = cast("Document", read_apart(module, name, data))
    else:
        with bound_file(name):
            document = reader(name, data)
    if len(document.blocks) > MAX_LINES or document.text.count("\n") > 2 * MAX_LINES:
        raise too_many_lines(name)
    if len(document.text) > MAX_CHARACTERS:
        raise SourceError(f"{name}: more than {MAX_CHARACTERS:,} characters of text", "split it by respondent")
    return document


def too_many_lines(name: str) -> SourceError:
    """Return what is told of a file with more than :data:`MAX_LINES`."""
    return SourceError(f"{name}: more than {MAX_LINES:,} lines or paragraphs", "split it by respondent")


def contents(path: Path, name: str) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    SourceError
        If it cannot be read, is too large, or empty.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"{name}: larger than {MAX_BYTES // 2**20} MiB", "split it by respondent")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{name}: cannot be read ({error.strerror or error})", "check its permissions") from error
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise SourceError(f"{name}: empty", "remove it or fill it in")
    return data
