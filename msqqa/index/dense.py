"""The vectors: of passages in one FAISS file, searched exactly; of pieces (sentences, phrasings, words) in an array.

Vectors are of length 1, so that an inner product is a cosine. Only passages are searched; pieces are looked up for the
few passages that a search has found. Both files are mapped into memory, not read.
"""

from __future__ import annotations

import mmap
import os
import struct
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msqqa.errors import StoreError
from msqqa.index.lexical import choose_top
from msqqa.index.location import command

if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import FileIO
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

FILE = "vectors.faiss"
PIECES = "pieces.npy"
_KIND = b"IxFI"
"""How FAISS names an exact index of inner products."""
_HEAD = 45
"""Bytes before its vectors; :func:`_head` is tested to write as many."""
_FEW = 4000
"""Passages up to which they are searched without FAISS: it takes longer to import than to compare as many."""


def write(path: Path, vectors: Iterable[NDArray[np.float32]], n: int, dimension: int) -> None:
    """Write the vectors of all ``n`` passages, given in runs of shape (run, dimension), as an exact index.

    FAISS itself writes only an index that it holds in memory, and that of a large table has gigabytes.
    """
    import numpy as np

    with path.open("wb") as file:
        file.write(_head(n, dimension))
        for run in vectors:
            file.write(np.ascontiguousarray(run, dtype="<f4").tobytes())


def _head(n: int, dimension: int) -> bytes:
    """Return what FAISS writes before the vectors of an exact index: their number at 8, and that of their numbers last.

    Raises
    ------
    AssertionError
        If this FAISS writes it otherwise: told by one index of a single vector.
    """
    import faiss
    import numpy as np

    def made(vectors: int) -> bytes:
        index = faiss.IndexFlatIP(dimension)
        index.add(np.zeros((vectors, dimension), dtype=np.float32))
        return bytes(faiss.serialize_index(index).tobytes())

    def counted(head: bytes, vectors: int) -> bytes:
        return head[:8] + struct.pack("<q", vectors) + head[16:-8] + struct.pack("<Q", vectors * dimension)

    empty = made(0)
    if counted(empty, 1) + bytes(4 * dimension) != made(1):
        raise AssertionError("this FAISS writes its indexes in another way")  # a fault of ours
    return counted(empty, n)


def write_pieces(path: Path, vectors: Iterable[NDArray[np.float32]], n: int, dimension: int) -> None:
    """Write the vectors of all pieces, given in runs, as an array of shape (n, dimension)."""
    import numpy as np

    with path.open("wb") as file:
        header = {"descr": "<f4", "fortran_order": False, "shape": (n, dimension)}
        np.lib.format.write_array_header_1_0(file, header)
        for run in vectors:
            file.write(np.ascontiguousarray(run, dtype="<f4").tobytes())


class Vectors:
    """The vectors of a built index, read only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._again = f"build it again with {command(None, folder.parent, '--rebuild')}"

    @cached_property
    def _index(self) -> Any:
        import faiss

        path = self._folder / FILE
        try:
            return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise StoreError(f"{path} cannot be read", self._again) from error

    @cached_property
    def passages(self) -> NDArray[np.float32]:
        """The vectors of all passages, as they lie in the index; shape (passages, dimension).

        They are mapped without FAISS: to import it takes longer than to search a small index without it.
        """
        import numpy as np

        path = self._folder / FILE
        try:
            with path.open("rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            kind, dimension, n = struct.unpack_from("<4siq", mapped)
        except (OSError, ValueError, struct.error) as error:
            raise StoreError(f"{path} cannot be read", self._again) from error
        if kind != _KIND or n < 0 or dimension <= 0 or len(mapped) != _HEAD + 4 * n * dimension:
            raise StoreError(f"{path} cannot be read", self._again)
        return np.frombuffer(mapped, dtype="<f4", offset=_HEAD, count=n * dimension).reshape(n, dimension)

    @cached_property
    def pieces(self) -> NDArray[np.float32]:
        """The vectors of all pieces; shape (pieces, dimension)."""
        import numpy as np

        path = self._folder / PIECES
        try:
            found: NDArray[np.float32] = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise StoreError(f"{path} cannot be read", self._again) from error
        return found

    def hold(self) -> None:
        """Open every file, so that a build that drops them takes nothing away."""
        _ = self.passages, self.pieces, self._file, self._begins

    def close(self) -> None:
        """Close the file of pieces, where it was opened; what is mapped goes with the last array that shows it."""
        if "_file" in self.__dict__:
            self._file.close()

    def of_pieces(self, rows: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
        """Return the vectors of some pieces, in any order; shape (len(rows), dimension).

        They are read, run by run, not mapped: a page that was mapped stays in memory with its neighbours, and most
        pieces are never looked at again.
        """
        import numpy as np

        n, dimension = self.pieces.shape
        if not hasattr(os, "preadv"):  # not on every system
            return np.asarray(self.pieces[rows])
        vectors = np.empty((len(rows), dimension), dtype=np.float32)
        if not len(rows):
            return vectors
        firsts = np.append(0, np.flatnonzero(np.diff(rows) != 1) + 1)
        lasts = np.append(firsts[1:], len(rows))
        view = memoryview(vectors.reshape(-1).view(np.uint8))  # type: ignore[arg-type]
        width = 4 * dimension
        for first, last, row in zip(firsts.tolist(), lasts.tolist(), rows[firsts].tolist(), strict=True):
            if not 0 <= row <= n - (last - first):
                raise IndexError(f"there are {n} pieces, {row} is none")
            os.preadv(self._file.fileno(), [view[first * width : last * width]], self._begins + row * width)
        return vectors

    @cached_property
    def _file(self) -> FileIO:
        return (self._folder / PIECES).open("rb", buffering=0)

    @cached_property
    def _begins(self) -> int:
        """Where the numbers begin in the file of pieces, behind their header."""
        return int((self._folder / PIECES).stat().st_size) - self.pieces.nbytes

    def nearest(
        self, query: NDArray[np.float32], depth: int, within: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return (passages, cosines) of the nearest passages, best first.

        Parameters
        ----------
        query:
            Shape (dimension,), of length 1.
        depth:
            How many to return at most.
        within:
            Only these passages, in order; None for all. No other is looked at.
        """
        if within is not None:
            cosines = self.cosines(query, within)
            best = choose_top(cosines, depth)
            return within[best], cosines[best]
        import numpy as np

        depth = min(depth, len(self.passages))
        if depth <= 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        if len(self.passages) <= _FEW:
            return self.nearest(query, depth, np.arange(len(self.passages), dtype=np.int64))
        import faiss

        threads = faiss.omp_get_max_threads()
        # One question is one thread's work; waking the others for it takes longer than the search.
        faiss.omp_set_num_threads(1)
        try:
            scores, rows = self._index.search(query[None, :], depth)
        finally:
            faiss.omp_set_num_threads(threads)
        return rows[0], scores[0]

    def cosines(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosines of some passages, given in any order."""
        import numpy as np

        # As bytes: in FAISS's file the numbers do not begin at a multiple of four, and of such an array numpy would
        # copy the whole, not the rows.
        dimension = self.passages.shape[1]
        found: NDArray[np.float32] = self._bytes[rows].view(np.float32).reshape(len(rows), dimension) @ query
        return found

    @cached_property
    def _bytes(self) -> NDArray[np.uint8]:
        import numpy as np

        found: NDArray[np.uint8] = self.passages.view(np.uint8)  # shape (passages, 4 * dimension)
        return found
