"""What a system made of a question, whichever system it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from msqqa.evaluate.questions import GoldQuestion
    from msqqa.model import Answer


@dataclass(frozen=True, slots=True)
class SystemResponse:
    """What a system made of a question."""

    ranked: tuple[str, ...]
    """The cells it shows, ``respondent/question``, best first, each once."""
    refused: bool
    """Whether it says that the corpus does not hold the answer."""
    members: frozenset[str] | None
    """The respondents of the set that it claims; None where it claims none."""
    seconds: float
    answer: Answer | None = None
    """msqqa's whole answer, for what only msqqa claims: stances, citations, coverage."""

    @property
    def cells(self) -> tuple[str, ...]:
        """What is offered as an answer: nothing where that is refused."""
        return () if self.refused else self.ranked


@dataclass(frozen=True, slots=True)
class EvaluatedQuestion:
    """A question with what a system made of it."""

    gold: GoldQuestion
    response: SystemResponse


class System(Protocol):
    """Something that answers questions over a corpus."""

    @property
    def name(self) -> str:
        """As reports call it."""

    def answer(self, question: str) -> SystemResponse:
        """Answer a question."""
