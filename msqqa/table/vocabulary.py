"""Words in the heads of columns that tell what these hold, in every language that has a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.languages import phrases
from msqqa.words import index_terms, slug

if TYPE_CHECKING:
    from msqqa.table.sheet import Column


def _words(*keys: str) -> frozenset[str]:
    """Return the words of some keys of the languages' ``[columns]``."""
    return frozenset(phrase for key in keys for phrase in phrases("columns", key))


NOUNS = _words("respondent")
"""What respondents are called."""
WHO = _words("respondent", "who")
CODE = _words("code")
WHAT = _words("question")
ANSWERS = _words("answer")
REMARKS = _words("remark")
GUIDANCE = _words("guidance")
"""What the form itself says beside a question: nobody's answer."""
EDITION = _words("edition")
GROUPS = _words("group")
SECTION = _words("section")
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def spell_out(name: str) -> str:
    """Return a name made of words without spaces as these words; anything else as it is.

    >>> spell_out("collectsPIIData"), spell_out("goes_to_school"), spell_out("Q2_1"), spell_out("GitHub")
    ('collects PII data', 'goes to school', 'Q2_1', 'GitHub')
    """
    if any(c.isspace() for c in name) or not name[:1].islower():
        return name
    pieces = _WORD.sub(" ", name).replace("_", " ").split()
    spelt = len(pieces) > 1 and all(piece.isalpha() for piece in pieces) and len(pieces[0]) > 1
    return " ".join(p if p.isupper() else p.lower() for p in pieces) if spelt else name


def head_words(column: Column) -> set[str]:
    """Return the words of a column's heads, in the singular."""
    text = _HUMP.sub(" ", f"{column.text} {column.code}")
    # In a script without spaces a head is found whole, or by two letters of it: 国家, 受访者.
    found = {*index_terms(text), slug(column.text)}
    return found | {w[:-1] for w in found if w.endswith("s")} | {f"{w[:-3]}y" for w in found if w.endswith("ies")}


def names_respondent(column: Column) -> bool:
    """Return whether a head asks who the respondent is: "Country", "What is the name of your organisation?".

    >>> from msqqa.table.sheet import Column
    >>> names_respondent(Column("Name of the ministry")), names_respondent(Column("Is there a ministry for it?"))
    (True, False)
    """
    head, length = head_words(column), len(column.text.split())
    return bool(head & WHO) and (
        length <= 3 or ("name" in head and bool(head & NOUNS | head & {"your"}) and length <= 10)
    )
