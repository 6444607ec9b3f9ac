"""The quick engine: an export of the model, run by ONNX Runtime, its word pieces cut as the model's tokenizer does.

Batches hold texts of like length, sized by their word pieces: what is padded is computed for nothing, and a batch that
outgrows the processor's cache is slower a piece. They run side by side, one on each core, since two small products do
better than one that is split.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msqqa.encode.ort import Graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode.model import Model, Precision
    from msqqa.encode.tokens import Spans

GRAPH, WEIGHTS = "model.onnx", "weights.bin"
VECTOR, STATES = "vector", "states"
"""The graph's outputs."""
_PIECES = {"fp32": 512, "int8": 1}
"""Word pieces in a batch, padding included; measured on two cores with 2 MB of second-level cache each. In 8 bits each
text is a batch of its own: what is computed is scaled by the largest number of a batch, so that a text beside others
would have another vector than alone, and a refreshed index others than a fresh one."""
_FEW = 64
"""Texts up to which weights are used as they lie on disk: rearranging them takes longer than these gain by it."""


class Runtime:
    """Encodes with an export."""

    def __init__(
        self,
        model: Model,
        folder: Path,
        dimension: int,
        precision: Precision = "fp32",
        background: dict[str, tuple[float, float]] | None = None,
    ) -> None:
        self._model = model
        self._pieces = _PIECES[precision]
        self._graph = Graph(folder / GRAPH)
        self.dimension = dimension
        self.background = background or {}

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Return the texts' vectors, shape (len(texts), dimension), each row of length 1."""
        import numpy as np

        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        pieces = self._model.tokens.ids(texts, self._model.limit)
        session = self._graph.session(many=len(texts) > _FEW)

        def run(rows: list[int]) -> int:
            longest = max(len(pieces[row]) for row in rows)
            ids = np.zeros((len(rows), longest), dtype=np.int64)
            mask = np.zeros_like(ids)
            for i, row in enumerate(rows):
                ids[i, : len(pieces[row])] = pieces[row]
                mask[i, : len(pieces[row])] = 1
            vectors[rows] = session.run([VECTOR], {"input_ids": ids, "attention_mask": mask})[0]
            return len(rows)

        batches = list(by_length([len(p) for p in pieces], self._pieces))
        done = 0
        for n in map(run, batches) if len(batches) == 1 else self._pool.map(run, batches):
            done += n
            if progress is not None:
                progress(done)
        return vectors

    def states(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.float32], Spans]:
        """Return a text's vector, and the states of its word pieces with the characters that each stands for.

        Returns
        -------
        vector, states, spans:
            Shapes (dimension,) and (pieces, width), and as many half-open ranges of characters; the marks' are (0, 0).
        """
        import numpy as np

        pieces, spans = self._model.tokens.spans(text, self._model.limit)
        ids = np.array([pieces], dtype=np.int64)
        taken = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        vectors, states = self._graph.session().run([VECTOR, STATES], taken)
        return vectors[0], states[0], spans

    @cached_property
    def _pool(self) -> Any:
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(_cores())


def by_length(lengths: Sequence[int], pieces: int) -> Iterator[list[int]]:
    """Yield batches of rows of like length, the longest first, none larger than ``pieces`` once it is padded.

    A text that is longer than that alone is a batch of its own.

    >>> list(by_length([3, 9, 4, 9], pieces=18))
    [[1, 3], [2, 0]]
    """
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        if batch and (len(batch) + 1) * lengths[batch[0]] > pieces:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
