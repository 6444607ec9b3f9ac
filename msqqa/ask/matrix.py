"""The matrix itself: respondents × questions, each cell with its stance and the place that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.ask.cite import citation
from msqqa.ask.outcome import place_of
from msqqa.ask.scope import is_wanted

if TYPE_CHECKING:
    from collections.abc import Collection

    from msqqa.index.open import Index
    from msqqa.model import Basis, Cell, Citation, Kind, Respondent, SelectionState, Stance

_DECIDED = ("yesno", "tick")


@dataclass(frozen=True, slots=True)
class Asked:
    """A column: a question as the form asks it."""

    row: int
    """Its number in the index."""
    form: str
    id: str
    text: str
    kind: Kind
    section: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell as the matrix shows it."""

    stance: Stance
    basis: Basis
    selection: SelectionState
    decided: bool
    """Whether the question asks for a yes or a no; of another, ``yes`` says only that it is answered."""
    citation: Citation | None
    """The first of its passages, or where its answer would stand; None where nothing may be shown."""

    @property
    def word(self) -> str:
        """What is shown: the stance; of a question that asks for no stance, whether it is answered."""
        return self.stance if self.decided or self.stance != "yes" else "answered"


WORDS = ("yes", "partial", "planned", "no", "answered", "unclear", "blank")
"""What an entry may say, in the order of a legend."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Respondents × questions."""

    corpus: str
    respondents: tuple[Respondent, ...]
    questions: tuple[Asked, ...]
    entries: dict[tuple[str, int], Entry]
    """(respondent's id, question's row) → its cell; absent where the respondent's form has no such question."""

    def entry(self, respondent: Respondent, question: Asked) -> Entry | None:
        """Return the cell of a respondent and a question."""
        return self.entries.get((respondent.id, question.row))


def matrix(index: Index, respondents: Collection[str] = (), questions: Collection[str] = ()) -> Matrix:
    """Return the matrix of an index.

    Parameters
    ----------
    index:
        The index.
    respondents:
        Ids of those that are wanted; none stands for all.
    questions:
        Ids of the questions that are wanted, or of groups of them; none stands for all.
    """
    store = index.store
    people = tuple(r for r in store.respondents.values() if not respondents or r.id in respondents)
    columns = _columns(index, questions)
    entries: dict[tuple[str, int], Entry] = {}
    for person in people:
        source = store.sources[store.ranks[person.id]]
        numbers = range(source.first_cell, source.first_cell + source.cells)
        wanted = [n for n in numbers if store.question_of(n) in columns]
        store.load_cells(wanted)
        store.load_passages(p for n in wanted for p in store.passages_of(n)[:1])
        for n in wanted:
            question = columns[store.question_of(n)]
            entries[person.id, question.row] = _entry(index, n, question, len(entries) + 1)
    used = {row for _, row in entries}
    return Matrix(index.manifest.corpus, people, tuple(q for row, q in columns.items() if row in used), entries)


def _columns(index: Index, wanted: Collection[str]) -> dict[int, Asked]:
    found = {}
    for row, (form_id, id_, text) in index.store.questions.items():
        if wanted and not is_wanted(id_, wanted):
            continue
        form = index.store.forms[form_id]
        question = form.question(id_)
        section = next((s.title for s in form.sections if s.id == question.section), "")
        found[row] = Asked(row, form_id, id_, text, question.kind, section)
    return found


def _entry(index: Index, number: int, question: Asked, n: int) -> Entry:
    cell = index.store.cell(number)
    place = _place(index, number, cell)
    cited = None if place is None else citation(index, number, *place, n=n)
    return Entry(cell.stance, cell.basis, cell.selection.state, question.kind in _DECIDED, cited)


def _place(index: Index, number: int, cell: Cell) -> tuple[int, int] | None:
    for first in index.store.passages_of(number)[:1]:
        passage = index.store.passage(first)
        return passage.start, passage.end
    place = place_of(cell)
    return None if place is None or cell.hides(*place) else place
