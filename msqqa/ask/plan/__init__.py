"""Of whom is it asked, and about which claims? A reading → a plan: names resolved, terms with what stands for them."""

from msqqa.ask.plan.filters import Filters
from msqqa.ask.plan.planner import Planner

__all__ = ["Filters", "Planner"]
