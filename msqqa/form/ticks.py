"""Ticks: which boxes a text shows, and what is marked in them.

A questionnaire's boxes survive conversion in many ways: as glyphs (☒ Yes ☐ No), brackets ([x], (X)), a mark after the
word, bold for the chosen one, or not at all. A line of options in which nothing can be told apart is ``lost``: a
missing glyph is never a no.

Over 300 lines: it holds the reading of a yes or a no and the reading of a choice among options, and should be parted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from msqqa.form.rows import LINE_BREAK
from msqqa.form.wording import first_words, label_end, read_decision, read_decisions
from msqqa.languages.matching import yes_or_no
from msqqa.model import Selection
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.model import Range, SelectionState
    from msqqa.words import Word

_CHECKS, _CROSSES = "☑✓✔√🗸🗹✅", "✗✘✖❌"
_MARKED = f"{_CHECKS}{_CROSSES}☒⊠⊗◉⦿●■▣◼⬛🔘"
_EMPTY = "☐□○◯◻⬜▢❏❑"
BOX = rf"(?:[{_MARKED}{_EMPTY}]\ufe0f?|\\?\[\s?[xX✓✔]?\s?\\?\]|\(\s?[xX✓✔]?\s?\))"
"""A box, marked or empty."""

_BOX = re.compile(BOX)
_LINE_END = re.compile(rf"[\r\n]|{LINE_BREAK.pattern}", re.IGNORECASE)
_BESIDE_BOX = re.compile(r"[ \t*_]*+")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_FULL_STOP = re.compile(r"[\s*_]*[.。]")
_LOST_LEAD = re.compile(r"[\s>*_\-•|]*")
_LOST_GAP = re.compile(r"\s*[/／]\s*|\s+")
_LOST_TAIL = re.compile(r"(?<!\s)\s*+[(（]")
# Not a line to write on: "Other _____".
_EMPHASIS = re.compile(
    r"(\*\*|__)(?=[^\s_*])(.{1,500}?)(?<=[^\s_*])\1|<(?:b|strong|u|mark)>(.{1,500}?)</(?:b|strong|u|mark)>"
)
_STRUCK = re.compile(r"~~(.{1,500}?)~~|<(?:s|del|strike)>(.{1,500}?)</(?:s|del|strike)>")


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


@dataclass(frozen=True, slots=True)
class _YesNoBox:
    """A yes or a no with its box."""

    option: str
    start: int
    end: int
    marked: bool | None
    """None where it has no box."""


def read_yes_no(text: str, lines: Sequence[Range]) -> tuple[Selection, tuple[Range, ...]]:
    """Read a yes/no choice from the lines of a cell, wherever in them it stands.

    Returns
    -------
    selection, answers:
        What is marked; and the respondent's own words: everything but the choice, and but what stands beside an option
        that another one was marked over ("☐ Yes, describe: … ☒ No").
    """
    for i, (start, end) in enumerate(lines):
        pair = i + 1 < len(lines) and _plain_choice(text, start, lines[i + 1][1])
        found = pair or _plain_choice(text, start, end)
        if found:
            stop = lines[i + 1][1] if pair else end
            return _of_choices(found, start, stop), join_lines(text, [*lines[:i], *lines[i + (2 if pair else 1) :]])
        if _find_boxed_words(text, start, end):
            return _read_boxed(text, lines, i)
        stated = _labelled(text, start, end)
        if stated is not None:
            option, after = stated
            return Selection("marked", (option,), (start, after)), join_lines(text, _rest(text, lines, i, after))
        lost = _find_lost_boxes(text, start, end)
        if lost is not None:
            return Selection("lost", (), (start, lost)), join_lines(text, _rest(text, lines, i, lost))
    return Selection("none"), join_lines(text, lines)


def _plain_choice(text: str, start: int, end: int) -> list[_YesNoBox]:
    """Return the yes and the no of lines that hold nothing else; empty where they hold something else."""
    label = label_end(text, start, end)
    begin = start if label is None else label
    skipped = [m.span() for m in (*_BOX.finditer(text, begin, end), *_TAG.finditer(text, begin, end))]
    most = 2 * yes_or_no().longest
    tokens = list(islice(_find_words_outside(text, begin, end, sorted(skipped)), most + 1))
    decided_here = read_decisions([w.text for w in tokens]) if len(tokens) <= most else []
    found = [(said, tokens[a].start, tokens[b - 1].end) for said, a, b in decided_here]
    if not found or len(found) > 2:
        return []
    if len({option for option, _, _ in found}) < len(found):
        return []
    boxes = list(_BOX.finditer(text, begin, end))
    choices = _with_boxes(found, boxes)
    if len(found) == 1:
        # A single word says something only beside a box, or after a label such as "Answer:".
        marked = True if label is not None and not boxes else choices[0].marked
        return [] if marked is None else [_YesNoBox(*found[0], marked)]
    if not boxes:
        return _by_emphasis(text, choices, begin, end)
    return choices


def _labelled(text: str, start: int, end: int) -> tuple[str, int] | None:
    """Return the yes or the no that is a sentence behind a label, and where it ends: "Answer: No. It was …"."""
    label = label_end(text, start, end)
    if label is None or _BOX.search(text, start, end):
        return None
    run = first_words(words(text, label, end))
    said = read_decision(run)
    if said is None or text[label : run[0].start].strip(" \t*_") or not _FULL_STOP.match(text, run[said[1] - 1].end):
        return None
    return said[0], run[said[1] - 1].end


def _find_words_outside(text: str, start: int, end: int, skipped: Sequence[Range]) -> Iterator[Word]:
    """Yield the words that begin in none of some ranges, which are in order."""
    at, covered = 0, start
    for word in words(text, start, end):
        while at < len(skipped) and skipped[at][0] <= word.start:
            covered = max(covered, skipped[at][1])
            at += 1
        if word.start >= covered:
            yield word


def _with_boxes(found: Sequence[tuple[str, int, int]], boxes: Sequence[re.Match[str]]) -> list[_YesNoBox]:
    before = bool(boxes) and boxes[0].start() < found[0][1]
    marks: dict[int, bool] = {}
    for box, marked in zip(boxes, marks_of([box[0] for box in boxes]), strict=True):
        near = [i for i, (_, start, end) in enumerate(found) if (start >= box.end() if before else end <= box.start())]
        if near:
            marks[near[0] if before else near[-1]] = marked
    return [_YesNoBox(*place, marks.get(i)) for i, place in enumerate(found)]


def _by_emphasis(text: str, choices: Sequence[_YesNoBox], start: int, end: int) -> list[_YesNoBox]:
    """Read bold as marked and a line through as not, where exactly one word has it."""
    for pattern, means in ((_EMPHASIS, True), (_STRUCK, False)):
        hit = [c for c in choices if any(m.start() <= c.start < m.end() for m in pattern.finditer(text, start, end))]
        if len(hit) == 1:
            return [_YesNoBox(c.option, c.start, c.end, means if c in hit else not means) for c in choices]
    return list(choices)


def _of_choices(choices: Sequence[_YesNoBox], start: int, end: int) -> Selection:
    marked = tuple(dict.fromkeys(c.option for c in choices if c.marked))
    state: SelectionState = "marked" if marked else "empty" if any(c.marked is False for c in choices) else "lost"
    return Selection(state, marked, (start, end))


def _find_boxed_words(text: str, start: int, end: int) -> list[tuple[re.Match[str], str, int]]:
    """Return each box of a line with the yes or no right behind it, and where that ends; none without a yes or no.

    Other words behind a box are neither, and end where the first of them does.
    """
    found = []
    for box in _BOX.finditer(text, start, end):
        at = _BESIDE_BOX.match(text, box.end(), end).end()  # type: ignore[union-attr]  # it may be empty
        # A word is looked for nowhere else: what stands between two boxes may be as long as the line.
        run = first_words(words(text, at, end)) if at < end and text[at].isalnum() else []
        said = read_decision(run) if run else None
        after = run[said[1] - 1].end if said else run[0].end if run else box.end()
        found.append((box, said[0] if said else "", after))
    return found if any(option for _, option, _ in found) else []


def _find_lost_boxes(text: str, start: int, end: int) -> int | None:
    """Return where a yes and a no end whose boxes were lost, before a remark in brackets: "Yes / No (if yes, …)"."""
    lead = _LOST_LEAD.match(text, start, end)
    at = lead.end() if lead else start
    for wanted, behind in (("yes", _LOST_GAP), ("no", _LOST_TAIL)):
        run = first_words(words(text, at, end))
        said = read_decision(run) if run and run[0].start == at else None
        if said is None or said[0] != wanted:
            return None
        last = run[said[1] - 1].end
        after = behind.match(text, last, end)
        if after is None:
            return None
        at = after.end() if wanted == "yes" else last
    return at


def _read_boxed(text: str, lines: Sequence[Range], first: int) -> tuple[Selection, tuple[Range, ...]]:
    """Read boxes that stand in a line with other words, or at the beginnings of several lines."""
    options: list[str] = []
    empty = False
    own: list[Range] = list(lines[:first])
    last = first
    every = [box for box, _, _ in _all_boxed(text, lines[first:])]
    marks = dict(zip((box.start() for box in every), marks_of([box[0] for box in every]), strict=True))
    for i, (start, end) in enumerate(lines[first:], first):
        boxes = _find_boxed_words(text, start, end)
        if not boxes:
            own += lines[i:]
            break
        last = i
        stops = [box.start() for box, _, _ in boxes[1:]] + [end]
        for (box, option, after), stop in zip(boxes, stops, strict=True):
            marked = marks[box.start()]
            empty = empty or not marked
            if marked:
                options.append(option or "other")
            if marked or not any(marks.values()):
                # "No, nothing yet" is quoted whole; a word alone with its box is the choice, not an answer.
                begin = box.start() if marked and _trim_to_words(text, after, stop) else after
                own.append((begin, stop))
    selection = Selection(
        "marked" if options else "empty", tuple(dict.fromkeys(options)), (lines[first][0], lines[last][1])
    )
    return selection, join_lines(text, [r for a, b in own if (r := _trim_to_words(text, a, b)) is not None])


def _all_boxed(text: str, lines: Sequence[Range]) -> list[tuple[re.Match[str], str, int]]:
    return [boxed for line in lines for boxed in _find_boxed_words(text, *line)]


def _rest(text: str, lines: Sequence[Range], i: int, after: int) -> list[Range]:
    kept = _trim_to_words(text, after, lines[i][1])
    return [*lines[:i], *([kept] if kept else []), *lines[i + 1 :]]


def _trim_to_words(text: str, start: int, end: int) -> Range | None:
    """Return a range without the punctuation at its edges; None where it holds no word."""
    found = list(words(text, start, end))
    if not found:
        return None
    while start < end and text[start] in " \t.,:;*_-–—)":
        start += 1
    return start, start + len(text[start:end].rstrip())


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
    first_boxes = [box for part in parts if (box := _BOX.search(text, *part)) is not None]
    marks = dict(zip((b.start() for b in first_boxes), marks_of([b[0] for b in first_boxes]), strict=True))
    for start, end in parts:
        content = text[start:end]
        fitting = [(len(o), o, at) for o in options if (at := _option_at(content, o)) is not None]
        _, option, after = max(fitting, default=(0, None, 0))
        if option is None:
            own.append((start, end))
            continue
        box = _BOX.search(text, start, end)
        mark = marks[box.start()] if box else True if _EMPHASIS.search(content) else None
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
        boxes = [box.start() for box in _BOX.finditer(text, start, end)]
        leading = bool(boxes) and not any(True for _ in words(text, start, boxes[0]))
        stops = [start, *(boxes[1:] if leading else ()), end]
        parts += [(a, a + len(text[a:b].rstrip())) for a, b in pairwise(stops)]
    return parts


def _whole_options(text: str, lines: Sequence[Range], options: Sequence[str]) -> list[Range]:
    """Join the lines over which an option runs on, as where text is wrapped hard."""
    whole: list[Range] = []
    for start, end in lines:
        if whole and not _BOX.match(text, start) and _runs_on(text, whole[-1], (start, end), options):
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
    boxes = list(_BOX.finditer(line))
    there = [w for w in words(line) if not _is_inside(w.start, boxes)][: len(wanted)]
    if [w.text for w in there] != wanted:
        return None
    return there[-1].end


def _words_beside_boxes(line: str) -> list[str]:
    boxes = list(_BOX.finditer(line))
    return [w.text for w in words(line) if not _is_inside(w.start, boxes)]


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


def _is_inside(position: int, boxes: Sequence[re.Match[str]]) -> bool:
    return any(box.start() <= position < box.end() for box in boxes)
