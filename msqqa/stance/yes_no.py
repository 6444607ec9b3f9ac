"""A yes or a no, as a cell's boxes show it, or what is left of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from msqqa.languages.matching import yes_or_no
from msqqa.model import Selection
from msqqa.stance.ticks import EMPHASISED, ONE_BOX, join_lines, marks_of
from msqqa.stance.wording import first_words, label_end, read_decision, read_decisions
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.model import Range, SelectionState
    from msqqa.words import Word

_BESIDE_BOX = re.compile(r"[ \t*_]*+")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_FULL_STOP = re.compile(r"[\s*_]*[.。]")
_LOST_LEAD = re.compile(r"[\s>*_\-•|]*")
_LOST_GAP = re.compile(r"\s*[/／]\s*|\s+")
_LOST_TAIL = re.compile(r"(?<!\s)\s*+[(（]")
_STRUCK = re.compile(r"~~(.{1,500}?)~~|<(?:s|del|strike)>(.{1,500}?)</(?:s|del|strike)>")


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
    skipped = [m.span() for m in (*ONE_BOX.finditer(text, begin, end), *_TAG.finditer(text, begin, end))]
    most = 2 * yes_or_no().longest
    tokens = list(islice(_find_words_outside(text, begin, end, sorted(skipped)), most + 1))
    decided_here = read_decisions([w.text for w in tokens]) if len(tokens) <= most else []
    found = [(said, tokens[a].start, tokens[b - 1].end) for said, a, b in decided_here]
    if not found or len(found) > 2:
        return []
    if len({option for option, _, _ in found}) < len(found):
        return []
    boxes = list(ONE_BOX.finditer(text, begin, end))
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
    if label is None or ONE_BOX.search(text, start, end):
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
    for pattern, means in ((EMPHASISED, True), (_STRUCK, False)):
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
    for box in ONE_BOX.finditer(text, start, end):
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
