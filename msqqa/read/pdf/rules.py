"""The lines that are drawn across a page: borders of tables, and the edges of shaded cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.read.pdf.words import Box, PageRotation

MAX_OBJECTS = 20_000
"""Of one page; a drawing, or a map, may have more, and is no table."""
MAX_RULES = 500
"""Of one page; hatchings have more."""
_SHORTEST = 20.0
"""Points."""
_THIN = 2.5
"""Points: what is less high is a line, else a box, whose upper and lower edge are lines."""


def rules_of(page: Any, turn: PageRotation) -> list[Box]:
    """Return the lines from left to right on a page (a ``pypdfium2.PdfPage``), in upright coordinates."""
    from pypdfium2 import raw

    if raw.FPDFPage_CountObjects(page) > MAX_OBJECTS:
        return []
    found = _merge_rules([rule for box in _paths(page) for rule in _edges(turn(*box))])
    return found if len(found) <= MAX_RULES else []


def _merge_rules(rules: Sequence[Box]) -> list[Box]:
    """Join what is drawn as one line in parts, a part for each cell."""
    found: list[Box] = []
    for rule in sorted(rules, key=lambda box: (round((box[1] + box[3]) / 2), box[0])):
        last = found[-1] if found else None
        if last is not None and abs(last[1] - rule[1]) <= _THIN and last[0] <= rule[0] <= last[2] + _THIN:
            found[-1] = last[0], min(last[1], rule[1]), max(last[2], rule[2]), max(last[3], rule[3])
        else:
            found.append(rule)
    return found


def _paths(page: Any) -> Iterator[Box]:
    from ctypes import byref, c_float

    from pypdfium2 import raw

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    for i in range(raw.FPDFPage_CountObjects(page)):
        drawn = raw.FPDFPage_GetObject(page, i)
        if raw.FPDFPageObj_GetType(drawn) == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetBounds(
            drawn, byref(left), byref(bottom), byref(right), byref(top)
        ):
            yield left.value, bottom.value, right.value, top.value


def _edges(box: Box) -> Iterator[Box]:
    x0, y0, x1, y1 = box
    if x1 - x0 < _SHORTEST:
        return
    if y1 - y0 <= _THIN:
        yield box
    else:
        yield x0, y1, x1, y1
        yield x0, y0, x1, y0


def is_blank(page: Any) -> bool:
    """Return whether nothing at all is drawn on a page."""
    from pypdfium2 import raw

    return int(raw.FPDFPage_CountObjects(page)) == 0
