"""Segments → cells: one respondent's answers, each with what is ticked and what it says."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.model import Cell, Selection
from msqqa.stance.cell import stance_of
from msqqa.stance.multiple_choice import read_choice
from msqqa.stance.openings import classify_opening
from msqqa.stance.ticks import BOX, is_cross, is_marked, join_lines, line_ranges
from msqqa.stance.wording import label_end
from msqqa.stance.yes_no import read_yes_no
from msqqa.words import squeeze, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.form.align import Alignment
    from msqqa.model import Document, Form, Question, Range, Segment

_LEADING_BOX = re.compile(rf"[\s>*_\-•|]*(?P<box>{BOX})[\s*_]*")


def cells_of(document: Document, alignment: Alignment, segments: Sequence[Segment], respondent: str) -> list[Cell]:
    """Return a cell for each question and part that stands in the document, in the form's order.

    A question with parts has a cell of its own only where something is written above its parts. The field that names
    the respondent has none.
    """
    form = alignment.printed
    shown: dict[str, list[Segment]] = defaultdict(list)
    hidden: dict[str, list[Segment]] = defaultdict(list)
    asked: dict[str, Range] = {}
    for segment in segments:
        if segment.question is None:
            continue
        if segment.category == "form text":
            if segment.withheld:
                continue
            asked.setdefault(segment.question, (segment.start, segment.end))
        else:
            (hidden if segment.withheld else shown)[segment.question].append(segment)
    cells = []
    for question in form.questions:
        place = asked.get(question.id) or asked.get(question.parent or "")
        runs = tuple(r for s in shown[question.id] if (r := _trim(document.text, s.start, s.end)) is not None)
        if place is None or question.kind == "respondent" or (question.kind == "group" and not runs):
            continue
        withheld = tuple(r for s in hidden[question.id] if (r := _trim(document.text, s.start, s.end)) is not None)
        selection, answers, stated = _read(document.text, question, runs)
        answers = _without_label(document.text, answers)
        selection = _as_the_form_says(selection, question, alignment.form)
        details = "\n".join(document.text[start:end] for start, end in answers)
        # A withheld name is an answer all the same.
        stance, basis = stance_of(question.kind, selection, details or ("withheld" if withheld else ""), stated)
        anchor = _trim(document.text, *place)
        cells.append(
            Cell(respondent, question.id, document.path, runs, answers, selection, stance, basis, withheld, anchor)
        )
    return cells


def _as_the_form_says(selection: Selection, question: Question, form: Form) -> Selection:
    """Return a selection whose options are the form's, where the copy words them otherwise."""
    own = form.question(question.id).options
    if own == question.options:
        return selection
    said = dict(zip(question.options, own, strict=True))
    return replace(selection, options=tuple(said.get(option, option) for option in selection.options))


def respondent_name(document: Document, alignment: Alignment, segments: Sequence[Segment]) -> str | None:
    """Return what stands in the form's field for the respondent's name."""
    named = {q.id for q in alignment.form.questions if q.kind == "respondent"}
    text = " ".join(
        document.text[s.start : s.end]
        for s in segments
        if s.question in named and s.category == "contact" and not s.withheld
    )
    name = squeeze(re.sub(r"[*_#`>|]+", " ", text))
    return name if any(True for _ in words(name)) else None


def _read(text: str, question: Question, runs: Sequence[Range]) -> tuple[Selection, tuple[Range, ...], str | None]:
    """Return a cell's selection, its answers, and for a choice the option that text stands beside."""
    lines = [line for run in runs for line in line_ranges(text, *run)]
    if question.kind == "choice":
        return read_choice(text, lines, question.options)
    if question.kind == "tick":
        return _ticked_label(text, runs, lines)
    if question.kind == "yesno":
        return (*read_yes_no(text, lines), None)
    return Selection("none"), join_lines(text, lines), None


def _without_label(text: str, answers: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return a cell's answers without the word for an answer that the first one begins with ("Réponse :")."""
    if not answers:
        return answers
    (start, end), *others = answers
    after = label_end(text, start, end)
    if after is None:
        return answers
    own = _trim(text, after, end)
    return (*(() if own is None else (own,)), *others)


def _ticked_label(
    text: str, runs: Sequence[Range], lines: Sequence[Range]
) -> tuple[Selection, tuple[Range, ...], str | None]:
    box = _LEADING_BOX.match(text, *runs[0]) if runs else None
    if box is None:
        asked, below = read_yes_no(text, lines)
        if asked.state != "none":  # a copy that prints a yes and a no below each label
            return asked, below, None
        # Beside a label that can be ticked, details without any box mean that the mark was lost.
        return Selection("lost" if runs else "none"), join_lines(text, lines), None
    rest = [(max(start, box.end()), end) for start, end in lines if end > box.end()]
    details = "\n".join(text[start:end] for start, end in rest)
    # A cross beside "No", or beside what denies it, says that this is not the one.
    marked = is_marked(box["box"]) and not (is_cross(box["box"]) and classify_opening(details) == "no")
    selection = Selection("marked" if marked else "empty", ("yes",) if marked else (), box.span("box"))
    return selection, join_lines(text, [line for line in rest if text[slice(*line)].strip()]), None


def _trim(text: str, start: int, end: int) -> Range | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
