"""Who does the work of a build that can be done apart: files read and aligned, cells cut, texts encoded.

Every piece of it depends on nothing but what it is given, so that whoever does it, and how often, comes to the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Given = TypeVar("Given")
Made = TypeVar("Made")


class Work(Protocol):
    """Does pieces of work."""

    @property
    def apart(self) -> bool:
        """Whether it is done elsewhere: what is given is sent there, and what was made is sent back."""

    def map(self, do: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
        """Yield what each piece comes to, in order."""


class Here:
    """Does everything itself, one after the other."""

    apart = False

    def map(self, do: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
        """Yield what each piece comes to, in order."""
        return map(do, given)


HERE = Here()
