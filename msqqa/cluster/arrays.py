"""Arrays that lie in a database in pieces of some numbers: whoever looks at a few has their pieces fetched, no other.

An index of a hundred million passages has arrays of gigabytes, and a question looks at some hundred places of each.
What was fetched is kept as long as there is room for it, as most questions look at the same words.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from msqqa.index.engine import Database

TABLE = "chunk"
BYTES = 1920
"""Of a piece: with what PostgreSQL adds to a row it still stands within a page, not in a file beside the table."""
_ROOM = 256 * 2**20
"""Bytes that are kept of one index."""
_AT_ONCE = 10_000


class Chunks:
    """Fetches pieces of arrays by their number, and keeps those that were wanted last."""

    def __init__(self, database: Database, room: int = _ROOM) -> None:
        self._database = database
        self._left = room
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def of(self, array: str, wanted: list[int]) -> list[bytes]:
        """Return some pieces of an array, in any order."""
        found: dict[int, bytes] = {}
        for n in wanted:
            kept = self._kept.get((array, n))
            if kept is not None:
                self._kept.move_to_end((array, n))
                found[n] = kept
        missing = [n for n in wanted if n not in found]
        for begin in range(0, len(missing), _AT_ONCE):
            rows = self._database.execute(
                f"SELECT n, data FROM {TABLE} WHERE array_name = ? AND n = ANY(?)",
                (array, missing[begin : begin + _AT_ONCE]),
            )
            for n, data in rows:
                found[n] = bytes(data)
                self._keep((array, n), found[n])
        return [found[n] for n in wanted]

    def _keep(self, key: tuple[str, int], data: bytes) -> None:
        self._kept[key] = data
        self._left -= len(data)
        while self._left < 0:
            self._left += len(self._kept.popitem(last=False)[1])


class Chunked:
    """One array; what is taken from it is a plain one.

    It is asked for a number, a range, or some numbers by an array of their places, as numpy's own are.
    """

    def __init__(self, chunks: Chunks, name: str, dtype: str, shape: tuple[int, ...]) -> None:
        import numpy as np

        self.dtype = np.dtype(dtype)
        self.shape = shape
        self._chunks = chunks
        self._name = name
        self._in_one = rows_in_one(self.dtype, shape)

    def __len__(self) -> int:
        return self.shape[0]

    @cached_property
    def nbytes(self) -> int:
        """How many bytes all of it has."""
        import math

        return math.prod(self.shape) * self.dtype.itemsize

    def __getitem__(self, key: Any) -> Any:
        import numpy as np

        if isinstance(key, slice):
            first, last, step = key.indices(len(self))
            return self._range(first, max(first, last))[:: step if step > 0 else 1]
        places = np.asarray(key)
        if places.ndim == 0:
            return self._at(np.array([int(places)]))[0]
        return self._at(places.astype(np.int64))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        whole = self._range(0, len(self))
        return whole if dtype is None else whole.astype(dtype)

    def _range(self, first: int, last: int) -> NDArray[Any]:
        import numpy as np

        if first >= last:
            return np.empty((0, *self.shape[1:]), dtype=self.dtype)
        begin = first // self._in_one
        joined = b"".join(self._chunks.of(self._name, list(range(begin, (last - 1) // self._in_one + 1))))
        rows = np.frombuffer(joined, dtype=self.dtype).reshape(-1, *self.shape[1:])
        found: NDArray[Any] = rows[first - begin * self._in_one : last - begin * self._in_one]
        return found

    def _at(self, places: NDArray[np.int64]) -> NDArray[Any]:
        import numpy as np

        if not len(places):
            return np.empty((0, *self.shape[1:]), dtype=self.dtype)
        places = np.where(places < 0, places + len(self), places)
        if int(places.min()) < 0 or int(places.max()) >= len(self):
            raise IndexError(f"{self._name} has {len(self)} rows")
        wanted, of = np.unique(places // self._in_one, return_inverse=True)
        found = np.empty((len(wanted), self._in_one, *self.shape[1:]), dtype=self.dtype)
        for at, data in enumerate(self._chunks.of(self._name, wanted.tolist())):
            rows = np.frombuffer(data, dtype=self.dtype).reshape(-1, *self.shape[1:])
            found[at, : len(rows)] = rows
        taken: NDArray[Any] = found[of, places % self._in_one]
        return taken


class ChunkedColumns:
    """The arrays of an index by name, as :class:`msqqa.index.array_files.IndexArrays` has them."""

    def __init__(self, chunks: Chunks, arrays: dict[str, tuple[str, tuple[int, ...]]]) -> None:
        self._arrays = {name: Chunked(chunks, name, *is_) for name, is_ in arrays.items()}

    def __getitem__(self, name: str) -> Any:
        return self._arrays[name]

    def of(self, values: str, offsets: str, i: int) -> NDArray[Any]:
        """Return the list of ``i``."""
        first, last = self._arrays[offsets][i : i + 2].tolist()
        found: NDArray[Any] = self._arrays[values][first:last]
        return found

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self._arrays["passage_cell"])

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self._arrays["cell_question"])

    def hold(self) -> None:
        """Do nothing: what was published is never changed."""

    def close(self) -> None:
        """Do nothing: the connection is the store's."""


def rows_in_one(dtype: np.dtype[Any], shape: tuple[int, ...]) -> int:
    """Return how many rows of an array one piece holds."""
    import math

    return max(1, BYTES // max(1, dtype.itemsize * math.prod(shape[1:])))
