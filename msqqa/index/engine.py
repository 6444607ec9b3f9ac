"""What retrieval needs of an index, written down: whatever offers this can be searched, wherever it lies.

Today's store, with its vectors in one FAISS file and its words in arrays, offers it as it is (:class:`Embedded`);
:mod:`msqqa.cluster` offers it over Milvus and PostgreSQL. Cells and passages are known by their numbers in the order of
the corpus. Two things are ranked by the engine itself, within a filter that it applies before it ranks: the vectors and
the words. Everything else is looked up by its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.model import Stance

    Found = tuple[NDArray[np.int64], NDArray[np.float32]]
    """(Passages, scores), best first, equals in the order of the corpus."""


@dataclass(frozen=True, slots=True)
class Where:
    """A filter in words, as an engine of its own can carry it out; what is None leaves nothing out."""

    sources: tuple[int, ...] | None = None
    """Ranks of the sources, each of which is one respondent's."""
    questions: tuple[int, ...] | None = None
    """Rows of the questions."""
    stances: tuple[Stance, ...] | None = None
    """What the cell of a passage must say."""
    asking: tuple[int, ...] = ()
    """Rows of the questions that ask for a yes or a no; of others only "blank" and "unclear" are stances."""


class Within(Protocol):
    """What is left of a corpus, said in both ways."""

    @property
    def passages(self) -> NDArray[np.int64] | None:
        """The passages that are left, in order; None for all."""

    @property
    def where(self) -> Where | None:
        """The filter that leaves them; None for none."""


class Search(Protocol):
    """The two rankings, and the cosines of passages that one of them has found."""

    def nearest(self, query: NDArray[np.float32], depth: int, within: Within) -> Found:
        """Return the passages whose vectors are nearest to one of shape (dimension,), at most ``depth``."""

    def rank(self, stems: Sequence[int], depth: int, within: Within) -> Found:
        """Return the passages that hold any of some stems, given by their numbers, by BM25, at most ``depth``."""

    def cosines(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosines of some passages, given in any order."""

    def close(self) -> None:
        """Let go of what it is asked by; nothing more can be asked."""


class Numbers(Protocol):
    """The arrays of :mod:`msqqa.index.array_files`: each gives some of its numbers, or a range of them."""

    def __getitem__(self, name: str) -> NDArray[Any]: ...

    def of(self, values: str, offsets: str, i: int) -> NDArray[Any]:
        """Return the list of ``i``."""

    @property
    def passages(self) -> int: ...

    @property
    def cells(self) -> int: ...

    def hold(self) -> None:
        """Keep what is open as it is, whatever is built meanwhile."""

    def close(self) -> None: ...


class Pieces(Protocol):
    """The vectors of sentences, phrasings and words, which are looked up and never searched; and of all passages."""

    @property
    def passages(self) -> NDArray[np.float32]: ...

    @property
    def pieces(self) -> NDArray[np.float32]:
        """All of them; shape (pieces, dimension). Some rows are asked for, seldom all."""

    def of_pieces(self, rows: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
        """Return those of some pieces, in any order; shape (len(rows), dimension)."""

    def nearest(self, query: NDArray[np.float32], depth: int, within: NDArray[np.int64] | None = None) -> Found:
        """Return the nearest passages among some, given by their numbers."""

    def cosines(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosines of some passages, given in any order."""

    def hold(self) -> None: ...

    def close(self) -> None: ...


class Words(Protocol):
    """Which passages hold a stem."""

    def rank(self, stems: Sequence[int], depth: int, within: NDArray[np.int64] | None = None) -> Found:
        """Return the passages that hold any of the stems, by BM25."""

    def find_with_all(self, stems: Sequence[int], within: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """Return the passages that hold all of the stems, in order."""


class Cursor(Protocol):
    """What a database returns."""

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Database(Protocol):
    """Where the rows stand: sources, cells, passages, forms, names and words, in the tables of a store.

    The statements of a :class:`~msqqa.index.store.Store` are carried out by it as they stand; ``?`` stands for a value.
    """

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Cursor: ...

    def close(self) -> None: ...


class Embedded:
    """The search of an index in one folder: a filter is the list of the passages that it leaves."""

    def __init__(self, vectors: Pieces, words: Words) -> None:
        self._vectors = vectors
        self._words = words

    def nearest(self, query: NDArray[np.float32], depth: int, within: Within) -> Found:
        """Return the passages whose vectors are nearest to one of shape (dimension,), at most ``depth``."""
        return self._vectors.nearest(query, depth, within.passages)

    def rank(self, stems: Sequence[int], depth: int, within: Within) -> Found:
        """Return the passages that hold any of some stems, given by their numbers, by BM25, at most ``depth``."""
        return self._words.rank(stems, depth, within.passages)

    def cosines(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosines of some passages, given in any order."""
        return self._vectors.cosines(query, rows)

    def close(self) -> None:
        """Do nothing: the files are the store's and the vectors'."""
