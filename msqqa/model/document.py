"""What a reader makes of a file: its text, in blocks with spans."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msqqa.model.names import BlockKind, Range


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document as its format sees it, with the white space that follows it."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A source as read: its text, and blocks that cover the text without gap or overlap."""

    path: str
    text: str
    blocks: tuple[Block, ...]
    sha256: str
    """Of the file's bytes."""
    pages: tuple[int, ...] = ()
    """Where each page begins, in order, the first at 0; empty for a format that has none."""
    notes: tuple[str, ...] = ()
    """What the user is told about how the file was read, and what could not be."""
    personal: tuple[Range, ...] = ()
    """Where personal data stands, in order and apart; see :mod:`msqqa.personal.find`."""
    rows: tuple[tuple[int, int, int], ...] = ()
    """Of a table: where what a row gave begins, and the first and last line, or row, of the file that it stands on."""

    def is_personal(self, start: int, end: int) -> bool:
        """Return whether any of a range is personal data."""
        at = bisect_right(self.personal, start, key=lambda range_: range_[1])
        return at < len(self.personal) and self.personal[at][0] < end

    @property
    def debris(self) -> tuple[Range, ...]:
        """Where page debris stands, in order."""
        return tuple((block.start, block.end) for block in self.blocks if block.kind == "debris")
