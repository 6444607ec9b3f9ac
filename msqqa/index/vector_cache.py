"""Vectors that are there already: in the index that is refreshed, in others that this user has built, and as shipped.

A vector is known by the hash of its text, its model and its precision, so that whatever corpus a text was first met in,
it is encoded once. Nothing is copied aside for that: the user's cache only remembers where indexes lie.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa import cache
from msqqa.errors import UserError
from msqqa.index import manifest, shipped_vectors
from msqqa.index.dense import Vectors
from msqqa.index.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode import Encoder

_LIST = "indexes.json"
_RUN = 8192
"""Vectors written at once."""


class Known:
    """Finds vectors by their keys, in several tables."""

    def __init__(self) -> None:
        self._tables: list[tuple[NDArray[np.bytes_], NDArray[np.int64], NDArray[np.float32]]] = []

    def add(self, keys: NDArray[np.bytes_], vectors: NDArray[np.float32]) -> None:
        """Add a table: the vectors of some keys, row by row."""
        import numpy as np

        order = np.argsort(keys, kind="stable")
        self._tables.append((keys[order], order, vectors))

    def add_some(
        self, keys: NDArray[np.bytes_], vectors: NDArray[np.float32], wanted: NDArray[np.bytes_]
    ) -> NDArray[np.bytes_]:
        """Add those vectors of a table that are wanted; return what is still wanted, in order as ``wanted`` is."""
        import numpy as np

        rows = np.flatnonzero(_place(wanted, keys)[1])
        if len(rows):
            found, first = np.unique(keys[rows], return_index=True)
            self._tables.append((found, rows[first], vectors))
            wanted = wanted[~_place(found, wanted)[1]]
        return wanted

    @property
    def dimension(self) -> int | None:
        """Length of a vector; None where none is known."""
        return int(self._tables[0][2].shape[1]) if self._tables else None

    def find_missing(self, keys: NDArray[np.bytes_]) -> NDArray[np.bytes_]:
        """Return those keys whose vectors are in no table, each once, as they are first met."""
        import numpy as np

        left, first = np.unique(keys, return_index=True)
        for ordered, _, _ in self._tables:
            there = _place(ordered, left)[1]
            left, first = left[~there], first[~there]
        return keys[np.sort(first)]

    def runs(self, keys: NDArray[np.bytes_], dimension: int) -> Iterator[NDArray[np.float32]]:
        """Yield the vectors of some keys in order, in runs of shape (n, dimension); all must be known."""
        import numpy as np

        distinct, rows = np.unique(keys, return_inverse=True)
        tables, places = np.full(len(distinct), -1, dtype=np.int32), np.zeros(len(distinct), dtype=np.int64)
        for n, (ordered, order, _) in enumerate(self._tables):
            at, there = _place(ordered, distinct)
            there &= tables < 0
            tables[there], places[there] = n, order[at[there]]
        if (tables < 0).any():
            raise AssertionError("a vector was neither known nor encoded")  # a fault of ours
        for begin in range(0, len(keys), _RUN):
            some = rows[begin : begin + _RUN]
            run = np.empty((len(some), dimension), dtype=np.float32)
            for n in np.unique(tables[some]).tolist():
                there = tables[some] == n
                run[there] = self._tables[n][2][places[some[there]]]
            if not np.allclose(np.einsum("ij,ij->i", run, run), 1, atol=1e-3):
                raise AssertionError("a vector is not of length 1")  # a fault of ours, and not to be handed on
            yield run


def find_cached(encoder: Encoder, index: Path, wanted: NDArray[np.bytes_]) -> Known:
    """Return the vectors of an encoder that are in an index, in another one of this user's, or ship with msqqa.

    The others are looked into, the latest first, while vectors are wanted that none before has.
    """
    import numpy as np

    known = Known()
    left = np.unique(wanted)
    for folder in dict.fromkeys([index.resolve(), *_read_list()]):
        if not len(left):
            break
        with suppress(UserError, OSError, ValueError):
            found = manifest.load(folder)
            if found is None or (found.model_sha256, found.precision) != (encoder.sha256, encoder.precision):
                continue
            if manifest.find_damaged(folder, found) is not None:
                continue
            generation = folder / found.generation
            store, vectors = Store(generation), Vectors(generation)
            for keys, there in (("passage_keys", vectors.passages), ("piece_keys", vectors.pieces)):
                left = known.add_some(store.columns[keys], there, left)
            store.close()
    if len(left):
        known.add_some(*shipped_vectors.load(left), left)
    return known


def remember(index: Path) -> None:
    """Remember where an index lies."""
    home = index.resolve()
    there = [folder for folder in _read_list() if folder != home and (folder / manifest.FILE).is_file()]
    with suppress(OSError):
        cache.folder().mkdir(parents=True, exist_ok=True)
        named = json.dumps([str(folder) for folder in [home, *there]])
        cache.write_whole(cache.folder() / _LIST, named.encode())


def _read_list() -> list[Path]:
    try:
        found = json.loads((cache.folder() / _LIST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    return [Path(folder) for folder in found if isinstance(folder, str)] if isinstance(found, list) else []


def _place(ordered: NDArray[np.bytes_], keys: NDArray[np.bytes_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return where each key would stand among ordered ones, and whether it does."""
    import numpy as np

    if not len(ordered):
        return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=bool)
    places = np.searchsorted(ordered, keys)
    there: NDArray[np.bool_] = ordered[np.minimum(places, len(ordered) - 1)] == keys
    return places, there
