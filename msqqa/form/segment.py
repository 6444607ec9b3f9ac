"""Every character of a response, put in its place: front matter, form text, contact, cell, or page debris.

Between two of the alignment's anchors the lines are looked at one by one: the form's guidance and labels are form text,
rules and footnotes are debris, and what is left is what somebody answered. White space goes with what stands before it.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msqqa.form.headings import find_headings
from msqqa.form.kept_guidance import is_labelled_guidance
from msqqa.form.token_stream import FOOTNOTE, FormLine, LineMatch
from msqqa.model import PERSONAL, Segment
from msqqa.personal.values import find_contact_details
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msqqa.form.align import Alignment, Anchor
    from msqqa.form.document_line import DocumentLine
    from msqqa.form.token_stream import TokenStream
    from msqqa.model import Category, Document, Field, Form, Question, Range

_REFERENCE = re.compile(r"\[\^(\d{1,3})\](?!:)")
_MARKS_ALONE = re.compile(r"\s*(?:(?:</?[a-zA-Z][\w-]*(?:\s[^<>\n]*)?>\s*|>\s*)+|\|[\s|]*)$")
"""Tags that hold no text on their line, an empty line of a quotation, and the rules of a table's row."""
_LABEL_ALIKE = 0.80
_GUIDANCE_ALIKE = 0.85
_LONGEST_NAME = 12
"""Words: a longer line in a name's field is somebody's remark, not a name."""


@dataclass(slots=True)
class _SegmentStart:
    start: int
    category: Category
    question: str | None = None
    withheld: bool = False


@dataclass(slots=True)
class _Region:
    """Where the walk is: the question whose region this is, and the part and field opened in it."""

    question: Question | None = None
    part: Question | None = None
    field: Field | None = None
    opened: set[str] = dataclasses.field(default_factory=set)
    referred: set[str] = dataclasses.field(default_factory=set)
    """The marks of the notes that the answers refer to."""
    printed: set[str] = dataclasses.field(default_factory=set)
    """The form's lines that have stood here."""
    again: list[_SegmentStart] = dataclasses.field(default_factory=list)
    """Where one of these stands once more."""
    answered: bool = False

    @property
    def cell(self) -> Question | None:
        return self.part or self.question


def segment(document: Document, alignment: Alignment) -> tuple[Segment, ...]:
    """Cut the document into segments that cover it without gap or overlap."""
    walk = _Segmenter(document, alignment)
    segments = _cover(walk.pieces(), len(document.text))
    return _cut_at(_cut_at(segments, document.debris, category="page debris"), document.personal, withheld=True)


class _Segmenter:
    def __init__(self, document: Document, alignment: Alignment) -> None:
        self._text = document.text
        self._stream: TokenStream = alignment.stream
        self._form: Form = alignment.printed
        self._anchors: dict[int, Anchor] = {anchor.start: anchor for anchor in alignment.anchors}
        rules = [(b.start, b.end) for b in document.blocks if b.kind in ("rule", "debris")]
        self._aside = sorted([*rules, *alignment.heads])
        self._headings = find_headings(document, alignment.anchors)
        self._footnotes = [FormLine.of(text) for text in self._form.footnotes]
        self._furniture = [FormLine.of(text) for text in (*self._form.furniture, *self._form.guidance)]
        self._region = _Region()
        self._begun = False
        """Whether any of the form's text was met."""
        self._pieces: list[_SegmentStart] = []

    def pieces(self) -> list[_SegmentStart]:
        cursor = 0
        for line in self._stream.lines:
            if line.end <= cursor:
                continue
            anchor = self._anchors.get(line.start)
            if anchor is not None:
                cursor = self._open_anchor(anchor)
            elif cursor <= line.start:
                cursor = self._line(line)
            if cursor < line.end and self._text[cursor : line.end].strip():
                self._answer(cursor, line.end)
                cursor = line.end
        self._close()
        return self._pieces

    def _close(self) -> None:
        """Leave a region: who only repeats the form's words ("I sign the pledge") has answered with them."""
        cell = self._region.cell
        if cell is not None and not self._region.answered:
            for piece in self._region.again:
                piece.category, piece.question = "cell", cell.id

    def _open_anchor(self, anchor: Anchor) -> int:
        self._close()
        self._region, self._begun = _Region(), True
        asked = anchor.id if anchor.kind == "question" else None
        self._pieces.append(_SegmentStart(anchor.start, "form text", asked))
        if asked is not None:
            self._region.question = self._form.question(asked)
        return anchor.end

    def _line(self, line: DocumentLine) -> int:
        """Put one line, or the form's text that begins on it, in its place; return where that ends."""
        marks = _MARKS_ALONE.match(self._text, line.start, line.end)
        if marks or self._is_aside(line) or self._is_footnote(line):
            self._pieces.append(_SegmentStart(line.start, "page debris"))
            return line.end
        question = self._region.question
        if question is None or line.start in self._headings:
            # Text after a section's heading, before its first question, is the form's introduction to the section.
            self._pieces.append(_SegmentStart(line.start, "form text" if self._begun else "front matter"))
            return line.end
        label = self._open_part(question, line) or self._open_field(question, line)
        if label is not None:
            return label.end
        if is_labelled_guidance(self._text[line.start : line.end]):
            self._pieces.append(_SegmentStart(line.start, "form text"))
            return line.end
        guidance = [*(FormLine.of(text) for text in question.guidance), *self._furniture]
        printed = self._longest(guidance, line)
        if printed is not None and printed.whole:
            self._pieces.append(_SegmentStart(line.start, "form text"))
            own = self._text[line.start : printed.end].strip(" \t\r\n>*_")
            if own in self._region.printed and question.kind not in ("contact", "respondent"):
                self._region.again.append(self._pieces[-1])
            self._region.printed.add(own)
            return printed.end
        self._answer(line.start, line.end)
        return line.end

    def _is_aside(self, line: DocumentLine) -> bool:
        """Return whether a line is a rule, or what a page prints around its text."""
        at = bisect_right(self._aside, (line.start, len(self._text)))
        return at > 0 and line.start < self._aside[at - 1][1]

    def _is_footnote(self, line: DocumentLine) -> bool:
        note = FOOTNOTE.match(self._text, line.start, line.end)
        if note is not None:
            # A note to something in this very answer is a part of it; one to the question is the form's.
            return note["mark"] not in self._region.referred
        found = self._longest(self._footnotes, line)
        return found is not None and found.whole

    def _open_part(self, question: Question, line: DocumentLine) -> LineMatch | None:
        for part in self._form.questions:
            if part.parent != question.id or part.id in self._region.opened:
                continue
            match = self._longest([FormLine.of(text) for text in (part.text, *part.printed)], line, _LABEL_ALIKE)
            if match is None:
                continue
            self._region.opened.add(part.id)
            self._region.part, self._region.field = part, None
            if line.box is not None:
                self._pieces.append(_SegmentStart(line.start, "cell", part.id))
                self._pieces.append(_SegmentStart(line.box[1], "form text", part.id))
            else:
                self._pieces.append(_SegmentStart(line.start, "form text", part.id))
            return match
        return None

    def _open_field(self, question: Question, line: DocumentLine) -> LineMatch | None:
        for candidate in (self._region.cell or question).fields:
            match = self._stream.match(FormLine.of(candidate.label), line, _LABEL_ALIKE)
            if match is not None:
                self._region.field = candidate
                self._pieces.append(_SegmentStart(line.start, "form text"))
                return match
        return None

    def _answer(self, start: int, end: int) -> None:
        cell = self._region.cell
        if cell is None:
            self._pieces.append(_SegmentStart(start, "form text"))
            return
        self._region.referred.update(_REFERENCE.findall(self._text, start, end))
        self._region.answered = self._region.answered or any(True for _ in words(self._text, start, end))
        category: Category = "contact" if cell.kind in ("contact", "respondent") else "cell"
        self._pieces.append(_SegmentStart(start, category, cell.id, self._is_personal(cell, start, end)))

    def _is_personal(self, cell: Question, start: int, end: int) -> bool:
        """Names and addresses of contact fields; and in a contact, whatever stands under no label we know."""
        if not cell.fields:
            return False
        if any(find_contact_details(self._text, start, end)):
            return True
        if self._region.field is None:
            return cell.kind == "contact"
        short = sum(1 for _ in words(self._text, start, end)) <= _LONGEST_NAME
        return self._region.field.holds in PERSONAL and short

    def _longest(
        self, targets: Iterable[FormLine], line: DocumentLine, at_least: float = _GUIDANCE_ALIKE
    ) -> LineMatch | None:
        for target in sorted(targets, key=lambda t: -t.length):
            match = self._stream.match(target, line, at_least)
            if match is not None:
                return match
        return None


def _cover(pieces: Sequence[_SegmentStart], length: int) -> tuple[Segment, ...]:
    """Join like neighbours; each piece reaches to the next, so that white space goes with what stands before it."""
    segments: list[Segment] = []
    for i, piece in enumerate(pieces):
        start = 0 if i == 0 else piece.start
        end = pieces[i + 1].start if i + 1 < len(pieces) else length
        last = segments[-1] if segments else None
        like = (piece.category, piece.question, piece.withheld)
        if last is not None and (last.category, last.question, last.withheld) == like:
            segments[-1] = Segment(last.start, end, *like)
        elif end > start:
            segments.append(Segment(start, end, *like))
    return tuple(segments) or (Segment(0, length, "front matter"),)


def _cut_at(segments: Sequence[Segment], ranges: Sequence[Range], **changes: Any) -> tuple[Segment, ...]:
    """Cut ranges out of the segments that run over them, as the reader's debris, or what is withheld."""
    if not ranges:
        return tuple(segments)
    found: list[Segment] = []
    left = list(ranges)[::-1]
    for whole in segments:
        at = whole.start
        while left and left[-1][0] < whole.end:
            start, end = max(at, left[-1][0]), min(whole.end, left[-1][1])
            if at < start:
                found.append(dataclasses.replace(whole, start=at, end=start))
            question = None if changes.get("category") == "page debris" else whole.question
            found.append(dataclasses.replace(whole, start=start, end=end, question=question, **changes))
            at = end
            if left[-1][1] > whole.end:
                break
            left.pop()
        if at < whole.end:
            found.append(dataclasses.replace(whole, start=at))
    return tuple(found)


def account(segments: Iterable[Segment]) -> dict[Category, int]:
    """Return how many characters each category holds."""
    from msqqa.model import CATEGORIES

    totals: dict[Category, int] = dict.fromkeys(CATEGORIES, 0)
    for part in segments:
        totals[part.category] += part.end - part.start
    return totals
