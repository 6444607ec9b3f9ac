"""The body of a Word file → paragraphs and tables, as one sees them with all changes accepted."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from msqqa.read.emphasis import BOLD, HIGHLIGHTED, STRUCK, UNDERLINED, Run
from msqqa.read.extract import Item, Paragraph, Table, TableCell, TableRow
from msqqa.read.superscripts import is_reference
from msqqa.read.symbols import symbol, translate_symbols
from msqqa.read.word.fields import WordField, content_control, legacy_control
from msqqa.read.word.numbering import Numbering
from msqqa.read.word.package import attribute, child, local_name, value
from msqqa.read.word.styles import Look, Styles, is_shaded, look_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from msqqa.model import BlockKind
    from msqqa.read.word.package import Package

_UNSEEN = frozenset(
    "del moveFrom delText delInstrText instrText pPr rPr sdtPr sdtEndPr tblPr tblGrid trPr tcPr ffData rt "
    "commentReference annotationRef object control sectPr proofErr".split()
)
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MARKS = (BOLD, UNDERLINED, HIGHLIGHTED, STRUCK)
_DRAWING = "drawingml"


@dataclass(slots=True)
class _ParagraphBuilder:
    """A paragraph on its way: its runs, and what hangs on it."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    """Text boxes anchored in it; they are read after it."""
    notes: list[tuple[int, str]] = field(default_factory=list)
    """Number and text of the notes that it refers to."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class Body:
    """Walks a document once; lists, fields and notes are counted on the way."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles.of(package.find_related("styles"))
        self._numbering = Numbering.of(package.find_related("numbering"))
        self._notes = {kind: _notes_of(package.find_related(kind + "s"), kind) for kind in ("footnote", "endnote")}
        self._notes_seen = 0
        self._fields: list[WordField] = []
        self._open: _ParagraphBuilder | None = None
        """A paragraph whose mark was deleted: the next one goes on with it."""

    def items(self) -> Iterator[Item]:
        """Yield the document's paragraphs and tables in order."""
        yield from self._blocks(self._package.body_children())
        yield from self._flush()

    def _blocks(self, elements: Iterable[Any]) -> Iterator[Item]:
        for element in elements:
            name = local_name(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._flush()
                yield self._table(element)
            elif name == "sdt":
                shown = content_control(child(element, "sdtPr"))
                if shown is None:
                    content = child(element, "sdtContent")
                    yield from self._blocks(() if content is None else content)
                elif shown:
                    yield Paragraph("paragraph", (Run(shown),))
            elif name == "AlternateContent":
                yield from self._blocks(_alternative(element))
            elif name and name not in _UNSEEN:
                yield from self._blocks(element)

    def _flush(self) -> Iterator[Item]:
        if self._open is not None:
            line, self._open = self._open, None
            yield Paragraph("paragraph", tuple(line.runs))

    # ------------------------------------------------------------ paragraphs

    def _paragraph(self, element: Any) -> Iterator[Item]:
        properties = child(element, "pPr")
        style = None if properties is None else value(properties, "pStyle")
        line, self._open = self._open or _ParagraphBuilder(), None
        begun = bool(line.runs)
        base = self._styles.look(style, paragraph=True)
        self._inline(element, base, line)
        if properties is not None and child(properties, "rPr", "del") is not None:
            self._open = line
            return
        label = None
        if not begun and line.text.strip():
            label = self._label(properties, style)
        kind = self._kind(properties, style, label)
        yield Paragraph(kind, tuple(line.runs), label or "")
        for number, text in line.notes:
            yield Paragraph("paragraph", (Run(f"[^{number}]: {text}"),))
        for box in line.boxes:
            yield from self._blocks(box)

    def _label(self, properties: Any | None, style: str | None) -> str | None:
        own = None if properties is None else child(properties, "numPr")
        list_id, level = self._styles.list_of(style)
        if own is not None:
            list_id, level = value(own, "numId") or list_id, value(own, "ilvl") or level
        return self._numbering.label(list_id, level, style)

    def _kind(self, properties: Any | None, style: str | None, label: str | None) -> BlockKind:
        outline = None if properties is None else value(properties, "outlineLvl")
        if self._styles.is_contents(style):
            return "debris"  # a table of contents repeats the headings: no place is meant
        if self._styles.is_heading(style) if outline is None else outline in tuple("012345678"):
            return "heading"
        return "item" if label is not None else "paragraph"

    # ------------------------------------------------------------ what stands in a line

    def _inline(self, element: Any, base: Look, line: _ParagraphBuilder) -> None:
        for part in element:
            name = local_name(part)
            if name == "r":
                self._run(part, base, line)
            elif name == "sdt":
                shown = content_control(child(part, "sdtPr"))
                if shown is not None:
                    line.runs.append(Run(shown))
                elif (content := child(part, "sdtContent")) is not None:
                    self._inline(content, base, line)
            elif name == "AlternateContent":
                self._inline(_alternative(part), base, line)
            elif name == "txbxContent":
                line.boxes.append(part)
            elif name == "t" and part.text and _DRAWING not in part.tag:
                line.runs.append(Run(part.text))  # of a formula
            elif name and name not in _UNSEEN:
                self._inline(part, base, line)

    def _run(self, run: Any, base: Look, line: _ParagraphBuilder) -> None:
        properties = child(run, "rPr")
        look = dict(base)
        if properties is not None:
            look |= self._styles.look(value(properties, "rStyle")) | look_of(properties)
        marks = frozenset(mark for mark in _MARKS if look.get(mark))
        for part in run:
            name = local_name(part)
            if name == "fldChar":
                self._field(part, line)
            elif look.get("hidden") or any(f.in_code or f.replaced for f in self._fields):
                continue
            elif name == "t":
                line.runs.append(Run(_visible_text(part.text or "", look, line), marks))
            elif name == "sym":
                code = attribute(part, "char") or ""
                line.runs.append(Run(_symbol(attribute(part, "font"), code), marks))
            elif name in _BREAKS:
                line.runs.append(Run(_BREAKS[name], marks))
            elif name in ("footnoteReference", "endnoteReference"):
                self._refer(name.removesuffix("Reference"), part, line)
            elif name == "AlternateContent":
                self._inline(_alternative(part), base, line)
            elif name and name not in _UNSEEN:
                self._inline(part, base, line)

    def _field(self, mark: Any, line: _ParagraphBuilder) -> None:
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            shown = legacy_control(mark)
            if shown and not any(f.in_code or f.replaced for f in self._fields):
                line.runs.append(Run(shown))
            self._fields.append(WordField(replaced=shown is not None))
        elif kind == "separate" and self._fields:
            self._fields[-1].in_code = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _refer(self, kind: str, reference: Any, line: _ParagraphBuilder) -> None:
        text = self._notes[kind].get(attribute(reference, "id") or "")
        if text is None:
            return
        self._notes_seen += 1
        line.runs.append(Run(f"[^{self._notes_seen}]"))
        line.notes.append((self._notes_seen, text))

    # ------------------------------------------------------------ tables

    def _table(self, element: Any) -> Table:
        return Table(tuple(self._row(row) for row in _find_children(element, "tr") if not _is_deleted(row)))

    def _row(self, element: Any) -> TableRow:
        properties = child(element, "trPr")
        before = _number(None if properties is None else value(properties, "gridBefore"), 0)
        cells = [TableCell((), before)] if before else []
        for cell in _find_children(element, "tc"):
            own = child(cell, "tcPr")
            wide = _number(None if own is None else value(own, "gridSpan"), 1)
            merged = None if own is None else child(own, "vMerge")
            goes_on = merged is not None and (attribute(merged, "val") or "continue") == "continue"
            cells.append(TableCell(() if goes_on else self._cell(cell, own), max(1, wide)))
        head = properties is not None and child(properties, "tblHeader") is not None
        return TableRow(tuple(cells), head)

    def _cell(self, cell: Any, properties: Any | None) -> tuple[Item, ...]:
        shown = _wrapped_text(cell)
        if shown is not None:
            return (Paragraph("paragraph", (Run(shown),)),)
        items = (*self._blocks(cell), *self._flush())
        return tuple(_mark_highlighted(item) for item in items) if is_shaded(properties) else items


def _visible_text(text: str, look: Look, line: _ParagraphBuilder) -> str:
    """Return a run's text as it is seen; a small raised number is a reference, not part of the word before it."""
    font = look.get("font")
    if look.get("raised") and is_reference(text, line.text):
        return f"[^{text.strip()}]: " if not line.text.strip() else f"[{text.strip()}]"
    return translate_symbols(font if isinstance(font, str) else None, text)


def _symbol(font: str | None, code: str) -> str:
    return symbol(font, int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) else ""


def _alternative(element: Any) -> Any:
    """Return the one of several ways to say the same that is read."""
    first = next((e for e in element if local_name(e) == "Choice"), None)
    return next(iter(element), ()) if first is None else first


def _find_children(element: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table, or the cells of a row, whatever wraps them."""
    waiting = deque(element)
    while waiting:
        part = waiting.popleft()
        if local_name(part) == name:
            yield part
        elif local_name(part) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            waiting.extendleft(reversed(part))


def _mark_highlighted(item: Item) -> Item:
    if isinstance(item, Table):
        return item
    return replace(item, runs=tuple(Run(run.text, run.marks | {HIGHLIGHTED}) for run in item.runs))


def _wrapped_text(cell: Any) -> str | None:
    """Return what stands for a cell that a content control wraps whole; None where its own content does."""
    around = cell.getparent()
    return content_control(child(around.getparent(), "sdtPr")) if local_name(around) == "sdtContent" else None


def _is_deleted(row: Any) -> bool:
    return child(row, "trPr", "del") is not None


def _notes_of(root: Any | None, kind: str) -> dict[str, str]:
    """Return the notes' texts by their ids, each on one line; the lines that part notes from the text are none."""
    found: dict[str, str] = {}
    for note in root if root is not None else ():
        if local_name(note) != kind or (attribute(note, "type") or "normal") != "normal":
            continue
        text = "".join(
            t.text or "" if local_name(t) == "t" else " " for t in note.iter() if local_name(t) in ("t", "p", "tab")
        )
        found[attribute(note, "id") or ""] = " ".join(text.split())
    return found


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 5 else otherwise
