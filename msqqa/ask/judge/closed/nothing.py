"""Sets that closed answers do not decide: of nobody anything is told, and what comes nearest is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict
from msqqa.model.closed import Undecided
from msqqa.words import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.closed.links import Link
    from msqqa.index.store import Store
    from msqqa.model import Plan, SetPlan


def leave_undecided(plan: Plan, near: Sequence[Link], examined: Sequence[str], why: str = "") -> PlanResult:
    """Return an outcome that decides nothing, and names the questions that come nearest."""
    asked = tuple(link.question.asked for link in near)
    if not why:
        why = "it may be asked of several questions" if len(asked) > 1 else "no question with options is clearly meant"
    return decide_nothing(plan, Undecided(why, asked), examined)


def decide_nothing(plan: Plan, why: Undecided, examined: Sequence[str]) -> PlanResult:
    """Return an outcome that decides nothing of anybody."""
    nobody = tuple(RespondentVerdict(r, "none", None, "meaning", 0.0) for r in examined)
    return PlanResult(plan, False, nobody, closed=why)


def is_unknown(plan: SetPlan, store: Store) -> bool:
    """Return whether no word of what is asked for stands anywhere in the corpus.

    Of hundreds of short remarks some come near to anything, and how many do is no count of it.
    """
    return all(store.stem(word) is None for word in stems(" ".join(plan.terms)))
