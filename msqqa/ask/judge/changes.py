"""What changed from one wave of a form to another: the yes/no questions that one respondent answered otherwise."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.ask.judge.outcome import Change, Evidence, Found, Outcome, place_of
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.index.store import Store
    from msqqa.model import Cell, Plan

_DECIDED = ("yes", "no", "planned", "partial")


def changes(plan: Plan, store: Store) -> Outcome:
    """Compare the responses of one respondent, in the order of their editions, question by question.

    Only questions that read the same in both editions are compared, and only where both answers say something.
    """
    waves = sorted(plan.respondents, key=lambda id_: (store.respondents[id_].edition, id_))
    own = [_yes_no_cells(store, id_) for id_ in waves]
    found: list[Change] = []
    alike: list[Evidence] = []
    compared = 0
    for (earlier, before), (later, after) in pairwise(zip(waves, own, strict=True)):
        for asked in [asked for asked in before if asked in after]:
            (row_before, cell_before), (row_after, cell_after) = before[asked], after[asked]
            if cell_before.stance not in _DECIDED or cell_after.stance not in _DECIDED:
                continue
            compared += 1
            evidence = (_evidence(row_before, cell_before), _evidence(row_after, cell_after))
            if evidence[0] is None or evidence[1] is None:
                continue
            stances = (cell_before.stance, cell_after.stance)
            if stances[0] != stances[1]:
                found.append(Change((earlier, later), cell_after.question, stances, (evidence[0], evidence[1])))
            elif not alike:
                alike += [evidence[0], evidence[1]]
    shown = tuple(Found(id_, "matched", None, "stated", 0.0, _of(id_, found)) for id_ in waves)
    return Outcome(plan, compared > 0, shown, alike, changes=tuple(found), compared=compared)


def _yes_no_cells(store: Store, respondent: str) -> dict[str, tuple[int, Cell]]:
    """Return one response's yes/no cells by the folded words of their question."""
    source = store.sources[store.ranks[respondent]]
    form = store.form_of(source.path)
    kinds = {question.id: question.kind for question in form.questions}
    cells: dict[str, tuple[int, Cell]] = {}
    for row in range(source.first_cell, source.first_cell + source.cells):
        cell = store.cell(row)
        if kinds[cell.question] in ("yesno", "tick"):
            asked = " ".join(word.text for word in words(store.questions[store.question_of(row)][2]))
            cells[asked] = row, cell
    return cells


def _evidence(row: int, cell: Cell) -> Evidence | None:
    place = cell.answers[0] if cell.answers else place_of(cell)
    return None if place is None else Evidence(row, *place, 0.0)


def _of(respondent: str, found: Sequence[Change]) -> tuple[Evidence, ...]:
    return tuple(
        evidence
        for change in found
        for who, evidence in zip(change.waves, change.evidence, strict=True)
        if who == respondent
    )
