"""Plans of sets as closed answers read them: of one thing, of a yes/no question, of another operator."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from msqqa.ask.judge.closed.match import LinkQuery
from msqqa.ask.judge.restrictions import find_condition
from msqqa.model import Count, Plan, SetPlan, Which
from msqqa.table.values import classify_value

if TYPE_CHECKING:
    from msqqa.ask.judge.closed.links import Link
    from msqqa.ask.judge.closed.questions import ClosedQuestion
    from msqqa.model import Concept, Polarity


def of_question(plan: SetPlan, link: Link) -> SetPlan:
    """Return the plan of a yes/no question, of those who say no where the asker denies it."""
    polarity: Polarity = "negative" if link.denied else plan.polarity
    concepts = tuple(replace(c, polarity=polarity, questions=(link.question.id,)) for c in plan.concepts)
    return replace(plan, polarity=polarity, concepts=concepts, questions=(link.question.id,), undecided="", sought=None)


def may_be_sought(plan: SetPlan, question: ClosedQuestion) -> bool:
    """Return whether a question's yes or no may be what is asked: of a plan only, where it has an answer for plans."""
    told = {classify_value(option) for option in question.column.options}
    return plan.sought is None or (plan.sought not in told and bool(question.column.options))


def link_query(plan: SetPlan, concept: Concept) -> LinkQuery:
    """Return what is looked for of one thing of a plan."""
    own = " ".join(concept.terms)
    text = " ".join((own, *plan.beside, *plan.nouns))
    denied = concept.polarity == "negative"
    narrowed = find_condition(plan)
    return LinkQuery(text, own, denied=denied, options=(own,), within=plan.questions, narrowed=narrowed)


def as_set(plan: Plan) -> SetPlan:
    """Return the plan of the respondents whom a question about them asks for by an option: "who is just looking"."""
    shared = copy_fields(plan)
    return Count(**shared) if plan.asks == "number" else Which(**shared)


def copy_fields(plan: Plan) -> dict[str, Any]:
    """Return what every plan has, of one, by its fields' names: to make a plan of another kind."""
    return {field.name: getattr(plan, field.name) for field in fields(Plan)}
