"""What ``show`` may be asked for → citations: a cited place, a whole answer, everybody's, everything of one respondent.

A target is a citation's id; a citation's number in the last answer; ``RESPONDENT/QUESTION``; a question's number; or a
respondent's id or name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.answer.cite import citation, find, is_citation
from msqqa.ask.plan.subjects import respondent_called
from msqqa.errors import CitationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msqqa.index.open import Index
    from msqqa.model import Citation


def places(index: Index, target: str, last: Sequence[str] = (), *, contacts: bool = False) -> list[Citation]:
    """Return the citations that a target means, in the order of the corpus, numbered from 1.

    Parameters
    ----------
    index:
        Of which corpus.
    target:
        As it was typed.
    last:
        The citations' ids of the last answer, by their numbers: a bare number means one of them first.
    contacts:
        Whether names and addresses of contact fields may be shown.

    Raises
    ------
    CitationError
        If it means nothing in this index.
    """
    target = target.strip()
    if is_citation(target):
        return [find(index, target, contacts=contacts)]
    if target.isdecimal() and 1 <= int(target) <= len(last):
        return [find(index, last[int(target) - 1], contacts=contacts)]
    cells = list(_cells(index, target))
    if not cells:
        raise CitationError(
            f"{target!r} is no citation, cell, question or respondent of {index.manifest.corpus}",
            "give a citation as answers print it, RESPONDENT/QUESTION as in mongolia/41, or one of the two; "
            "msqqa info lists them",
        )
    parts = [(row, *place) for row in cells for place in _parts(index, row, contacts=contacts)]
    return [citation(index, row, a, b, n=n, contacts=contacts) for n, (row, a, b) in enumerate(parts, 1)]


def _cells(index: Index, target: str) -> Iterable[int]:
    """Yield the rows of the cells that a target means."""
    store = index.store
    named, parted, asked = target.rpartition("/")
    question, respondent = target.lower(), respondent_called(store, target)
    if parted and respondent is None:
        respondent = respondent_called(store, named)
        row = None if respondent is None else store.find_cell(respondent, asked.lower())
        return [] if row is None else [row]
    whose = list(store.respondents) if respondent is None else [respondent]
    ids = list(dict.fromkeys(id_ for _, id_, _ in store.questions.values()))
    if respondent is None:  # a question, and its parts with it
        ids = [id_ for id_ in ids if id_ == question or id_.startswith(f"{question}.")]
    found = (store.find_cell(who, id_) for who in whose for id_ in ids)
    return [row for row in found if row is not None]


def _parts(index: Index, row: int, *, contacts: bool) -> list[tuple[int, int]]:
    """Return what a cell holds, run by run; of one that holds nothing, where the form asks."""
    cell = index.store.cell(row)
    runs = sorted((*cell.runs, *cell.withheld)) if contacts else list(cell.runs)
    return runs or ([cell.anchor] if cell.anchor is not None else [])
