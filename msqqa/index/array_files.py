"""The numbers of an index as plain arrays, one ``.npy`` file each.

They are mapped into memory: what is not looked at is not read.

Cells and passages are numbered from 0 in the order of the corpus, source after source, so that the passages of a cell,
and the cells of a source, are a range. Lists of different lengths are kept end to end, with the offsets where each
begins: those of ``i`` are ``values[offsets[i]:offsets[i + 1]]``.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from msqqa.errors import StoreError
from msqqa.index.location import command

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

NAMES = (
    "passage_cell",  # the cell of each passage
    "passage_length",  # words in each passage, each as often as it stands there
    "passage_keys",  # the hash of what is encoded of each passage, and of the model
    "word_offsets",  # per passage, into:
    "word_ids",  # its words, each once
    "word_counts",  # how often, at most 255; 0 where a word stands in the source only, as in the target of a link
    "sentence_offsets",  # per passage, into:
    "sentence_rows",  # the rows of the vectors of its sentences, and of itself without its question
    "cell_question",  # the question of each cell
    "cell_source",  # the source of each cell
    "cell_passages",  # the first passage of each cell, and the number of all
    "question_offsets",  # per question, into:
    "question_cells",  # its cells
    "question_word_offsets",  # per question, into:
    "question_words",  # the words of its phrasings, each once
    "phrasing_question",  # the question of each phrasing
    "phrasing_rows",  # the row of each phrasing's vector
    "vocabulary_stem",  # the stem of each word
    "vocabulary_rows",  # the row of each word's own vector; -1 for numbers and words that carry no topic
    "posting_offsets",  # per stem, into:
    "posting_rows",  # the passages that hold it
    "posting_counts",  # how often, as above
    "piece_keys",  # the hash of each sentence, phrasing and word that has a vector, and of the model
)


def file_of(name: str) -> str:
    """Return the name of an array's file."""
    return f"{name}.npy"


def write(folder: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays, one file each; by way of a file, for a mapped one would be killed where the disk is full."""
    import numpy as np

    for name, array in arrays.items():
        with (folder / file_of(name)).open("wb") as file:
            np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)


class IndexArrays:
    """The arrays of a built index, read only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._open:
            import numpy as np

            path = self._folder / file_of(name)
            try:
                try:
                    # As a plain array: numpy's own class of mapped ones is slow to take single numbers from.
                    self._open[name] = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
                except ValueError:  # nothing can be mapped of an empty array
                    self._open[name] = np.load(path, allow_pickle=False)
            except (OSError, ValueError, EOFError) as error:
                again = f"build it again with {command(None, path.parent.parent, '--rebuild')}"
                raise StoreError(f"{path} cannot be read", again) from error
        return self._open[name]

    def hold(self) -> None:
        """Open every array, so that a build that drops their files takes nothing away."""
        for name in NAMES:
            self[name]

    def close(self) -> None:
        """Let go of every array: a mapped file is closed with the last array that shows it, whoever keeps this one."""
        self._open.clear()

    @cached_property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self["passage_cell"])

    @cached_property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self["cell_question"])

    def of(self, values: str, offsets: str, i: int) -> NDArray[Any]:
        """Return the list of ``i``."""
        bounds = self[offsets]
        return self[values][int(bounds[i]) : int(bounds[i + 1])]


def gather_lists(
    values: NDArray[Any], offsets: NDArray[Any], rows: NDArray[np.integer[Any]]
) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the lists of some rows end to end, and where each begins among them.

    >>> import numpy as np
    >>> gather_lists(np.array([5, 6, 7, 8]), np.array([0, 1, 3, 4]), np.array([2, 1]))
    (array([8, 6, 7]), array([0, 1]))
    """
    import numpy as np

    firsts = np.asarray(offsets[rows], dtype=np.int64)
    lengths = np.asarray(offsets[rows + 1], dtype=np.int64) - firsts
    begins = np.cumsum(lengths) - lengths
    return values[expand_ranges(firsts, lengths)], begins


def expand_ranges(firsts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of several ranges end to end.

    >>> import numpy as np
    >>> expand_ranges(np.array([7, 3]), np.array([2, 3]))
    array([7, 8, 3, 4, 5])
    """
    import numpy as np

    begins = np.cumsum(lengths) - lengths
    places: NDArray[np.int64] = np.arange(int(lengths.sum()), dtype=np.int64) + np.repeat(firsts - begins, lengths)
    return places


def find_greatest(values: NDArray[Any], begins: NDArray[np.int64]) -> NDArray[Any]:
    """Return the greatest value of each of some lists that stand end to end; 0 of an empty one.

    >>> import numpy as np
    >>> find_greatest(np.array([3, 5, 1]), np.array([0, 2, 2, 3]))
    array([5, 0, 1, 0])
    """
    import numpy as np

    found = np.zeros((len(begins), *values.shape[1:]), dtype=values.dtype)
    full = np.diff(np.append(begins, len(values))) > 0
    if full.any():
        found[full] = np.maximum.reduceat(values, begins[full])
    return found
