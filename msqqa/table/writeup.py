"""One respondent's answers → a document with every character in its place, and the cells that stand in it.

The text is made here, from the table and nothing else, so that the same bytes always give the same text: the name, then
each question with its answer below it, under its section and its group. Nothing is searched for: what is written is
known by its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.closed.cells import NO_VALUE
from msqqa.model import Block, Category, Cell, Document, Segment, SegmentedResponse, Selection
from msqqa.personal.find import personal_in
from msqqa.personal.values import is_body
from msqqa.table.boxes import NONE_TICKED
from msqqa.table.personal_columns import split_withheld
from msqqa.table.values import is_blank, stance

if TYPE_CHECKING:
    from msqqa.model import Basis, BlockKind, Kind, Question, Range, Stance
    from msqqa.table.form import Made
    from msqqa.table.respondents import Filled, Item, TableQuestion

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*|\n(?=[ \t]*(?:[-*+•–]|\(?\d{1,3}[.)])\s)")

_KEPT = 20_000
"""Different answers of which it is kept what they say."""
_SHORT = 200
"""Characters of these, at most."""
_Like = tuple[Category, str | None, bool]
"""What a run of characters is: its category, its question, and whether it is withheld."""


@dataclass(frozen=True, slots=True)
class _WrittenAnswer:
    """An answer to a question as it is written up, in characters from its own beginning.

    Most answers of a large table are one of a few: each of these is written up once.
    """

    text: str
    blocks: tuple[tuple[int, BlockKind], ...]
    segments: tuple[tuple[int, int, _Like], ...]
    cell: Cell
    """As if the response began with it."""


class Sheets:
    """Writes up responses to one form, and remembers what the answers that are given again and again come to."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self.questions = {question.id: question for question in made.form.questions}
        self.order = {question: n for n, question in enumerate(self.questions)}
        self.known: dict[tuple[TableQuestion, str, str], _WrittenAnswer] = {}


def write_up(filled: Filled, sheets: Sheets, path: str, respondent: str, sha256: str) -> SegmentedResponse:
    """Write up what one respondent answered.

    Parameters
    ----------
    filled, sheets:
        The answers, and what writes up answers to their form.
    path, respondent:
        What the document is called, and whose it is.
    sha256:
        Of the file's bytes.
    """
    return _DocumentWriter(sheets, path, respondent).write(filled, sha256)


class _DocumentWriter:
    def __init__(self, sheets: Sheets, path: str, respondent: str) -> None:
        self._sheets = sheets
        self._path = path
        self._respondent = respondent
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[tuple[int, BlockKind]] = []
        self._segments: list[tuple[int, int, _Like]] = []
        self._rows: list[tuple[int, int, int]] = []

    def write(self, filled: Filled, sha256: str) -> SegmentedResponse:
        made, questions, order = self._sheets.made, self._sheets.questions, self._sheets.order
        several = len(made.form.sections) > 1
        lines = next((item.lines for item in filled.items.values()), (1, 1))
        self._row(lines)
        self._put(f"{filled.name}\n\n", "heading", "front matter")
        cells, section, parent = [], "", ""
        for asked, item in filled.items.items():
            self._row(item.lines)
            if several and asked.section != section:
                self._put(f"{asked.section}\n\n" if asked.section else "", "heading", "form text")
            if asked.parent and (asked.parent, asked.section) != (parent, section):
                group = made.groups[asked.parent, asked.section]
                self._put(f"{questions[group].text}\n\n", "heading", "form text", group)
            section, parent = asked.section, asked.parent
            cells.append(self._add(self._answer(asked, item)))
        cells.sort(key=lambda cell: order[cell.question])
        text = "".join(self._pieces)
        bounds = [*(start for start, _ in self._blocks), len(text)]
        blocks = tuple(
            Block(kind, start, end) for (_, kind), start, end in zip(self._blocks, bounds, bounds[1:], strict=False)
        )
        document = Document(self._path, text, blocks, sha256, rows=tuple(self._rows))
        return SegmentedResponse(
            document, tuple(Segment(start, end, *like) for start, end, like in self._segments), cells
        )

    def _answer(self, asked: TableQuestion, item: Item) -> _WrittenAnswer:
        if len(item.answer) + len(item.details) > _SHORT:
            return _DocumentWriter(self._sheets, "", "").alone(asked, item)
        known, key = self._sheets.known, (asked, item.answer, item.details)
        found = known.get(key)
        if found is None:
            if len(known) >= _KEPT:
                known.clear()
            found = known[key] = _DocumentWriter(self._sheets, "", "").alone(asked, item)
        return found

    def alone(self, asked: TableQuestion, item: Item) -> _WrittenAnswer:
        """Write up one answer and nothing else."""
        cell = self._cell(self._sheets.questions[self._sheets.made.ids[asked]], item, asked)
        return _WrittenAnswer("".join(self._pieces), tuple(self._blocks), tuple(self._segments), cell)

    def _add(self, answer: _WrittenAnswer) -> Cell:
        """Add an answer that was written up; return its cell where it stands now."""
        at, cell = self._length, answer.cell
        self._pieces.append(answer.text)
        self._length += len(answer.text)
        self._blocks += [(at + start, kind) for start, kind in answer.blocks]
        for start, end, like in answer.segments:
            self._segment(at + start, at + end, like)
        value, anchor = cell.value, cell.anchor
        return Cell(
            self._respondent,
            cell.question,
            self._path,
            tuple([(at + start, at + end) for start, end in cell.runs]),
            tuple([(at + start, at + end) for start, end in cell.answers]),
            cell.selection,
            cell.stance,
            cell.basis,
            tuple([(at + start, at + end) for start, end in cell.withheld]),
            None if anchor is None else (at + anchor[0], at + anchor[1]),
            value=NO_VALUE if value is None or value == NO_VALUE else (at + value[0], at + value[1]),
        )

    def _cell(self, question: Question, item: Item, asked: TableQuestion) -> Cell:
        anchor = self._put(f"{question.text}\n", "paragraph", "form text", question.id)
        category: Category = "contact" if question.kind == "contact" else "cell"
        runs: list[Range] = []
        answers: list[Range] = []
        hidden: list[Range] = []
        value: Range | None = None
        for is_remark, text in enumerate((item.answer, item.details)):
            start = self._length
            for piece, withheld in split_withheld(text, _find_withheld(question, text)):
                last = self._length + len(piece) == start + len(text)
                kind: BlockKind | None = "paragraph" if self._length == start else None
                place = self._put(f"{piece}\n" if last else piece, kind, category, question.id, withheld=withheld)
                place = place[0] + len(piece) - len(piece.lstrip()), place[1]
                if place[0] >= place[1]:
                    continue
                (hidden if withheld else runs).append(place)
                if not withheld and not is_blank(piece) and piece != NONE_TICKED:
                    answers.append(place)
                    if not is_remark and place[1] - place[0] == len(text.strip()):
                        value = place
        self._put(
            "\n", None, category if runs or hidden else "form text", question.id, withheld=not runs and bool(hidden)
        )
        chosen = _selection(question, item.answer, asked)
        long = len(item.answer) + len(item.details) > _SHORT
        said, basis = (stance if long else _stance)(question.kind, item.answer, item.details)
        if chosen.state != "none" and question.kind == "choice":
            said, basis = ("yes" if chosen.state == "marked" else "blank"), "stated"
        return Cell(
            self._respondent,
            question.id,
            self._path,
            tuple(runs),
            tuple(answers),
            chosen,
            said,
            basis,
            tuple(hidden),
            anchor,
            value=value or NO_VALUE,
        )

    def _put(
        self,
        text: str,
        kind: BlockKind | None,
        category: Category,
        question: str | None = None,
        *,
        withheld: bool = False,
    ) -> Range:
        """Add text; return where it stands, without the white space behind it."""
        start = self._length
        if not text:
            return start, start
        if kind is not None:
            self._blocks.append((start, kind))
            if kind == "paragraph" and "\n" in text:
                breaks = (start + m.end() for m in _PARAGRAPH.finditer(text.rstrip()))
                self._blocks += [(at, _kind_at(text, at - start)) for at in breaks]
        self._pieces.append(text)
        self._length += len(text)
        self._segment(start, self._length, (category, question, withheld))
        return start, start + len(text.rstrip())

    def _segment(self, start: int, end: int, like: _Like) -> None:
        if self._segments and self._segments[-1][2] == like:
            self._segments[-1] = self._segments[-1][0], end, like
        else:
            self._segments.append((start, end, like))

    def _row(self, lines: tuple[int, int]) -> None:
        if not self._rows or self._rows[-1][1:] != lines:
            self._rows.append((self._length, *lines))


def _selection(question: Question, answer: str, asked: TableQuestion) -> Selection:
    """Return which of its options somebody chose, where a question's options are known."""
    if question.kind != "choice" or not asked.options or is_blank(answer):
        return Selection("none")
    if asked.several and answer == NONE_TICKED:
        return Selection("empty")
    known = set(question.options)
    chosen = tuple(label for label in (answer.split("\n") if asked.several else [answer]) if label in known)
    return Selection("marked", chosen) if chosen else Selection("none")


@lru_cache(maxsize=_KEPT)
def _stance(kind: Kind, answer: str, details: str) -> tuple[Stance, Basis]:
    return stance(kind, answer, details)


@lru_cache(maxsize=_KEPT)
def _find_personal(text: str) -> tuple[Range, ...]:
    return personal_in(text)


def _find_withheld(question: Question, text: str) -> tuple[Range, ...]:
    """Return what of an answer is withheld: all of a contact's, unless it only names a body."""
    if question.kind == "contact":
        return () if not text or is_body(text) or is_blank(text) else ((0, len(text)),)
    return _find_personal(text) if len(text) <= _SHORT else personal_in(text)


def _kind_at(text: str, at: int) -> BlockKind:
    return "item" if re.match(r"[ \t]*(?:[-*+•–]|\(?\d{1,3}[.)])\s", text[at:]) else "paragraph"
