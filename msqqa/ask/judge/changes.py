"""What changed from one edition of a form to another: what one respondent answered, or was asked, otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from msqqa.ask.judge.outcome import AnswerChange, Evidence, PlanResult, RespondentVerdict, Revision, place_of
from msqqa.markdown_marks import strip_markdown
from msqqa.words import squeeze, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from msqqa.index.store import Store
    from msqqa.model import Cell, Plan

_DECIDED = ("yes", "no", "planned", "partial")
_HOW = ("reworded", "added", "dropped", "rewritten")
_SAME_QUESTION = 70
"""Likeness of two questions' words, of 100, from which one is the other reworded."""


def changes(plan: Plan, store: Store) -> PlanResult:
    """Compare the responses of one respondent, in the order of their editions, question by question.

    Stances are compared of questions that read the same in both editions, and only where both answers say something.
    What was reworded, added or dropped is told between the first and the last response, as each of them prints it.
    """
    responses = sorted(plan.respondents, key=lambda id_: (store.respondents[id_].edition, id_))
    own = [_yes_no_cells(store, id_) for id_ in responses]
    found: list[AnswerChange] = []
    alike: list[Evidence] = []
    compared = 0
    for (earlier, before), (later, after) in pairwise(zip(responses, own, strict=True)):
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
                found.append(AnswerChange((earlier, later), cell_after.question, stances, (evidence[0], evidence[1])))
            elif not alike:
                alike += [evidence[0], evidence[1]]
    shown = tuple(
        RespondentVerdict(id_, "matched", None, "stated", 0.0, _collect_evidence(id_, found)) for id_ in responses
    )
    revisions = tuple(_revisions(store, responses[0], responses[-1], {change.question for change in found}))
    answered = compared > 0 or bool(revisions)
    return PlanResult(plan, answered, shown, alike, changes=tuple(found), revisions=revisions, compared=compared)


@dataclass(frozen=True, slots=True)
class _ResponseQuestion:
    """A question as one response holds it."""

    row: int
    cell: Cell
    text: str
    """As the response prints it; of a part, as the form has it."""
    is_open: bool

    @property
    def folded(self) -> str:
        """Its words, without the years and figures that each edition has of its own."""
        return " ".join(word.text for word in words(self.text) if not word.text.isdigit())


def _revisions(store: Store, first: str, last: str, changed: Container[str]) -> Iterator[Revision]:
    """Yield what became of the questions of the first response in the last one, in the order of the form."""
    before, after = _asked_of(store, first), _asked_of(store, last)
    left = dict(enumerate(before))
    told: list[Revision] = []
    for asked in after:
        at = _counterpart(asked, left)
        if at is None:
            told.append(_revision("added", (asked,)))
            continue
        earlier = left.pop(at)
        if earlier.folded != asked.folded:
            told.append(_revision("reworded", (earlier, asked)))
        elif (
            asked.is_open
            and asked.cell.question not in changed
            and _answer_words(store, earlier) != _answer_words(store, asked)
        ):
            told.append(_revision("rewritten", (earlier, asked)))
    told += [_revision("dropped", (asked,)) for asked in left.values()]
    order = {how: n for n, how in enumerate(_HOW)}
    yield from sorted(told, key=lambda revision: order[revision.how])


def _counterpart(asked: _ResponseQuestion, left: Mapping[int, _ResponseQuestion]) -> int | None:
    """Return which of the earlier questions a later one is, whatever it is called by now; None where none is."""
    from rapidfuzz.fuzz import token_sort_ratio

    near = {
        at: 100.0 if other.folded == asked.folded else token_sort_ratio(other.folded, asked.folded)
        for at, other in left.items()
    }
    best = max(near, key=lambda at: (near[at], -at), default=None)
    return best if best is not None and near[best] >= _SAME_QUESTION else None


def _revision(
    how: Literal["reworded", "added", "dropped", "rewritten"], those: Sequence[_ResponseQuestion]
) -> Revision:
    evidence = tuple(e for one in those if (e := _evidence(one.row, one.cell)) is not None)
    before = those[0].text if how == "reworded" else ""
    return Revision(how, those[-1].cell.question, those[-1].text, before, evidence)


def _answer_words(store: Store, asked: _ResponseQuestion) -> list[str]:
    """Return the words of an answer."""
    return [w.text for start, end in asked.cell.answers for w in words(store.quote(asked.row, start, end)[0])]


def _asked_of(store: Store, respondent: str) -> list[_ResponseQuestion]:
    """Return the questions that one response holds, contacts and names left out."""
    source = store.sources[store.ranks[respondent]]
    form = store.form_of(source.path)
    found = []
    for row in range(source.first_cell, source.first_cell + source.cells):
        cell = store.cell(row)
        question = form.question(cell.question)
        if question.kind in ("contact", "respondent", "group"):
            continue
        text = form.full_text(question)
        if question.parent is None and cell.anchor is not None:
            text = strip_markdown(store.quote(row, *cell.anchor)[0]) or text
        text = text.replace("[", "(").replace("]", ")")  # square brackets are an answer's own marks
        found.append(_ResponseQuestion(row, cell, squeeze(text), question.kind not in ("yesno", "tick")))
    return found


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


def _collect_evidence(respondent: str, found: Sequence[AnswerChange]) -> tuple[Evidence, ...]:
    return tuple(
        evidence
        for change in found
        for who, evidence in zip(change.responses, change.evidence, strict=True)
        if who == respondent
    )
