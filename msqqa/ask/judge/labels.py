"""What the judge model tells: the labels of its heads, in the order of its outputs."""

from __future__ import annotations

SAMENESS = ("same", "narrower", "broader", "other")
"""What a claim is beside a yes/no question of the form: asked by it, a part of what it asks, more than that, or
something else."""
BEARING = ("yes", "no", "planned", "partial", "ended", "none")
"""What a sentence says on a claim; ``none`` where it does not tell."""
FACTUALITY = ("affirmed", "denied", "planned", "partial", "ended", "hypothetical", "not")
"""What a sentence says of its own matter, whatever is asked; ``not`` where it states nothing."""
HEADS: dict[str, tuple[str, ...]] = {"sameness": SAMENESS, "bearing": BEARING, "factuality": FACTUALITY}
