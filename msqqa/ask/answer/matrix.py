"""The matrix itself: respondents × questions, each cell with its stance and the place that it rests on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.ask.answer import data_frames
from msqqa.ask.answer.cite import citation
from msqqa.ask.answer.matrix_cells import Cells, MatrixCell, MatrixQuestion
from msqqa.ask.judge.outcome import place_of
from msqqa.ask.judge.reviewed import Reviews
from msqqa.ask.retrieve.scope import is_wanted, word_stance
from msqqa.extras import import_extra
from msqqa.table.values import is_blank
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd
    import polars as pl

    from msqqa.index.open import Index
    from msqqa.model import Cell, Respondent


WORDS = ("yes", "partial", "planned", "no", "answered", "unclear", "blank")
"""What an entry may say, in the order of a legend."""


@dataclass(frozen=True, repr=False)
class Matrix:
    """Respondents × questions."""

    corpus: str
    respondents: tuple[Respondent, ...]
    questions: tuple[MatrixQuestion, ...]
    entries: Cells
    beside: tuple[str, ...] = ()
    """What the forms ask besides: the texts of the questions that are no column."""

    def entry(self, respondent: Respondent, question: MatrixQuestion) -> MatrixCell | None:
        """Return the cell of a respondent and a question."""
        return self.entries.get((respondent.id, question.row))

    def to_pandas(self, *, tall: bool = False) -> pd.DataFrame:
        """Return the matrix as a frame of pandas.

        Parameters
        ----------
        tall:
            Whether it has a row for each cell, with its evidence: :func:`msqqa.ask.answer.data_frames.tall_rows`. Else
            it has a row for each respondent and a column for each question, and the respondents' ids are its index:
            :func:`msqqa.ask.answer.data_frames.wide_rows`.

        Raises
        ------
        ExtraError
            If pandas is not installed.
        """
        parts = self.respondents, self.questions, self.entries
        frame = import_extra("pandas", "pandas", "to_pandas").DataFrame
        # Pages are whole numbers, and missing in formats without pages.
        if tall:
            return frame(data_frames.tall_rows(*parts)).astype({"page": "Int64"})
        return frame(data_frames.wide_rows(*parts)).set_index("respondent")

    def to_polars(self, *, tall: bool = False) -> pl.DataFrame:
        """Return the matrix as a frame of Polars, with the columns of :meth:`to_pandas`; ``respondent`` is one of them.

        Raises
        ------
        ExtraError
            If Polars is not installed.
        """
        made = import_extra("polars", "polars", "to_polars")
        parts = self.respondents, self.questions, self.entries
        columns = data_frames.tall_rows(*parts) if tall else data_frames.wide_rows(*parts)
        # The types are told, as a column may hold nothing to tell them by.
        types = dict.fromkeys(columns, made.String)
        if tall:
            types |= dict.fromkeys(("options", "groups"), made.List(made.String)) | {"page": made.Int64}
        frame: pl.DataFrame = made.DataFrame(columns, schema=types)
        return frame

    def __repr__(self) -> str:
        return f"<msqqa.Matrix {self.title}>"

    @property
    def title(self) -> str:
        """What it is of, and how large it is."""
        people, questions = len(self.respondents), len(self.questions)
        return f"{self.corpus}: {people} respondent{'s' * (people != 1)}, {questions} question{'s' * (questions != 1)}"

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that its entries say, in the order of a legend."""
        said = {entry.word for entry in self.entries.values()}
        return tuple(word for word in WORDS if word in said)

    def of_question(self, question: MatrixQuestion) -> Counter[str]:
        """Return how many respondents say each word to a question."""
        entries = (self.entry(person, question) for person in self.respondents)
        return Counter(entry.word for entry in entries if entry is not None)

    def of_respondent(self, respondent: Respondent) -> Counter[str]:
        """Return to how many questions a respondent says each word."""
        entries = (self.entry(respondent, question) for question in self.questions)
        return Counter(entry.word for entry in entries if entry is not None)

    def count_choices(self, question: MatrixQuestion) -> Counter[str]:
        """Return how many respondents chose each option of a question, in the form's order; only options so chosen."""
        entries = (self.entry(person, question) for person in self.respondents)
        counted = Counter(option for entry in entries if entry is not None for option in entry.options)
        order = {option: n for n, option in enumerate(question.options)}
        return Counter({o: counted[o] for o in sorted(counted, key=lambda o: order.get(o, len(order)))})


def matrix(
    index: Index, respondents: Collection[str] = (), questions: Collection[str] = (), *, whole: bool = False
) -> Matrix:
    """Return the matrix of an index.

    Parameters
    ----------
    index:
        The index.
    respondents:
        Ids of those that are wanted; none stands for all.
    questions:
        Ids of the questions that are wanted, or of groups of them; none stands for all.
    whole:
        Whether entries hold all passages of an answer, not only the one that is cited.

    Raises
    ------
    VerdictsError
        If an analyst's correction is not valid.
    """
    Reviews(index).current()
    store = index.store
    people = tuple(r for r in store.respondents.values() if not respondents or r.id in respondents)
    columns = _columns(index, questions)
    entries: Cells = {}
    chosen = {row: _collect_choices(index, question) for row, question in columns.items()}
    for person in people:
        source = store.sources[store.ranks[person.id]]
        numbers = range(source.first_cell, source.first_cell + source.cells)
        wanted = [n for n in numbers if store.question_of(n) in columns]
        store.load_cells(wanted)
        store.load_passages(p for n in wanted for p in store.passages_of(n)[: None if whole else 1])
        for n in wanted:
            question = columns[store.question_of(n)]
            entries[person.id, question.row] = _entry(
                index, n, question, len(entries) + 1, chosen[question.row], whole=whole
            )
    used = {row for _, row in entries}
    shown = tuple(q for row, q in columns.items() if row in used)
    beside = tuple(text for row, (_, _, text) in store.questions.items() if row not in used)
    return Matrix(index.manifest.corpus, people, shown, entries, beside)


def _columns(index: Index, wanted: Collection[str]) -> dict[int, MatrixQuestion]:
    found = {}
    for row, (form_id, id_, text) in index.store.questions.items():
        if wanted and not is_wanted(id_, wanted):
            continue
        form = index.store.forms[form_id]
        question = form.question(id_)
        section = next((s.title for s in form.sections if s.id == question.section), "")
        found[row] = MatrixQuestion(row, form_id, id_, text, question.kind, section, question.options)
    return found


def _entry(
    index: Index, number: int, question: MatrixQuestion, n: int, chosen: Mapping[int, tuple[str, ...]], *, whole: bool
) -> MatrixCell:
    store, cell = index.store, index.store.cell(number)
    place = _place(index, number, cell)
    cited = None if place is None else citation(index, number, *place, n=n)
    further = tuple(store.passage(p).text for p in store.passages_of(number)[1:]) if whole else ()
    word = word_stance(question.kind, cell.stance)
    options: tuple[str, ...] = ()
    if question.kind == "choice":
        options = cell.selection.options or chosen.get(number, ())
    return MatrixCell(cell.stance, cell.basis, cell.selection.state, word, options, cited, further, cell.reviewed)


def _collect_choices(index: Index, question: MatrixQuestion) -> dict[int, tuple[str, ...]]:
    """Return which options the cells of a choice question hold, by the cells' numbers, as its type reads them."""
    column = index.store.types.get(question.row)
    if question.kind != "choice" or column is None:
        return {}
    known = {fold(squeeze(option)): option for option in (*column.options, *question.options)}
    found = {}
    for answer in index.store.answers_of(question.row):
        if answer.value is not None and not is_blank(answer.value) and answer.selection == "none":
            read = (fold(squeeze(option)) for option in column.find_options(answer.value))
            found[answer.cell] = tuple(known[key] for key in read if key in known)
    return found


def _place(index: Index, number: int, cell: Cell) -> tuple[int, int] | None:
    for first in index.store.passages_of(number)[:1]:
        passage = index.store.passage(first)
        return passage.start, passage.end
    place = place_of(cell)
    return None if place is None or cell.hides(*place) else place
