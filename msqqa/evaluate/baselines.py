"""What a first retrieval-augmented system does: files cut into pieces of 800 characters, and the nearest ten shown.

Plain BM25 (``bm25s``, Lù 2024), plain cosine with msqqa's own encoder, and the two fused by reciprocal rank (Cormack,
Clarke and Büttcher 2009). A piece stands for the cells it overlaps, the one it overlaps most first; a set is whoever's
pieces are among the first ten. Nothing is ever refused.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.evaluate.response import SystemResponse

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode import Encoder
    from msqqa.evaluate.response import System
    from msqqa.index.open import Index
    from msqqa.model import Range

PIECE = 800
"""Characters."""
SHOWN = 10
"""Pieces."""
_RANKED = 100
"""Pieces of which the cells are ranked."""
_RRF = 60
"""The constant of reciprocal rank fusion, as published."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    text: str
    respondent: str
    cells: tuple[str, ...]


class Baselines:
    """The pieces of a corpus, and two rankings of them."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self._encoder = encoder
        self._chunks = chunks_of(index)

    def system(self, name: str) -> System:
        """Return the baseline of that name: bm25, dense, or rrf."""
        return _Baseline(name, self)

    def rank_pieces(self, name: str, question: str) -> list[int]:
        """Return the pieces, best first."""
        if name != "rrf":
            return list((self._bm25 if name == "bm25" else self._dense)(question))
        scores: Counter[int] = Counter()
        for ranking in (self._bm25(question), self._dense(question)):
            for rank, chunk in enumerate(ranking, 1):
                scores[chunk] += 1 / (_RRF + rank)  # type: ignore[assignment]
        return sorted(scores, key=lambda chunk: (-scores[chunk], chunk))

    def respond(self, name: str, question: str) -> SystemResponse:
        """Answer a question."""
        began = time.perf_counter()
        ranking = self.rank_pieces(name, question)[:_RANKED]
        cells = tuple(dict.fromkeys(cell for chunk in ranking for cell in self._chunks[chunk].cells))
        members = frozenset(self._chunks[chunk].respondent for chunk in ranking[:SHOWN])
        return SystemResponse(cells, False, members, time.perf_counter() - began)

    def _dense(self, question: str) -> Sequence[int]:
        import numpy as np

        cosines = self._vectors @ self._encoder.encode([question], "query")[0]
        return np.argsort(-cosines, kind="stable")[:_RANKED].tolist()  # type: ignore[no-any-return]

    def _bm25(self, question: str) -> Sequence[int]:
        return self._words.rank(question, _RANKED)

    @cached_property
    def _vectors(self) -> NDArray[np.float32]:
        return self._encoder.encode([chunk.text for chunk in self._chunks], "passage")

    @cached_property
    def _words(self) -> Bm25:
        return Bm25([chunk.text for chunk in self._chunks])


class Bm25:
    """BM25 as ``bm25s`` has it: Lucene's variant, English stop words left out, Snowball stems; k1 1.2 and b 0.75."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s
        import Stemmer

        self._stemmer = Stemmer.Stemmer("english")
        self._index = bm25s.BM25(k1=1.2, b=0.75)
        self._n = len(texts)
        tokens = self._tokens(list(texts))
        self._has_words = bool(tokens.vocab)
        if self._has_words:
            self._index.index(tokens, show_progress=False)

    def score(self, query: str, depth: int) -> list[tuple[int, float]]:
        """Return (text, score), best first, of those that hold any of the query's words."""
        tokens = self._tokens([query])
        if not tokens.vocab or not self._has_words:
            return []
        rows, scores = self._index.retrieve(tokens, k=min(depth, self._n), show_progress=False)
        return [(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True) if score > 0]

    def rank(self, query: str, depth: int) -> list[int]:
        """Return the texts, best first."""
        return [row for row, _ in self.score(query, depth)]

    def _tokens(self, texts: list[str]):  # type: ignore[no-untyped-def]
        import bm25s

        return bm25s.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)


@dataclass(frozen=True, slots=True)
class _Baseline:
    name: str
    _baselines: Baselines

    def answer(self, question: str) -> SystemResponse:
        """Answer a question."""
        return self._baselines.respond(self.name, question)


def chunks_of(index: Index) -> list[_Chunk]:
    """Cut every source into pieces of at most :data:`PIECE` characters, as a recursive splitter does by default."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=PIECE, chunk_overlap=0, strip_whitespace=False, keep_separator="end"
    )
    found = []
    for source in index.store.sources:
        text = index.store.text(source.path)
        numbers = range(source.first_cell, source.first_cell + source.cells)
        index.store.load_cells(numbers)
        cells = [index.store.cell(number) for number in numbers]
        runs = [(run, f"{cell.respondent}/{cell.question}") for cell in cells for run in cell.runs]
        at = 0
        for piece in splitter.split_text(text):
            if text[at : at + len(piece)] != piece:
                raise AssertionError(f"the splitter changed {source.path} at {at}")  # a fault of ours
            respondent = index.store.respondent_of(source.first_cell)
            found.append(_Chunk(piece, respondent, _find_overlapping(runs, at, at + len(piece))))
            at += len(piece)
    return found


def _find_overlapping(runs: Sequence[tuple[Range, str]], start: int, end: int) -> tuple[str, ...]:
    shared: Counter[str] = Counter()
    for (a, b), cell in runs:
        common = min(b, end) - max(a, start)
        if common > 0:
            shared[cell] += common
    return tuple(cell for cell, _ in shared.most_common())
