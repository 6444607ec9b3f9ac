"""Ticks: which boxes a text shows, and what is marked in them.

A questionnaire's boxes survive conversion in many ways: as glyphs (☒ Yes ☐ No), brackets ([x], (X)), a mark after the
word, bold for the chosen one, or not at all. A line of options in which nothing can be told apart is ``lost``: a missing
glyph is never a no.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.model import Selection
from msqqa.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Range, SelectionState

_MARKED = "☒☑✓✔✗✘🗸🗹⊠⊗◉⦿●■▣◼⬛✅🔘"
_EMPTY = "☐□○◯◻⬜▢❏❑"
BOX = rf"(?:[{_MARKED}{_EMPTY}]\ufe0f?|\\?\[\s?[xX✓✔]?\s?\\?\]|\(\s?[xX✓✔]?\s?\))"
"""A box, marked or empty."""

YES = frozenset({"yes", "oui", "si", "sim", "ja", "да", "نعم", "是"})
NO = frozenset({"no", "non", "nao", "nein", "nee", "nej", "нет", "لا", "否"})

_BOX = re.compile(BOX)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|<(?:b|strong|u|mark)>(.+?)</(?:b|strong|u|mark)>")
_STRUCK = re.compile(r"~~(.+?)~~|<(?:s|del|strike)>(.+?)</(?:s|del|strike)>")
_ANSWER = re.compile(
    r"[\s>*_+\-|]*(?:answer|response|réponse|reponse|respuesta|resposta|antwort)\s*[*_]*\s*:", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Options:
    """A line, or several, of options with their boxes."""

    selection: Selection
    start: int
    end: int


def is_marked(box: str) -> bool:
    """Return whether a box holds a mark.

    >>> is_marked("☒"), is_marked("[ ]")
    (True, False)
    """
    return any(c in _MARKED or c in "xX" for c in box)


def read_yes_no(text: str, start: int, end: int) -> Options | None:
    """Read a yes/no choice that stands alone on the line ``text[start:end]``; None where the line is something else.

    A line is a choice when it consists of yes and no words with boxes and marks and nothing else; a single word counts
    only beside a box or after a label such as ``Answer:``. With one word and text behind it, the line is prose.
    """
    label = _ANSWER.match(text, start, end)
    begin = label.end() if label else start
    found = [(w, "yes" if w.text in YES else "no") for w in words(text, begin, end) if w.text in YES | NO]
    boxes = list(_BOX.finditer(text, begin, end))
    outside = [w for w in words(text, begin, end) if w.text not in YES | NO and not _inside(w.start, boxes)]
    if not found or outside or len(found) > 2 or (len(found) == 2 and found[0][1] == found[1][1]):
        return None
    span = (start, end - len(text[start:end]) + len(text[start:end].rstrip()))
    if len(found) == 1:
        only = found[0][1]
        if label or (boxes and any(is_marked(b[0]) for b in boxes)):
            return Options(Selection("marked", (only,), span), *span)
        if boxes:
            return Options(Selection("empty", (), span), *span)
        return None
    marked = _marked_words(text, begin, end, [(w.start, w.end, option) for w, option in found], boxes)
    state: SelectionState = "marked" if marked else "empty" if boxes else "lost"
    return Options(Selection(state, marked, span), *span)


def _marked_words(
    text: str, start: int, end: int, found: Sequence[tuple[int, int, str]], boxes: Sequence[re.Match[str]]
) -> tuple[str, ...]:
    if boxes:
        before = boxes[0].start() < found[0][0]
        marked = []
        for box in boxes:
            near = [f for f in found if (f[0] >= box.end() if before else f[1] <= box.start())]
            if near and is_marked(box[0]):
                marked.append((near[0] if before else near[-1])[2])
        return tuple(dict.fromkeys(marked))
    emphasised = [f[2] for f in found if _covered(f, _EMPHASIS, text, start, end)]
    if len(emphasised) == 1:
        return tuple(emphasised)
    struck = [f[2] for f in found if _covered(f, _STRUCK, text, start, end)]
    if len(struck) == 1:
        return tuple(f[2] for f in found if f[2] != struck[0])
    return ()


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
    for start, end in lines:
        content = text[start:end]
        option, after = next(((o, at) for o in options if (at := _option_at(content, o)) is not None), (None, 0))
        if option is None:
            own.append((start, end))
            continue
        box = _BOX.search(content)
        mark = is_marked(box[0]) if box else True if _EMPHASIS.search(content) else None
        seen.append((option, mark, (start, end)))
        written = any(True for _ in words(content, after))
        if mark or written:
            own.append((start, end))
        if written and beside is None:
            beside = option, (start, end)
    if not seen:
        return Selection("none"), joined(text, own), None
    marked = tuple(option for option, mark, _ in seen if mark)
    span = seen[0][2][0], seen[-1][2][1]
    if marked:
        return Selection("marked", marked, span), joined(text, own), None
    state: SelectionState = "empty" if any(mark is False for _, mark, _ in seen) else "lost"
    if beside is not None:
        return Selection(state, (), beside[1]), joined(text, own), beside[0]
    return Selection(state, (), span), joined(text, own), None


def _option_at(line: str, option: str) -> int | None:
    """Return where an option's words end, if the line begins with them."""
    wanted = [w.text for w in words(option)]
    there = [w for w in words(line) if not _inside(w.start, list(_BOX.finditer(line)))][: len(wanted)]
    if [w.text for w in there] != wanted:
        return None
    return there[-1].end


def line_ranges(text: str, start: int, end: int) -> list[Range]:
    """Return the lines of ``text[start:end]`` that hold something, without the white space around them."""
    found = []
    for match in re.finditer(r"[^\r\n]+", text[start:end]):
        if match[0].strip():
            lead = len(match[0]) - len(match[0].lstrip())
            found.append((start + match.start() + lead, start + match.start() + len(match[0].rstrip())))
    return found


def joined(text: str, lines: Sequence[Range]) -> tuple[Range, ...]:
    """Return the lines with those joined that only white space parts."""
    runs: list[Range] = []
    for start, end in lines:
        if runs and not text[runs[-1][1] : start].strip():
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    return tuple(runs)


def _inside(position: int, boxes: Sequence[re.Match[str]]) -> bool:
    return any(box.start() <= position < box.end() for box in boxes)


def _covered(found: tuple[int, int, str], pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    return any(m.start() <= found[0] and found[1] <= m.end() for m in pattern.finditer(text, start, end))


def word_of(text: str) -> str:
    """Return ``yes`` or ``no`` if the first word of ``text`` says so in a language we know, else an empty text."""
    first = next(words(text), None)
    if first is None:
        return ""
    folded = fold(first.text)
    return "yes" if folded in YES else "no" if folded in NO else ""
