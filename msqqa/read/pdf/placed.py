"""A word in its place on a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class PlacedWord:
    """Characters without white space, on one line."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    """Of the font, in points."""
    bold: bool
    field: bool = False
    """Whether it is the value of a form field; then it may hold spaces and line ends."""
    tilted: bool = False
    """Whether it runs otherwise than the page's text."""
    parted: bool = True
    """Whether the file draws white space before it."""
