"""Finding: passages by words and meaning, and cells by their best passage and by what was asked in them.

A plan's filters are applied before anything is ranked. Passages are ranked by a convex combination of min-max-scaled
scores (Bruch, Gai and Ingber 2023), BM25 for the words and cosine for the meaning. A cell is more than its passages: it
answers a question that somebody phrased, so the asker's words are compared with that question too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.words import content_words, stem, stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.index.encode import Encoder
    from msqqa.index.open import Index
    from msqqa.model import Cell, Passage

DEPTH = 200
"""Passages taken from each of the two rankings."""
WORDS_WEIGHT = 0.5
"""The words' share in a passage's fused score; fixed before any benchmark was run."""

CELL_WEIGHTS = {"cosine": 0.15, "sentence": 0.20, "asked": 0.10, "likeness": 0.20, "coverage": 0.35}
"""In a cell's score; fitted on the development questions (conditional logit), rounded."""
PHRASINGS = 3
"""How many of a question's phrasings must be alike: one alone may be so by chance."""
_WORDS_UNLIKE = 0.35
"""Cosine up to which two single words have nothing to do with one another."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for."""

    text: str
    stems: tuple[str, ...]
    """The stems of the words that carry a topic, each once."""
    weights: NDArray[np.float32]
    """How much each stem tells; they add up to 1. Shape (len(stems),)."""
    vector: NDArray[np.float32]
    near: NDArray[np.float32]
    """How near each word of the corpus comes to each stem's word, between 0 and 1. Shape (words, len(stems))."""


@dataclass(frozen=True, slots=True)
class PassageHit:
    row: int
    cell: int
    passage: Passage
    score: float
    """Words and meaning fused, between 0 and 1; comparable within one search only."""
    cosine: float
    sentence: float
    """Cosine of the nearest of its sentences, each encoded alone."""
    coverage: float
    """Share of the query's words, by weight, that stand in the passage or in the question it answers; a word of like
    meaning counts up to half."""


@dataclass(frozen=True, slots=True)
class CellHit:
    row: int
    cell: Cell
    score: float
    """The weighted sum of the five below, their weights adding up to 1."""
    cosine: float
    """Of the best passage; 0 where the cell has none."""
    sentence: float
    """Of the best sentence."""
    asked: float
    """Cosine to the cell's question as the form words it."""
    likeness: float
    """Mean cosine to the three most alike phrasings of the cell's question."""
    coverage: float
    passages: tuple[PassageHit, ...]
    """Best first."""


class Retriever:
    """Searches one index."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self._store = index.store
        self._vectors = index.vectors
        self._encoder = encoder

    def query(self, text: str) -> Query:
        """Encode what is looked for."""
        import numpy as np

        topic = {stem(word.text): word.text for word in reversed(content_words(text))}
        wanted = self.wanted(text)
        vectors = self._encoder.encode([text, *(topic[s] for s in wanted)])
        weights = np.array([self.weight(s) for s in wanted], dtype=np.float32)
        return Query(text, wanted, weights / max(float(weights.sum()), 1e-9), vectors[0], self._nearness(vectors[1:]))

    def wanted(self, text: str) -> tuple[str, ...]:
        """Return the stems of the words in a text that carry a topic, each once."""
        return unique(stem(word.text) for word in content_words(text))

    def select(self, respondents: Collection[str] = (), questions: Collection[str] = ()) -> tuple[int, ...]:
        """Return the rows of the cells that a filter leaves; an empty filter leaves all."""
        return tuple(
            row
            for row, cell in self._store.cells.items()
            if (not respondents or cell.respondent in respondents)
            and (not questions or cell.question in questions or cell.question.split(".")[0] in questions)
        )

    def passages(self, query: Query, cells: Collection[int], depth: int = DEPTH) -> list[PassageHit]:
        """Return the passages of ``cells`` that the query's words or meaning find, best first."""
        wanted = set(cells)
        places = [place for place in self._rows if place[1] in wanted]
        if not places:
            return []
        by_vector: dict[int, list[tuple[int, int]]] = {}
        for row, cell, vector in places:
            by_vector.setdefault(vector, []).append((row, cell))
        nearest = self._vectors.nearest(query.vector, depth, list(by_vector))
        cosines = {row: cosine for vector, cosine in nearest for row, _ in by_vector[vector]}
        by_words = dict(self._store.rank_words(query.stems, wanted, depth))
        missing = {row: vector for row, _, vector in places if row in by_words and row not in cosines}
        if missing:
            found = self._vectors.rows(list(missing.values())) @ query.vector
            cosines.update(zip(missing, map(float, found), strict=True))
        scaled_words, scaled_cosines = _scaled(by_words), _scaled(cosines)
        sentences = self._sentences(query, cosines)
        hits = []
        for row, (cell, passage) in self._store.passages(cosines).items():
            score = WORDS_WEIGHT * scaled_words.get(row, 0.0) + (1 - WORDS_WEIGHT) * scaled_cosines[row]
            coverage = self._coverage(query, cell, passage)
            hits.append(PassageHit(row, cell, passage, score, cosines[row], sentences[row], coverage))
        return sorted(hits, key=lambda hit: (-hit.score, hit.row))

    def cells(self, query: Query, cells: Collection[int]) -> list[CellHit]:
        """Return ``cells``, best first, each with its passages that were found."""
        found: dict[int, list[PassageHit]] = {row: [] for row in cells}
        for hit in self.passages(query, cells):
            found[hit.cell].append(hit)
        likeness = self.likeness(query)
        hits = []
        for row in cells:
            question = self._store.cell_questions[row]
            cosine = max((hit.cosine for hit in found[row]), default=0.0)
            sentence = max((hit.sentence for hit in found[row]), default=0.0)
            coverage = max((hit.coverage for hit in found[row]), default=self.question_coverage(query, question))
            asked, alike = likeness.get(question, (0.0, 0.0))
            best = sorted(found[row], key=lambda hit: (-fit(hit), hit.row))
            parts = {"cosine": cosine, "sentence": sentence, "asked": asked, "likeness": alike, "coverage": coverage}
            score = sum(weight * parts[name] for name, weight in CELL_WEIGHTS.items())
            hits.append(CellHit(row, self._store.cells[row], score, **parts, passages=tuple(best)))
        return sorted(hits, key=lambda hit: (-hit.score, hit.row))

    def likeness(self, query: Query) -> dict[int, tuple[float, float]]:
        """Return, by question's row, the cosine of its wording, and the mean of its most alike phrasings."""
        alike: dict[int, list[float]] = {}
        phrasings = self._store.phrasings
        cosines = self._vectors.rows([vector for _, _, vector in phrasings]) @ query.vector
        for (question, _, _), cosine in zip(phrasings, cosines, strict=True):
            alike.setdefault(question, []).append(float(cosine))
        best = {question: sorted(found, reverse=True)[:PHRASINGS] for question, found in alike.items()}
        return {question: (alike[question][0], sum(found) / len(found)) for question, found in best.items()}

    def _sentences(self, query: Query, passages: Iterable[int]) -> dict[int, float]:
        """Return, for each passage, the cosine of its nearest sentence."""
        places = self._store.sentence_vectors(passages)
        nearest: dict[int, float] = {}
        cosines = self._vectors.rows([vector for _, vector in places]) @ query.vector
        for (passage, _), cosine in zip(places, cosines, strict=True):
            nearest[passage] = max(nearest.get(passage, -1.0), float(cosine))
        return nearest

    def alike(self, some: Sequence[str], others: Sequence[str]) -> float:
        """Return the greatest cosine between any word of one list and any of the other."""
        a, b = unique(some), unique(others)
        vectors = self._encoder.encode([*a, *b])
        return float((vectors[: len(a)] @ vectors[len(a) :].T).max())

    def weight(self, word_stem: str) -> float:
        """Return how much a word tells: its inverse frequency over answers and questions (BM25's idf)."""
        n = self._store.passage_count + len(self._store.questions)
        holds = self._store.vocabulary.get(word_stem, 0) + self._store.question_vocabulary.get(word_stem, 0)
        return math.log(1 + (n - holds + 0.5) / (holds + 0.5))

    @cached_property
    def _rows(self) -> list[tuple[int, int, int]]:
        return self._store.passage_rows()

    @cached_property
    def _words(self) -> dict[str, int]:
        """Each word of the corpus → its row in what :meth:`_nearness` returns."""
        return {word: i for i, word in enumerate(self._store.words)}

    @cached_property
    def _word_vectors(self) -> NDArray[np.float32]:
        return self._vectors.rows([row for _, row in self._store.words.values()])

    @cached_property
    def _question_words(self) -> dict[int, frozenset[int]]:
        """Question row → the rows of the words of its phrasings."""
        found: dict[int, set[int]] = {}
        for question, text, _ in self._store.phrasings:
            found.setdefault(question, set()).update(self._word_rows(text))
        return {question: frozenset(rows) for question, rows in found.items()}

    def _word_rows(self, text: str) -> set[int]:
        return {self._words[w.text] for w in words(text) if w.text in self._words}

    def _nearness(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how near the corpus's words come to some words, by their vectors alone: at most a half."""
        import numpy as np

        cosines = self._word_vectors @ vectors.T
        near: NDArray[np.float32] = np.clip((cosines - _WORDS_UNLIKE) / (1 - _WORDS_UNLIKE), 0, 1) / 2
        return near

    def _coverage(self, query: Query, cell: int, passage: Passage) -> float:
        question = self._store.cell_questions[cell]
        rows = self._question_words[question] | self._word_rows(passage.text)
        return self._share(query, self._store.question_stems[question].union(stems(passage.text)), rows)

    def question_coverage(self, query: Query, question: int) -> float:
        """Return the share of the query's words, by weight, that a question's phrasings hold."""
        return self._share(query, self._store.question_stems[question], self._question_words[question])

    def _share(self, query: Query, present: Collection[str], rows: Collection[int]) -> float:
        if not query.stems:
            return 0.0
        near = query.near[list(rows)].max(axis=0) if rows else [0.0] * len(query.stems)
        pairs = zip(query.stems, query.weights, near, strict=True)
        return float(sum(w * (1.0 if s in present else n) for s, w, n in pairs))


def fit(hit: PassageHit) -> float:
    """Return how well a passage answers, among the passages of its cell."""
    return (hit.cosine + hit.sentence) / 2 + hit.coverage


def _scaled(scores: dict[int, float]) -> dict[int, float]:
    """Scale scores so that the best is 1 and the worst 0."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high <= low:
        return dict.fromkeys(scores, 1.0)
    return {row: (score - low) / (high - low) for row, score in scores.items()}
