"""Lookup tables: a table that gives another one its texts, a key and a text in each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.table.values import Profile, is_blank, profile
from msqqa.table.vocabulary import ANSWERS, head_words
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.table.sheet import Sheet

_DISTINCT = 0.95
"""Share of rows that have a key of their own, at least."""


def texts_for(sheet: Sheet, keys: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns of a table that give a text for most of some keys: (key, text); None where it gives none."""
    wanted = {fold(squeeze(key)) for key in keys if not is_blank(key)}
    # A table of few rows gives few texts: of many files of a record each, no two need be compared.
    if not wanted or len(sheet.columns) < 2 or len(sheet.rows) < 0.6 * len(wanted):
        return None
    profiles: list[Profile] = []
    for key in range(len(sheet.columns)):
        there = {fold(squeeze(value)) for value in sheet.column(key)}
        if len(there & wanted) < 0.6 * len(wanted):
            continue
        profiles = profiles or [profile(sheet.column(at)) for at in range(len(sheet.columns))]
        if profiles[key].distinct < _DISTINCT * len(sheet.rows):
            continue
        texts = [
            at
            for at, p in enumerate(profiles)
            if at != key and not p.closed and p.length > profiles[key].length and p.filled >= 0.6 * len(sheet.rows)
        ]
        if texts:
            return key, max(texts, key=lambda at: profiles[at].length)
    return None


def holds_answers(sheet: Sheet) -> bool:
    """Return whether a table has a column of a yes or a no, or a head that speaks of answers."""
    closed = any(profile(sheet.column(at)).closed for at in range(len(sheet.columns)))
    return closed or any(head_words(column) & ANSWERS and len(column.text.split()) == 1 for column in sheet.columns)
