"""A parsed page → paragraphs and tables.

It is walked without recursion: pages may be nested deeper than Python's stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msqqa.read.counting import counted
from msqqa.read.emphasis import Run
from msqqa.read.extract import Item, Paragraph, Row, Table, TableCell
from msqqa.read.raised import is_reference
from msqqa.read.web.controls import Controls
from msqqa.read.web.visible import Hidden, emphasis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from msqqa.model import BlockKind

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p pre search section summary table "
    "tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FORMS_OF_LISTS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_DEEPEST_TABLE = 20
"""Tables within tables: what is deeper is read as text, cell after cell."""
_WIDEST, _TALLEST = 200, 2000
_TEXT, _COMMENT = "-text", "-comment"


@dataclass(slots=True)
class _Cell:
    columns: int
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class _Grid:
    """A table on its way."""

    rows: list[Row] = field(default_factory=list)
    cells: list[TableCell] = field(default_factory=list)
    reaching: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Column → how many more rows a cell reaches down, and how many columns wide it is."""
    column: int = 0
    head: bool = False
    heads: int = 0

    next_row: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The same, for the row after this one."""

    def fill(self) -> None:
        """Put empty cells where earlier rows' cells reach down."""
        while self.column in self.reaching:
            rows, wide = self.reaching.pop(self.column)
            if rows > 1:
                self.next_row[self.column] = (rows - 1, wide)
            self.cells.append(TableCell((), wide))
            self.column += wide

    def open_cell(self, wide: int, tall: int, *, head: bool) -> None:
        """Find the place of the row's next cell."""
        self.fill()
        if tall > 1:
            self.next_row[self.column] = (tall - 1, wide)
        self.column += wide
        self.heads += head

    def end_row(self) -> None:
        self.fill()
        if self.cells:
            self.rows.append(Row(tuple(self.cells), self.head or self.heads == sum(bool(c.items) for c in self.cells)))
        self.reaching, self.next_row = self.next_row, {}
        self.cells, self.column, self.heads = [], 0, 0


@dataclass(slots=True)
class _Numbered:
    """A list that is open."""

    form: str
    next: int
    step: int = 1


class _Walk:
    def __init__(self, root: Any) -> None:
        self._root = root
        sheets = "\n".join(node.text() or "" for node in root.css("style"))
        self._hidden = Hidden.by(sheets)
        self._controls = Controls.of(root, self._hidden_labels())
        self._runs: list[Run] = []
        self._kind: BlockKind = "paragraph"
        self._label = ""
        """The bullet or number of an item that is yet to hold something."""
        self._marks: list[frozenset[str]] = [frozenset()]
        self._lists: list[_Numbered] = []
        self._grids: list[tuple[_Grid, _Cell | None]] = []
        self._ready: list[Item] = []
        self._pre = self._raised = 0
        self._beyond = 0
        """How many tables are open beyond the deepest that is read as one."""

    def _hidden_labels(self) -> frozenset[int]:
        return frozenset(
            node.mem_id for node in self._root.css("label, input") if self._hidden.hides(node.tag, node.attributes)
        )

    def items(self) -> Iterator[Item]:
        node, depth_first = self._root, True
        while True:
            entered = depth_first and self._enter(node)
            below = node.child if entered else None
            if below is not None:
                node, depth_first = below, True
            else:
                if entered:
                    self._leave(node)
                # Up until there is a neighbour to go to.
                while node.next is None or node.mem_id == self._root.mem_id:
                    if node.mem_id == self._root.mem_id:
                        self._flush()
                        yield from self._taken()
                        return
                    node = node.parent
                    self._leave(node)
                node, depth_first = node.next, True
            if self._ready:
                yield from self._taken()

    def _taken(self) -> list[Item]:
        ready, self._ready = self._ready, []
        return ready

    # ------------------------------------------------------------ elements

    def _enter(self, node: Any) -> bool:
        """Begin an element; return whether what it holds is to be read."""
        tag = node.tag
        if tag == _TEXT:
            self._text(node.text_content or "")
            return False
        if tag is None or tag.startswith(("-", "!")):
            return False
        attributes = node.attributes
        if self._hidden.hides(tag, attributes):
            return False
        shown = self._controls.shown(node)
        if shown is not None:
            self._space()
            self._add(shown if tag != "textarea" else shown.replace("\r\n", "\n"), self._marks[-1])
            return False
        if tag == "br":
            self._add("\n", frozenset())
            return False
        if tag == "hr":
            self._flush()
            self._emit(Paragraph("rule", (Run("---"),)))
            return False
        self._open(node, tag, attributes)
        return True

    def _open(self, node: Any, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag in _BLOCKS:
            self._flush()
        if tag in _HEADINGS:
            self._kind = "heading"
        elif tag == "pre":
            self._pre += 1
        elif tag == "sup":
            self._raised += 1
        elif tag in ("ul", "ol", "menu", "dir"):
            self._lists.append(_numbered(node, tag, attributes))
        elif tag == "li":
            self._item(attributes)
        elif tag == "table":
            self._open_table()
        elif self._grids and not self._beyond:
            self._open_table_part(tag, attributes)
        for box in self._controls.before_label.get(node.mem_id, ()) if tag == "label" else ():
            self._space()
            self._add(f"{box} ", frozenset())
        self._marks.append(self._marks[-1] | emphasis(tag, attributes))

    def _leave(self, node: Any) -> None:
        tag = node.tag
        if tag is None or tag.startswith(("-", "!")):
            return
        if len(self._marks) > 1:
            self._marks.pop()
        if tag in _BLOCKS:
            self._flush()
        if tag == "li":
            self._kind, self._label = "paragraph", ""
        elif tag == "pre":
            self._pre -= 1
        elif tag == "sup":
            self._raised -= 1
        elif tag in ("ul", "ol", "menu", "dir") and self._lists:
            self._lists.pop()
        elif tag == "table":
            self._close_table()
        elif self._grids and not self._beyond:
            self._close_table_part(tag)

    def _item(self, attributes: Mapping[str, str | None]) -> None:
        self._kind, self._label = "item", ""
        if not self._lists:
            self._label = "•"
            return
        numbered = self._lists[-1]
        own = attributes.get("value")
        if own is not None and re.fullmatch(r"-?\d{1,6}", own.strip()):
            numbered.next = int(own)
        if numbered.form == "bullet":
            self._label = "•"
        elif numbered.form != "none":
            self._label = f"{counted(numbered.next, numbered.form)}."
        numbered.next += numbered.step

    # ------------------------------------------------------------ tables

    def _open_table_part(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        grid, _ = self._grids[-1]
        if tag == "thead":
            grid.head = True
        elif tag in ("td", "th"):
            wide = _span(attributes.get("colspan"), _WIDEST)
            grid.open_cell(wide, _span(attributes.get("rowspan"), _TALLEST), head=tag == "th")
            self._grids[-1] = grid, _Cell(wide)

    def _close_table_part(self, tag: str) -> None:
        grid, cell = self._grids[-1]
        if tag in ("td", "th") and cell is not None:
            grid.cells.append(TableCell(tuple(cell.items), cell.columns))
            self._grids[-1] = grid, None
        elif tag == "tr":
            grid.end_row()
        elif tag == "thead":
            grid.head = False

    def _open_table(self) -> None:
        if len(self._grids) < _DEEPEST_TABLE:
            self._grids.append((_Grid(), None))
        else:
            self._beyond += 1

    def _close_table(self) -> None:
        if self._beyond:
            self._beyond -= 1
        elif self._grids:
            grid, _ = self._grids.pop()
            self._emit(Table(tuple(grid.rows)))

    # ------------------------------------------------------------ text

    def _text(self, text: str) -> None:
        marks = self._marks[-1]
        if self._raised and is_reference(text, "".join(run.text for run in self._runs[-3:])):
            here = any(run.text.strip() for run in self._runs)
            self._add(f"[{text.strip()}]" if here else f"[^{text.strip()}]: ", frozenset())
            return
        self._add(text if self._pre else _SPACE.sub(" ", text), marks)

    def _add(self, text: str, marks: frozenset[str]) -> None:
        if not self._pre and text.startswith(" ") and (not self._runs or self._runs[-1].text.endswith((" ", "\n"))):
            text = text[1:]
        if text:
            self._runs.append(Run(text, marks))

    def _space(self) -> None:
        """Part a control from the text before it: a browser shows it with room around it."""
        if self._runs and not self._runs[-1].text[-1:].isspace():
            self._runs.append(Run(" "))

    def _flush(self) -> None:
        """End a paragraph. An item's label waits for its first one that holds something."""
        if any(run.text.strip() for run in self._runs):
            self._emit(Paragraph(self._kind, tuple(self._runs), self._label))
            self._kind, self._label = "paragraph", ""
        elif self._kind == "heading":
            self._kind = "paragraph"
        self._runs = []

    def _emit(self, item: Item) -> None:
        for _, cell in reversed(self._grids):
            if cell is not None:
                cell.items.append(item)
                return
        self._ready.append(item)


def items_of(text: str) -> Iterator[Item]:
    """Yield the paragraphs and tables of a page that are seen."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(text).root
    if root is not None:
        yield from _Walk(root).items()


def _numbered(node: Any, tag: str, attributes: Mapping[str, str | None]) -> _Numbered:
    if _UNMARKED.search(attributes.get("style") or ""):
        return _Numbered("none", 1)
    if tag != "ol":
        return _Numbered("bullet", 1)
    form = _FORMS_OF_LISTS.get((attributes.get("type") or "1").strip(), "decimal")
    start = (attributes.get("start") or "").strip()
    backwards = "reversed" in attributes
    first = sum(1 for _ in node.iter()) if backwards else 1
    return _Numbered(form, int(start) if re.fullmatch(r"-?\d{1,6}", start) else first, -1 if backwards else 1)


def _span(text: str | None, most: int) -> int:
    return min(most, max(1, int(text))) if text and re.fullmatch(r"\s*\d{1,6}\s*", text) else 1
