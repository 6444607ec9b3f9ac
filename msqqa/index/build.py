"""A corpus → an index, built aside and switched in at one stroke.

An index folder holds ``manifest.json`` and the generation it names: a folder with the store and the vectors. A build
writes a new generation beside the old one and then replaces the manifest, which the file system does atomically: a
reader sees the old index or the new one, whatever happens in between. A lock keeps two builds apart.

Over 300 lines: that the old index stays until the new one is whole rests on the order of lock, check, write, switch and
sweep, which has to be read side by side.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.bounds import count_by_file
from msqqa.errors import CorpusError, MachineError, StoreError
from msqqa.escapes import one_line
from msqqa.form.load import fingerprint, forms_for
from msqqa.index import location, manifest, ownership
from msqqa.index.changes import digest_of_said
from msqqa.index.gather import gather, hashes
from msqqa.index.generation import write
from msqqa.index.manifest import Manifest
from msqqa.index.report import Reporter, Silent
from msqqa.index.responses import Earlier
from msqqa.index.store import Store
from msqqa.index.vector_cache import remember
from msqqa.index.work import HERE
from msqqa.table import is_table
from msqqa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from msqqa.corpus import Corpus, Described
    from msqqa.encode import Encoder
    from msqqa.index.gather import Gathered
    from msqqa.index.work import Work
    from msqqa.model import Form

_WAIT_SECONDS = 600
_CLOSED, _IN_ITS_WAY = "check its permissions", "move away what lies in its place"
_FIRST = {
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.EROFS: _CLOSED,
    errno.ENAMETOOLONG: "choose a shorter one",
    errno.ENOTDIR: _IN_ITS_WAY,
    errno.EEXIST: _IN_ITS_WAY,
    errno.EISDIR: _IN_ITS_WAY,
}
"""What to do first about an error of the file system; about any other, free some room."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    manifest: Manifest
    skipped: dict[str, str]
    """Path below the corpus folder → why it is not in the index."""
    encoded: int
    """How many texts were encoded; the others' vectors were there already."""
    fresh: bool
    """False where the index was already what the corpus asks for."""
    read: int = 0
    """How many files were read and aligned; the others' rows were kept."""


def build(
    corpus: Corpus,
    index: Path,
    encoder: Encoder,
    reporter: Reporter | None = None,
    *,
    rebuild: bool = False,
    hand_over: Callable[[Path, Manifest], None] | None = None,
    work: Work = HERE,
) -> Built:
    """Build or refresh the index of a corpus.

    Only files that changed are read and aligned, and only texts whose vectors are nowhere known are encoded.

    Parameters
    ----------
    corpus, index, encoder:
        What is indexed, where to, and with what.
    reporter:
        Is told what is skipped and how encoding gets on.
    rebuild:
        Build even where the index is up to date, and whatever its state; vectors that are whole are used again.
    hand_over:
        Is given the folder of a new generation, and its manifest, before it becomes the one that is read. Where it
        fails, the earlier one stays.
    work:
        Who reads files, cuts them and encodes; whoever does, the index is the same.

    Raises
    ------
    CorpusError
        If nothing in the corpus can be indexed; an index that was there stays.
    MachineError
        If the index cannot be written; an index that was there stays.
    """
    reporter = reporter or Silent()
    with _report_refusals(index, corpus.path), _lock_index(index, reporter):
        ownership.sweep(index)
        old = _load_refreshable(index, corpus, rebuild=rebuild)
        described, synonyms, found = corpus.load_descriptions(), corpus.synonyms(), hashes(corpus)
        state = _state(corpus, encoder, described, synonyms)
        if (
            old is not None
            and not rebuild
            and _is_same_state(old, state)
            and {**old.sources, **old.skipped, **old.beside} == found
        ):
            skipped = _open_store(index, old).skipped
            for path, reason in skipped.items():
                reporter.note(f"skipped {path}: {reason}")
            return Built(old, skipped, 0, fresh=False)
        earlier = _open_store(index, old) if old is not None and not rebuild and _rows_hold(old, state) else None
        forms = forms_for(corpus.path)
        if earlier is not None and _has_learned(earlier, forms):
            # A form that was learned from all copies may come out otherwise, now that one of them is another.
            earlier = None
        before = (_earlier_sources(earlier), _skipped_files(earlier))
        with count_by_file() as count_anew:
            gathered = gather(corpus, forms, described, found, *before, reporter, _auxiliary_files(earlier, old), work)
            if earlier is not None and not _same_forms(earlier, gathered):
                # Rows know questions by their number among the forms in use: with another form each number is another.
                earlier = None
                count_anew()
                gathered = gather(corpus, forms, described, found, {}, {}, Silent(), work=work)
            made = {**(earlier.forms if earlier is not None else {}), **gathered.made}
            used = [form for form in forms if form.id in gathered.forms]
            used += [made[id_] for id_ in sorted(gathered.forms - {form.id for form in used})]
            written = write(index, encoder, used, gathered, earlier, reporter, synonyms, work)
        read_as = {response.file: response.sha256 for response in gathered.responses.values()}
        new = Manifest(
            **state,  # type: ignore[arg-type]
            model_dimension=written.dimension,
            # As it was read: a file may have changed since it was hashed.
            sources={file: read_as.get(file, found[file]) for file in gathered.files.values()},
            skipped={path: digest for path, (digest, _) in gathered.skipped.items()},
            beside={file: found[file] for file in gathered.beside},
            generation=written.folder.name,
            files=written.files,
            counts=written.counts,
        )
        if hand_over is not None:
            hand_over(written.folder, new)
        switch(index, new)
        remember(index)
        skipped = {path: reason for path, (_, reason) in gathered.skipped.items()}
        return Built(new, skipped, written.encoded, fresh=True, read=len(read_as))


# ---------------------------------------------------------------- is it up to date?

_ROWS_DEPEND_ON = ("format", "msqqa", "forms", "model_sha256", "precision")
"""Beside the files themselves; where one of these differs, no row can be kept."""


def _state(
    corpus: Corpus, encoder: Encoder, described: Mapping[str, Described], synonyms: tuple[tuple[str, ...], ...]
) -> dict[str, object]:
    """Return everything but the files that the index depends on, as the manifest names it."""
    return {
        "format": manifest.FORMAT,
        "msqqa": __version__,
        "corpus": corpus.name,
        "corpus_path": str(corpus.path),
        "forms": fingerprint(corpus.path),
        "model": encoder.name,
        "model_sha256": encoder.sha256,
        "precision": encoder.precision,
        "described": digest_of_said(described, synonyms),
    }


def _is_same_state(old: Manifest, state: Mapping[str, object]) -> bool:
    return all(getattr(old, key) == value for key, value in state.items())


def _rows_hold(old: Manifest, state: Mapping[str, object]) -> bool:
    return all(getattr(old, key) == state[key] for key in _ROWS_DEPEND_ON)


def _load_refreshable(index: Path, corpus: Corpus, *, rebuild: bool) -> Manifest | None:
    """Return the manifest of an index that can be refreshed; None where there is none, or it is damaged.

    Raises
    ------
    StoreError
        If the folder holds another corpus's index: it is not ours to overwrite.
    """
    try:
        old = manifest.load(index, corpus.path)
        if old is not None and not rebuild:
            from msqqa.index.open import check_corpus

            check_corpus(old, index, corpus)
        if old is not None and manifest.find_damaged(index, old) is not None:
            return None
        return old
    except StoreError as error:
        from msqqa.index.open import ForeignIndexError

        if isinstance(error, ForeignIndexError):
            raise
        return None
    except OSError:
        return None


def _open_store(index: Path, old: Manifest) -> Store:
    return Store(index / old.generation)


def _earlier_sources(store: Store | None) -> dict[str, Earlier]:
    if store is None:
        return {}
    pairs = zip(store.sources, store.respondents.values(), strict=True)
    return {s.path: Earlier(s.file, s.sha256, s.stamp, respondent.id, s.form) for s, respondent in pairs}


def _skipped_files(store: Store | None) -> dict[str, tuple[str, str]]:
    return {} if store is None else store.skipped_files


def _auxiliary_files(store: Store | None, old: Manifest | None) -> dict[str, tuple[str, str]]:
    if store is None or old is None:
        return {}
    return {path: (old.beside[path], what) for path, what in store.auxiliary_files.items()}


def _has_learned(earlier: Store, forms: Sequence[Form]) -> bool:
    """Return whether an index has a form that was learned from its copies: neither a known one nor a table's."""
    known = {form.id for form in forms}
    return any(source.form not in known and not is_table(source.file) for source in earlier.sources)


def _same_forms(earlier: Store, gathered: Gathered) -> bool:
    """Return whether an index has exactly these forms; one that was made from tables may have changed."""
    known = earlier.forms
    return known.keys() == gathered.forms and all(known[id_] == gathered.made.get(id_, known[id_]) for id_ in known)


# ---------------------------------------------------------------- the switch


def switch(index: Path, new: Manifest) -> None:
    """Make the new generation the one that is read, and drop the others."""
    for file in new.files:
        with (index / new.generation / file).open("rb") as opened:
            os.fsync(opened.fileno())
    aside = index / manifest.ASIDE
    with aside.open("w", encoding="utf-8") as written:
        written.write(new.dump())
        written.flush()
        os.fsync(written.fileno())
    manifest.replace(aside, index / manifest.FILE)
    ownership.sweep(index)


# ---------------------------------------------------------------- the machine


@contextmanager
def _lock_index(index: Path, reporter: Reporter) -> Iterator[None]:
    from filelock import FileLock, Timeout

    ownership.check(index)
    location.make(index)
    lock = FileLock(index / ownership.LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        reporter.note(f"another msqqa is building {index}; waiting for it")
        try:
            lock.acquire(timeout=_WAIT_SECONDS)
        except Timeout as error:
            raise MachineError(
                f"another msqqa has been building {index} for {_WAIT_SECONDS} s", "stop it, or give another --index"
            ) from error
    try:
        ownership.check(index)  # it may have been a while
        yield
    except (OSError, sqlite3.Error):
        # While nobody else builds: what is unfinished then can only be this build's.
        with suppress(OSError, StoreError):
            ownership.sweep(index)
        raise
    finally:
        lock.release()


@contextmanager
def _report_refusals(index: Path, corpus: Path) -> Iterator[None]:
    """Turn the machine's refusals into one line."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or str(error)
        of = getattr(error, "filename", None)
        if isinstance(of, str) and Path(of).is_relative_to(corpus) and not Path(of).is_relative_to(index):
            raise CorpusError(f"{one_line(of)} cannot be read ({why})", "check it, and build again") from error
        number = getattr(error, "errno", None)
        full = number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "full" in str(error)
        what = "no room left on the disk" if full else why
        kept = "; what was indexed before still answers" if os.path.isfile(index / manifest.FILE) else ""  # noqa: PTH113, never raises
        first = _FIRST.get(number or 0, "free some room")
        other = ", or another cache with MSQQA_CACHE" if location.is_in_cache(index) else ""
        raise MachineError(
            f"{index} cannot be written ({what}){kept}", f"{first}, or give another folder with --index{other}"
        ) from error
