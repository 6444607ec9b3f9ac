"""The door to every index: by its address it is known where it lies, and everybody goes through here."""

from __future__ import annotations

import shlex
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.cluster.address import ROWS, address_of, is_address
from msqqa.errors import StoreError, UserError
from msqqa.index import manifest
from msqqa.index import open as folders
from msqqa.index.location import command, display_index
from msqqa.index.work import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from msqqa.cluster.address import Address
    from msqqa.cluster.postgres import Postgres
    from msqqa.corpus import Corpus
    from msqqa.encode import Encoder
    from msqqa.index.build import Built
    from msqqa.index.manifest import Manifest
    from msqqa.index.open import Index
    from msqqa.index.report import Reporter
    from msqqa.index.work import Work


def load(index: Path, corpus: Path | None = None) -> Manifest | None:
    """Return the manifest of an index, wherever it lies; None where there is no index.

    Raises
    ------
    StoreError
        If it is damaged, or of another format than this msqqa reads; or if what keeps it does not answer.
    """
    if not is_address(index):
        return manifest.load(index, corpus)
    address = address_of(index)
    named = _rows_of(address)
    if named is None:
        with _RestoredName(address, index):
            return manifest.load(address.built, corpus)
    from msqqa.cluster.rows import load_published

    with closing(_database(named)) as database:
        return load_published(database, address, index, corpus)


def open_index(
    index: Path, corpus: Corpus | None = None, encoder: Encoder | None = None, *, vectors: bool = True
) -> Index | None:
    """Open an index, wherever it lies; None where there is none. See :func:`msqqa.index.open.open_index`.

    Raises
    ------
    StoreError
        If it is damaged, of another corpus, or built with another model; or if what keeps it does not answer.
    """
    if not is_address(index):
        return folders.open_index(index, corpus, encoder, vectors=vectors)
    address = address_of(index)
    named = _rows_of(address)
    if named is None:
        return _open_beside(address, index, corpus, encoder, vectors=vectors)
    return _open_far(address, named, index, corpus, encoder)


def build(
    corpus: Corpus,
    index: Path,
    encoder: Encoder,
    reporter: Reporter | None = None,
    *,
    rebuild: bool = False,
    work: Work = HERE,
) -> Built:
    """Build or refresh an index, wherever it lies; see :func:`msqqa.index.build.build`.

    An index that Milvus searches is built in a folder of this machine first, where the next build finds what it knows.

    Raises
    ------
    StoreError, MachineError
        Beside those of a build: if what keeps the index does not answer, or cannot take it.
    """
    from msqqa.index.build import build as build_here
    from msqqa.index.report import Silent

    if not is_address(index):
        return build_here(corpus, index, encoder, reporter, rebuild=rebuild, work=work)
    address = address_of(index)
    named = _rows_of(address)
    from msqqa.cluster.milvus import connect, disconnect

    client = connect(address)  # before anything is built: whoever is away will be away afterwards
    report = reporter or Silent()
    try:
        with _connect_rows(named) as database:

            def hand_over(folder: Path, new: Manifest) -> None:
                _publish(client, database, address, folder, new, report)

            with _RestoredName(address, index):
                built = build_here(
                    corpus, address.built, encoder, report, rebuild=rebuild, hand_over=hand_over, work=work
                )
            if not built.fresh and not _is_published(client, database, address, index, built.manifest):
                hand_over(address.built / built.manifest.generation, built.manifest)
                report.note(f"published again: {display_index(index)} did not have it")
            if quicker := address.find_quicker(built.manifest.counts["passages"]):
                report.note(f"questions may take too long there; {quicker}")
    finally:
        disconnect(client, address)
    return built


def _publish(
    client: Any, database: Postgres | None, address: Address, folder: Path, new: Manifest, reporter: Reporter
) -> None:
    from msqqa.cluster.publish import drop_others, write_passages

    write_passages(client, address, folder, new.generation, reporter)
    earlier = manifest.read_generation(address.built)
    kept = {new.generation, *(() if earlier is None else (earlier[0],))}
    if database is not None:
        from msqqa.cluster.rows import drop_other_rows, list_kept, write_rows

        write_rows(database, address, folder, new)
        kept = list_kept(database, address)
        drop_other_rows(database, address, kept)
    drop_others(client, address, kept)


def _is_published(client: Any, database: Postgres | None, address: Address, index: Path, there: Manifest) -> bool:
    from msqqa.cluster.milvus import translate_errors
    from msqqa.cluster.publish import collection_of

    if database is not None:
        from msqqa.cluster.rows import load_published

        found = load_published(database, address, index)
        if found is None or found.generation != there.generation:
            return False
    with translate_errors(address):
        return bool(client.has_collection(collection_of(address, there.generation)))


# ---------------------------------------------------------------- opening


def _open_beside(
    address: Address, index: Path, corpus: Corpus | None, encoder: Encoder | None, *, vectors: bool
) -> Index | None:
    """Open an index whose rows lie in a folder beside the file that Milvus searches."""
    with _RestoredName(address, index):
        opened = folders.open_index(address.built, corpus, encoder, vectors=vectors)
    if opened is None:
        return None
    if not vectors:
        return replace(opened, path=index)  # nothing is searched for
    try:
        search = _search(address, index, opened)
    except UserError:
        opened.close()
        raise
    return replace(opened, path=index, search=search, quicker=address.find_quicker(opened.store.passage_count))


def _open_far(
    address: Address, named: str, index: Path, corpus: Corpus | None, encoder: Encoder | None
) -> Index | None:
    """Open an index whose rows stand in PostgreSQL."""
    from msqqa.cluster.rows import load_published, schema_of
    from msqqa.cluster.store import FarVectors, PostgresStore

    database = _database(named)
    try:
        found = load_published(database, address, index, None if corpus is None else corpus.path)
        if found is None:
            database.close()
            return None
        if corpus is not None:
            folders.check_corpus(found, index, corpus)
        path = Path(found.corpus_path) if corpus is None else corpus.path
        if encoder is not None:
            folders.check_encoder(found, index, encoder, path)
        database.use(schema_of(address, found.generation))
        again = f"build it again with {command(path, index, '--rebuild')}"
        store = PostgresStore(database, again)
        opened = folders.Index(index, found, store, None, path)  # type: ignore[arg-type]  # filled in below
        search = _search(address, index, opened)
        quicker = address.find_quicker(store.passage_count)
        return replace(opened, vectors=FarVectors(store, search), search=search, quicker=quicker)
    except UserError:
        database.close()
        raise


def _search(address: Address, index: Path, opened: Index) -> Any:
    from msqqa.cluster.milvus import connect, disconnect, translate_errors
    from msqqa.cluster.publish import collection_of
    from msqqa.cluster.ranking import MilvusSearch

    client = connect(address)
    name = collection_of(address, opened.manifest.generation)
    try:
        with translate_errors(address):
            if not client.has_collection(name):
                again = command(opened.corpus_path, index)
                raise StoreError(
                    f"{display_index(index)} has not the passages of this index", f"publish them with {again}"
                )
            client.load_collection(name)
    except UserError:
        disconnect(client, address)
        raise
    editions = [respondent.edition for respondent in opened.store.respondents.values()]
    return MilvusSearch(client, address, name, editions)


# ---------------------------------------------------------------- where, and how it is called


def _rows_of(address: Address) -> str | None:
    """Return which PostgreSQL holds the rows; None where they lie beside the file."""
    named = address.rows
    if named is None and not address.is_file:
        raise StoreError(
            f"{address}: beside a Milvus server the rows stand in PostgreSQL, and {ROWS} names none",
            f"set {ROWS}=postgresql://user@host/database",
        )
    return named


@contextmanager
def _connect_rows(named: str | None) -> Iterator[Postgres | None]:
    """Lend a connection to the PostgreSQL that holds the rows, where one does."""
    if named is None:
        yield None
        return
    with closing(_database(named)) as database:
        yield database


def _database(named: str) -> Postgres:
    from msqqa.cluster.postgres import Postgres

    return Postgres(named)


class _RestoredName:
    """Name an index in errors as it was given, and not the folder in which it is built."""

    def __init__(self, address: Address, index: Path) -> None:
        self._built = str(address.built)
        self._given = display_index(index)

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, UserError):
            what, remedy = (
                text.replace(f"--index {shlex.quote(self._built)}", f"--index {shlex.quote(self._given)}")
                for text in (error.what, error.remedy)
            )
            error.what, error.remedy = what, remedy
            error.args = (f"{what}; {remedy}" if remedy else what,)
