"""A parsed page → paragraphs and tables.

It is walked without recursion: pages may be nested deeper than Python's stack.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msqqa.read.emphasis import Run
from msqqa.read.extract import Paragraph
from msqqa.read.superscripts import is_reference
from msqqa.read.symbols import translate_symbols
from msqqa.read.web.controls import Controls
from msqqa.read.web.parts import Grid, Listing
from msqqa.read.web.visible import Hidden, emphasis, font_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from msqqa.model import BlockKind
    from msqqa.read.extract import Item

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p pre search section summary table "
    "tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DEEPEST_TABLE = 20
"""Tables within tables: what is deeper is read as text, cell after cell."""
_TEXT, _COMMENT = "-text", "-comment"


class _PageWalker:
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
        self._fonts: list[str | None] = [None]
        self._lists: list[Listing] = []
        self._grids: list[Grid] = []
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
        shown = self._controls.show(node)
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
            self._lists.append(Listing.of(node))
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
        self._fonts.append(font_of(tag, attributes) or self._fonts[-1])

    def _leave(self, node: Any) -> None:
        tag = node.tag
        if tag is None or tag.startswith(("-", "!")):
            return
        if len(self._marks) > 1:
            self._marks.pop()
            self._fonts.pop()
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
        self._kind = "item"
        self._label = (self._lists[-1] if self._lists else Listing("bullet")).label(attributes)

    # ------------------------------------------------------------ tables

    def _open_table_part(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag == "thead":
            self._grids[-1].head = True
        elif tag in ("td", "th"):
            self._grids[-1].open_cell(attributes, head=tag == "th")

    def _close_table_part(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._grids[-1].close_cell()
        elif tag == "tr":
            self._grids[-1].close_row()
        elif tag == "thead":
            self._grids[-1].head = False

    def _open_table(self) -> None:
        if len(self._grids) < _DEEPEST_TABLE:
            self._grids.append(Grid())
        else:
            self._beyond += 1

    def _close_table(self) -> None:
        if self._beyond:
            self._beyond -= 1
        elif self._grids:
            self._emit(self._grids.pop().table())

    # ------------------------------------------------------------ text

    def _text(self, text: str) -> None:
        marks = self._marks[-1]
        if self._raised and is_reference(text, "".join(run.text for run in self._runs[-3:])):
            here = any(run.text.strip() for run in self._runs)
            self._add(f"[{text.strip()}]" if here else f"[^{text.strip()}]: ", frozenset())
            return
        text = translate_symbols(self._fonts[-1], text)
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
        for grid in reversed(self._grids):
            if grid.items is not None:
                grid.items.append(item)
                return
        self._ready.append(item)


def items_of(text: str) -> Iterator[Item]:
    """Yield the paragraphs and tables of a page that are seen."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(text).root
    if root is not None:
        yield from _PageWalker(root).items()
