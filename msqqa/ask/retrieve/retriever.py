"""Finding: passages by words and meaning, and cells by their best passage and by what was asked in them.

A plan's filters are applied before anything is ranked, and what they exclude is never looked at. Each ranking stands in
a module of its own; this is the one door to them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from msqqa.ask.retrieve.cells import Cells
from msqqa.ask.retrieve.expectation import NOTHING
from msqqa.ask.retrieve.hits import ALL_PARTS, Ablation, CellHit, Nearness, PassageHit, Query
from msqqa.ask.retrieve.passages import DEPTH, Passages
from msqqa.ask.retrieve.questions import QuestionIndex
from msqqa.ask.retrieve.scope import Scope
from msqqa.ask.retrieve.search import PassageSearch
from msqqa.ask.retrieve.vocabulary import CorpusVocabulary
from msqqa.ask.retrieve.wordings import Wordings
from msqqa.words import stem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.retrieve.expectation import Expectation
    from msqqa.encode import Encoder
    from msqqa.index.engine import Pieces
    from msqqa.index.store import Store
    from msqqa.model import Stance

_SIGNALS_OF = {
    "questions": ("asked", "likeness"),
    "words": ("coverage", "own_coverage"),
    "vectors": ("cosine", "sentence", "asked", "likeness"),
}
"""The signals that go when a part is switched off."""


_RECENT = 32
"""Queries that are kept at most: those of a few questions."""


class Searched(Protocol):
    """What is searched: an open index, or whatever else has its store and its vectors."""

    @property
    def store(self) -> Store: ...
    @property
    def vectors(self) -> Pieces: ...


class Retriever:
    """Searches one index."""

    def __init__(self, index: Searched, encoder: Encoder, parts: Ablation = ALL_PARTS) -> None:
        self.parts = parts
        self.vectors = index.vectors
        self.encoder = encoder
        self._store = index.store
        off = {name for part, names in _SIGNALS_OF.items() if not getattr(parts, part) for name in names}
        opened = (index.store, index.vectors, encoder, parts)
        self._vocabulary = CorpusVocabulary(*opened)
        self._questions = QuestionIndex(*opened, self._vocabulary)
        self._wordings = Wordings(index.store, index.vectors, encoder)
        # An index in one folder is searched here; another one brings an engine that searches for it.
        self._passages = Passages(*opened, self._vocabulary, getattr(index, "search", None))
        self._cells = Cells(index.store, self._passages, self._questions, off)
        self._search = PassageSearch(index.store, encoder, self._passages, self._questions, self._cells, off)
        self.lexical = self._passages.lexical
        self._recent: dict[tuple[str, Expectation], Query] = {}

    def query(self, text: str, expects: Expectation = NOTHING) -> Query:
        """Encode what is looked for; ``expects`` says what kind of thing an answer must hold.

        What was encoded lately is kept: one question is looked for among options, among the form's questions and among
        passages, mostly in the same words.
        """
        found = self._recent.get((text, expects))
        if found is None:
            if len(self._recent) >= _RECENT:
                self._recent.clear()
            found = self._recent[text, expects] = self._encode_query(text, expects)
        return found

    def _encode_query(self, text: str, expects: Expectation) -> Query:
        import numpy as np

        topic = {stem(word): word for word in reversed(self._vocabulary.topic_words(text))}
        wanted = self.topic_stems(text)
        found = [self._store.stem(s) for s in wanted]
        weights = np.array([self.weight(s) for s in wanted], dtype=np.float32)
        words = self._vocabulary.vectors_of([topic[s] for s in wanted])
        numbers = tuple(-1 if f is None else f[0] for f in found)
        return Query(
            text,
            wanted,
            numbers,
            weights / max(float(weights.sum()), 1e-9),
            self.encoder.encode([text], "query")[0],
            words,
            expects,
            self._questions.hold(numbers, words),
        )

    def select(
        self, respondents: Collection[str] = (), questions: Collection[str] = (), stances: Collection[Stance] = ()
    ) -> Scope:
        """Return what a filter leaves; an empty filter leaves all."""
        return Scope.of(self._store, respondents if self.parts.respondents else (), questions, stances)

    @property
    def all_cells(self) -> NDArray[np.int64]:
        """All cells, in order."""
        import numpy as np

        return np.arange(self._store.columns.cells, dtype=np.int64)

    # ---------------------------------------------------------------- words

    def topic_stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of the words in a text that carry a topic, each once."""
        return self._vocabulary.topic_stems(text)

    def weight(self, word_stem: str) -> float:
        """Return how much a word tells: its inverse frequency over answers and questions (BM25's idf)."""
        return self._vocabulary.weight(word_stem)

    def alike(self, some: Sequence[str], others: Sequence[str]) -> float:
        """Return the greatest cosine between any word of one list and any of the other."""
        return self._vocabulary.alike(some, others)

    def match_stems(self, query: Query, some: Sequence[str]) -> NDArray[np.float32]:
        """Return how far each of some words stands for each of a query's stems, shape (words, stems)."""
        return self._vocabulary.match_stems(query, some)

    # ---------------------------------------------------------------- questions

    def paraphrase_cosines(self, query: Query) -> list[float]:
        """Return, by question's row, the mean cosine of its most alike phrasings."""
        found: list[float] = self._questions.question_cosines(query)[1].tolist()
        return found

    def compare_wordings(self, query: Query, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the cosines of some wordings of the form, on the scale of questions."""
        found: NDArray[np.float32] = self.encoder.scales["questions"].read(self._wordings.of(texts) @ query.vector)
        return found

    def compare_whitened(self, text: str, others: Sequence[str]) -> list[float] | None:
        """Return the whitened cosines of a text to some wordings; None where no whitening is known for the encoder."""
        whitening = self.encoder.whitening
        if whitening is None or not self.parts.vectors:
            return None
        asked = whitening.apply(self.encoder.encode([text], "query"))[0]
        found: list[float] = (whitening.apply(self._wordings.of(others)) @ asked).tolist()
        return found

    def question_coverage(self, query: Query, question: int) -> float:
        """Return the share of the query's words, by weight, that a question's phrasings hold."""
        return self._questions.coverage(query, question)

    def question_scores(self, query: Query) -> list[float]:
        """Return, by question's row, how near its wording comes to a query, by likeness and the words it holds."""
        return self._questions.scores(query)

    def nearest_question(self, query: Query) -> int:
        """Return the row of the question whose wording comes nearest to a query, by likeness and the words it holds."""
        scores = self.question_scores(query)
        return scores.index(max(scores))

    # ---------------------------------------------------------------- passages and cells

    def passages(self, query: Query, scope: Scope, depth: int = DEPTH) -> list[PassageHit]:
        """Return the passages in scope that the query's words or meaning find, best first."""
        return self._passages.rank(query, scope, depth)

    def search(self, query: Query, scope: Scope) -> list[PassageHit]:
        """Return the passages in scope, best first, by how well they and the questions they answer fit the query."""
        return self._search.rank(query, scope)

    def fits(self, query: Query, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return how well some passages, given in order, answer among others, as :attr:`PassageHit.fit`."""
        return self._passages.fits(query, rows)

    def whiten(self, query: Query) -> Query:
        """Return a query with which sentences are compared more finely, where that was estimated for the encoder."""
        whitening = self.encoder.whitening
        return query if whitening is None else replace(query, whitened=whitening.apply(query.vector[None])[0])

    def sentence_cosines(self, query: Query, passages: Sequence[int]) -> dict[int, list[float]]:
        """Return the cosines of some passages and of their sentences, as ``index.split.sentences_of`` has them."""
        return self._passages.sentence_cosines(query, passages)

    def compare_finely(self, query: Query, hit: CellHit) -> Nearness | None:
        """Return how near a cell comes by whitened cosines, its passages and their sentences, and what its form asks.

        None where no whitening is known for the encoder, or the cell holds nothing.
        """
        whitening, finer = self.encoder.whitening, self.whiten(query)
        if whitening is None or finer.whitened is None or not hit.passages or not self.parts.vectors:
            return None
        pieces = self._passages.sentence_cosines(finer, [p.row for p in hit.passages])
        wording = self._store.questions[self._store.question_of(hit.row)][2]
        asked = whitening.compare(self._wordings.of([wording]), finer.whitened)
        return Nearness({p.row: tuple(pieces[p.row]) for p in hit.passages}, float(asked[0]))

    def cells(self, query: Query, scope: Scope) -> list[CellHit]:
        """Return the cells in scope, best first, each with its passages that were found."""
        return self._cells.rank(query, scope)

    def every_cell(self, query: Query, cells: NDArray[np.int64]) -> list[CellHit]:
        """Return some cells, given in order, best first, each with all of its passages."""
        return self._cells.every(query, cells)
