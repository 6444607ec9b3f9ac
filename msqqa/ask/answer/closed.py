"""What closed answers come to → typed statements, each with citations of answers that it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.errors import InternalError
from msqqa.model.closed import Aggregated, Choice, Tallied
from msqqa.model.statements import ChoiceStatement, Member, NumberStatement, TallyStatement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from msqqa.ask.judge.outcome import Evidence, PlanResult, RespondentVerdict
    from msqqa.model.statements import Statement

_CITED = 5
"""Answers that a count cites; each respondent's own is cited with it."""


def statements_of(outcome: PlanResult, cite: Callable[[Evidence], int], names: Mapping[str, str]) -> list[Statement]:
    """Return the statements of an outcome that closed answers decide.

    Parameters
    ----------
    outcome:
        With what they come to.
    cite:
        Numbers a citation.
    names:
        Respondent's id → its name.
    """

    def members(ids: Iterable[str]) -> tuple[Member, ...]:
        return tuple(Member(id=id_, name=names[id_]) for id_ in ids)

    closed = outcome.closed
    matched = [f for f in outcome.found if f.verdict == "matched"]
    if isinstance(closed, Tallied):
        return [TallyStatement(tally=closed, citations=_number_citations(outcome.found, cite))]
    if isinstance(closed, Aggregated):
        named = members(figure.respondent for figure in closed.figures)
        apart = members(each.respondent for each in closed.apart)
        # Every number that is told is cited; of an average over a column a few are.
        shown = [f for f in outcome.found if f.verdict in ("matched", "possible")]
        cited = _number_citations(shown, cite, len(shown)) if closed.figures else _number_citations(matched, cite)
        return [NumberStatement(aggregate=closed, members=named, apart=apart, citations=cited)]
    if not isinstance(closed, Choice):
        raise InternalError(f"closed answers decide nothing: {closed}")
    # That nobody did rests on what was answered instead.
    telling = matched or [f for f in outcome.found if f.evidence] or list(outcome.found)
    own = members(f.respondent for f in matched)
    found: list[Statement] = [
        ChoiceStatement(part="matched", choice=closed, members=own, citations=_number_citations(telling, cite))
    ]
    possible = [f for f in outcome.found if f.verdict == "possible"]
    if possible:
        others = members(f.respondent for f in possible)
        found.append(
            ChoiceStatement(part="possible", choice=closed, members=others, citations=_number_citations(possible, cite))
        )
    return found


def _number_citations(
    found: Iterable[RespondentVerdict], cite: Callable[[Evidence], int], most: int = _CITED
) -> tuple[int, ...]:
    numbers: dict[int, None] = {}
    for one in found:
        if len(numbers) >= most:
            break
        numbers.update((cite(e), None) for e in one.evidence)
    return tuple(numbers)
