"""What an index is: the file that names its generation, and says what it was built from and by."""

from __future__ import annotations

import hashlib
import json
import re
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from msqqa.cache import recall_digests
from msqqa.errors import StoreError
from msqqa.index.location import command

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.encode import Precision

FILE = "manifest.json"
ASIDE = f"{FILE}.new"
FORMAT = 17
"""Raised whenever what an index holds, or how passages are made, changes: an older index is then refused."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index is.

    Reading it is all that is needed to know whether an index can be used; ``files`` are the hashes by which a damaged
    one is told.
    """

    format: int
    msqqa: str
    corpus: str
    corpus_path: str
    forms: str
    """Hash of the forms that files were aligned to."""
    model: str
    model_sha256: str
    model_dimension: int
    precision: Precision
    """Of the vectors, and of those that questions are turned into."""
    sources: dict[str, str]
    """Path below the corpus folder → hash of the file's bytes."""
    skipped: dict[str, str]
    """The same of the files that were left out; no hash where a file could not be read."""
    beside: dict[str, str]
    """The same of the files that only tell something about the others, such as their questions' texts."""
    described: str
    """Hash of what the corpus says about its respondents, and of its synonyms."""
    generation: str
    """The folder beside the manifest that holds the files."""
    files: dict[str, str]
    counts: dict[str, int]

    def dump(self) -> str:
        """Return the manifest as JSON, with a hash of itself."""
        body = asdict(self)
        return json.dumps({**body, "self": digest_of_data(body)}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def load(index: Path, corpus: Path | None = None) -> Manifest | None:
    """Return the manifest of an index; None where there is no index. What is raised names the corpus, where given.

    Raises
    ------
    StoreError
        If the manifest is damaged, or of another format than this msqqa writes.
    """
    file = index / FILE
    try:
        raw = _read(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"{file} cannot be read ({error.strerror})", "check its permissions") from error
    return read(raw, file, index, corpus)


def read(raw: bytes, file: Path, index: Path, corpus: Path | None = None) -> Manifest:
    """Return the manifest that some bytes are.

    Parameters
    ----------
    raw, file:
        As :meth:`Manifest.dump` wrote them in UTF-8, and where they stand.
    index, corpus:
        Of what; the remedies name them.

    Raises
    ------
    StoreError
        As :func:`load` does.
    """
    try:
        body: dict[str, Any] = json.loads(raw.decode("utf-8"))
        claimed = body.pop("self")
        if body.get("format") != FORMAT and claimed == digest_of_data(body):
            raise StoreError(
                f"the index in {index} has format {body.get('format')}, this msqqa reads {FORMAT}",
                f"build it again with {command(corpus or body.get('corpus_path'), index, '--rebuild')}",
            )
        if claimed != digest_of_data(body):
            raise ValueError("its hash does not fit")
        return Manifest(**body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        again = f"build it again with {command(corpus, index, '--rebuild')}"
        raise StoreError(f"{file} is damaged ({error})", again) from error


def read_generation(index: Path) -> tuple[str, tuple[str, ...]] | None:
    """Return the generation that a manifest names, and its files, whatever msqqa wrote it; None where none is named."""
    try:
        body = json.loads((index / FILE).read_bytes())
        claimed = body.pop("self")
        if claimed != digest_of_data(body):
            return None
        return str(body["generation"]), tuple(map(str, body["files"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def is_ours(index: Path) -> bool:
    """Return whether a manifest was written by msqqa, damaged though it may be by now."""
    try:
        raw = (index / FILE).read_bytes()
    except OSError:
        return False
    return len(re.findall(rb'"(?:corpus_path|model_dimension|model_sha256|generation)": ', raw)) > 1


def _read(file: Path) -> bytes:
    """Read a file that may be replaced at this moment, in which Windows refuses to open it."""
    for _ in range(5):
        try:
            return file.read_bytes()
        except PermissionError:
            time.sleep(0.01)
    return file.read_bytes()


def replace(aside: Path, file: Path) -> None:
    """Put one file in another's place at one stroke.

    Windows refuses that at the moment in which somebody reads the other one: then it is tried again for a second.
    """
    for _ in range(50):
        try:
            aside.replace(file)
        except PermissionError:
            time.sleep(0.02)
        else:
            return
    aside.replace(file)


def find_damaged(index: Path, found: Manifest) -> Path | None:
    """Return the first of an index's files that is not what the manifest says; None where all are.

    Raises
    ------
    OSError
        If one of them is missing or cannot be read.
    """
    files = [index / found.generation / file for file in found.files]
    for file, wanted, digest in zip(files, found.files.values(), recall_digests(files), strict=True):
        if isinstance(digest, OSError):
            raise digest
        if digest != wanted:
            return file
    return None


def digest_of_data(body: object) -> str:
    """Return the SHA-256 of data as JSON."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
