"""What the judge model tells: the labels of its heads, in the order of its outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Stance

SAMENESS = ("same", "narrower", "broader", "other")
"""What a claim is beside a yes/no question of the form: asked by it, a part of what it asks, more than that, or
something else."""
BEARING = ("yes", "no", "planned", "partial", "ended", "none")
"""What a sentence says on a claim; ``none`` where it does not tell."""
FACTUALITY = ("affirmed", "denied", "planned", "partial", "ended", "hypothetical", "not")
"""What a sentence says of its own matter, whatever is asked; ``not`` where it states nothing."""
HEADS: dict[str, tuple[str, ...]] = {"sameness": SAMENESS, "bearing": BEARING, "factuality": FACTUALITY}
TELLS = tuple(label for label in BEARING if label != "none")
"""What a sentence that tells on a claim may say."""
HAS = ("yes", "partial")
"""What says that something is there, at least in part."""


def choose_likeliest(likely: Sequence[float]) -> str:
    """Return the likeliest of ``TELLS``, of probabilities in the order of ``BEARING``."""
    return max(TELLS, key=lambda label: likely[BEARING.index(label)])


def stance_of(label: str) -> Stance:
    """Return the stance that a label is: what ended is there no more."""
    return "no" if label == "ended" else label  # type: ignore[return-value]
