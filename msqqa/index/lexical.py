"""Words: which passages hold them, and how much that tells (BM25; Robertson and Zaragoza 2009).

Each stem has a list of the passages that hold it. A search adds up the lists of its stems over all passages, which is a
few additions in memory, and never looks into a text; with a filter, the passages that are left are looked up in the
lists, and no other.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.index.engine import Numbers

K1, B = 1.2, 0.75
"""As Robertson's own defaults, and Lucene's and SQLite's; fixed before any benchmark was run."""


class Lexical:
    """The lists of one index. Stems are given by their numbers."""

    def __init__(self, columns: Numbers) -> None:
        self._columns = columns

    def rank(
        self, stems: Sequence[int], depth: int, within: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return (passages, BM25) of those that hold any of the stems, best first, at most ``depth``.

        Parameters
        ----------
        stems:
            Each once.
        depth:
            How many at most.
        within:
            Only these passages, in order; None for all.
        """
        import numpy as np

        scores = np.zeros(self._columns.passages if within is None else len(within), dtype=np.float32)
        for stem in stems:
            rows, counts = self._list(stem)
            idf = math.log(1 + (self._columns.passages - len(rows) + 0.5) / (len(rows) + 0.5))
            if within is None:
                scores[rows] += idf * (K1 + 1) * counts / (counts + self._norms[rows])
            else:
                places, found = _look_up(rows, within)
                held = counts[places]
                scores[found] += idf * (K1 + 1) * held / (held + self._norms[within[found]])
        best = choose_top(scores, depth)
        best = best[scores[best] > 0]
        return (best if within is None else within[best]), scores[best]

    def find_with_all(self, stems: Sequence[int], within: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """Return the passages that hold all of the stems, in order; in the source, if not as it reads."""
        import numpy as np

        found = within
        for stem in sorted(set(stems), key=self.passages_with):
            rows = self._rows(stem)
            found = np.asarray(rows, dtype=np.int64) if found is None else found[_look_up(rows, found)[1]]
        return np.empty(0, dtype=np.int64) if found is None else found

    def passages_with(self, stem: int) -> int:
        """Return how many passages hold a stem."""
        offsets = self._columns["posting_offsets"]
        return int(offsets[stem + 1] - offsets[stem])

    def _rows(self, stem: int) -> NDArray[np.int32]:
        return self._columns.of("posting_rows", "posting_offsets", stem)

    def _list(self, stem: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        import numpy as np

        counts = self._columns.of("posting_counts", "posting_offsets", stem)
        return self._rows(stem), np.asarray(counts, dtype=np.float32)

    @cached_property
    def _norms(self) -> NDArray[np.float32]:
        """What a count is weighed against in each passage: a long one holds any word more often."""
        import numpy as np

        lengths = np.asarray(self._columns["passage_length"], dtype=np.float32)
        mean = max(float(lengths.mean()) if len(lengths) else 1.0, 1e-9)
        norms: NDArray[np.float32] = K1 * (1 - B + B * lengths / mean)
        return norms


def choose_top(scores: NDArray[np.float32], depth: int) -> NDArray[np.int64]:
    """Return the places of the greatest scores, greatest first, the earlier of equals first.

    >>> import numpy as np
    >>> choose_top(np.array([1, 3, 2, 3], dtype=np.float32), 3)
    array([1, 3, 2])
    """
    import numpy as np

    if depth <= 0 or not len(scores):
        return np.empty(0, dtype=np.int64)
    if depth < len(scores):
        least = np.partition(scores, len(scores) - depth)[len(scores) - depth]
        above = np.flatnonzero(scores > least)
        places = np.concatenate([above, np.flatnonzero(scores == least)[: depth - len(above)]])
    else:
        places = np.arange(len(scores))
    return places[np.lexsort((places, -scores[places]))].astype(np.int64)


def _look_up(rows: NDArray[np.int32], wanted: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places in ``rows`` of those of ``wanted`` that are there, and their places in ``wanted``."""
    import numpy as np

    if not len(rows) or not len(wanted):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    places = np.searchsorted(rows, wanted.astype(rows.dtype))
    there = rows[np.minimum(places, len(rows) - 1)] == wanted
    return places[there].astype(np.int64), np.flatnonzero(there).astype(np.int64)
