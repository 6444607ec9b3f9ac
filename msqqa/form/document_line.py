"""A line of a document, as it is compared with a form's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line of the document that has words."""

    start: int
    """Where it begins, or the line above that prints its number."""
    end: int
    """Where the next line begins."""
    box: tuple[int, int] | None
    number: str | None
    first: int
    """The stream's first word after the line's marks and number."""
