"""Fields and controls of a Word file's forms: check boxes, drop-down lists, and what is only a placeholder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msqqa.read.boxes import EMPTY, TICKED, is_placeholder
from msqqa.read.word.package import attribute, child, local_name, value

_OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class WordField:
    """A field that was begun: its code is not seen, what it came to is, unless a box stands for it."""

    in_code: bool = True
    replaced: bool = False


def legacy_control(begin: Any) -> str | None:
    """Return what is seen of a form field of the old kind, by the mark that begins it; None for one of text.

    Its box is ticked as the filled-in form says, else as the form did.
    """
    data = child(begin, "ffData")
    if data is None:
        return None
    box = child(data, "checkBox")
    if box is not None:
        mark = child(box, "checked")
        mark = child(box, "default") if mark is None else mark
        return TICKED if mark is not None and (attribute(mark, "val") or "1") not in _OFF else EMPTY
    entries = child(data, "ddList")
    if entries is None:
        return None
    names = [attribute(e, "val") or "" for e in entries if local_name(e) == "listEntry"]
    chosen = value(entries, "result") or value(entries, "default") or "0"
    name = names[int(chosen)] if chosen.isdecimal() and int(chosen) < len(names) else ""
    return "" if is_placeholder(name) else name


def content_control(properties: Any | None) -> str | None:
    """Return what stands for a content control: its box, or nothing for a placeholder; None to read its content."""
    if properties is None:
        return None
    for element in properties:
        name = local_name(element)
        if name == "checkbox":
            mark = value(element, "checked")
            return TICKED if mark is not None and mark not in _OFF else EMPTY
        if name == "showingPlcHdr" and (attribute(element, "val") or "1") not in _OFF:
            return ""
    return None
