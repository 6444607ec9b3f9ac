"""A page's words → rows of pieces: what stands on one line of the page, parted where wide gaps are."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msqqa.read.pdf.bidi import in_reading_order
from msqqa.stance.ticks import BOX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.read.pdf.placed import PlacedWord

BULLETS = "•◦‣·▪▫●○■□◆◇❖➢➤➔–—*-"
MARKER = re.compile(
    rf"(?:[{re.escape(BULLETS)}\uf000-\uf0ff]|{BOX}|\(?(?:[a-zA-Z]|[ivxIVX]{{1,5}})[.)]"
    r"|(?:Q(?:uestion)?\.?\s?)?\(?\d{1,3}(?:\.\d{1,3}){0,3}[.):]*)"
)
"""A list item's mark, a box or a printed number, whole."""
_BOXED = re.compile(BOX)
_SAME_ROW = 0.35
"""Sizes: by how much the middles of two words of one row may differ."""
_GAP = 0.7
"""Sizes: a wider gap may be a gutter."""
_TOUCHES = 0.1
"""Sizes: a gap within a word is narrower."""
_SMALL, _LIFT = 0.85, 0.15
"""Sizes: how large a footnote's number is at most, and how far it is raised at least."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK_REACH, _BOX_REACH = 5.0, 2.5
"""Sizes: how far a list's mark, or a box, may stand before what it marks."""


_SLACK = 0.4
"""Sizes: a word that would have fitted by less than this would not have fitted."""


@dataclass(slots=True)
class WordGroup:
    """Words beside each other on one line of a page."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    first_width: float
    """Width of its first word, in points."""
    bold_first: bool
    bold_last: bool
    bold: bool
    """Whether all of it is."""
    field: bool = False
    """Whether it is a form field's value."""

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class PageRow:
    """Pieces that stand on one line of a page, from left to right."""

    pieces: list[WordGroup] = field(default_factory=list)

    @property
    def top(self) -> float:
        return max(p.y1 for p in self.pieces)

    @property
    def bottom(self) -> float:
        return min(p.y0 for p in self.pieces)


@dataclass(slots=True)
class _Cluster:
    middle: float
    size: float
    y0: float
    y1: float
    words: list[PlacedWord]


def rows_of(words: Sequence[PlacedWord]) -> list[PageRow]:
    """Return the rows of a page from its top to its bottom."""
    clusters: list[_Cluster] = []
    middles: list[float] = []
    # Large before small, so that a footnote's mark finds the line that it stands beside.
    for word in sorted(words, key=lambda w: (-round(w.size), -(w.y0 + w.y1), w.x0)):
        middle = (word.y0 + word.y1) / 2
        at = bisect_left(middles, middle)
        near = [c for c in clusters[max(0, at - 1) : at + 1] if _on_one_line(c, word, middle)]
        if near:
            min(near, key=lambda c: abs(c.middle - middle)).words.append(word)
        else:
            cluster = _Cluster(middle, word.size, word.y0, word.y1, [word])
            insort(middles, middle)
            clusters.insert(bisect_left(middles, middle), cluster)
    rows = [PageRow(_pieces(cluster.words)) for cluster in reversed(clusters)]
    return _level(rows)


def _on_one_line(cluster: _Cluster, word: PlacedWord, middle: float) -> bool:
    if abs(cluster.middle - middle) < _SAME_ROW * max(cluster.size, word.size):
        return True
    return word.size < _SMALL * cluster.size and cluster.y0 <= middle <= cluster.y1


def _pieces(words: Sequence[PlacedWord]) -> list[WordGroup]:
    pieces: list[WordGroup] = []
    group: list[PlacedWord] = []
    for word in sorted(words, key=lambda w: (w.x0, w.x1)):
        if group and (word.field or group[-1].field or word.x0 - _right_edge(group) > _widest_gap(group, word)):
            pieces.append(piece_of(group))
            group = []
        group.append(word)
    if group:
        pieces.append(piece_of(group))
    return pieces


def _right_edge(words: Sequence[PlacedWord]) -> float:
    return max(w.x1 for w in words)


def _widest_gap(group: Sequence[PlacedWord], word: PlacedWord) -> float:
    """Return how wide a gap may be between a group and a word that belongs to it, in points."""
    size = max(group[-1].size, word.size)
    mark = "".join(w.text for w in group)
    if is_box(mark):
        # A box marks no other box: those stand in the columns of a table.
        return size * (_GAP if is_box(word.text) else _BOX_REACH)
    return size * (_MARK_REACH if MARKER.fullmatch(mark) else _GAP)


def piece_of(words: Sequence[PlacedWord]) -> WordGroup:
    """Return words that stand beside each other, sorted from left to right, as one piece."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word.size] += len(word.text)
    size = max(sizes, key=lambda size: (sizes[size], size))
    text = ""
    before: PlacedWord | None = None
    raised = False
    for word in in_reading_order(words):
        was_raised, raised = raised, _is_raised(word, words, size)
        # A word may be drawn in parts, as where a letter of it is set in another font.
        touches = (
            before is not None and (raised or was_raised or not word.parted) and word.x0 - before.x1 < _TOUCHES * size
        )
        shown = word.text.translate(_RAISED) if raised else word.text
        text += shown if before is None or touches else f" {shown}"
        before = word
    first, last = words[0], words[-1]
    share = len(text.split(" ", 1)[0]) / max(1, len(text))
    width = first.x1 - first.x0 if len(words) > 1 else (first.x1 - first.x0) * share
    return WordGroup(
        text,
        min(w.x0 for w in words),
        min(w.y0 for w in words),
        _right_edge(words),
        max(w.y1 for w in words),
        size,
        width,
        first.bold,
        last.bold,
        all(w.bold for w in words),
        any(w.field for w in words),
    )


def _is_raised(word: PlacedWord, words: Sequence[PlacedWord], size: float) -> bool:
    """Return whether a word is the number of a footnote."""
    if word.size > _SMALL * size or not word.text.isdecimal() or not word.text.isascii():
        return False
    floor = min((w.y0 for w in words if w.size == size), default=word.y0)
    return word.y0 > floor + _LIFT * size


def join_groups(pieces: Sequence[WordGroup]) -> WordGroup:
    """Return pieces of one row as one."""
    if len(pieces) == 1:
        return pieces[0]
    first, last = pieces[0], pieces[-1]
    longest = max(pieces, key=lambda p: len(p.text))
    return WordGroup(
        " ".join(p.text for p in pieces),
        first.x0,
        min(p.y0 for p in pieces),
        max(p.x1 for p in pieces),
        max(p.y1 for p in pieces),
        longest.size,
        first.first_width,
        first.bold_first,
        last.bold_last,
        all(p.bold for p in pieces),
    )


def is_full(above: WordGroup, line: WordGroup, right: float) -> bool:
    """Return whether the first word of ``line`` would not have fitted behind ``above``."""
    return right - above.x1 < line.first_width + _SLACK * line.size


def is_box(text: str) -> bool:
    """Return whether a text is a box and nothing else."""
    return _BOXED.fullmatch(text) is not None


def is_box_row(pieces: Sequence[WordGroup]) -> bool:
    """Return whether any of a row's pieces begins or ends with a box."""
    return any(_BOXED.match(p.text) or _BOXED.match(p.text[-1:]) for p in pieces)


def _level(rows: Sequence[PageRow]) -> list[PageRow]:
    """Join neighbouring rows that overlap and do not stand in each other's way: columns whose lines do not level."""
    found: list[PageRow] = []
    for row in rows:
        if found:
            last = found[-1]
            height = min(last.top - last.bottom, row.top - row.bottom)
            overlap = min(last.top, row.top) - max(last.bottom, row.bottom)
            if overlap > 0.25 * height and not _collide(last, row):
                last.pieces = sorted((*last.pieces, *row.pieces), key=lambda p: p.x0)
                continue
        found.append(row)
    return found


def _collide(one: PageRow, other: PageRow) -> bool:
    return any(a.x0 < b.x1 + a.size * _GAP and b.x0 < a.x1 + a.size * _GAP for a in one.pieces for b in other.pieces)
