"""A set by meaning: who says it in other words, judged against how near anybody comes to the question by chance.

A cosine means little by itself: some questions are near to half of the corpus, others to nothing. So a respondent's
best passage is measured between the query's own background, what respondents reach who have nothing to say on it, and
the best passage of all; a logistic model turns that into a probability. Its weights were fitted for the default
encoder on the development questions of ``evals/demo-msq-2024`` by ``python -m msqqa.evaluate.calibrate``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.form.said import denied

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.hits import PassageHit, Query
    from msqqa.ask.retrieve import Retriever
    from msqqa.ask.scope import Scope
    from msqqa.index.store import Store
    from msqqa.model import Stance

COVERED = 0.7
"""What all words of the question in a passage are worth, beside the cosine of its nearest sentence."""
COLUMN = 0.2
"""What it is worth that others answer under the same question of the form."""
BACKGROUND = 0.7
"""The quantile of everybody's best two questions that is taken for nothing to do with it."""
DEPTH_EACH = 8
"""Passages looked at for each respondent, by words and by vectors each."""
WEIGHTS = (3.96, 0.28)
INTERCEPT = -2.67
MATCHED, POSSIBLE = 0.4, 0.25
"""Probabilities from which a respondent is in the set, and from which it is shown."""


@dataclass(frozen=True, slots=True)
class Meant:
    """How surely a respondent says what is asked about."""

    relative: float
    """Where its best question stands between the background (0) and the best of all (1)."""
    margin: float
    """How far apart these two are; the same for everybody."""
    passages: tuple[PassageHit, ...]
    """Those of its best question, best first."""
    said: Stance | None
    """``no`` or ``planned`` where the nearest sentence denies or only plans it; None where it does neither."""

    @property
    def probability(self) -> float:
        """The probability that it says what is asked about."""
        return probability(self.relative, self.margin)


def meant(
    query: Query,
    retriever: Retriever,
    store: Store,
    scope: Scope,
    examined: Sequence[str],
) -> dict[str, Meant]:
    """Return how surely each respondent says what is asked about; of those of whom nothing is near, nothing.

    Parameters
    ----------
    query, retriever, store:
        What is looked for, in what.
    scope:
        The passages that are looked at.
    examined:
        Whose they are.
    """
    hits = retriever.passages(query, scope, max(200, DEPTH_EACH * len(examined)))
    if not hits:
        return {}
    near = nearness(hits, [store.respondent_of(hit.cell) for hit in hits], store, len(examined))
    found = {}
    for respondent, (relative, margin, own) in near.items():
        found[respondent] = Meant(relative, margin, tuple(own), denied(retriever.nearest_sentence(query, own[0])))
    return found


def nearness(
    hits: Sequence[PassageHit], whose: Sequence[str], store: Store, examined: int
) -> dict[str, tuple[float, float, list[PassageHit]]]:
    """Return how near each respondent comes.

    Returns
    -------
    near:
        By respondent: where its best question stands between the background (0) and the best of all (1), how far apart
        these two are, and its passages under that question, best first.
    """
    import numpy as np

    people = {respondent: row for row, respondent in enumerate(dict.fromkeys(whose))}
    columns: dict[int, int] = {}
    for hit in hits:
        columns.setdefault(store.question_of(hit.cell), len(columns))
    scores = np.array([hit.sentence + COVERED * hit.own_coverage for hit in hits], dtype=np.float64)
    scores = scores.clip(min=0)  # what is quite unlike reaches nothing; less than that says that nothing was found
    rows = np.array([people[respondent] for respondent in whose])
    cols = np.array([columns[store.question_of(hit.cell)] for hit in hits])
    best = np.full((len(people), len(columns)), -1.0)
    np.maximum.at(best, (rows, cols), scores)
    best = np.where(best >= 0, best + COLUMN * _strength(best), best)
    top_two = np.sort(best, axis=1)[:, ::-1][:, :2]
    background = _background(top_two, examined)
    top = float(top_two[:, 0].max())
    margin = max(top - background, 1e-6)
    near = {}
    for respondent, row in people.items():
        column = int(best[row].argmax())
        own = [hit for i, hit in enumerate(hits) if rows[i] == row and cols[i] == column]
        own.sort(key=lambda hit: (-(hit.sentence + COVERED * hit.own_coverage), hit.row))
        near[respondent] = (float(best[row, column]) - background) / margin, margin, own
    return near


def _strength(best: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, between 0 and 1, how near the two best answers under each question come."""
    import numpy as np

    strongest = np.sort(best, axis=0)[::-1][:2].clip(min=0).mean(axis=0)
    middle = float(np.median(strongest))
    scaled: NDArray[np.float64] = np.clip((strongest - middle) / max(float(strongest.max()) - middle, 1e-6), 0, 1)
    return scaled


def _background(top_two: NDArray[np.float64], examined: int) -> float:
    """Return what is reached by chance; whoever has no passage among those found reaches less than all who have."""
    import numpy as np

    reached = np.concatenate([top_two[top_two >= 0], np.full(max(0, 2 * examined - top_two.size), -1.0)])
    found = float(np.quantile(reached, BACKGROUND))
    return found if found >= 0 else float(top_two[top_two >= 0].min())


def probability(relative: float, margin: float) -> float:
    """Return the logistic model's probability."""
    total = INTERCEPT + WEIGHTS[0] * relative + WEIGHTS[1] * margin
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))
