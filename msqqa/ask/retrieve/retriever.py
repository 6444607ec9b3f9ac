"""Finding: passages by words and meaning, and cells by their best passage and by what was asked in them.

A plan's filters are applied before anything is ranked, and what they exclude is never looked at. Passages are ranked by
a convex combination of min-max-scaled scores (Bruch, Gai and Ingber 2023), BM25 for the words and cosine for the
meaning. A cell is more than its passages: it answers a question that somebody phrased, so the asker's words are
compared with that question too, when cells are ranked and when passages are searched.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from msqqa.ask.retrieve.expect import NOTHING
from msqqa.ask.retrieve.hits import ALL_PARTS, CellHit, Parts, PassageHit, Query, fit
from msqqa.ask.retrieve.late import late_interaction
from msqqa.ask.retrieve.scope import Scope
from msqqa.index.columns import gathered, greatest, spread
from msqqa.index.lexical import Lexical, top
from msqqa.words import looked_for, stem, unique

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.retrieve.expect import Expectation
    from msqqa.encode import Encoder
    from msqqa.encode.background import Compared
    from msqqa.index.dense import Vectors
    from msqqa.index.store import Store
    from msqqa.model import Stance

DEPTH = 200
"""Passages taken from each of the two rankings."""
CELLS = 200
"""Cells that are ranked at least, where the scope has as many; every cell with a passage that was found is."""
WORDS_WEIGHT = 0.5
"""The words' share in a passage's fused score, where a passage holds them all; fixed before any benchmark was run."""

CELL_WEIGHTS = {"cosine": 0.20, "sentence": 0.15, "asked": 0.15, "likeness": 0.20, "coverage": 0.30}
"""In a cell's score; fitted on the development questions of all corpora for the default encoder by
``python -m msqqa.evaluate.weigh``, and of the roundings near the fit the one that puts most cells right."""
SEARCH_WEIGHTS = {"cosine": 0.15, "sentence": 0.10, "likeness": 0.45, "coverage": 0.20, "own_coverage": 0.10}
"""In the score of a passage that is searched; rounded from a fit on the development lookups in English, on
``evals/encoders/cross-language.tsv``, and on the topics of ``evals/demo-msq-2024`` looked for by name. Across languages
the question tells most: the form words it in one language for all respondents, and several phrasings even out."""
FOREIGN_WEIGHTS = {"cosine": 0.15, "sentence": 0.15, "likeness": 0.30, "coverage": 0.20, "own_coverage": 0.20}
"""The same where asker and answers write in different languages."""
LATE, LATE_WEIGHT = 5, 0.8
"""Then the passages that are ranked first are compared with the query piece by piece, which adds to their score. Chosen
on ``evals/languages`` and on topics across languages, where more likeness finds more topics and fewer single facts."""
_SIGNALS_OF = {
    "questions": ("asked", "likeness"),
    "words": ("coverage", "own_coverage"),
    "vectors": ("cosine", "sentence", "asked", "likeness"),
}
"""The signals that go when a part is switched off."""
PHRASINGS = 3
"""How many of a question's phrasings must be alike: one alone may be so by chance."""
_WORDS_UNLIKE = 0.35
"""Cosine up to which two single words have nothing to do with one another."""


@dataclass(frozen=True, slots=True)
class _Scored:
    """Passages with what they are ranked by, in the order of the corpus."""

    rows: NDArray[np.int64]
    cells: NDArray[np.int64]
    scores: NDArray[np.float32]
    cosines: NDArray[np.float32]
    sentences: NDArray[np.float32]
    coverages: NDArray[np.float32]
    own_coverages: NDArray[np.float32]


class Searched(Protocol):
    """What is searched: an open index, or whatever else has its store and its vectors."""

    @property
    def store(self) -> Store: ...
    @property
    def vectors(self) -> Vectors: ...


class Retriever:
    """Searches one index."""

    def __init__(self, index: Searched, encoder: Encoder, parts: Parts = ALL_PARTS) -> None:
        self.parts = parts
        off = {name for part, names in _SIGNALS_OF.items() if not getattr(parts, part) for name in names}
        self._weights = {name: 0.0 if name in off else weight for name, weight in CELL_WEIGHTS.items()}
        self._off = off
        self._store = index.store
        self._columns = index.store.columns
        self.vectors = index.vectors
        self.encoder = encoder
        self.lexical = Lexical(self._columns)

    # ---------------------------------------------------------------- what is looked for

    def query(self, text: str, expects: Expectation = NOTHING) -> Query:
        """Encode what is looked for; ``expects`` says what kind of thing an answer must hold."""
        import numpy as np

        topic = {stem(word): word for word in reversed(self._looked_for(text))}
        wanted = self.wanted(text)
        found = [self._store.stem(s) for s in wanted]
        weights = np.array([self.weight(s) for s in wanted], dtype=np.float32)
        words = self._of_words([topic[s] for s in wanted])
        numbers = tuple(-1 if f is None else f[0] for f in found)
        return Query(
            text,
            wanted,
            numbers,
            weights / max(float(weights.sum()), 1e-9),
            self.encoder.encode([text], "query")[0],
            words,
            expects,
            self._held_by_questions(numbers, words),
        )

    def wanted(self, text: str) -> tuple[str, ...]:
        """Return the stems of the words in a text that carry a topic, each once."""
        return unique(stem(word) for word in self._looked_for(text))

    def _looked_for(self, text: str) -> list[str]:
        """Return the words of a text that carry a topic, in English or in the language of some answers."""
        found = looked_for(text)
        others = [language for language in self._store.languages if language != "en"]
        if not others:
            return found
        from msqqa.languages import language as language_data

        whole = looked_for(text, ())
        best: Collection[str] = ()
        for known in map(language_data, others):
            stop_words = known.phrases("words", "stop_words") if known else ()
            if sum(w in stop_words for w in whole) > max(len(whole) - len(found), sum(w in best for w in whole)):
                best = stop_words
        kept = [word for word in found if word not in best]
        return kept or found

    def select(
        self, respondents: Collection[str] = (), questions: Collection[str] = (), stances: Collection[Stance] = ()
    ) -> Scope:
        """Return what a filter leaves; an empty filter leaves all."""
        return Scope.of(self._store, respondents if self.parts.respondents else (), questions, stances)

    @property
    def all_cells(self) -> NDArray[np.int64]:
        """All cells, in order."""
        import numpy as np

        return np.arange(self._columns.cells, dtype=np.int64)

    def weight(self, word_stem: str) -> float:
        """Return how much a word tells: its inverse frequency over answers and questions (BM25's idf)."""
        n = self._columns.passages + len(self._store.questions)
        _, passages, questions = self._store.stem(word_stem) or (-1, 0, 0)
        holds = passages + questions
        return math.log(1 + (n - holds + 0.5) / (holds + 0.5))

    def alike(self, some: Sequence[str], others: Sequence[str]) -> float:
        """Return the greatest cosine between any word of one list and any of the other."""
        cosines = self._of_words(unique(some)) @ self._of_words(unique(others)).T
        return float(self._read(cosines, "words").max())

    def _read(self, cosines: NDArray[np.float32], compared: Compared) -> NDArray[np.float32]:
        """Return an encoder's cosines on the scale that is common to all."""
        return self.encoder.scales[compared].read(cosines)

    def _of_words(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of single words; those of the corpus are there already."""
        import numpy as np

        numbers = [self._store.word(word) for word in words]
        rows = [-1 if n is None else int(self._columns["vocabulary_rows"][n]) for n in numbers]
        vectors = np.zeros((len(words), self.vectors.pieces.shape[1]), dtype=np.float32)
        for i, row in enumerate(rows):
            if row >= 0:
                vectors[i] = self.vectors.pieces[row]
        unknown = [i for i, row in enumerate(rows) if row < 0]
        if unknown:
            vectors[unknown] = self.encoder.encode([words[i] for i in unknown], "query")
        return vectors

    # ---------------------------------------------------------------- passages

    def passages(self, query: Query, scope: Scope, depth: int = DEPTH) -> list[PassageHit]:
        """Return the passages in scope that the query's words or meaning find, best first."""
        hits = self._hits(self._found(query, scope, depth))
        return sorted(hits, key=lambda hit: (-hit.score, hit.row))

    def search(self, query: Query, scope: Scope) -> list[PassageHit]:
        """Return the passages in scope, best first, by how well they and the questions they answer fit the query.

        Beside what words or meaning find stand the passages of the cells whose questions fit best. Texts that answer no
        question are ranked as :meth:`passages` ranks them.
        """
        import numpy as np

        if not len(self._phrasings):
            return self.passages(query, scope)
        found = self._found(query, scope, DEPTH)
        likeness = self._likeness(query)
        cells = self._best_by_question(query, scope, likeness, np.unique(found.cells))
        hits = [*self._hits(found), *self._hits(self._scored_cells(query, cells))]
        best = self._weighed(hits, likeness[1], SEARCH_WEIGHTS)
        if not self._is_foreign(query, best[:LATE]):
            return best
        best = self._weighed(hits, likeness[1], FOREIGN_WEIGHTS)
        return [*self._compared_by_pieces(query, best[:LATE]), *best[LATE:]]

    def _weighed(
        self, hits: Sequence[PassageHit], likeness: NDArray[np.float32], weights: Mapping[str, float]
    ) -> list[PassageHit]:
        """Return passages by the weighted sum of their signals and of their questions' likeness, best first."""
        kept = {name: weight for name, weight in weights.items() if name not in self._off}
        weighed = []
        for hit in hits:
            signals = {
                "cosine": hit.cosine,
                "sentence": hit.sentence,
                "likeness": float(likeness[self._store.question_of(hit.cell)]),
                "coverage": hit.coverage,
                "own_coverage": hit.own_coverage,
            }
            weighed.append(replace(hit, score=sum(weight * signals[name] for name, weight in kept.items())))
        return sorted(weighed, key=lambda hit: (-hit.score, hit.row))

    def _is_foreign(self, query: Query, hits: Sequence[PassageHit]) -> bool:
        """Return whether most of some passages are in another language than a query, as far as it can be told."""
        from msqqa.languages.detect import language_of

        written = [self._store.language_of(hit.cell) for hit in hits]
        if not self.parts.vectors or not written:
            return False
        most = max(written, key=written.count)
        return language_of(query.text, most) != most

    def _compared_by_pieces(self, query: Query, hits: Sequence[PassageHit]) -> list[PassageHit]:
        """Rank the first few passages again; their scores stay, in the new order, above those of all others."""
        asked = self.encoder.states(query.text, "query").pieces
        late = late_interaction(asked, [self.encoder.states(h.passage.text, "passage").pieces for h in hits])
        fused = [hit.score + LATE_WEIGHT * own for hit, own in zip(hits, late, strict=True)]
        order = sorted(range(len(hits)), key=lambda i: (-fused[i], hits[i].row))
        return [replace(hits[i], score=hits[place].score) for place, i in enumerate(order)]

    def fits(self, query: Query, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return how well some passages, given in order, answer among others, as :attr:`PassageHit.fit`."""
        cosines = self.vectors.cosines(query.vector, rows)
        found = self._scored(query, rows, cosines)
        return fit(found.cosines, found.sentences, found.coverages)

    def _found(self, query: Query, scope: Scope, depth: int) -> _Scored:
        import numpy as np

        stems = [*dict.fromkeys(n for n in query.numbers if n >= 0)] if self.parts.words else []
        worded, bm25 = self.lexical.rank(stems, depth, scope.passages)
        near, cosines = self.vectors.nearest(query.vector, depth if self.parts.vectors else 0, scope.passages)
        rows = np.union1d(near, worded)
        all_cosines = np.empty(len(rows), dtype=np.float32)
        all_cosines[np.searchsorted(rows, near)] = cosines
        rest = np.setdiff1d(worded, near)
        all_cosines[np.searchsorted(rows, rest)] = self.vectors.cosines(query.vector, rest)
        by_words = np.zeros(len(rows), dtype=np.float32)
        by_words[np.searchsorted(rows, worded)] = _scaled(bm25)
        found = self._scored(query, rows, all_cosines)
        share = WORDS_WEIGHT if self.parts.words and self.parts.vectors else float(self.parts.words)
        return replace(found, scores=(share * by_words + (1 - share) * _scaled(all_cosines)).astype(np.float32))

    def _scored(self, query: Query, rows: NDArray[np.int64], cosines: NDArray[np.float32]) -> _Scored:
        """Return passages with what they are ranked by, not yet fused."""
        import numpy as np

        cells = np.asarray(self._columns["passage_cell"][rows], dtype=np.int64)
        scaled = self._read(cosines, "answers")
        unfused = np.zeros_like(cosines)
        sentences = self._sentences(query, rows)
        return _Scored(rows, cells, unfused, scaled, sentences, *self._coverages(query, rows, cells))

    def _hits(self, found: _Scored) -> list[PassageHit]:
        columns = (found.rows, found.cells, found.scores, found.cosines, found.sentences, found.coverages)
        rows = zip(*(column.tolist() for column in columns), found.own_coverages.tolist(), strict=True)
        return [PassageHit(row, cell, a, b, c, d, e, self._store) for row, cell, a, b, c, d, e in rows]

    def _sentences(self, query: Query, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return, for each passage, the cosine of its nearest sentence."""
        import numpy as np

        if not len(rows):
            return np.empty(0, dtype=np.float32)
        pieces, begins = gathered(self._columns["sentence_rows"], self._columns["sentence_offsets"], rows)
        nearest: NDArray[np.float32] = greatest(self.vectors.of_pieces(pieces) @ query.vector, begins)
        return self._read(nearest, "answers")

    # ---------------------------------------------------------------- coverage

    def sentence_cosines(self, query: Query, passage: int) -> list[float]:
        """Return the cosines of a passage, and of its sentences, as :func:`msqqa.index.split.sentences_of` has them."""
        rows = self._columns.of("sentence_rows", "sentence_offsets", passage)
        cosines: list[float] = self._read(self.vectors.of_pieces(rows) @ query.vector, "answers").tolist()
        return cosines

    def _coverages(
        self, query: Query, rows: NDArray[np.int64], cells: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the share of the query's words, by weight, that each passage and its question hold; and it alone."""
        import numpy as np

        if not len(rows) or not query.stems:
            return np.zeros(len(rows), dtype=np.float32), np.zeros(len(rows), dtype=np.float32)
        ids, begins = gathered(self._columns["word_ids"], self._columns["word_offsets"], rows)
        counts, _ = gathered(self._columns["word_counts"], self._columns["word_offsets"], rows)
        distinct, places = np.unique(ids, return_inverse=True)
        held = self._held(query.numbers, query.words, distinct)[places]
        held[counts == 0] = 0  # stands only in the source, as in the target of a link
        by_passage = greatest(held, begins)
        by_question = query.questions[self._columns["cell_question"][cells]]
        covered: NDArray[np.float32] = np.maximum(by_passage, by_question) @ query.weights
        return covered, by_passage @ query.weights

    def question_coverage(self, query: Query, question: int) -> float:
        """Return the share of the query's words, by weight, that a question's phrasings hold."""
        return float(query.questions[question] @ query.weights)

    def question_scores(self, query: Query) -> list[float]:
        """Return, by question's row, how near its wording comes to a query, by likeness and the words it holds."""
        scores: list[float] = (self._likeness(query)[1] + query.questions @ query.weights).tolist()
        return scores

    def likeness(self, query: Query) -> list[float]:
        """Return, by question's row, the mean cosine of its most alike phrasings."""
        found: list[float] = self._likeness(query)[1].tolist()
        return found

    def nearest_question(self, query: Query) -> int:
        """Return the row of the question whose wording comes nearest to a query, by likeness and the words it holds."""
        scores = self.question_scores(query)
        return scores.index(max(scores))

    def held(self, query: Query, some: Sequence[str]) -> NDArray[np.float32]:
        """Return how far each of some words stands for each of a query's stems, shape (words, stems)."""
        import numpy as np

        found = np.zeros((len(some), len(query.numbers)), dtype=np.float32)
        numbers = [self._store.word(word) for word in some]
        there = [i for i, n in enumerate(numbers) if n is not None]
        if there and query.numbers:
            known = np.array([n for n in numbers if n is not None], dtype=np.int64)
            found[there] = self._held(query.numbers, query.words, known)
        return found

    def _held(
        self, numbers: Sequence[int], wanted: NDArray[np.float32], words: NDArray[np.integer]
    ) -> NDArray[np.float32]:
        """Return how far words of the corpus stand for wanted ones: 1 for one's stem, up to a half for likeness."""
        import numpy as np

        rows = self._columns["vocabulary_rows"][words]
        near = np.zeros((len(words), len(numbers)), dtype=np.float32)
        has = rows >= 0 if self.parts.vectors else np.zeros(len(words), dtype=bool)
        cosines = self._read(self.vectors.pieces[rows[has]] @ wanted.T, "words")
        near[has] = np.clip((cosines - _WORDS_UNLIKE) / (1 - _WORDS_UNLIKE), 0, 1) / 2
        stems = self._columns["vocabulary_stem"][words]
        near[stems[:, None] == np.asarray(numbers)[None, :]] = 1
        return near

    def _held_by_questions(self, numbers: Sequence[int], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how far the phrasings of each question hold each wanted word."""
        import numpy as np

        offsets = self._columns["question_word_offsets"]
        held = np.zeros((len(offsets) - 1, len(numbers)), dtype=np.float32)
        distinct, places = self._question_words
        if not numbers or not len(distinct) or not self.parts.questions:
            return held
        lengths = np.diff(offsets)
        asking = np.flatnonzero(lengths)
        by_word = self._held(numbers, wanted, distinct)[places]
        held[asking] = np.maximum.reduceat(by_word, offsets[:-1][asking])
        return held

    @cached_property
    def _question_words(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The different words of all phrasings, and where each of a question's words is among them."""
        import numpy as np

        return np.unique(self._columns["question_words"], return_inverse=True)

    # ---------------------------------------------------------------- cells

    def cells(self, query: Query, scope: Scope) -> list[CellHit]:
        """Return the cells in scope, best first, each with its passages that were found.

        Every cell in which a passage was found is ranked; of the others, which only their question speaks for, as many
        as :data:`CELLS` allows.
        """
        import numpy as np

        found = self._found(query, scope, DEPTH)
        with_passages = np.unique(found.cells)
        likeness = self._likeness(query)
        best_others = self._best_by_question(query, scope, likeness, with_passages)
        return self._ranked(query, found, np.union1d(with_passages, best_others), likeness)

    def every_cell(self, query: Query, cells: NDArray[np.int64]) -> list[CellHit]:
        """Return some cells, given in order, best first, each with all of its passages."""
        return self._ranked(query, self._scored_cells(query, cells), cells, self._likeness(query))

    def _best_by_question(
        self,
        query: Query,
        scope: Scope,
        likeness: tuple[NDArray[np.float32], NDArray[np.float32]],
        found: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Return the cells in scope whose questions fit best, beside those found: up to :data:`CELLS` together."""
        import numpy as np

        others = scope.cells[~np.isin(scope.cells, found)] if scope.cells is not None else None
        if others is None:
            mask = np.ones(self._columns.cells, dtype=bool)
            mask[found] = False
            others = np.flatnonzero(mask)
        by_question = (
            self._weights["asked"] * likeness[0]
            + self._weights["likeness"] * likeness[1]
            + self._weights["coverage"] * (query.questions @ query.weights)
        ).astype(np.float32)
        room = max(0, CELLS - len(found))
        best: NDArray[np.int64] = others[top(by_question[self._columns["cell_question"][others]], room)]
        return np.sort(best)

    def _scored_cells(self, query: Query, cells: NDArray[np.int64]) -> _Scored:
        """Return all passages of some cells, given in order, with what they are ranked by."""
        import numpy as np

        firsts = np.asarray(self._columns["cell_passages"], dtype=np.int64)
        rows = spread(firsts[cells], firsts[cells + 1] - firsts[cells])
        return self._scored(query, rows, self.vectors.cosines(query.vector, rows))

    def _ranked(
        self,
        query: Query,
        found: _Scored,
        cells: NDArray[np.int64],
        likeness: tuple[NDArray[np.float32], NDArray[np.float32]],
    ) -> list[CellHit]:
        own: dict[int, list[PassageHit]] = {}
        for hit in self._hits(found):
            own.setdefault(hit.cell, []).append(hit)
        hits = []
        for row in cells.tolist():
            question = self._store.question_of(row)
            passages = sorted(own.get(row, ()), key=lambda hit: (-hit.fit, hit.row))
            parts = {
                "cosine": max((hit.cosine for hit in passages), default=0.0),
                "sentence": max((hit.sentence for hit in passages), default=0.0),
                "asked": float(likeness[0][question]),
                "likeness": float(likeness[1][question]),
                "coverage": max((hit.coverage for hit in passages), default=self.question_coverage(query, question)),
            }
            score = sum(weight * parts[name] for name, weight in self._weights.items())
            respondent, id_ = self._store.respondent_of(row), self._store.questions[question][1]
            hits.append(CellHit(row, respondent, id_, score, **parts, passages=tuple(passages), _store=self._store))
        return sorted(hits, key=lambda hit: (-hit.score, hit.row))

    def _likeness(self, query: Query) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return, by question's row, the cosine of its wording, and the mean of its most alike phrasings."""
        import numpy as np

        asking = self._columns["phrasing_question"]
        cosines = self._read(self._phrasings @ query.vector, "questions")
        n = len(self._columns["question_offsets"]) - 1
        worded, alike = np.zeros(n, dtype=np.float32), np.zeros(n, dtype=np.float32)
        bounds = np.searchsorted(asking, np.arange(n + 1))
        for question in range(n):
            own = cosines[bounds[question] : bounds[question + 1]]
            if len(own):
                worded[question] = own[0]
                alike[question] = np.sort(own)[::-1][:PHRASINGS].mean()
        return worded, alike

    @cached_property
    def _phrasings(self) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self.vectors.pieces[self._columns["phrasing_rows"]]
        return found


def _scaled(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale scores so that the best is 1 and the worst 0."""
    import numpy as np

    if not len(scores):
        return scores
    low, high = scores.min(), scores.max()
    return np.ones_like(scores) if high <= low else (scores - low) / (high - low)
