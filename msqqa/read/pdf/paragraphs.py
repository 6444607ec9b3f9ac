"""Columns of lines → paragraphs: lines that were broken only because the paper ends are one line again.

A line was broken because it was full where the first word of the next one would not have fitted behind it. Where it
would have, somebody ended the line. More room than lines usually have between them, a list item's mark, another size or
weight of type begin a new paragraph.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.read.pdf.joining import HYPHENS, ends_sentence, join
from msqqa.read.pdf.rows import MARKER, is_full

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from msqqa.model import BlockKind
    from msqqa.read.pdf.gutters import TextColumn
    from msqqa.read.pdf.rows import WordGroup

_PAIRS, _SURE, _WORDS = 3, 0.85, 4
"""How many lines, what share of them, and of how many words, must have been broken at a place that is no edge."""
_LETTER = 0.7
"""Sizes: a letter's width."""
_HEADING = 1.15
"""Of the size of the body's type, from which a line is a heading."""
_HEADING_WORDS = 25
_SAME_SIZE = 0.12
_WIDER = 1.3
"""Of the usual step from line to line, from which a step parts paragraphs."""
_STEPS = (1.0, 2.4)
"""Sizes, between which the usual step is sought."""
_SAME_EDGE = 3.0
"""Points."""
_TOUCHING_MARK = re.compile(r"\(?\d{1,3}[.)][^\W\d_]{2}")
"""A number that its text begins right behind, as where a list's numbers are too wide for their indent."""
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual in a document."""

    size: float
    """Of its type, in points."""
    step: float
    """From line to line within a paragraph, in sizes."""
    words: frozenset[str]
    """Its words and hyphenated words, in small letters; none that a line's end broke."""


@dataclass(slots=True)
class PdfParagraph:
    """A block's text, and which pages it stands on."""

    kind: BlockKind
    text: str
    pages: list[tuple[int, int]]
    """(place in the text, page from 0) where each page's share of it begins."""
    last: WordGroup
    """Its last line, by which it is known whether the next page goes on with it."""
    first: WordGroup
    right: float
    """Where its last line is broken, in points."""
    cell: bool = False
    close: bool = False
    """Whether it follows the one before it without room between, as the items of a list do."""


def measure_layout(lines: Iterable[Sequence[WordGroup]]) -> Usual:
    """Return what is usual in a document, of its columns' lines."""
    sizes: Counter[float] = Counter()
    steps: list[float] = []
    seen: set[str] = set()
    for column in lines:
        right = max((p.x1 for p in column), default=0.0)
        broken = False
        for piece in column:
            sizes[round(piece.size * 2) / 2] += len(piece.text)
            tokens = piece.text.lower().split(" ")
            whole, broken = tokens[broken:], tokens[-1].endswith(HYPHENS)
            for token in whole[: len(whole) - broken]:
                seen.update(_WORD.findall(token))
        for above, below in pairwise(column):
            step = (above.middle - below.middle) / max(1.0, below.size)
            if _STEPS[0] <= step <= _STEPS[1] and right - above.x1 < 6 * above.size and _is_same_size(above, below):
                steps.append(round(step, 2))
    size = max(sizes, key=lambda s: (sizes[s], -s), default=10.0)
    # Full lines are followed by lines of their own paragraph more often than not; the lower half is surely such.
    step = statistics.quantiles(steps, n=4)[0] if len(steps) > 1 else 1.25
    return Usual(size, step, frozenset(seen))


def paragraphs_of(column: TextColumn, page: int, document: Usual) -> list[PdfParagraph]:
    """Return the paragraphs of a column of a page."""
    if column.row is not None:
        return _row(column.row, page, document)
    found: list[PdfParagraph] = []
    left = min((p.x0 for p in column.lines), default=0.0)
    for line, right in zip(column.lines, _rights(column, document), strict=True):
        last = found[-1] if found else None
        how = _break(last, line, left, right, document) if last is not None else "paragraph"
        if last is None or how in ("paragraph", "item"):
            kind = _kind(line, document)
            found.append(
                PdfParagraph(kind, line.text, [(0, page)], line, line, right, column.cell, close=how == "item")
            )
            continue
        if how == "line":
            last.text = f"{last.text}\n{line.text}"
        else:
            last.text = join(last.text, line.text, document.words, tight=_is_tight(last.last, right))
        last.last = line
        if last.kind == "heading" and len(last.text.split()) > _HEADING_WORDS:
            last.kind = "paragraph"
    return found


def _rights(column: TextColumn, document: Usual) -> list[float]:
    """Return where each line of a column had to be broken, in points.

    That is the column's edge, unless lines that follow each other closely were all broken at one place before it, as
    where only one column of a page is filled, or a passage is indented on both sides.
    """
    found: list[float] = []
    run: list[WordGroup] = []

    def close() -> None:
        edge = max((line.x1 for line in run), default=column.right)
        pairs = [(a, b) for a, b in pairwise(run) if not ends_sentence(a.text) and not is_marked_line(b.text)]
        full = sum(is_full(a, b, edge) for a, b in pairs)
        narrow = len(pairs) >= _PAIRS and full >= _SURE * len(pairs)
        prose = bool(run) and statistics.median(len(line.text.split()) for line in run) >= _WORDS
        found.extend([edge if narrow and prose else column.right] * len(run))

    for line in column.lines:
        if run and (
            run[-1].middle - line.middle > _WIDER * document.step * line.size or not _is_same_size(run[-1], line)
        ):
            close()
            run = []
        run.append(line)
    close()
    return found


def _row(cells: Sequence[TextColumn], page: int, document: Usual) -> list[PdfParagraph]:
    """Return the paragraphs of a table's row: one, where it has many short cells, else those of each cell."""
    each = [paragraphs_of(cell, page, document) for cell in cells]
    if len(each) > 1 and len(each[0]) == 1 and MARKER.fullmatch(each[0][0].text) and each[1][0].kind != "item":
        # A number in a cell of its own is the number of what stands beside it.
        each[1][0].text = f"{each[0][0].text} {each[1][0].text}"
        each[1][0].first = each[0][0].first
        each = each[1:]
    if len(each) > 2 and all(len(cell) == 1 and "\n" not in cell[0].text for cell in each):
        first, last = each[0][0], each[-1][0]
        text = " | ".join(cell[0].text for cell in each)
        return [PdfParagraph("table", text, [(0, page)], last.last, first.first, last.right, cell=True)]
    found = [paragraph for cell in each for paragraph in cell]
    for paragraph in found[1:]:
        paragraph.close = True
    return found


def _kind(line: WordGroup, document: Usual) -> BlockKind:
    if line.field:
        return "paragraph"
    if is_marked_line(line.text):
        return "item"
    if len(line.text.split()) <= _HEADING_WORDS:
        larger = line.size > _HEADING * document.size
        if larger or (line.bold and not ends_sentence(line.text)):
            return "heading"
    return "paragraph"


def is_marked_line(text: str) -> bool:
    """Return whether a line begins with a list item's mark, a box or a printed number.

    >>> is_marked_line("3. What is it?"), is_marked_line("2024 was the year"), is_marked_line("☒ Yes")
    (True, False, True)
    """
    head, _, rest = text.partition(" ")
    if _TOUCHING_MARK.match(head):
        return True
    if not rest and not MARKER.match(head[:1]):
        return False
    mark = MARKER.fullmatch(head)
    # A bare number may begin any line of a broken sentence.
    return mark is not None and not (head.isdigit() or (head.isalpha() and head.upper() != "Q"))


def _break(last: PdfParagraph, line: WordGroup, left: float, right: float, document: Usual) -> str:
    """Return how a line follows what is above it.

    It begins a ``paragraph`` or an ``item``, is a ``line`` of its own in the paragraph, or goes on, ``joined`` to it.
    """
    above = last.last
    step = above.middle - line.middle
    near = step <= _WIDER * document.step * max(above.size, line.size)
    if not near:
        return "paragraph"
    if is_marked_line(line.text):
        return "item"
    if not _is_same_size(above, line):
        return "paragraph"
    if above.field or line.field:
        return "line"
    full = is_full(above, line, right) or (above.text.endswith(HYPHENS) and line.text[:1].islower())
    if above.bold_last != line.bold_first and (above.bold or line.bold) and not (full and not above.bold):
        return "paragraph"
    ended = ends_sentence(above.text)
    indented = line.x0 > left + line.size and line.x0 > above.x0 + line.size and last.kind != "item"
    if full and not (ended and indented):
        return "joined"
    return "paragraph" if ended else "line"


def _is_same_size(above: WordGroup, line: WordGroup) -> bool:
    return abs(above.size - line.size) <= _SAME_SIZE * max(above.size, line.size)


def goes_on(last: PdfParagraph, first: PdfParagraph) -> bool:
    """Return whether a paragraph at the top of a page, or of a column, goes on with the one before it."""
    if first.kind == "item" or last.first.field or first.first.field:
        return False
    if last.cell or first.cell:
        # A cell goes on where it stood on the page before.
        level = abs(last.last.x0 - first.first.x0) < _SAME_EDGE
        return level and first.text[:1].islower() and not ends_sentence(last.text)
    if (last.kind == "heading") != (first.kind == "heading") or not _is_same_size(last.last, first.first):
        return False
    if ends_sentence(last.text):
        return False
    return first.text[:1].islower() or (
        is_full(last.last, first.first, last.right) and last.last.bold_last == first.first.bold_first
    )


def _is_tight(above: WordGroup, right: float) -> bool:
    """Return whether not even a letter would have fitted behind a line."""
    return right - above.x1 < _LETTER * above.size


def join_torn(parts: Iterable[PdfParagraph], document: Usual) -> Iterator[PdfParagraph]:
    """Join paragraphs that the end of a column or of a page tore apart.

    The debris between the two halves comes after them: on paper it stands within the paragraph, but nobody reads on
    through it, and neither may a quote.
    """
    held: PdfParagraph | None = None
    between: list[PdfParagraph] = []
    for part in parts:
        if held is not None and part.kind == "debris":
            between.append(part)
        elif held is not None and _new_column(held, part) and goes_on(held, part):
            joined = join(held.text, part.text, document.words, tight=_is_tight(held.last, held.right))
            at = len(joined) - len(part.text)
            held.pages += [(at + place, page) for place, page in part.pages if page != held.pages[-1][1]]
            held.text, held.last, held.right = joined, part.last, part.right
        else:
            if held is not None:
                yield held
            yield from between
            held, between = (None, []) if part.kind == "debris" else (part, [])
            if held is None:
                yield part
    if held is not None:
        yield held
    yield from between


def _new_column(above: PdfParagraph, below: PdfParagraph) -> bool:
    """Return whether ``below`` begins another column or page than ``above`` ends."""
    return below.pages[0][1] != above.pages[-1][1] or below.first.y1 > above.last.y1
