"""An index on disk → an open one, or one line that says why not and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.cache import digest_of
from msqqa.errors import StoreError
from msqqa.index import dense, location, manifest, store

if TYPE_CHECKING:
    from msqqa.corpus import Corpus
    from msqqa.encode import Encoder
    from msqqa.index.engine import Pieces, Search
    from msqqa.index.manifest import Manifest


class ForeignIndexError(StoreError):
    """The index is another corpus's."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index that was found whole."""

    path: Path
    manifest: Manifest
    store: store.Store
    vectors: Pieces
    corpus_path: Path
    """Where the sources lie now."""
    search: Search | None = None
    """What ranks its passages, where that is not done here."""
    quicker: str = ""
    """What to do where a question takes too long, beside shortening it; empty where nothing is known to help."""

    def hold(self, *, vectors: bool = True) -> None:
        """Open every file; an index that is held goes on answering as it is, whatever is built meanwhile."""
        self.store.columns.hold()
        if vectors:
            self.vectors.hold()

    def close(self) -> None:
        """Close every file; nothing more can be asked of the index."""
        self.store.close()
        self.vectors.close()
        if self.search is not None:
            self.search.close()

    def source_path(self, source: str) -> Path:
        """Return where the file lies that a source stands in."""
        return self.corpus_path / self.store.file_of(source)


def open_index(
    index: Path, corpus: Corpus | None = None, encoder: Encoder | None = None, *, vectors: bool = True
) -> Index | None:
    """Open an index, every file of it at once; None where there is none.

    Whatever is built meanwhile, or afterwards, what is opened is wholly of one generation, and stays as it is: a build
    never writes into a generation that is there, and a file that was opened can be read after it was removed. A build
    may remove a generation between the reading of the manifest and its opening; the manifest then names another one,
    which is opened instead. Nothing has to be kept for readers, nor cleared away behind one that was killed.

    Parameters
    ----------
    index:
        The index folder.
    corpus:
        The corpus it should be of; None for whichever it is of.
    encoder:
        The encoder that questions will be encoded with; None where none will be.
    vectors:
        Whether vectors will be looked at; opening them takes a while.

    Raises
    ------
    StoreError
        If the index is damaged, of another corpus, or built with another model.
    """
    named = None if corpus is None else corpus.path
    found = manifest.load(index, named)
    while found is not None:
        if corpus is not None:
            check_corpus(found, index, corpus)
        path = Path(found.corpus_path) if corpus is None else corpus.path
        if encoder is not None:
            check_encoder(found, index, encoder, path)
        try:
            return _open_generation(index, found, path, vectors=vectors)
        except StoreError:
            before, found = found, manifest.load(index, named)
            if found == before:
                raise
    return None


def _open_generation(index: Path, found: Manifest, path: Path, *, vectors: bool) -> Index:
    """Open the generation that a manifest names."""
    folder = index / found.generation
    opened: Index | None = None
    try:
        missing = next((file for file in found.files if not (folder / file).is_file()), None)
        if missing is not None:
            raise StoreError(f"{folder} is not whole ({missing} is missing)", _rebuild_command(path, index))
        file = manifest.find_damaged(index, found)
        if file is not None:
            raise StoreError(f"{file} is damaged", _rebuild_command(path, index))
        opened = Index(index, found, store.Store(folder), dense.Vectors(folder), path)
        opened.hold(vectors=vectors)
    except OSError as error:
        if opened is not None:
            opened.close()
        raise StoreError(f"{folder} cannot be read ({error.strerror})", _rebuild_command(path, index)) from error
    except StoreError as error:
        if opened is not None:
            opened.close()
        raise StoreError(error.what, _rebuild_command(path, index)) from error
    return opened


def _rebuild_command(corpus: Path, index: Path) -> str:
    """Return how an index is built again: this one, wherever it lies."""
    return f"build it again with {location.command(corpus, index, '--rebuild')}"


def check_encoder(found: Manifest, index: Path, encoder: Encoder, corpus: Path) -> None:
    """Raise unless questions will be encoded as the passages were: by the same model, in the same precision."""
    if encoder.sha256 != found.model_sha256:
        theirs, ours = encoder.model.dimension, found.model_dimension
        unlike = theirs is not None and theirs != ours
        sizes = (f" ({ours} numbers a vector)", f" ({theirs})") if unlike else ("", "")
        raise StoreError(
            f"the index in {index} was built with {found.model}{sizes[0]}, not with {encoder.name}{sizes[1]}",
            f"{_rebuild_command(corpus, index)}, or ask with --model {found.model}",
        )
    if encoder.precision != found.precision:
        raise StoreError(
            f"the vectors of {index} are {found.precision}, those of questions would be {encoder.precision}",
            f"{_rebuild_command(corpus, index)} --precision {encoder.precision}",
        )


def check_corpus(found: Manifest, index: Path, corpus: Corpus) -> None:
    """Raise :class:`ForeignIndexError` unless the index is of this corpus; a corpus that was moved is still itself."""
    if found.corpus_path == str(corpus.path):
        return
    if found.corpus == corpus.name:
        for name, digest in found.sources.items():
            try:
                if digest_of(corpus.path / name) != digest:
                    break
            except OSError:
                break
        else:
            return
    raise ForeignIndexError(
        f"the index in {index} is of {found.corpus_path}, not of {corpus.path}",
        "give this corpus a folder of its own with --index, or build over that one with "
        + location.command(corpus.path, index, "--rebuild"),
    )
