"""Cells ranked: by their best passage, and by what was asked in them.

A cell is more than its passages. It answers a question that somebody phrased, so the asker's words are compared with
that question too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.retrieve.hits import CellHit, PassageHit
from msqqa.ask.retrieve.passages import DEPTH
from msqqa.index.array_files import expand_ranges
from msqqa.index.lexical import choose_top

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.retrieve.hits import Query
    from msqqa.ask.retrieve.passages import Passages, ScoredPassages
    from msqqa.ask.retrieve.questions import QuestionIndex
    from msqqa.ask.retrieve.scope import Scope
    from msqqa.index.store import Store

CELLS = 200
"""Cells that are ranked at least, where the scope has as many; every cell with a passage that was found is."""
CELL_WEIGHTS = {"cosine": 0.20, "sentence": 0.15, "asked": 0.15, "likeness": 0.20, "coverage": 0.30}
"""In a cell's score; fitted on the development questions of all corpora for the default encoder by
``python -m msqqa.evaluate.weigh``, and of the roundings near the fit the one that puts most cells right."""


class Cells:
    """All cells of one corpus; ``off`` names the signals that are switched off."""

    def __init__(self, store: Store, passages: Passages, questions: QuestionIndex, off: Collection[str]) -> None:
        self._weights = {name: 0.0 if name in off else weight for name, weight in CELL_WEIGHTS.items()}
        self._store = store
        self._columns = store.columns
        self._passages = passages
        self._questions = questions

    def rank(self, query: Query, scope: Scope) -> list[CellHit]:
        """Return the cells in scope, best first, each with its passages that were found.

        Every cell in which a passage was found is ranked; of the others, which only their question speaks for, as many
        as :data:`CELLS` allows.
        """
        import numpy as np

        found = self._passages.find(query, scope, DEPTH)
        with_passages = np.unique(found.cells)
        likeness = self._questions.question_cosines(query)
        best_others = self.best_by_question(query, scope, likeness, with_passages)
        return self._ranked(query, found, np.union1d(with_passages, best_others), likeness)

    def every(self, query: Query, cells: NDArray[np.int64]) -> list[CellHit]:
        """Return some cells, given in order, best first, each with all of its passages."""
        return self._ranked(
            query, self._passages.of_cells(query, cells), cells, self._questions.question_cosines(query)
        )

    def best_by_question(
        self,
        query: Query,
        scope: Scope,
        likeness: tuple[NDArray[np.float32], NDArray[np.float32]],
        found: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Return the cells in scope whose questions fit best, beside those found: up to :data:`CELLS` together."""
        import numpy as np

        by_question = (
            self._weights["asked"] * likeness[0]
            + self._weights["likeness"] * likeness[1]
            + self._weights["coverage"] * (query.questions @ query.weights)
        ).astype(np.float32)
        room = max(0, CELLS - len(found))
        cells = self._first_of_questions(by_question, room + len(found)) if scope.cells is None else scope.cells
        others = cells[~np.isin(cells, found)]
        best: NDArray[np.int64] = others[choose_top(by_question[self._columns["cell_question"][others]], room)]
        return np.sort(best)

    def _first_of_questions(self, scores: NDArray[np.float32], most: int) -> NDArray[np.int64]:
        """Return the first cells of the questions that score best, of each at most ``most``, in order.

        They hold the ``most`` best cells of all, and so no other cell has to be looked at: all cells of one question
        have one score, and of equals the first come first.
        """
        import numpy as np

        bounds = self._columns["question_offsets"]
        firsts = np.asarray(bounds[:-1], dtype=np.int64)
        counts = np.minimum(np.asarray(bounds[1:], dtype=np.int64) - firsts, most)
        order = np.argsort(-scores, kind="stable")
        enough = int(np.searchsorted(np.cumsum(counts[order]), most))
        least = scores[order[min(enough, len(order) - 1)]] if len(order) else 0.0
        kept = np.flatnonzero(scores >= least)  # questions that score alike are all looked at
        return np.sort(self._columns["question_cells"][expand_ranges(firsts[kept], counts[kept])].astype(np.int64))

    def _ranked(
        self,
        query: Query,
        found: ScoredPassages,
        cells: NDArray[np.int64],
        likeness: tuple[NDArray[np.float32], NDArray[np.float32]],
    ) -> list[CellHit]:
        own: dict[int, list[PassageHit]] = {}
        for hit in self._passages.hits(found):
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
                "coverage": max((hit.coverage for hit in passages), default=self._questions.coverage(query, question)),
            }
            score = sum(weight * parts[name] for name, weight in self._weights.items())
            respondent, id_ = self._store.respondent_of(row), self._store.questions[question][1]
            hits.append(CellHit(row, respondent, id_, score, **parts, passages=tuple(passages), _store=self._store))
        return sorted(hits, key=lambda hit: (-hit.score, hit.row))
