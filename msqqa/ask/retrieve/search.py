"""Passages searched: ranked by how well they, and the questions that they answer, fit what is looked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.retrieve.late_interaction import late_interaction
from msqqa.ask.retrieve.passages import DEPTH

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.retrieve.cells import Cells
    from msqqa.ask.retrieve.hits import PassageHit, Query
    from msqqa.ask.retrieve.passages import Passages
    from msqqa.ask.retrieve.questions import QuestionIndex
    from msqqa.ask.retrieve.scope import Scope
    from msqqa.encode import Encoder
    from msqqa.index.store import Store

SEARCH_WEIGHTS = {"cosine": 0.15, "sentence": 0.10, "likeness": 0.45, "coverage": 0.20, "own_coverage": 0.10}
"""In the score of a passage that is searched; rounded from a fit on the development lookups in English, on
``evals/encoders/cross-language.tsv``, and on the topics of ``evals/demo-msq-2024`` looked for by name. Across languages
the question tells most: the form words it in one language for all respondents, and several phrasings even out."""
FOREIGN_WEIGHTS = {"cosine": 0.15, "sentence": 0.15, "likeness": 0.30, "coverage": 0.20, "own_coverage": 0.20}
"""The same where asker and answers write in different languages."""
LATE, LATE_WEIGHT = 10, 0.8
"""Then the passages that are ranked first are compared with the query piece by piece, which adds to their score. Chosen
on ``evals/languages`` and on topics across languages, where more likeness finds more topics and fewer single facts."""


class PassageSearch:
    """Searches one corpus; ``off`` names the signals that are switched off."""

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        passages: Passages,
        questions: QuestionIndex,
        cells: Cells,
        off: Collection[str],
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._passages = passages
        self._questions = questions
        self._cells = cells
        self._off = off

    def rank(self, query: Query, scope: Scope) -> list[PassageHit]:
        """Return the passages in scope, best first, by how well they and the questions they answer fit the query.

        Beside what words or meaning find stand the passages of the cells whose questions fit best. Texts that answer no
        question are ranked as :meth:`Passages.rank` ranks them.
        """
        import numpy as np

        if not self._questions.are_asked:
            return self._passages.rank(query, scope)
        found = self._passages.find(query, scope, DEPTH)
        likeness = self._questions.question_cosines(query)
        cells = self._cells.best_by_question(query, scope, likeness, np.unique(found.cells))
        hits = [*self._passages.hits(found), *self._passages.hits(self._passages.of_cells(query, cells))]
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
        from msqqa.languages.detect import is_foreign

        written = [self._store.language_of(hit.cell) for hit in hits]
        if "cosine" in self._off or not written:
            return False
        return is_foreign(query.text, max(written, key=written.count))

    def _compared_by_pieces(self, query: Query, hits: Sequence[PassageHit]) -> list[PassageHit]:
        """Rank the first few passages again; their scores stay, in the new order, above those of all others."""
        asked = self._encoder.states(query.text, "query").pieces
        late = late_interaction(asked, [self._encoder.states(h.passage.text, "passage").pieces for h in hits])
        fused = [hit.score + LATE_WEIGHT * own for hit, own in zip(hits, late, strict=True)]
        order = sorted(range(len(hits)), key=lambda i: (-fused[i], hits[i].row))
        return [replace(hits[i], score=hits[place].score) for place, i in enumerate(order)]
