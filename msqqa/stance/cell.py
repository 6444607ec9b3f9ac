"""Stance: what a cell says, and on what basis.

A mark decides where one survives and the text does not contradict it. Without a mark the text's own beginning decides
("No, …", "Not yet: a bill is before parliament"); otherwise details under a question that asks for details "if yes"
infer a yes. Only the opening of an answer is read for such words: further down they speak of something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.stance.openings import classify_opening, declines
from msqqa.stance.wording import says_none, says_nothing
from msqqa.words import words

if TYPE_CHECKING:
    from msqqa.model import Basis, Kind, Selection, Stance

_ASIDE = re.compile(r"\s*+\([^()]*+\)(?:\s*+[.;])?\s*+")
_DASH = re.compile(r"[\s*_]*[-–—‒―−/.]{1,3}[\s*_]*")
"""What somebody writes who leaves a field out."""


def stance_of(kind: Kind, selection: Selection, details: str, stated: str | None = None) -> tuple[Stance, Basis]:
    """Return what a cell says.

    Parameters
    ----------
    kind:
        The question's kind.
    selection:
        What is marked.
    details:
        The cell's text without its boxes and options.
    stated:
        For a choice, the option beside which something is written although no mark survives.
    """
    if kind == "choice":
        return _choice(selection, stated, details)
    plain = " ".join(word.text for word in words(details))
    if not plain or says_nothing(plain):
        return _without_details(selection, stated_nothing=bool(plain), left_out=bool(_DASH.fullmatch(details)))
    if kind in ("open", "contact", "group", "respondent"):
        return ("no" if says_none(plain) else "yes"), "stated"
    if selection.state == "lost" and _ASIDE.fullmatch(details):
        return "unclear", "inferred"  # a remark beside the boxes is no detail of a yes
    if selection.state != "marked" and declines(details):
        return "unclear", "stated"
    ticked_no = selection.state == "marked" and selection.options == ("no",)
    stated_here = "no" if says_none(plain) else classify_opening(details, ticked_no=ticked_no)
    if selection.state == "marked":
        return _read_marked(selection, stated_here)
    if stated_here is not None:
        return stated_here, "stated"
    return "yes", "inferred"


def _choice(selection: Selection, stated: str | None, details: str) -> tuple[Stance, Basis]:
    if selection.state == "marked":
        return "yes", "ticked"
    if stated is not None:
        return "yes", "inferred"
    if selection.state == "none":
        return ("yes", "stated") if any(True for _ in words(details)) else ("blank", "inferred")
    return ("blank", "ticked") if selection.state == "empty" else ("unclear", "inferred")


def _without_details(selection: Selection, *, stated_nothing: bool, left_out: bool) -> tuple[Stance, Basis]:
    if selection.state == "marked":
        return _read_marked(selection, None)
    if selection.state == "lost" and not stated_nothing and not left_out:
        return "unclear", "inferred"
    if selection.state == "empty":
        return "blank", "ticked"
    return "blank", "stated" if stated_nothing else "inferred"


def _read_marked(selection: Selection, stated: Stance | None) -> tuple[Stance, Basis]:
    if len(selection.options) != 1 or selection.options[0] not in ("yes", "no"):
        return "unclear", "ticked"
    ticked: Stance = "no" if selection.options[0] == "no" else "yes"
    if stated is None or stated == ticked:
        return ticked, "ticked"
    if ticked == "yes":
        return ("partial", "ticked") if stated == "partial" else ("unclear", "ticked")
    return ("planned", "stated") if stated == "planned" else ("unclear", "ticked")
