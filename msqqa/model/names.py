"""The values that fields of the model may have, each with what it means."""

from __future__ import annotations

from typing import Literal

Kind = Literal["yesno", "choice", "open", "tick", "group", "contact", "respondent"]
"""What a question asks for.

``tick`` is one box with a label and room for details; ``group`` has no cell of its own, only its parts have;
``respondent`` is the field that names who filled the form in.
"""
Stance = Literal["yes", "no", "planned", "partial", "blank", "unclear"]
"""What a cell says. ``blank``: nothing was answered, which is never a no; ``unclear``: something was, but it cannot be
told what, as where a tick is lost."""
Basis = Literal["ticked", "stated", "inferred"]
"""What a stance rests on: a box, the text's own yes or no, or only what the text goes on to tell."""
SelectionState = Literal["marked", "empty", "lost", "none"]
"""``empty``: the boxes are visible and none is marked; ``lost``: the source no longer shows which one was; ``none``:
the cell has no boxes."""
Category = Literal["front matter", "form text", "contact", "cell", "page debris"]
BlockKind = Literal["heading", "item", "paragraph", "table", "code", "html", "rule", "debris"]
"""``debris``: a running head or foot, a page's number; what repeats on the pages and is nobody's text."""
Holds = Literal["name", "title", "organization", "email", "phone", "ip", "address", "contact", "other"]
"""What stands in a contact's field; ``contact``: whatever tells who somebody is, as below "Completed by"."""
PERSONAL: frozenset[Holds] = frozenset({"name", "email", "phone", "ip", "address", "contact"})
"""What is withheld of these."""
Polarity = Literal["positive", "negative"]
"""Whether a set is of those that have something, or of those that have not."""
Verdict = Literal["matched", "possible", "rejected", "none"]
"""``matched``: in the set; ``possible``: near in meaning, shown but not counted; ``rejected``: there is evidence
against it; ``none``: examined, and nothing was found."""

STANCES: tuple[Stance, ...] = ("yes", "no", "planned", "partial", "blank", "unclear")
VERDICTS: tuple[Verdict, ...] = ("matched", "possible", "rejected", "none")
CATEGORIES: tuple[Category, ...] = ("front matter", "form text", "contact", "cell", "page debris")

Range = tuple[int, int]
