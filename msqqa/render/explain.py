"""How a question was read, in words: what ``--explain`` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.model import SetPlan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.model import Answer


def explain_reading(answer: Answer) -> Iterator[str]:
    """Yield, line by line, how a question was read."""
    plan = answer.plan
    yield f"plan: {plan.operator}" + (f" by {plan.mode}, {plan.polarity}" if isinstance(plan, SetPlan) else "")
    yield f"  respondents: {', '.join(plan.respondents) or 'all'}"
    yield f"  questions: {', '.join(plan.questions) or 'all'}"
    yield f"  terms: {f' {plan.combine} '.join(' | '.join(c.terms) for c in plan.concepts) or 'none'}"
    yield f"  asks for: {plan.asks}"
    yield f"  encoded as: {plan.text}"
    for reason in plan.reasons:
        yield f"  {reason}"
