"""The vectors: one FAISS file beside the store, searched exactly (inner product of unit vectors, that is cosine)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from msqqa.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

FILE = "vectors.faiss"


def write(path: Path, vectors: NDArray[np.float32]) -> None:
    """Write vectors of shape (n, dimension) as an exact index; row i of the file is ``vectors[i]``."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    # By way of bytes: FAISS's own writer reports a full disk in words of its own.
    path.write_bytes(faiss.serialize_index(index).tobytes())


class Vectors:
    """A built file of vectors, read only."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _index(self) -> Any:
        import faiss

        try:
            return faiss.read_index(str(self._path))
        except RuntimeError as error:
            raise StoreError(f"{self._path} cannot be read", "build it again with msqqa index --rebuild") from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def rows(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors at ``rows``, shape (len(rows), dimension)."""
        import numpy as np

        found: NDArray[np.float32] = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return found

    def nearest(
        self, query: NDArray[np.float32], depth: int, within: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return (row, cosine) of the nearest vectors, best first.

        Parameters
        ----------
        query:
            Shape (dimension,), of length 1.
        depth:
            How many to return at most.
        within:
            Only these rows are looked at; None for all.
        """
        import faiss
        import numpy as np

        params = None
        if within is not None:
            if not within:
                return []
            selector = faiss.IDSelectorBatch(np.unique(np.asarray(within, dtype=np.int64)))
            params = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
            depth = min(depth, len(within))
        scores, rows = self._index.search(query[None, :], min(depth, len(self)), params=params)
        return [(int(r), float(s)) for r, s in zip(rows[0], scores[0], strict=True) if r >= 0]
