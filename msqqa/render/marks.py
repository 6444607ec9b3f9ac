"""Marks for what a respondent says: each is told from the others in black and white too."""

from __future__ import annotations

MARKS = {
    "yes": "✓",
    "partial": "◐",
    "planned": "◷",
    "no": "✗",
    "answered": "≡",
    "unclear": "?",
    "blank": "·",
}
"""Stance → its mark; ``answered`` is of an answer that asks for no stance: it is neither a yes nor a no."""
CHOSEN = "●"
"""Under a respondent, beside an option that it chose."""
REVIEWED = "*"
"""Behind the mark of a cell that an analyst corrected."""
STYLES = {
    "yes": "green",
    "partial": "green",
    "planned": "yellow",
    "no": "red",
    "answered": "",
    "unclear": "magenta",
    "blank": "bright_black",
}
"""The same → its style in a terminal, in Rich's words; a colour only repeats a mark."""
