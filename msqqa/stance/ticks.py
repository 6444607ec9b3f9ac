"""Ticks: which boxes a text shows, and what is marked in them.

A questionnaire's boxes survive conversion in many ways: as glyphs (☒ Yes ☐ No), brackets ([x], (X)), a mark after the
word, bold for the chosen one, or not at all. A line of options in which nothing can be told apart is ``lost``: a
missing glyph is never a no. What they say is read in :mod:`.yes_no` and :mod:`.multiple_choice`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.markdown_marks import LINE_BREAK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Range

_CHECKS, _CROSSES = "☑✓✔√🗸🗹✅", "✗✘✖❌"
_MARKED = f"{_CHECKS}{_CROSSES}☒⊠⊗◉⦿●■▣◼⬛🔘"
_EMPTY = "☐□○◯◻⬜▢❏❑"
_ROOM = r"\s{0,6}"
"""Blanks within a box that is typed: "(   )"."""
BOX = rf"(?:[{_MARKED}{_EMPTY}]\ufe0f?|\\?\[{_ROOM}[xX✓✔]?{_ROOM}\\?\]|\({_ROOM}[xX✓✔]?{_ROOM}\))"
"""A box, marked or empty."""
ONE_BOX = re.compile(BOX)
_LINE_END = re.compile(rf"[\r\n]|{LINE_BREAK.pattern}", re.IGNORECASE)
# Not a line to write on: "Other _____".
EMPHASISED = re.compile(
    r"(\*\*|__)(?=[^\s_*])(.{1,500}?)(?<=[^\s_*])\1|<(?:b|strong|u|mark)>(.{1,500}?)</(?:b|strong|u|mark)>"
)


def is_marked(box: str) -> bool:
    """Return whether a box holds a mark.

    >>> is_marked("☒"), is_marked("[ ]")
    (True, False)
    """
    return any(c in _MARKED or c in "xX" for c in box)


def is_cross(box: str) -> bool:
    """Return whether a box holds a cross that may also stand for a no."""
    return any(c in _CROSSES for c in box)


def marks_of(boxes: Sequence[str]) -> list[bool]:
    """Return which of the boxes of one choice are marked.

    A cross marks a box, unless another one has a check mark: then it says that its own is not the one.

    >>> marks_of(["✗", "☐"]), marks_of(["✗", "✔"])
    ([True, False], [False, True])
    """
    checked = any(c in _CHECKS for box in boxes for c in box)
    return [is_marked(box) and not (checked and any(c in _CROSSES for c in box)) for box in boxes]


def line_ranges(text: str, start: int, end: int) -> list[Range]:
    """Return the lines of ``text[start:end]`` that hold something, without the white space around them.

    In a table's cell, where no line can end, ``<br>`` ends one.
    """
    found = []
    at = start
    for stop, after in [*(m.span() for m in _LINE_END.finditer(text, start, end)), (end, end)]:
        line = text[at:stop]
        if line.strip():
            found.append((at + len(line) - len(line.lstrip()), at + len(line.rstrip())))
        at = after
    return found


def join_lines(text: str, lines: Sequence[Range]) -> tuple[Range, ...]:
    """Return the lines with those joined that only white space, or a line's end, parts."""
    runs: list[Range] = []
    for start, end in lines:
        if runs and not LINE_BREAK.sub(" ", text[runs[-1][1] : start]).strip():
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    return tuple(runs)
