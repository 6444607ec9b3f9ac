"""Texts of a form, cut to what an answer has room for."""

from __future__ import annotations

from msqqa.words import squeeze

_SHOWN = 110
"""Characters of a question of the form that an answer shows."""


def shortened(text: str) -> str:
    """Return a question of the form as an answer shows it: in one line, cut between words."""
    text = squeeze(text).replace("“", "'").replace("”", "'")
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"
