"""A reading → a plan: names resolved, claims with the words that stand for them, one dataclass an operator."""

from msqqa.ask.plan.filters import Filters
from msqqa.ask.plan.planner import Planner

__all__ = ["Filters", "Planner"]
