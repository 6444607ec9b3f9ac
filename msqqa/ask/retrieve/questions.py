"""The form's questions beside what is looked for: how alike they are, and how many of its words they hold."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.retrieve.hits import Ablation, Query
    from msqqa.ask.retrieve.vocabulary import CorpusVocabulary
    from msqqa.encode import Encoder
    from msqqa.index.engine import Pieces
    from msqqa.index.store import Store

PHRASINGS = 3
"""How many of a question's phrasings must be alike: one alone may be so by chance."""


class QuestionIndex:
    """All questions of one corpus, by their rows, each with its phrasings, its wording first."""

    def __init__(
        self, store: Store, vectors: Pieces, encoder: Encoder, parts: Ablation, vocabulary: CorpusVocabulary
    ) -> None:
        self._columns = store.columns
        self._vectors = vectors
        self._encoder = encoder
        self._parts = parts
        self._vocabulary = vocabulary

    @property
    def are_asked(self) -> bool:
        """Whether any text of the corpus answers a question."""
        return bool(len(self._phrasings))

    def question_cosines(self, query: Query) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return, by question's row, the cosine of its wording, and the mean of its most alike phrasings."""
        import numpy as np

        asking = self._columns["phrasing_question"]
        cosines = self._encoder.scales["questions"].read(self._phrasings @ query.vector)
        n = len(self._columns["question_offsets"]) - 1
        worded, alike = np.zeros(n, dtype=np.float32), np.zeros(n, dtype=np.float32)
        if not len(cosines):
            return worded, alike
        own, begins = np.unique(asking, return_index=True)
        worded[own] = cosines[begins]
        ranked = np.lexsort((-cosines, asking))  # a question's phrasings stay together, the most alike first
        rank = np.arange(len(asking)) - np.searchsorted(asking, asking)
        best = np.where(rank < PHRASINGS, cosines[ranked], np.float32(0))
        alike[own] = np.add.reduceat(best, begins) / np.minimum(np.diff([*begins, len(asking)]), PHRASINGS)
        return worded, alike

    def coverage(self, query: Query, question: int) -> float:
        """Return the share of the query's words, by weight, that a question's phrasings hold."""
        return float(query.questions[question] @ query.weights)

    def scores(self, query: Query) -> list[float]:
        """Return, by question's row, how near its wording comes to a query, by likeness and the words it holds."""
        scores: list[float] = (self.question_cosines(query)[1] + query.questions @ query.weights).tolist()
        return scores

    def hold(self, numbers: Sequence[int], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how far the phrasings of each question hold each wanted word."""
        import numpy as np

        offsets = self._columns["question_word_offsets"]
        held = np.zeros((len(offsets) - 1, len(numbers)), dtype=np.float32)
        distinct, places = self._words
        if not numbers or not len(distinct) or not self._parts.questions:
            return held
        lengths = np.diff(offsets)
        asking = np.flatnonzero(lengths)
        by_word = self._vocabulary.stand_for(numbers, wanted, distinct)[places]
        held[asking] = np.maximum.reduceat(by_word, offsets[:-1][asking])
        return held

    @cached_property
    def _words(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The different words of all phrasings, and where each of a question's words is among them."""
        import numpy as np

        return np.unique(self._columns["question_words"], return_inverse=True)

    @cached_property
    def _phrasings(self) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self._vectors.pieces[self._columns["phrasing_rows"]]
        return found
