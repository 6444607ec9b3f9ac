"""Passages ranked by words and meaning: a convex combination of min-max-scaled scores (Bruch, Gai and Ingber 2023).

BM25 stands for the words, the cosine for the meaning. What a scope leaves out is never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.retrieve.hits import PassageHit, fit
from msqqa.index.array_files import expand_ranges, find_greatest, gather_lists
from msqqa.index.engine import Embedded
from msqqa.index.lexical import Lexical

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.retrieve.hits import Ablation, Query
    from msqqa.ask.retrieve.scope import Scope
    from msqqa.ask.retrieve.vocabulary import CorpusVocabulary
    from msqqa.encode import Encoder
    from msqqa.index.engine import Pieces, Search
    from msqqa.index.store import Store

DEPTH = 200
"""Passages taken from each of the two rankings."""
WORDS_WEIGHT = 0.5
"""The words' share in a passage's fused score, where a passage holds them all; fixed before any benchmark was run."""


@dataclass(frozen=True, slots=True)
class ScoredPassages:
    """Passages with what they are ranked by, in the order of the corpus."""

    rows: NDArray[np.int64]
    cells: NDArray[np.int64]
    scores: NDArray[np.float32]
    cosines: NDArray[np.float32]
    sentences: NDArray[np.float32]
    coverages: NDArray[np.float32]
    own_coverages: NDArray[np.float32]


class Passages:
    """All passages of one corpus."""

    def __init__(
        self,
        store: Store,
        vectors: Pieces,
        encoder: Encoder,
        parts: Ablation,
        vocabulary: CorpusVocabulary,
        search: Search | None = None,
    ) -> None:
        self._store = store
        self._columns = store.columns
        self._vectors = vectors
        self._encoder = encoder
        self._parts = parts
        self._vocabulary = vocabulary
        self.lexical = Lexical(self._columns)
        self._search = search or Embedded(vectors, self.lexical)

    def rank(self, query: Query, scope: Scope, depth: int = DEPTH) -> list[PassageHit]:
        """Return the passages in scope that the query's words or meaning find, best first."""
        hits = self.hits(self.find(query, scope, depth))
        return sorted(hits, key=lambda hit: (-hit.score, hit.row))

    def find(self, query: Query, scope: Scope, depth: int) -> ScoredPassages:
        """Return the passages in scope that words or meaning find, with their fused scores."""
        import numpy as np

        stems = [*dict.fromkeys(n for n in query.numbers if n >= 0)] if self._parts.words else []
        worded, bm25 = self._search.rank(stems, depth, scope)
        near, cosines = self._search.nearest(query.vector, depth if self._parts.vectors else 0, scope)
        rows = np.union1d(near, worded)
        all_cosines = np.empty(len(rows), dtype=np.float32)
        all_cosines[np.searchsorted(rows, near)] = cosines
        rest = np.setdiff1d(worded, near)
        all_cosines[np.searchsorted(rows, rest)] = self._search.cosines(query.vector, rest)
        by_words = np.zeros(len(rows), dtype=np.float32)
        by_words[np.searchsorted(rows, worded)] = _scale_scores(bm25)
        found = self._with_signals(query, rows, all_cosines)
        share = WORDS_WEIGHT if self._parts.words and self._parts.vectors else float(self._parts.words)
        return replace(found, scores=(share * by_words + (1 - share) * _scale_scores(all_cosines)).astype(np.float32))

    def of_cells(self, query: Query, cells: NDArray[np.int64]) -> ScoredPassages:
        """Return all passages of some cells, given in order, with what they are ranked by."""
        import numpy as np

        bounds = self._columns["cell_passages"]
        firsts = np.asarray(bounds[cells], dtype=np.int64)
        rows = expand_ranges(firsts, np.asarray(bounds[cells + 1], dtype=np.int64) - firsts)
        return self._with_signals(query, rows, self._search.cosines(query.vector, rows))

    def fits(self, query: Query, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return how well some passages, given in order, answer among others, as :attr:`PassageHit.fit`."""
        cosines = self._search.cosines(query.vector, rows)
        found = self._with_signals(query, rows, cosines)
        return fit(found.cosines, found.sentences, found.coverages)

    def sentence_cosines(self, query: Query, passages: Sequence[int]) -> dict[int, list[float]]:
        """Return the cosines of some passages, and of their sentences, as ``msqqa.index.split.sentences_of`` has them.

        Of a whitened query they are finer ones than passages are ranked by; all at once, as one by one takes fifty
        times as long.
        """
        import numpy as np

        if not passages:
            return {}
        rows = np.array(passages, dtype=np.int64)
        pieces, begins = gather_lists(self._columns["sentence_rows"], self._columns["sentence_offsets"], rows)
        vectors = self._vectors.of_pieces(pieces)
        whitening = self._encoder.whitening
        if whitening is None or query.whitened is None:
            cosines = self._read(vectors @ query.vector)
        else:
            cosines = whitening.compare(vectors, query.whitened)
        ends = [*begins[1:].tolist(), len(pieces)]
        found = zip(passages, begins.tolist(), ends, strict=True)
        return {passage: cosines[begin:end].tolist() for passage, begin, end in found}

    def hits(self, found: ScoredPassages) -> list[PassageHit]:
        """Return passages one by one, in the same order."""
        columns = (found.rows, found.cells, found.scores, found.cosines, found.sentences, found.coverages)
        rows = zip(*(column.tolist() for column in columns), found.own_coverages.tolist(), strict=True)
        return [PassageHit(row, cell, a, b, c, d, e, self._store) for row, cell, a, b, c, d, e in rows]

    def _with_signals(self, query: Query, rows: NDArray[np.int64], cosines: NDArray[np.float32]) -> ScoredPassages:
        """Return passages with what they are ranked by, not yet fused."""
        import numpy as np

        cells = np.asarray(self._columns["passage_cell"][rows], dtype=np.int64)
        scaled = self._read(cosines)
        unfused = np.zeros_like(cosines)
        sentences = self._sentences(query, rows)
        return ScoredPassages(rows, cells, unfused, scaled, sentences, *self._vocabulary.coverages(query, rows, cells))

    def _sentences(self, query: Query, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return, for each passage, the cosine of its nearest sentence."""
        import numpy as np

        if not len(rows):
            return np.empty(0, dtype=np.float32)
        pieces, begins = gather_lists(self._columns["sentence_rows"], self._columns["sentence_offsets"], rows)
        nearest: NDArray[np.float32] = find_greatest(self._vectors.of_pieces(pieces) @ query.vector, begins)
        return self._read(nearest)

    def _read(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return an encoder's cosines on the scale that is common to all."""
        return self._encoder.scales["answers"].read(cosines)


def _scale_scores(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale scores so that the best is 1 and the worst 0."""
    import numpy as np

    if not len(scores):
        return scores
    low, high = scores.min(), scores.max()
    return np.ones_like(scores) if high <= low else (scores - low) / (high - low)
