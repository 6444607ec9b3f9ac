"""Paragraphs and tables of a format with a layout of its own → the text that is kept, and its blocks.

Readers of Word files and web pages yield :class:`Paragraph` s and :class:`Table` s; here they become one text. Blocks
are parted by a blank line. The cells of a table's row follow each other, each from the beginning of a line, so that a
question in one cell aligns as a line of the form and its answer follows it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from msqqa.model import Block, Document
from msqqa.read import MAX_LINES, too_many_lines
from msqqa.read.emphasis import Run, is_option, with_marks, with_one_marked
from msqqa.read.marks import is_column_heads, mark_columns, write_marks
from msqqa.stance.ticks import BOX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from msqqa.model import BlockKind

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BOXES_ALONE = re.compile(rf"(?:\s*{BOX})+\s*")
_NUMBER_ALONE = re.compile(
    r"(?:Q(?:uestion)?\.?\s*)?\d{1,3}(?:\.\d{1,3})*[.):]*|\(?(?:[a-z]|[ivx]{1,4})[.):]+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some text of one kind, as runs of like emphasis."""

    kind: BlockKind
    runs: tuple[Run, ...]
    label: str = ""
    """The number or bullet that is printed before it."""

    @property
    def text(self) -> str:
        """What it says, without marks of emphasis."""
        return self.reword("".join(run.text for run in self.runs))

    def reword(self, text: str) -> str:
        """Return its label and some text in place of its own; nothing where there is no text."""
        text = clean(text)
        return f"{self.label} {text}" if text and self.label else text


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table's row; what it holds may be tables again."""

    items: tuple[Item, ...]
    columns: int = 1
    """How many columns it is wide."""

    @property
    def text(self) -> str:
        return " ".join(p.text for p in self.items if isinstance(p, Paragraph)).strip()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table's row. Where a cell of an earlier row reaches down, an empty cell stands."""

    cells: tuple[TableCell, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document, by rows from the top."""

    rows: tuple[TableRow, ...]


Item: TypeAlias = "Paragraph | Table"


@dataclass(frozen=True, slots=True)
class _SeparatedText:
    """Some text with what parts it from the text before it."""

    kind: BlockKind
    text: str
    gap: str


def clean(text: str) -> str:
    """Return text without what is not seen, no-break spaces as spaces, and no white space at its ends.

    >>> clean(" que\u00adstion\u00a01 ")
    'question 1'
    """
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub("", text).strip()


def assemble_document(name: str, data: bytes, items: Iterable[Item], notes: Iterable[str] = ()) -> Document:
    """Return the document that a file's paragraphs and tables make.

    Parameters
    ----------
    name, data:
        What the document is called, and the file's bytes, for their hash.
    items:
        In the order in which they are read.
    notes:
        What the user is told about the file.

    Raises
    ------
    SourceError
        If there are more than any document has.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for n, piece in enumerate(_pieces(items)):
        if n > MAX_LINES:
            raise too_many_lines(name)
        gap = piece.gap if parts else ""
        if blocks and gap in ("\n", " "):
            last = blocks[-1]
            blocks[-1] = Block(last.kind, last.start, at + len(gap) + len(piece.text))
        else:
            if blocks:
                blocks[-1] = Block(blocks[-1].kind, blocks[-1].start, at + len(gap))
            blocks.append(Block(piece.kind, at + len(gap), at + len(gap) + len(piece.text)))
        parts += (gap, piece.text)
        at += len(gap) + len(piece.text)
    text = "".join(parts)
    return Document(
        name,
        text,
        tuple(blocks) or (Block("paragraph", 0, 0),),
        hashlib.sha256(data).hexdigest(),
        notes=tuple(notes),
    )


def _pieces(items: Iterable[Item]) -> Iterator[_SeparatedText]:
    for choice, group in groupby(items, key=_choice):
        if choice is None:
            for item in group:
                if isinstance(item, Table):
                    yield from _of_table(item)
                elif text := item.text:
                    yield _SeparatedText(item.kind, text, "\n\n")
            continue
        paragraphs = [item for item in group if isinstance(item, Paragraph)]
        runs = [paragraph.runs for paragraph in paragraphs]
        texts = with_marks(runs) if choice == "words" else with_one_marked(runs)
        for paragraph, text in zip(paragraphs, texts, strict=True):
            yield _SeparatedText(paragraph.kind, paragraph.reword(text), "\n\n")


def _choice(item: Item) -> str | None:
    """Return what a paragraph may be an option of: "Yes" in bold above a plain "No", or a list of longer ones."""
    if not isinstance(item, Paragraph):
        return None
    if is_option("".join(run.text for run in item.runs)):
        return "words"
    if item.kind != "item" or not item.text:
        return None
    # A numbered question and the bullets below it are two lists.
    return "numbers" if any(c.isdigit() for c in item.label) else "bullets"


def _of_table(table: Table) -> Iterator[_SeparatedText]:
    columns = mark_columns([[(cell.text, cell.columns) for cell in row.cells] for row in table.rows])
    for n, row in enumerate(table.rows):
        marked = write_marks(columns, n, [(cell.text, cell.columns) for cell in row.cells])
        kept = [cell.text for i, cell in enumerate(row.cells) if i not in (marked or ())]
        if is_column_heads(kept, marked=row.head or marked is not None):
            yield _SeparatedText("debris", "\n".join(cell.text for cell in row.cells if cell.text), "\n\n")
            continue
        yield from _of_row(row, marked or {})


def _of_row(row: TableRow, marked: dict[int, str]) -> Iterator[_SeparatedText]:
    """Yield a row's text, cell after cell; ``marked`` is what stands instead of some cells' marks."""
    seen = 0
    before = ""
    loose = [p for cell in row.cells for p in cell.items if isinstance(p, Paragraph) and _choice(p) == "words"]
    texts = dict(zip(map(id, loose), with_marks([p.runs for p in loose]), strict=True))
    for n, cell in enumerate(row.cells):
        if n in marked:
            pieces: Sequence[_SeparatedText] = [_SeparatedText("table", marked[n], "\n\n")] if marked[n] else []
        else:
            pieces = [
                piece
                for item in cell.items
                for piece in (
                    [_SeparatedText(_row_kind(item.kind), _text_of(item, texts), "\n\n")]
                    if isinstance(item, Paragraph)
                    else _of_table(item)
                )
                if piece.text
            ]
        for i, piece in enumerate(pieces):
            gap = piece.gap if i or seen == 0 else "\n"
            if gap == "\n" and (_is_boxed_label(before, piece.text) or (seen == 1 and _NUMBER_ALONE.fullmatch(before))):
                gap = " "  # a box beside its label, or a question's number
            yield _SeparatedText(piece.kind if gap == "\n\n" else "table", piece.text, gap)
            seen, before = seen + 1, piece.text


def _text_of(paragraph: Paragraph, marked: dict[int, str]) -> str:
    text = marked.get(id(paragraph))
    return paragraph.text if text is None else paragraph.reword(text)


def _row_kind(kind: BlockKind) -> BlockKind:
    return "table" if kind == "paragraph" else kind


def _is_boxed_label(before: str, after: str) -> bool:
    """Return whether one of two cells is nothing but a box, and the other a label that takes one line."""
    boxed = _BOXES_ALONE.fullmatch(before) or _BOXES_ALONE.fullmatch(after)
    return bool(boxed) and "\n" not in before and "\n" not in after
