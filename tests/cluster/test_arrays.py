from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from msqqa.cluster.arrays import Chunked, ChunkedColumns, Chunks, rows_in_one
from msqqa.index.array_files import gather_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Rows:
    """A database of one table, which counts what is asked of it."""

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self.asked: list[int] = []
        self._data = {
            (name, n): array[begin : begin + size].tobytes()
            for name, array in arrays.items()
            for size in [rows_in_one(array.dtype, array.shape)]
            for n, begin in enumerate(range(0, len(array), size))
        }

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        name, wanted = values
        self.asked += wanted
        return [(n, self._data[name, n]) for n in wanted]

    def close(self) -> None: ...


NUMBERS = np.arange(5_000, dtype=np.int32) * 3
VECTORS = np.arange(40 * 384, dtype=np.float32).reshape(40, 384)


def chunked(array: NDArray[Any], rows: Rows, room: int = 10**6) -> Chunked:
    return Chunked(Chunks(rows, room), "a", array.dtype.str, array.shape)


@pytest.mark.parametrize("array", [NUMBERS, VECTORS, NUMBERS[:0]], ids=["numbers", "vectors", "none"])
@pytest.mark.parametrize("begin", [0, 1, 479, 480, 481, 4_999])
def test_a_range_is_what_numpy_takes(array: NDArray[Any], begin: int) -> None:
    there = chunked(array, Rows({"a": array}))
    for end in (begin, begin + 1, begin + 700, len(array)):
        np.testing.assert_array_equal(there[begin:end], array[begin:end])
    np.testing.assert_array_equal(there[:-1], array[:-1])
    np.testing.assert_array_equal(np.asarray(there), array)


@pytest.mark.parametrize("array", [NUMBERS, VECTORS], ids=["numbers", "vectors"])
def test_some_places_are_what_numpy_takes(array: NDArray[Any]) -> None:
    there = chunked(array, Rows({"a": array}))
    for places in ([0], [3, 3, 1], [len(array) - 1, 0, -1], []):
        at = np.array(places, dtype=np.int64)
        np.testing.assert_array_equal(there[at], array[at])
    np.testing.assert_array_equal(there[7], array[7])
    with pytest.raises(IndexError):
        there[np.array([len(array)])]


def test_only_the_pieces_that_are_wanted_are_fetched_and_each_once() -> None:
    rows = Rows({"a": NUMBERS})
    there = chunked(NUMBERS, rows)
    _ = there[np.array([10, 11, 2_000])], there[5], there[1_999:2_001]
    assert len(rows.asked) == len(set(rows.asked)) == 2


def test_what_is_kept_stays_within_its_room() -> None:
    rows = Rows({"a": NUMBERS})
    there = chunked(NUMBERS, rows, room=2 * 1920)
    for place in (0, 1_000, 2_000, 0):
        assert there[place] == NUMBERS[place]
    assert rows.asked.count(0) == 2  # forgotten, and fetched again


def test_lists_end_to_end_are_gathered_as_from_files() -> None:
    offsets = np.array([0, 2, 2, 900, 5_000], dtype=np.int64)
    rows = Rows({"values": NUMBERS, "offsets": offsets})
    columns = ChunkedColumns(Chunks(rows), {"values": ("<i4", (5_000,)), "offsets": ("<i8", (5,))})
    for i in range(4):
        np.testing.assert_array_equal(columns.of("values", "offsets", i), NUMBERS[offsets[i] : offsets[i + 1]])
    wanted = np.array([2, 0, 1])
    for there, here in zip(
        gather_lists(columns["values"], columns["offsets"], wanted), gather_lists(NUMBERS, offsets, wanted), strict=True
    ):
        np.testing.assert_array_equal(there, here)
