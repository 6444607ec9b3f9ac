"""Responses → the files of a new generation, beside an earlier one whose rows and vectors are taken over.

Over 300 lines: the blocks come one at a time while they are written, and leave behind the texts that are encoded
afterwards, so that cutting, writing and encoding are read side by side.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msqqa.bounds import bound_file
from msqqa.cache import digest_of
from msqqa.errors import EncoderError, SourceError
from msqqa.index import array_files, dense, ownership, schema
from msqqa.index.assemble import WordNumbering, assemble, fresh_part, renumber_words, take_kept_part
from msqqa.index.names import name_table
from msqqa.index.sources import (
    Cutter,
    IndexedSource,
    block_of,
    choices_of,
    headers_of,
    make_keyer,
    phrasings_of,
)
from msqqa.index.vector_cache import find_cached
from msqqa.index.work import HERE
from msqqa.index.write import StoreWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode import Encoder, Kind, Precision
    from msqqa.index.assemble import Assembled, SourceArrays
    from msqqa.index.catalogue import SourceRow
    from msqqa.index.gather import Gathered
    from msqqa.index.report import Reporter
    from msqqa.index.responses import Response
    from msqqa.index.sources import Texts
    from msqqa.index.store import Store
    from msqqa.index.work import Work
    from msqqa.model import Form, Respondent

_TOLD = 0.01
"""Share of passages in other languages than English from which an encoder that reads English alone is told of."""
_SENT = 512
"""Texts that are encoded elsewhere at once: some seconds of work, so that what has to be done again is little."""
_NAMED = 5
"""Languages that are named."""


@dataclass(frozen=True, slots=True)
class WrittenGeneration:
    """A generation that is whole, and not yet the one that is read."""

    folder: Path
    files: dict[str, str]
    """Name → hash."""
    counts: dict[str, int]
    dimension: int
    encoded: int
    """How many texts were encoded."""


def write(
    index: Path,
    encoder: Encoder,
    forms: Sequence[Form],
    gathered: Gathered,
    earlier: Store | None,
    reporter: Reporter,
    synonyms: Sequence[Sequence[str]] = (),
    work: Work = HERE,
) -> WrittenGeneration:
    """Write a generation.

    Parameters
    ----------
    index, encoder:
        Where, and with what.
    forms:
        Those in use, in a fixed order.
    gathered:
        The responses; those that were not read are in ``earlier``.
    earlier:
        The store whose rows are taken over; None where all are new.
    reporter:
        Is told how encoding gets on.
    synonyms:
        Groups of terms that the corpus's owner takes for one.
    work:
        Who cuts responses into passages, and encodes.
    """
    texts: Texts = {}
    headers = {form.id: headers_of(form, encoder) for form in forms} if gathered.responses else {}
    cutter = Cutter(encoder, texts)
    order = list(gathered.order)
    cut = _cut(encoder, headers, [gathered.responses[path] for path in order if path in gathered.responses], work)

    def blocks() -> Iterator[tuple[str, IndexedSource | None]]:
        for path in order:
            response = gathered.responses.get(path)
            made: IndexedSource | SourceError | None = None
            if response is not None and _is_sent(response, work):
                made, own = next(cut)
                texts.update(own)
            elif response is not None:
                made = _try_response(response, headers, cutter)
            if isinstance(made, SourceError):
                assert response is not None  # nothing else takes time
                gathered.leave_out(path, response.sha256, str(made).removeprefix(f"{gathered.files[path]}: "))
                reporter.note(f"skipped {made}")
            else:
                yield path, made

    kept = gathered.files.keys() - gathered.responses.keys()
    # What was gathered stays to the end: to look for cycles among its millions of objects again and again takes time.
    gc.freeze()
    try:
        return write_blocks(
            index,
            encoder,
            forms,
            blocks(),
            gathered.skipped,
            texts,
            earlier,
            reporter,
            synonyms,
            gathered.beside,
            kept,
            work,
        )
    finally:
        gc.unfreeze()


def _is_sent(response: Response, work: Work) -> bool:
    """Return whether a response is cut elsewhere: a table's would have to be sent with the whole table."""
    return work.apart and response.path == response.file


def _cut(
    encoder: Encoder, headers: Mapping[str, dict[str, str]], responses: Sequence[Response], work: Work
) -> Iterator[tuple[IndexedSource | SourceError, Texts]]:
    """Yield what the responses come to that are cut elsewhere, each with what may have to be encoded of it."""
    sent = [response for response in responses if _is_sent(response, work)]
    return work.map(partial(_cut_one, encoder.name, encoder.precision, encoder.sha256, headers), sent)


def _cut_one(
    name: str, precision: Precision, sha256: str, headers: Mapping[str, dict[str, str]], response: Response
) -> tuple[IndexedSource | SourceError, Texts]:
    texts: Texts = {}
    return _try_response(response, headers, Cutter(same_encoder(name, precision, sha256), texts)), texts


def _try_response(
    response: Response, headers: Mapping[str, dict[str, str]], cutter: Cutter
) -> IndexedSource | SourceError:
    try:
        # The rows of a table are cut one by one, each a response of its own: they do not share what reading left.
        with bound_file(response.path):
            return block_of(response, headers[response.form.id], cutter)
    except SourceError as error:
        return error


@lru_cache(maxsize=1)
def same_encoder(name: str, precision: Precision, sha256: str) -> Encoder:
    """Return an encoder by its name, where work is done elsewhere.

    Raises
    ------
    EncoderError
        If it is not there, or is another one.
    """
    from msqqa.encode import Encoder

    found = Encoder.named(name, precision)
    if found.sha256 != sha256:
        raise EncoderError(f"the model {name} is another one where the work is done", "install the same msqqa there")
    return found


def write_blocks(
    index: Path,
    encoder: Encoder,
    forms: Sequence[Form],
    blocks: Iterable[tuple[str, IndexedSource | None]],
    skipped: Mapping[str, tuple[str, str]],
    texts: Texts,
    earlier: Store | None,
    reporter: Reporter,
    synonyms: Sequence[Sequence[str]] = (),
    beside: Mapping[str, str] = MappingProxyType({}),
    keeps: Collection[str] = (),
    work: Work = HERE,
) -> WrittenGeneration:
    """Write a generation of blocks, each as it comes: of a large table all together fill the memory.

    Parameters
    ----------
    index, encoder, forms, earlier, reporter, synonyms:
        As :func:`write` has them.
    blocks:
        (Path, block) of every source, in order; None for one whose rows are taken over.
    skipped, beside:
        What is left out, and what gives no response; looked at when the blocks are written.
    texts:
        What may have to be encoded; the blocks have added to it when they are written.
    keeps:
        The paths whose rows are taken over.
    work:
        Who encodes.
    """
    kept = {source.path: source for source in earlier.sources} if earlier is not None else {}
    people_before = dict(zip(kept, earlier.respondents_and_places, strict=True)) if earlier is not None else {}
    folder = ownership.new_generation(index)
    share = _Share(forms, earlier)
    people: list[tuple[Respondent, str | None]] = []
    keys: list[int] = []
    with StoreWriter(folder / schema.FILE, None if earlier is None else earlier.path) as writer:
        for path, source in kept.items():
            if path not in keeps:
                writer.remove(source.key)
        for path, block in blocks:
            people.append(people_before[path] if block is None else (block.respondent, block.place))
            keys.append(kept[path].key if block is None else writer.add(block))
            share.add(kept[path] if block is None else block)
        writer.add_forms(forms)
        types = writer.add_types(forms)
        assembled = share.assemble(make_keyer(encoder, texts), choices_of(forms, types))
        _tell_of_languages(encoder, assembled.languages, reporter)
        _order(writer, keys, assembled)
        writer.add_skipped(skipped)
        writer.add_beside(beside)
        writer.add_synonyms(synonyms)
        writer.add_names(name_table({r.id: r for r, _ in people}, _find_absent(people, forms)))
        writer.add_words(assembled.vocabulary, assembled.stems)
        writer.add_languages(assembled.languages)
    array_files.write(folder, assembled.arrays)
    encoded, dimension = _write_vectors(folder, assembled.arrays, index, encoder, texts, reporter, work)
    counts = {
        "respondents": len(keys),
        "cells": len(assembled.arrays["cell_question"]),
        "passages": len(assembled.arrays["passage_cell"]),
        "vectors": len(assembled.arrays["passage_cell"]) + len(assembled.arrays["piece_keys"]),
        "skipped": len(skipped),
    }
    files = {file.name: digest_of(file) for file in sorted(folder.iterdir())}
    return WrittenGeneration(folder, files, counts, dimension, encoded)


class _Share:
    """Gathers what each source gives to the arrays of an index."""

    def __init__(self, forms: Sequence[Form], earlier: Store | None) -> None:
        self._forms = forms
        self._earlier = earlier
        self._words = WordNumbering()
        self._renumbered = renumber_words(earlier, self._words) if earlier is not None else None
        ids = [(form.id, question.id) for form in forms for question in form.questions]
        self._questions = {id_: row for row, id_ in enumerate(ids)}
        self._parts: list[SourceArrays] = []

    def add(self, source: IndexedSource | SourceRow) -> None:
        """Add the next source: a new one, or one as the earlier index has it."""
        if isinstance(source, IndexedSource):
            self._parts.append(fresh_part(source, self._questions, self._words))
            return
        assert self._earlier is not None  # or there would be a block
        assert self._renumbered is not None
        self._parts.append(take_kept_part(self._earlier, source, self._renumbered))

    def assemble(self, key: Callable[[str, Kind], bytes], choices: Sequence[str]) -> Assembled:
        """Put everything together; ``key`` names a text's vector, ``choices`` are the options' texts."""
        phrasings = phrasings_of(self._forms)
        return assemble(self._parts, phrasings, len(self._questions), self._words, key, choices)


def _tell_of_languages(encoder: Encoder, languages: Sequence[tuple[str, int]], reporter: Reporter) -> None:
    """Say how much of a corpus an encoder cannot read that reads English alone."""
    passages = sum(n for _, n in languages)
    others = sorted(((n, code) for code, n in languages if code != "en"), reverse=True)
    share = sum(n for n, _ in others) / max(passages, 1)
    if not encoder.model.english_only or share < _TOLD:
        return
    named = ", ".join(code for _, code in others[:_NAMED]) + (" and others" if len(others) > _NAMED else "")
    reporter.note(
        f"{share:.0%} of the passages are not in English ({named}), the only language of {encoder.name}: they are found"
        " by their words alone; index with --model multilingual to find them by meaning too"
    )


def _order(writer: StoreWriter, keys: Sequence[int], assembled: Assembled) -> None:
    """Say where each source stands, in order."""
    import numpy as np

    cells = np.searchsorted(assembled.arrays["cell_source"], np.arange(len(keys) + 1))
    passages = assembled.arrays["cell_passages"][cells]
    writer.order(
        [
            (key, int(cells[i]), int(cells[i + 1] - cells[i]), int(passages[i]), int(passages[i + 1] - passages[i]))
            for i, key in enumerate(keys)
        ]
    )


def _find_absent(people: Sequence[tuple[Respondent, str | None]], forms: Sequence[Form]) -> dict[str, str]:
    """Where respondents are countries, return the names of the others: a question may be about one of them.

    They are where the form calls them so, where they belong to the world's regions, or where most bear a place's name.
    """
    from msqqa.places import gazetteer, regions

    codes = {code for _, code in people if code is not None}
    belonging = {group for respondent, _ in people for group in respondent.groups} & regions().keys()
    called_so = any("countries" in form.respondent_nouns for form in forms)
    if not (called_so or belonging or 2 * len(codes) >= len(people)):
        return {}
    found: dict[str, str] = {}
    for code, names in gazetteer().items():
        if code not in codes:
            for name in names:
                found.setdefault(name, names[0])
    for name, members in regions().items():
        if not members & codes:
            found.setdefault(name, name)
    return found


def _write_vectors(
    folder: Path,
    arrays: Mapping[str, NDArray[Any]],
    index: Path,
    encoder: Encoder,
    texts: Texts,
    reporter: Reporter,
    work: Work,
) -> tuple[int, int]:
    """Write all vectors; return how many texts had to be encoded, and the length of a vector."""
    import numpy as np

    passages, pieces = arrays["passage_keys"], arrays["piece_keys"]
    wanted_keys = np.concatenate([passages, pieces])
    known = find_cached(encoder, index, wanted_keys)
    missing = known.find_missing(wanted_keys)
    if len(missing):
        wanted = _texts_of(missing, texts)
        known.add(missing, _encode_texts(encoder, wanted, reporter, work))
    dimension = known.dimension or encoder.dimension
    dense.write(folder / dense.FILE, known.runs(passages, dimension), len(passages), dimension)
    dense.write_pieces(folder / dense.PIECES, known.runs(pieces, dimension), len(pieces), dimension)
    return len(missing), dimension


def _encode_texts(encoder: Encoder, texts: list[str], reporter: Reporter, work: Work) -> NDArray[np.float32]:
    """Return the vectors of some texts, each of which is there once; shape (len(texts), dimension)."""
    import numpy as np

    if not work.apart:
        return encoder.encode(texts, None, lambda done: reporter.report_encoding(done, len(texts)))
    batches = [texts[begin : begin + _SENT] for begin in range(0, len(texts), _SENT)]
    found = []
    for vectors in work.map(partial(_encode_some, encoder.name, encoder.precision, encoder.sha256), batches):
        found.append(vectors)
        reporter.report_encoding(sum(map(len, found)), len(texts))
    return np.concatenate(found)


def _encode_some(name: str, precision: Precision, sha256: str, texts: list[str]) -> NDArray[np.float32]:
    return same_encoder(name, precision, sha256).encode(texts, None)


def _texts_of(keys: NDArray[Any], texts: Texts) -> list[str]:
    return [texts[bytes(key).ljust(32, b"\0")] for key in keys]
