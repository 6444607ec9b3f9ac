"""The words that are looked for, beside those of a corpus: which tell, how much, and what else stands for them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msqqa.index.array_files import find_greatest, gather_lists
from msqqa.languages.stops import language_asked, stop_words
from msqqa.words import lookup_words, stem, unique

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.retrieve.hits import Ablation, Query
    from msqqa.encode import Encoder
    from msqqa.index.engine import Pieces
    from msqqa.index.store import Store

_UNLIKE = 0.35
"""Cosine up to which two single words have nothing to do with one another."""


class CorpusVocabulary:
    """The words of one corpus, with their vectors."""

    def __init__(self, store: Store, vectors: Pieces, encoder: Encoder, parts: Ablation) -> None:
        self._store = store
        self._columns = store.columns
        self._vectors = vectors
        self._encoder = encoder
        self._parts = parts

    def topic_stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of the words in a text that carry a topic, each once."""
        return unique(stem(word) for word in self.topic_words(text))

    def topic_words(self, text: str) -> list[str]:
        """Return the words of a text that carry a topic, in English or in the language of some answers."""
        found = lookup_words(text)
        others = [language for language in self._store.languages if language != "en"]
        if not others:
            own = stop_words().get(language_asked(lookup_words(text, ())), frozenset())
            return [word for word in found if word not in own] or found
        from msqqa.languages import language as language_data

        whole = lookup_words(text, ())
        best: Collection[str] = ()
        for known in map(language_data, others):
            listed = known.phrases("words", "stop_words") if known else ()
            if sum(w in listed for w in whole) > max(len(whole) - len(found), sum(w in best for w in whole)):
                best = listed
        kept = [word for word in found if word not in best]
        return kept or found

    def weight(self, word_stem: str) -> float:
        """Return how much a word tells: its inverse frequency over answers and questions (BM25's idf)."""
        n = self._columns.passages + len(self._store.questions)
        _, passages, questions = self._store.stem(word_stem) or (-1, 0, 0)
        holds = passages + questions
        return math.log(1 + (n - holds + 0.5) / (holds + 0.5))

    def alike(self, some: Sequence[str], others: Sequence[str]) -> float:
        """Return the greatest cosine between any word of one list and any of the other."""
        cosines = self.vectors_of(unique(some)) @ self.vectors_of(unique(others)).T
        return float(self._encoder.scales["words"].read(cosines).max())

    def vectors_of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of single words; those of the corpus are there already."""
        import numpy as np

        numbers = [self._store.word(word) for word in words]
        rows = [-1 if n is None else int(self._columns["vocabulary_rows"][n]) for n in numbers]
        vectors = np.zeros((len(words), self._vectors.pieces.shape[1]), dtype=np.float32)
        for i, row in enumerate(rows):
            if row >= 0:
                vectors[i] = self._vectors.pieces[row]
        unknown = [i for i, row in enumerate(rows) if row < 0]
        if unknown:
            vectors[unknown] = self._encoder.encode([words[i] for i in unknown], "query")
        return vectors

    def match_stems(self, query: Query, some: Sequence[str]) -> NDArray[np.float32]:
        """Return how far each of some words stands for each of a query's stems, shape (words, stems)."""
        import numpy as np

        found = np.zeros((len(some), len(query.numbers)), dtype=np.float32)
        numbers = [self._store.word(word) for word in some]
        there = [i for i, n in enumerate(numbers) if n is not None]
        if there and query.numbers:
            known = np.array([n for n in numbers if n is not None], dtype=np.int64)
            found[there] = self.stand_for(query.numbers, query.words, known)
        return found

    def stand_for(
        self, numbers: Sequence[int], wanted: NDArray[np.float32], words: NDArray[np.integer]
    ) -> NDArray[np.float32]:
        """Return how far words of the corpus stand for wanted ones: 1 for one's stem, up to a half for likeness."""
        import numpy as np

        rows = self._columns["vocabulary_rows"][words]
        near = np.zeros((len(words), len(numbers)), dtype=np.float32)
        has = rows >= 0 if self._parts.vectors else np.zeros(len(words), dtype=bool)
        cosines = self._encoder.scales["words"].read(self._vectors.pieces[rows[has]] @ wanted.T)
        near[has] = np.clip((cosines - _UNLIKE) / (1 - _UNLIKE), 0, 1) / 2
        stems = self._columns["vocabulary_stem"][words]
        near[stems[:, None] == np.asarray(numbers)[None, :]] = 1
        return near

    def coverages(
        self, query: Query, rows: NDArray[np.int64], cells: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the share of the query's words, by weight, that each passage and its question hold; and it alone."""
        import numpy as np

        if not len(rows) or not query.stems:
            return np.zeros(len(rows), dtype=np.float32), np.zeros(len(rows), dtype=np.float32)
        ids, begins = gather_lists(self._columns["word_ids"], self._columns["word_offsets"], rows)
        counts, _ = gather_lists(self._columns["word_counts"], self._columns["word_offsets"], rows)
        distinct, places = np.unique(ids, return_inverse=True)
        held = self.stand_for(query.numbers, query.words, distinct)[places]
        held[counts == 0] = 0  # stands only in the source, as in the target of a link
        by_passage = find_greatest(held, begins)
        by_question = query.questions[self._columns["cell_question"][cells]]
        covered: NDArray[np.float32] = np.maximum(by_passage, by_question) @ query.weights
        return covered, by_passage @ query.weights
