"""A published index as it is read: its rows and its arrays in PostgreSQL, its vectors found by Milvus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msqqa.cluster.arrays import Chunked, ChunkedColumns, Chunks
from msqqa.index.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from msqqa.cluster.postgres import Postgres
    from msqqa.index.engine import Found, Search

PIECES, ARRAYS = "pieces", "array_of"
"""The array of the pieces' vectors, and the table that says what each array is."""


class PostgresStore(Store):
    """A store whose tables, and whose arrays, stand in PostgreSQL.

    Parameters
    ----------
    database:
        Looks into the schema of one generation.
    again:
        What a user does where the index is not whole.
    """

    def __init__(self, database: Postgres, again: str) -> None:
        found = database.execute(f"SELECT name, dtype, shape FROM {ARRAYS}").fetchall()
        arrays = {name: (dtype, tuple(json.loads(shape))) for name, dtype, shape in found}
        self.chunks = Chunks(database)
        self.pieces = Chunked(self.chunks, PIECES, *arrays.pop(PIECES))
        self._begin(database, ChunkedColumns(self.chunks, arrays), Path(database.name), again)


class FarVectors:
    """Vectors that are looked up where they stand: of pieces in PostgreSQL, of passages by the search."""

    def __init__(self, store: PostgresStore, search: Search) -> None:
        self._pieces = store.pieces
        self._search = search
        self._passages = store.columns.passages

    @property
    def passages(self) -> Any:
        """As many as there are; none of them is here."""
        return range(self._passages)

    @property
    def pieces(self) -> Any:
        """The vectors of all pieces; shape (pieces, dimension)."""
        return self._pieces

    def of_pieces(self, rows: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
        """Return the vectors of some pieces, in any order; shape (len(rows), dimension)."""
        found: NDArray[np.float32] = self._pieces[rows]
        return found

    def nearest(self, query: NDArray[np.float32], depth: int, within: NDArray[np.int64] | None = None) -> Found:
        """Return the nearest of all passages, or of some, by their numbers."""
        import numpy as np

        from msqqa.index.lexical import choose_top

        if within is None:
            return self._search.nearest(query, depth, _Everywhere())
        cosines = self.cosines(query, within)
        best = choose_top(cosines, depth)
        return np.asarray(within)[best], cosines[best]

    def cosines(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosines of some passages, given in any order."""
        return self._search.cosines(query, rows)

    def hold(self) -> None:
        """Do nothing: what was published is never changed."""

    def close(self) -> None:
        """Do nothing: the connections are the store's and the search's."""


class _Everywhere:
    passages = None
    where = None
