"""What a language model, which the user brought, says beside an answer; nothing of it decides or is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Guess = Literal["yes", "no", "unclear"]
"""What a language model says of a respondent."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """A sentence of the model that was checked against the citations that it names."""

    text: str
    """Without the marks of its citations."""
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence of the model that did not pass the check, and is not shown."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model says of one possible respondent; it is never counted."""

    id: str
    name: str
    says: Guess
    citations: tuple[int, ...]
    """What it was shown."""


@dataclass(frozen=True, slots=True)
class Beside:
    """All that a language model says beside an answer."""

    model: str
    """Its name."""
    where: str
    """Where it runs: the address that was asked, or the model's file."""
    sent: int
    """How many characters it was sent."""
    sentences: tuple[Reworded, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    problem: str = ""
    """Why it says nothing, or no more; empty where all went well."""
