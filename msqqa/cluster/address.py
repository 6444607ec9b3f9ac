"""``milvus:URI#collection`` → where an index lies. Secrets are no part of an address: they would be printed with it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from msqqa.errors import StoreError

SCHEME = "milvus:"
DEFAULT_COLLECTION = "msqqa"
TOKEN = "MILVUS_TOKEN"
"""The variable that holds ``user:password``, or an API key."""
ROWS = "MSQQA_POSTGRES"
"""The variable that says in which PostgreSQL the rows stand; its password is taken as any client of it takes one."""
MOST_IN_FILE = 50_000
"""Passages that a file of Milvus is for: at 40,138 a question took 1 s, at 400,064 the first one over 20 s."""
_REMOTE = re.compile(r"(https?|tcp):/{1,2}(.+)", re.IGNORECASE)
"""A path that was made of an address has lost the second stroke."""
_COLLECTION = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_EXAMPLE = "give milvus:./file.db, or milvus:http://host:19530#collection"


@dataclass(frozen=True, slots=True)
class Address:
    """Where an index lies that Milvus searches."""

    uri: str
    """A file's path, or a server's address."""
    collection: str
    """What the index is called there."""

    @property
    def is_file(self) -> bool:
        """Whether Milvus is embedded, and keeps all in a file."""
        return "://" not in self.uri

    @property
    def file(self) -> Path:
        """The file of an embedded Milvus."""
        return Path(self.uri)

    @property
    def built(self) -> Path:
        """The folder in which the index is built before it is handed over, and where its vectors are known again."""
        if self.is_file:
            return self.file.with_name(f"{self.file.name}.{self.collection}.index")
        from msqqa import cache
        from msqqa.words import slug

        return cache.folder() / "clusters" / slug(f"{self.uri} {self.collection}")

    def find_quicker(self, passages: int) -> str:
        """Return what to do about an index of so many passages that is slow; empty where its place is not why."""
        if not self.is_file or passages <= MOST_IN_FILE:
            return ""
        return f"keep {passages:,} passages in a folder or on a Milvus server: milvus-lite walks through all of them"

    @property
    def rows(self) -> str | None:
        """Which PostgreSQL holds the rows, as its clients name it; None where they lie in files beside the file."""
        return os.environ.get(ROWS, "").strip() or None

    def __str__(self) -> str:
        return f"{SCHEME}{self.uri}" + (f"#{self.collection}" if self.collection != DEFAULT_COLLECTION else "")


def is_address(index: Path) -> bool:
    """Return whether an index is named by an address, and not by a folder.

    >>> is_address(Path("milvus:./answers.db")), is_address(Path("index/answers"))
    (True, False)
    """
    return str(index).startswith(SCHEME)


def address_of(index: Path) -> Address:
    """Return the address that was given as an index.

    >>> address_of(Path("milvus:http://search.example:19530#survey"))
    Address(uri='http://search.example:19530', collection='survey')
    >>> address_of(Path("milvus:./answers.db"))
    Address(uri='./answers.db', collection='msqqa')

    Raises
    ------
    StoreError
        If it is none.
    """
    uri, _, collection = str(index).removeprefix(SCHEME).partition("#")
    collection = collection or DEFAULT_COLLECTION
    if not _COLLECTION.fullmatch(collection):
        raise StoreError(
            f"{index}: {collection!r} cannot name a collection", "use up to 40 letters, digits and underscores"
        )
    remote = _REMOTE.fullmatch(uri)
    if remote is not None:
        scheme, host = remote.groups()
        if "@" in host:
            raise StoreError(
                f"{SCHEME}{scheme}://…@{host.rpartition('@')[2]}: an address holds no password",
                f"give user:password in the variable {TOKEN}",
            )
        return Address(f"{scheme}://{host}", collection)
    if not uri.endswith(".db"):
        raise StoreError(f"{index}: an embedded Milvus keeps its index in a file that ends in .db", _EXAMPLE)
    return Address(uri, collection)
