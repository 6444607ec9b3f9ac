"""What the matrix is made of: its columns, which are questions, and its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msqqa.model import Basis, Citation, Kind, Review, SelectionState, Stance


@dataclass(frozen=True, slots=True)
class MatrixQuestion:
    """A column: a question as the form asks it."""

    row: int
    """Its number in the index."""
    form: str
    id: str
    text: str
    kind: Kind
    section: str
    options: tuple[str, ...] = ()
    """Between which the form lets choose, in its order."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell as the matrix shows it."""

    stance: Stance
    basis: Basis
    selection: SelectionState
    word: str
    """What is shown: the stance; of a question that asks for no yes or no, whether it is answered."""
    options: tuple[str, ...]
    """Which of several options are chosen, as the form words them."""
    citation: Citation | None
    """The first of its passages, or where its answer would stand; None where nothing may be shown."""
    further: tuple[str, ...] = ()
    """Its other passages, for reading; only where the whole answer was asked for."""
    reviewed: Review | None = None
    """The correction that the stance is of, where an analyst made one."""

    @property
    def label(self) -> str:
        """The word, or in its place the options that are known to be chosen."""
        return "; ".join(self.options) or self.word

    @property
    def marked(self) -> str:
        """What an export says: the same, marked where an analyst corrected it."""
        return f"{self.label} (reviewed)" if self.reviewed else self.label

    @property
    def rests_on(self) -> str:
        """The basis of the stance, or the analyst's reason."""
        return self.reviewed.words if self.reviewed else self.basis


Cells = dict[tuple[str, int], MatrixCell]
"""(respondent's id, question's row) → its cell; absent where the respondent's form has no such question."""
