"""A corpus → an index, built aside and switched in at one stroke.

An index folder holds ``manifest.json`` and the generation it names: a folder with the store and the vectors. A build
writes a new generation beside the old one and then replaces the manifest, which the file system does atomically: a
reader sees the old index or the new one, whatever happens in between. A lock keeps two builds apart.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sqlite3
import uuid
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import msqqa
from msqqa.errors import MachineError, StoreError
from msqqa.index import dense, manifest, store
from msqqa.index.gather import Response, gather
from msqqa.index.manifest import Manifest
from msqqa.index.report import Reporter, Silent
from msqqa.index.write import Writer
from msqqa.model import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.corpus import Corpus
    from msqqa.index.encode import Encoder
    from msqqa.model import Form

LOCK = ".lock"
_WAIT_SECONDS = 600


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


def build(
    corpus: Corpus, index: Path, encoder: Encoder, reporter: Reporter | None = None, *, rebuild: bool = False
) -> Built:
    """Build or refresh the index of a corpus.

    Parameters
    ----------
    corpus, index, encoder:
        What is indexed, where to, and with what.
    reporter:
        Is told what is skipped and how encoding gets on.
    rebuild:
        Build even where the index is up to date, and whatever its state.

    Raises
    ------
    CorpusError
        If nothing in the corpus can be indexed; an index that was there stays.
    MachineError
        If the index cannot be written; an index that was there stays.
    """
    reporter = reporter or Silent()
    with _writing(index), _locked(index, reporter):
        _sweep(index)
        old = _usable(index, corpus, rebuild=rebuild)
        forms = _forms(corpus)
        responses, skipped = gather(corpus, forms, reporter)
        state = _state(corpus, encoder, forms, responses)
        if old is not None and not rebuild and _same(old, state) and _skipped_before(index, old) == skipped:
            return Built(old, skipped, 0, fresh=False)
        return _write(index, encoder, responses, skipped, state, old, reporter)


def _forms(corpus: Corpus) -> list[Form]:
    from msqqa.form.load import forms_for

    return forms_for(corpus.path)


# ---------------------------------------------------------------- is it up to date?


def _state(corpus: Corpus, encoder: Encoder, forms: Sequence[Form], responses: Sequence[Response]) -> dict[str, object]:
    """Return everything that the index depends on, as the manifest names it."""
    used = {r.alignment.form.id for r in responses}
    described = {path: asdict(d) for path, d in corpus.described().items()}
    return {
        "format": manifest.FORMAT,
        "msqqa": msqqa.__version__,
        "corpus": corpus.name,
        "corpus_path": str(corpus.path),
        "forms": {form.id: _digest(asdict(form)) for form in forms if form.id in used},
        "model": encoder.name,
        "model_sha256": encoder.sha256,
        "sources": {r.document.path: r.document.sha256 for r in responses},
        "described": _digest(described),
    }


def _same(old: Manifest, state: dict[str, object]) -> bool:
    return all(getattr(old, key) == value for key, value in state.items())


def _usable(index: Path, corpus: Corpus, *, rebuild: bool) -> Manifest | None:
    """Return the manifest of an index that can be refreshed; None where there is none, or it is damaged.

    Raises
    ------
    StoreError
        If the folder holds another corpus's index: it is not ours to overwrite.
    """
    try:
        old = manifest.load(index)
        if old is not None and not rebuild:
            from msqqa.index.open import check_corpus

            check_corpus(old, index, corpus)
        if old is not None and manifest.damaged(index, old) is not None:
            return None
        return old
    except StoreError as error:
        from msqqa.index.open import ForeignIndexError

        if isinstance(error, ForeignIndexError):
            raise
        return None
    except OSError:
        return None


def _skipped_before(index: Path, old: Manifest) -> dict[str, str]:
    opened = store.Store(index / old.generation / store.FILE)
    try:
        return opened.skipped
    finally:
        opened.close()


def _digest(data: object) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


# ---------------------------------------------------------------- writing


def _write(
    index: Path,
    encoder: Encoder,
    responses: Sequence[Response],
    skipped: dict[str, str],
    state: dict[str, object],
    old: Manifest | None,
    reporter: Reporter,
) -> Built:
    generation = f"generation-{uuid.uuid4().hex[:12]}"
    folder = index / generation
    folder.mkdir()
    texts: dict[str, str] = {}
    with Writer(folder / store.FILE) as writer:
        passages = _fill(writer, encoder, responses, texts)
        for path, reason in skipped.items():
            writer.add_skipped(path, reason)
        keys = writer.keys
    vectors, encoded = _vectors(index, encoder, keys, texts, old, reporter)
    dense.write(folder / dense.FILE, vectors)
    counts = {
        "respondents": len(responses),
        "cells": sum(len(r.cells) for r in responses),
        "passages": passages,
        "vectors": len(keys),
        "skipped": len(skipped),
    }
    files = {file: manifest.digest_of(folder / file) for file in (store.FILE, dense.FILE)}
    new = Manifest(
        **state,  # type: ignore[arg-type]
        model_dimension=int(vectors.shape[1]),
        generation=generation,
        files=files,
        counts=counts,
    )
    _switch(index, new)
    return Built(new, skipped, encoded, fresh=True)


def _fill(writer: Writer, encoder: Encoder, responses: Sequence[Response], texts: dict[str, str]) -> int:
    """Put the responses into the store, and what must be encoded into ``texts``; return the number of passages."""
    from msqqa.form.segment import account
    from msqqa.index.split import fit_header, split

    def key(text: str) -> str:
        found = encoder.key(text)
        texts[found] = text
        return found

    forms = {r.alignment.form.id: r.alignment.form for r in responses}
    headers: dict[tuple[str, str], str] = {}
    for form in forms.values():
        for question in form.questions:
            headers[form.id, question.id] = fit_header(form.full_text(question), encoder.count, encoder.limit)
        writer.add_form(form, key)
    _add_places(writer, responses)
    passages = 0
    for response in responses:
        document, form_id = response.document, response.alignment.form.id
        writer.add_respondent(response.respondent, response.place)
        source = writer.add_source(document, response.size, response.mtime_ns, form_id, account(response.segments))
        debris = [(s.start, s.end) for s in response.segments if s.category == "page debris"]
        for cell in response.cells:
            header = headers[form_id, cell.question]
            pieces = split(document, cell, header, encoder.count, encoder.limit, debris)
            passages += len(pieces)
            writer.add_cell(
                cell,
                source,
                form_id,
                [
                    Passage(
                        cell.respondent,
                        cell.question,
                        document.path,
                        p.start,
                        p.end,
                        p.text,
                        key(encoded_text(header, p.text)),
                    )
                    for p in pieces
                ],
                key,
            )
    writer.add_words(key)
    return passages


def encoded_text(header: str, passage: str) -> str:
    """Return what the encoder reads of a passage: what was asked, and what was answered; never who answered."""
    return f"{header}\n{passage}"


def _add_places(writer: Writer, responses: Sequence[Response]) -> None:
    """Where most respondents are places, keep the names of the others: a question may be about one of them."""
    here = {r.place for r in responses if r.place is not None}
    if 2 * len(here) < len(responses):
        return
    from msqqa.places import gazetteer, regions

    writer.add_places((name, code) for code, names in gazetteer().items() if code not in here for name in names)
    writer.add_places((name, name) for name, codes in regions().items() if not codes & here)


def _vectors(
    index: Path,
    encoder: Encoder,
    keys: Sequence[str],
    texts: dict[str, str],
    old: Manifest | None,
    reporter: Reporter,
) -> tuple[NDArray[np.float32], int]:
    """Return the vectors in the order of ``keys``; those that the old index has are taken from there."""
    import numpy as np

    known: dict[str, int] = {}
    if old is not None and old.model_sha256 == encoder.sha256:
        opened = store.Store(index / old.generation / store.FILE)
        known = opened.vector_keys()
        opened.close()
    new = [key for key in keys if key not in known]
    fresh = encoder.encode([texts[k] for k in new], lambda done: reporter.encoding(done, len(new))) if new else None
    if not known or old is None:
        assert fresh is not None  # a corpus with a form has at least its questions
        return fresh, len(new)
    earlier = dense.Vectors(index / old.generation / dense.FILE)
    vectors = np.empty((len(keys), old.model_dimension), dtype=np.float32)
    kept = [i for i, key in enumerate(keys) if key in known]
    if kept:
        vectors[kept] = earlier.rows([known[keys[i]] for i in kept])
    if fresh is not None:
        vectors[[i for i, key in enumerate(keys) if key not in known]] = fresh
    return vectors, len(new)


def _switch(index: Path, new: Manifest) -> None:
    """Make the new generation the one that is read, and drop the others."""
    for file in new.files:
        with (index / new.generation / file).open("rb") as opened:
            os.fsync(opened.fileno())
    aside = index / f"{manifest.FILE}.new"
    with aside.open("w", encoding="utf-8") as written:
        written.write(new.dump())
        written.flush()
        os.fsync(written.fileno())
    aside.replace(index / manifest.FILE)
    _sweep(index)


def _sweep(index: Path) -> None:
    """Remove what no manifest names: earlier generations, and what a killed build left."""
    try:
        current = manifest.load(index)
    except StoreError:
        return
    for folder in index.glob("generation-*"):
        if current is None or folder.name != current.generation:
            shutil.rmtree(folder, ignore_errors=True)


# ---------------------------------------------------------------- the machine


@contextmanager
def _locked(index: Path, reporter: Reporter) -> Iterator[None]:
    from filelock import FileLock, Timeout

    index.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index / LOCK)
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
        yield
    finally:
        lock.release()


@contextmanager
def _writing(index: Path) -> Iterator[None]:
    """Turn the machine's refusals into one line; the unfinished generation is removed, the old index is left."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            _sweep(index)
        full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "full" in str(error)
        what = "no room left on the disk" if full else (getattr(error, "strerror", None) or str(error))
        raise MachineError(
            f"{index} cannot be written ({what}); what was indexed before still answers",
            "free some room, or give another folder with --index",
        ) from error
