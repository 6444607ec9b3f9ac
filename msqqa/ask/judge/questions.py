"""Which of the form's yes/no questions a claim is: only then does a respondent's yes or no to it decide the claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.hits import Query
    from msqqa.ask.judge.model import Judge
    from msqqa.ask.retrieve import Retriever
    from msqqa.index.store import Store

LOOKED_AT = 3
"""Questions that come nearest by their wording; the judge looks at these alone."""
SAME = 0.5
"""Probability from which a claim is taken for a question."""


class Questions:
    """Knows the yes/no questions of the forms in one index."""

    def __init__(self, store: Store, retriever: Retriever, judge: Judge) -> None:
        self._store = store
        self._retriever = retriever
        self._judge = judge

    def same(self, query: Query, claims: Sequence[str]) -> str | None:
        """Return the id of the question that a claim is.

        Parameters
        ----------
        query:
            What the claim is looked for by: only questions whose wording comes near are considered.
        claims:
            The claim as it is put, in one or several ways.
        """
        rows = self._nearest(query)
        texts = [self._store.questions[row][2] for row in rows]
        best, id_ = 0.0, None
        for claim in dict.fromkeys(claims):
            for row, p in zip(rows, self._judge.sameness(claim, texts)[:, 0].tolist(), strict=True):
                if p > best:
                    best, id_ = p, self._store.questions[row][1]
        return id_ if best >= SAME else None

    def _nearest(self, query: Query) -> list[int]:
        scores = self._retriever.question_scores(query)
        order = sorted(range(len(scores)), key=lambda row: -scores[row])
        return [row for row in order[: 3 * LOOKED_AT] if self._decides(row)][:LOOKED_AT]

    def _decides(self, row: int) -> bool:
        """Return whether a question is one that a yes or a no answers."""
        form, id_, _ = self._store.questions[row]
        return self._store.forms[form].question(id_).kind in ("yesno", "tick")
