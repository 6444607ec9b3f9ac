"""A choice among a question's options, one of them or several, as a cell's boxes show it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.model import Selection
from msqqa.stance.ticks import EMPHASISED, ONE_BOX, join_lines, marks_of
from msqqa.words import words

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from msqqa.model import Range, SelectionState


def read_choice(
    text: str, lines: Sequence[Range], options: Sequence[str]
) -> tuple[Selection, tuple[Range, ...], str | None]:
    """Read which of a question's options are marked.

    Returns
    -------
    selection, answers, stated:
        The selection; the lines that are the respondent's own (marked options, and whatever is no option); and, where
        no mark survives, the option beside which something is written: text beside "Other" says that it was meant.
    """
    seen: list[tuple[str, bool | None, Range]] = []
    own: list[Range] = []
    beside: tuple[str, Range] | None = None
    parts = _whole_options(text, _one_box_each(text, lines), options)
    first_boxes = [box for part in parts if (box := ONE_BOX.search(text, *part)) is not None]
    marks = dict(zip((b.start() for b in first_boxes), marks_of([b[0] for b in first_boxes]), strict=True))
    for start, end in parts:
        content = text[start:end]
        fitting = [(len(o), o, at) for o in options if (at := _option_at(content, o)) is not None]
        _, option, after = max(fitting, default=(0, None, 0))
        if option is None:
            own.append((start, end))
            continue
        box = ONE_BOX.search(text, start, end)
        mark = marks[box.start()] if box else True if EMPHASISED.search(content) else None
        seen.append((option, mark, (start, end)))
        written = any(True for _ in words(content, after))
        if mark or written:
            own.append((start, end))
        if written and beside is None:
            beside = option, (start, end)
    if not seen:
        return Selection("none"), join_lines(text, own), None
    marked = tuple(option for option, mark, _ in seen if mark)
    span = seen[0][2][0], seen[-1][2][1]
    if marked:
        return Selection("marked", marked, span), join_lines(text, own), None
    state: SelectionState = "empty" if any(mark is False for _, mark, _ in seen) else "lost"
    if beside is not None:
        return Selection(state, (), beside[1]), join_lines(text, own), beside[0]
    return Selection(state, (), span), join_lines(text, own), None


def _one_box_each(text: str, lines: Sequence[Range]) -> list[Range]:
    """Part the lines before each box that stands before an option."""
    parts: list[Range] = []
    for start, end in lines:
        boxes = [box.start() for box in ONE_BOX.finditer(text, start, end)]
        leading = bool(boxes) and not any(True for _ in words(text, start, boxes[0]))
        stops = [start, *(boxes[1:] if leading else ()), end]
        parts += [(a, a + len(text[a:b].rstrip())) for a, b in pairwise(stops)]
    return parts


def _whole_options(text: str, lines: Sequence[Range], options: Sequence[str]) -> list[Range]:
    """Join the lines over which an option runs on, as where text is wrapped hard."""
    whole: list[Range] = []
    for start, end in lines:
        if whole and not ONE_BOX.match(text, start) and _runs_on(text, whole[-1], (start, end), options):
            whole[-1] = whole[-1][0], end
        else:
            whole.append((start, end))
    return whole


def _runs_on(text: str, line: Range, after: Range, options: Sequence[str]) -> bool:
    """Return whether a line ends within an option, and the line after it goes on with that option's words."""
    found = _words_beside_boxes(text[slice(*line)])
    more = _words_beside_boxes(text[slice(*after)])
    for option in options:
        wanted = [w.text for w in words(option)]
        if wanted == found:
            return False
        rest = wanted[len(found) :]
        if found and rest and wanted[: len(found)] == found and (more[: len(rest)] == rest[: len(more)] != []):
            return True
    return False


def _option_at(line: str, option: str) -> int | None:
    """Return where an option's words end, if the line begins with them."""
    wanted = [w.text for w in words(option)]
    boxes = list(ONE_BOX.finditer(line))
    there = [w for w in words(line) if not _is_inside(w.start, boxes)][: len(wanted)]
    if [w.text for w in there] != wanted:
        return None
    return there[-1].end


def _words_beside_boxes(line: str) -> list[str]:
    boxes = list(ONE_BOX.finditer(line))
    return [w.text for w in words(line) if not _is_inside(w.start, boxes)]


def _is_inside(position: int, boxes: Sequence[re.Match[str]]) -> bool:
    return any(box.start() <= position < box.end() for box in boxes)
