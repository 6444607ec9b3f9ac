"""Headings of a copy above its questions: who sets sections apart in words of its own answers nothing by that."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.form.align import Anchor
    from msqqa.model import Block, Document

_LEAST = 2
"""Headings of one level, below which it is not seen what they are."""
_MOSTLY = 0.8
"""Share of a level's headings that stand directly above a question or another heading."""


def find_headings(document: Document, anchors: Sequence[Anchor]) -> frozenset[int]:
    """Return where headings begin that are no answer: their level mostly stands above questions, not below them.

    Parameters
    ----------
    document:
        What is read.
    anchors:
        Where the form's questions and sections stand in it, in order.
    """
    levels: dict[int, list[tuple[int, bool, bool]]] = {}
    for start, level, above, below in _place(document, anchors):
        levels.setdefault(level, []).append((start, above, below))
    return frozenset(
        start
        for of_level in levels.values()
        if len(of_level) >= _LEAST
        and sum(above for _, above, _ in of_level) >= _MOSTLY * len(of_level)
        and 2 * sum(below for _, _, below in of_level) < len(of_level)
        for start, above, _ in of_level
        if above
    )


def _place(document: Document, anchors: Sequence[Anchor]) -> Iterator[tuple[int, int, bool, bool]]:
    """Yield each heading's start and level, and whether it stands directly above, and directly below, a question."""
    blocks = [block for block in document.blocks if block.kind not in ("rule", "debris")]
    held = [_holds_anchor(block, anchors) for block in blocks]
    above = False
    found = []
    for i in range(len(blocks) - 1, -1, -1):
        block = blocks[i]
        if held[i] or block.kind != "heading":
            above = held[i]
            continue
        found.append((block.start, _level(document, block), above, i > 0 and held[i - 1]))
    yield from reversed(found)


def _holds_anchor(block: Block, anchors: Sequence[Anchor]) -> bool:
    """Return whether a block begins within the form's own text, or such text begins in it."""
    at = bisect_right(anchors, block.start, key=lambda anchor: anchor.start)
    return (at > 0 and block.start < anchors[at - 1].end) or (at < len(anchors) and anchors[at].start < block.end)


def _level(document: Document, block: Block) -> int:
    """Return a heading's level, as its marks say; 0 where its format has none."""
    text = document.text[block.start : block.end].lstrip()
    return len(text) - len(text.lstrip("#"))
