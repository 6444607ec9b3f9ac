"""What a filter leaves of a corpus: some cells, and the passages that are theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.index.columns import spread

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.index.store import Store
    from msqqa.model import Kind, Stance

ASKS_FOR_STANCE: tuple[Kind, ...] = ("yesno", "tick")
"""Kinds of question that are answered with a yes or a no; an option, or an answer in words, is neither."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Cells and passages by their numbers, in order; None where nothing is left out."""

    cells: NDArray[np.int64] | None = None
    passages: NDArray[np.int64] | None = None

    @classmethod
    def of(
        cls,
        store: Store,
        respondents: Collection[str] = (),
        questions: Collection[str] = (),
        stances: Collection[Stance] = (),
    ) -> Scope:
        """Return what is left of a corpus.

        Only the ranges of the respondents, and the cells of the questions, are looked at: a source's cells stand
        together, and each question has a list of its own.

        Parameters
        ----------
        store:
            Of the corpus.
        respondents:
            Their ids; none stands for all.
        questions:
            Ids of the form's questions, or of groups of them; none stands for all.
        stances:
            What a cell must say, as :func:`says` has it; none stands for all.
        """
        import numpy as np

        everyone = not respondents or len(set(respondents)) == len(store.respondents)
        if everyone and not questions:
            return cls() if not stances else cls._of_cells(store, _saying(store, stances))
        columns = store.columns
        sources = [] if everyone else [store.sources[rank] for rank in sorted({store.ranks[r] for r in respondents})]
        if questions:
            rows = [row for row, (_, id_, _) in store.questions.items() if is_wanted(id_, questions)]
            cells = np.sort(np.concatenate([columns.of("question_cells", "question_offsets", r) for r in rows]))
            if not everyone:
                bounds = [(s.first_cell, s.first_cell + s.cells) for s in sources]
                cells = np.concatenate([cells[slice(*np.searchsorted(cells, bound))] for bound in bounds])
        else:
            firsts = np.array([s.first_cell for s in sources], dtype=np.int64)
            cells = spread(firsts, np.array([s.cells for s in sources], dtype=np.int64))
        cells = cells.astype(np.int64)
        if stances:
            cells = np.intersect1d(cells, _saying(store, stances))
        return cls._of_cells(store, cells)

    @classmethod
    def _of_cells(cls, store: Store, cells: NDArray[np.int64]) -> Scope:
        """Return some cells, given in order, with their passages."""
        import numpy as np

        columns = store.columns
        firsts = np.asarray(columns["cell_passages"][cells], dtype=np.int64)
        return cls(cells, spread(firsts, np.asarray(columns["cell_passages"][cells + 1], dtype=np.int64) - firsts))


def says(kind: Kind, stance: Stance) -> str:
    """Return what a cell says as a reader is told: its stance; ``answered`` where its question asks for none.

    >>> says("yesno", "no"), says("open", "yes"), says("choice", "blank")
    ('no', 'answered', 'blank')
    """
    return stance if kind in ASKS_FOR_STANCE or stance in ("blank", "unclear") else "answered"


def _saying(store: Store, stances: Collection[Stance]) -> NDArray[np.int64]:
    """Return the cells that say one of some stances, in order."""
    import numpy as np

    cells, said = store.stances(stances)
    asked = np.asarray(store.columns["cell_question"][cells], dtype=np.int64)
    kinds = {row: store.forms[form].question(id_).kind for row, (form, id_, _) in store.questions.items()}
    kept = [says(kinds[row], stance) == stance for row, stance in zip(asked.tolist(), said, strict=True)]
    chosen: NDArray[np.int64] = cells[np.array(kept, dtype=bool)]
    return chosen


def is_wanted(question: str, wanted: Collection[str]) -> bool:
    """Return whether a question's id is among those wanted, or its group's is.

    >>> is_wanted("34.ai", ["34"]), is_wanted("34", ["34.ai"])
    (True, False)
    """
    return question in wanted or question.split(".", maxsplit=1)[0] in wanted
