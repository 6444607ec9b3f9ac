"""What a caller fixes before a question is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msqqa.model import Mode, Operator, Polarity


@dataclass(frozen=True, slots=True)
class Filters:
    """What the caller fixed beforehand; each part overrides what the question says."""

    respondents: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    operator: Operator | None = None
    mode: Mode | None = None
    polarity: Polarity | None = None
    terms: tuple[str, ...] = ()
    """What a set is about, each a concept of its own."""
