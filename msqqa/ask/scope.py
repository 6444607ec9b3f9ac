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


@dataclass(frozen=True, slots=True)
class Scope:
    """Cells and passages by their numbers, in order; None where nothing is left out."""

    cells: NDArray[np.int64] | None = None
    passages: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, store: Store, respondents: Collection[str] = (), questions: Collection[str] = ()) -> Scope:
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
        """
        import numpy as np

        everyone = not respondents or len(set(respondents)) == len(store.respondents)
        if everyone and not questions:
            return cls()
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
        firsts = np.asarray(columns["cell_passages"][cells], dtype=np.int64)
        return cls(cells, spread(firsts, np.asarray(columns["cell_passages"][cells + 1], dtype=np.int64) - firsts))


def is_wanted(question: str, wanted: Collection[str]) -> bool:
    """Return whether a question's id is among those wanted, or its group's is.

    >>> is_wanted("34.ai", ["34"]), is_wanted("34", ["34.ai"])
    (True, False)
    """
    return question in wanted or question.split(".", maxsplit=1)[0] in wanted
