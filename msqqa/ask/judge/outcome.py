"""What a plan came to: evidence, what it says of each respondent, and what else there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, overload

if TYPE_CHECKING:
    from msqqa.ask.retrieve.hits import CellHit, PassageHit
    from msqqa.model import Cell, Closed, Plan, Range, Review, Stance, Verdict
    from msqqa.model.statements import Statement


CITED = 500
"""Respondents whose closed answer is cited, each; of thousands who chose one option the others are only listed."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a cell that something rests on."""

    cell: int
    start: int
    end: int
    score: float
    sentence: str = ""
    """The sentence there that tells, as it reads, where one was judged."""


@dataclass(frozen=True, slots=True)
class RespondentVerdict:
    """What was found for one respondent."""

    respondent: str
    verdict: Verdict
    stance: Stance | None
    basis: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    denials: tuple[Evidence, ...] = ()
    """Those of the evidence that mention something only to say that it is not there."""
    reviewed: Review | None = None
    """The correction that verdict and stance are of."""
    undecided: tuple[str, ...] = ()
    """The claim's numbers and names that no evidence has, where that leaves the verdict open."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question that one respondent answered otherwise in a later edition."""

    responses: tuple[str, str]
    """The ids of the earlier and of the later response."""
    question: str
    stances: tuple[Stance, Stance]
    evidence: tuple[Evidence, Evidence]


@dataclass(frozen=True, slots=True)
class Revision:
    """What became of a question of the form from one edition to a later one."""

    how: Literal["reworded", "added", "dropped", "rewritten"]
    """``rewritten``: asked as before, and answered in other words, where the answer is neither yes nor no."""
    question: str
    asked: str
    """Its text in the edition in which it is asked; in the later one where it is asked in both."""
    before: str
    """Its text in the earlier edition, where it is reworded."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PlanResult:
    """What a plan came to."""

    plan: Plan
    """With what only the search could tell: the mode, the form's questions."""
    answered: bool
    found: tuple[RespondentVerdict, ...]
    """One for each respondent examined; matched first, then possible, rejected, none; best first."""
    nearest: Sequence[Evidence] = ()
    """Further passages, best first: what else bears on the question, or the nearest thing to an answer."""
    changes: tuple[AnswerChange, ...] = ()
    revisions: tuple[Revision, ...] = ()
    """What is otherwise between the first and the last edition that is no stance."""
    told: tuple[tuple[Statement, tuple[Evidence, ...]], ...] = ()
    """Of the corpus itself: what is told of it, and what that rests on."""
    by_claim: bool = False
    """Whether stances are on the claim that was asked, as sentences tell it, and not on a question of the form."""
    bearing: frozenset[int] = frozenset()
    """Rows of the cells whose own question bears on the claim that was asked."""
    closed: Closed | None = None
    """What closed answers come to, where they decide."""
    compared: int = 0
    """How many questions were compared to find them."""

    @property
    def matches(self) -> bool:
        """Whether anybody is in the set that was asked for."""
        return self.answered and any(one.verdict == "matched" for one in self.found)


class Best(Sequence[Evidence]):
    """The best passage of each of some cells, read when it is asked for: mostly the first few are."""

    def __init__(self, hits: Sequence[CellHit]) -> None:
        self._hits = hits

    def __len__(self) -> int:
        return len(self._hits)

    @overload
    def __getitem__(self, at: int) -> Evidence: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Evidence]: ...
    def __getitem__(self, at: int | slice) -> Evidence | Sequence[Evidence]:
        if isinstance(at, slice):
            return Best(self._hits[at])
        hit = self._hits[at]
        if hit.passages:
            return replace(evidence_of(hit.passages[0]), score=round_score(hit.score))
        place = place_of(hit.cell)
        assert place is not None  # or it would not be among them
        return Evidence(hit.row, *place, round_score(hit.score))


def evidence_of(hit: PassageHit) -> Evidence:
    """Return a passage as evidence."""
    passage = hit.passage
    return Evidence(hit.cell, passage.start, passage.end, round_score(hit.fit))


def place_of(cell: Cell) -> Range | None:
    """Return where a cell without an answer stands: its boxes, or the form's own words before it."""
    return cell.runs[0] if cell.runs else cell.anchor


def order_verdicts(found: Sequence[RespondentVerdict]) -> tuple[RespondentVerdict, ...]:
    """Return the matched first, then the possible, the rejected, and those of whom nothing was found; best first."""
    order = {"matched": 0, "possible": 1, "rejected": 2, "none": 3}
    return tuple(sorted(found, key=lambda f: (order[f.verdict], -f.score, f.respondent)))


_AND: tuple[Verdict, ...] = ("rejected", "none", "possible", "matched")
_OR: tuple[Verdict, ...] = ("matched", "possible", "none", "rejected")
"""Of several verdicts, the first that is among them holds for all, or for any."""
_WORST: tuple[Stance | None, ...] = ("no", "planned", "unclear", "blank", None, "partial", "yes")


def combine_verdicts(found: Sequence[RespondentVerdict], combine: Literal["and", "or"]) -> RespondentVerdict:
    """Return what several findings about one respondent come to.

    The stance of all together is the furthest from a yes, of any the nearest to one; its basis is that finding's.
    """
    verdict = next(v for v in (_AND if combine == "and" else _OR) if any(f.verdict == v for f in found))
    order = _WORST if combine == "and" else _WORST[::-1]
    decisive = min(found, key=lambda f: order.index(f.stance))
    evidence = tuple(dict.fromkeys(e for f in found for e in f.evidence))
    score = min(f.score for f in found)
    reviewed = decisive.reviewed or next((f.reviewed for f in found if f.reviewed is not None), None)
    return RespondentVerdict(
        decisive.respondent, verdict, decisive.stance, decisive.basis, score, evidence, reviewed=reviewed
    )


def top_score(evidence: Sequence[Evidence]) -> float:
    """Return the best score, 0 where there is none."""
    return max((e.score for e in evidence), default=0.0)


def round_score(score: float) -> float:
    """Return a score to four places: what a second machine, or another batch, would change is not shown."""
    return round(score, 4)
