"""What a filter leaves of a corpus: some cells, and the passages that are theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.index.array_files import expand_ranges
from msqqa.index.engine import Where

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.index.engine import Numbers
    from msqqa.index.store import Store
    from msqqa.model import Kind, Stance

ASKS_FOR_STANCE: tuple[Kind, ...] = ("yesno", "tick")
"""Kinds of question that are answered with a yes or a no; an option, or an answer in words, is neither."""


@dataclass(frozen=True)
class Scope:
    """Cells and passages by their numbers, in order; None where nothing is left out."""

    cells: NDArray[np.int64] | None = None
    where: Where | None = None
    """The filter that leaves them, as an engine of its own can carry it out."""
    _columns: Numbers | None = field(default=None, repr=False, compare=False)

    @cached_property
    def passages(self) -> NDArray[np.int64] | None:
        """The passages of the cells; they are not looked for before somebody wants them."""
        import numpy as np

        if self.cells is None or self._columns is None:
            return None
        # A cell's passages end where the next one's begin.
        bounds = self._columns["cell_passages"]
        firsts = np.asarray(bounds[self.cells], dtype=np.int64)
        return expand_ranges(firsts, np.asarray(bounds[self.cells + 1], dtype=np.int64) - firsts)

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
            What a cell must say, as :func:`word_stance` has it; none stands for all.
        """
        import numpy as np

        everyone = not respondents or len(set(respondents)) == len(store.respondents)
        if everyone and not questions:
            if not stances:
                return cls()
            return cls(_find_by_stance(store, stances), _where(store, None, None, stances), store.columns)
        columns = store.columns
        ranks = [] if everyone else sorted({store.ranks[r] for r in respondents})
        sources = [store.sources[rank] for rank in ranks]
        rows = None
        if questions:
            rows = [row for row, (_, id_, _) in store.questions.items() if is_wanted(id_, questions)]
            cells = np.sort(np.concatenate([columns.of("question_cells", "question_offsets", r) for r in rows]))
            if not everyone:
                bounds = [(s.first_cell, s.first_cell + s.cells) for s in sources]
                cells = np.concatenate([cells[slice(*np.searchsorted(cells, bound))] for bound in bounds])
        else:
            firsts = np.array([s.first_cell for s in sources], dtype=np.int64)
            cells = expand_ranges(firsts, np.array([s.cells for s in sources], dtype=np.int64))
        cells = cells.astype(np.int64)
        if stances:
            cells = np.intersect1d(cells, _find_by_stance(store, stances))
        return cls(cells, _where(store, None if everyone else ranks, rows, stances), columns)


def _where(store: Store, ranks: Sequence[int] | None, rows: Sequence[int] | None, stances: Collection[Stance]) -> Where:
    """Return a filter in words."""
    kinds = {row: store.forms[form].question(id_).kind for row, (form, id_, _) in store.questions.items() if stances}
    return Where(
        None if ranks is None else tuple(ranks),
        None if rows is None else tuple(rows),
        tuple(sorted(stances)) if stances else None,
        tuple(row for row, kind in kinds.items() if kind in ASKS_FOR_STANCE),
    )


def word_stance(kind: Kind, stance: Stance) -> str:
    """Return what a cell says as a reader is told: its stance; ``answered`` where its question asks for none.

    >>> word_stance("yesno", "no"), word_stance("open", "yes"), word_stance("choice", "blank")
    ('no', 'answered', 'blank')
    """
    return stance if kind in ASKS_FOR_STANCE or stance in ("blank", "unclear") else "answered"


def _find_by_stance(store: Store, stances: Collection[Stance]) -> NDArray[np.int64]:
    """Return the cells that say one of some stances, in order."""
    import numpy as np

    cells, said = store.stances(stances)
    asked = np.asarray(store.columns["cell_question"][cells], dtype=np.int64)
    kinds = {row: store.forms[form].question(id_).kind for row, (form, id_, _) in store.questions.items()}
    kept = [word_stance(kinds[row], stance) == stance for row, stance in zip(asked.tolist(), said, strict=True)]
    chosen: NDArray[np.int64] = cells[np.array(kept, dtype=bool)]
    return chosen


def is_wanted(question: str, wanted: Collection[str]) -> bool:
    """Return whether a question's id is among those wanted, or its group's is.

    >>> is_wanted("34.ai", ["34"]), is_wanted("34", ["34.ai"])
    (True, False)
    """
    return question in wanted or question.split(".", maxsplit=1)[0] in wanted
