"""The zip archive that a Word file is: its parts, opened with a limit on what they may unpack to.

Nothing outside the archive is ever looked at: a relation to another place is not followed, and a part that declares
entities is refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msqqa.errors import SourceError
from msqqa.read.sniff import looks_like

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes that all parts of text may unpack to."""
_MOST_OF_ALL = 1024 * 1024 * 1024
"""Bytes that the archive, pictures included, may claim to unpack to."""
_DENSEST = 250
"""Times that a part may be larger unpacked; Word's own stay below 50."""
_DENSE_FROM = 4 * 1024 * 1024
"""Bytes below which a dense part does no harm."""
_MOST_PARTS = 20_000
_RELATIONS = ".rels"
_RESAVE = "open it in Word and save it again"


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; empty for comments and the like.

    Word has two sets of namespaces, of which files use either: names alone tell what is what.
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute by its name without its namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Any, *path: str) -> Any | None:
    """Return the first child of that name, and of that its child, and so on; None where one is missing."""
    for name in path:
        element = next((c for c in element if local_name(c) == name), None)
        if element is None:
            return None
    return element


def value(element: Any, *path: str) -> str | None:
    """Return the ``val`` of the child that a path leads to."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


@dataclass(slots=True)
class Package:
    """An opened archive."""

    name: str
    _archive: zipfile.ZipFile
    main: str
    """The part that holds the body."""
    _related: dict[str, str]
    """The end of a relation's type → the part that the main one has of it."""

    @classmethod
    def of(cls, name: str, data: bytes) -> Package:
        """Open an archive.

        Raises
        ------
        SourceError
            If it is none, holds no Word document, or would unpack to too much.
        """
        if not data.startswith(b"PK"):
            what = looks_like(data) or "no Word file"
            remedy = (
                "save it without a password" if "password" in what else "save it as .docx, or give it its right ending"
            )
            raise SourceError(f"{name}: {what}, not a Word file" if looks_like(data) else f"{name}: {what}", remedy)
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise SourceError(f"{name}: a damaged or truncated Word file", _RESAVE) from error
        _check_size(name, archive)
        package = cls(name, archive, "", {})
        package.main = package._find_main()
        package._related = dict(package._relations(package.main))
        return package

    def __enter__(self) -> Package:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._archive.close()

    def find_related(self, kind: str) -> Any | None:
        """Return the root of the part that the main one has of a kind (``styles``, ``numbering``, ``footnotes``)."""
        part = self._related.get(kind)
        if part is None or part not in self._archive.namelist():
            return None
        return self._root(part)

    def body_children(self) -> Iterator[Any]:
        """Yield what stands in the body, one paragraph or table after the other; each is gone after the next is asked
        for, so that a long document takes little room.
        """
        from lxml import etree

        source = io.BytesIO(self._bytes(self.main))
        found = False
        events = etree.iterparse(source, events=("start", "end"), **_SAFE)
        body = None
        for event, element in events:
            if event == "start":
                if body is None and local_name(element) == "body":
                    body, found = element, True
                continue
            if body is not None and element.getparent() is body:
                yield element
                while body[0] is not element:
                    del body[0]
                element.clear()
        if not found:
            raise SourceError(f"{self.name}: an Office file without a Word document", "give it its right ending")

    def _find_main(self) -> str:
        named = self._archive.namelist()
        related = dict(self._relations(""))
        main = related.get("officeDocument", "word/document.xml")
        if main not in named:
            raise SourceError(f"{self.name}: a zip archive without a Word document", "give it its right ending")
        return main

    def _relations(self, part: str) -> Iterator[tuple[str, str]]:
        folder, own = posixpath.split(part)
        path = posixpath.join(folder, "_rels", own + _RELATIONS)
        if path not in self._archive.namelist():
            return
        for relation in self._root(path):
            target = attribute(relation, "Target") or ""
            if attribute(relation, "TargetMode") == "External":
                continue  # never followed
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield posixpath.basename(attribute(relation, "Type") or ""), whole

    def _root(self, part: str) -> Any:
        from lxml import etree

        return etree.fromstring(self._bytes(part), etree.XMLParser(**_SAFE))

    def _bytes(self, part: str) -> bytes:
        try:
            info = self._archive.getinfo(part)
            with self._archive.open(info) as opened:
                data = opened.read(min(info.file_size, _MOST_UNPACKED) + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            # A RuntimeError is what an encrypted part gives.
            raise SourceError(f"{self.name}: a damaged or encrypted Word file", _RESAVE) from error
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data or "<!DOCTYPE".encode("utf-16-le") in data:
            raise SourceError(f"{self.name}: a Word file that declares entities", _RESAVE)
        return data


_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""No entity is resolved, nothing is fetched, and nesting and lengths stay within the parser's limits."""


def _check_size(name: str, archive: zipfile.ZipFile) -> None:
    """Refuse what would unpack to too much, before anything is unpacked."""
    parts = archive.infolist()
    text = [p for p in parts if p.filename.endswith((".xml", _RELATIONS))]
    dense = any(p.file_size > _DENSE_FROM and p.file_size > _DENSEST * max(1, p.compress_size) for p in parts)
    bounds = (
        (dense, f"has a part that unpacks to more than {_DENSEST} times its size"),
        (
            sum(p.file_size for p in text) > _MOST_UNPACKED,
            f"unpacks to more than {_MOST_UNPACKED // 2**20} MiB of text",
        ),
        (sum(p.file_size for p in parts) > _MOST_OF_ALL, f"unpacks to more than {_MOST_OF_ALL // 2**20:,} MiB"),
        (len(parts) > _MOST_PARTS, f"has more than {_MOST_PARTS:,} parts"),
    )
    for beyond, what in bounds:
        if beyond:
            raise SourceError(f"{name}: {what}", "check where it comes from")
