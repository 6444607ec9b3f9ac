"""The pages of an open PDF → a document: rows, debris, columns and paragraphs, and the text that they make."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msqqa.errors import SourceError
from msqqa.model import Block, Document
from msqqa.read.pdf.columns import columns_of
from msqqa.read.pdf.debris import Debris, take_debris
from msqqa.read.pdf.paragraphs import PdfParagraph, join_torn, measure_layout, paragraphs_of
from msqqa.read.pdf.rows import PageRow, piece_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from msqqa.read.pdf.gutters import TextColumn
    from msqqa.read.pdf.placed import PlacedWord
    from msqqa.read.pdf.rows import WordGroup
    from msqqa.read.pdf.words import Box, PageWords

MAX_WORDS = 2_000_000
"""Of a document: some 4,000 dense pages."""
_RAGGED = 3.0
"""Sizes, by which a full line may end before the longest one."""
_SUPPORT = 3
"""Lines, that must end near each other where text was broken."""
_SCANNED_WORDS = 5
"""A page that is an image and has fewer words has no text layer to speak of: a stamp, a number."""


@dataclass(slots=True)
class _Page:
    rows: list[PageRow]
    rules: list[Box]
    box: Box
    tilted: list[PlacedWord]


@dataclass(slots=True)
class _Notes:
    """What is to be told of some pages, by their numbers from 1."""

    unread: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    by_ocr: list[int] = field(default_factory=list)

    def lines(self) -> tuple[str, ...]:
        said = (
            (self.unread, "no text layer; pip install 'msqqa[ocr]' to read {it}", "has", "have"),
            (self.by_ocr, "no text layer and {was} read by OCR", "has", "have"),
            (self.damaged, "damaged and left out", "is", "are"),
        )
        return tuple(_note(pages, what, one, many) for pages, what, one, many in said if pages)


def read_here(name: str, data: bytes, progress: Callable[[int], None]) -> Document:
    """Read a PDF in this process.

    Parameters
    ----------
    name, data:
        What it is called, and its bytes.
    progress:
        Is told the number of each page, from 1, that is about to be read.

    Raises
    ------
    SourceError
        If the bytes are no PDF, need a password, or hold no text.
    """
    from msqqa.read.pdf.file import open_pdf

    notes = _Notes()
    with open_pdf(name, data) as pdf:
        pages = list(_pages(name, pdf, notes, progress))
    if not any(page.rows or page.tilted for page in pages):
        raise _explain_empty(name, notes)
    left, debris = take_debris([(page.rows, page.box) for page in pages])
    right = _usual_right([(rows, page.box) for rows, page in zip(left, pages, strict=True)])
    columns = [
        columns_of(rows, page.rules, max(right, *(p.x1 for row in rows for p in row.pieces)) if rows else right)
        for rows, page in zip(left, pages, strict=True)
    ]
    parts = list(_paragraphs(columns, debris, pages))
    text, blocks, starts = _assemble(parts, len(pages))
    return Document(name, text, blocks, hashlib.sha256(data).hexdigest(), starts, notes.lines())


def _pages(name: str, pdf: Any, notes: _Notes, progress: Callable[[int], None]) -> Iterator[_Page]:
    """Yield what stands on each page; a damaged one, and one that cannot be read, is empty and noted."""
    from pypdfium2 import PdfiumError

    from msqqa.read.pdf.rules import rules_of

    words = 0
    for number in range(1, len(pdf) + 1):
        progress(number)
        try:
            page = pdf[number - 1]
        except PdfiumError:
            notes.damaged.append(number)
            yield _Page([], [], (0, 0, 0, 0), [])
            continue
        try:
            found = _words(page, number, notes, progress)
            words += len(found.words)
            if words > MAX_WORDS:
                raise SourceError(f"{name}: more than {MAX_WORDS:,} words", "split it by respondent")
            upright = [word for word in found.words if not word.tilted]
            tilted = [word for word in found.words if word.tilted]
            yield _Page(rows_of(upright), rules_of(page, found.turn), found.box, tilted)
        finally:
            page.close()


def _words(page: Any, number: int, notes: _Notes, progress: Callable[[int], None]) -> PageWords:
    """Return a page's words, its fields' values among them; by OCR where it has no text layer."""
    from pypdfium2 import PdfiumError

    from msqqa.read.pdf import ocr
    from msqqa.read.pdf.fields import fields_of
    from msqqa.read.pdf.words import PageRotation, PageWords, words_of

    try:
        found = words_of(page)
    except PdfiumError:
        notes.damaged.append(number)
        return PageWords([], page.get_bbox(), PageRotation(0))
    found.words += fields_of(page, found.turn)
    if len(found.words) < _SCANNED_WORDS and ocr.shows_an_image(page, alone=not found.words):
        if ocr.is_installed():
            progress(number)  # OCR has the whole of the time that a page may take
            found = ocr.words_of(page)
            found.words += fields_of(page, found.turn)
            notes.by_ocr.append(number)
        else:
            notes.unread.append(number)
    return found


def _usual_right(pages: Sequence[tuple[Sequence[PageRow], Box]]) -> float:
    """Return where running text is broken to the right on most pages, in points.

    On a page with wrapped text several lines end there. A document without such a page is taken to have as much margin
    on the right as on the left: its longest line was not broken because it was full.
    """
    rights, margins = [], []
    for rows, box in pages:
        ends = [(row.pieces[-1].x1, row.pieces[-1].size) for row in rows]
        right = max((x1 for x1, _ in ends), default=0.0)
        if sum(x1 > right - _RAGGED * size for x1, size in ends) >= _SUPPORT:
            rights.append(right)
        elif rows:
            margins.append(box[2] - (min(row.pieces[0].x0 for row in rows) - box[0]))
    found = sorted(rights or margins)
    return found[len(found) // 2] if found else 0.0


def _paragraphs(
    columns: Sequence[Sequence[TextColumn]], debris: Sequence[Debris], pages: Sequence[_Page]
) -> Iterator[PdfParagraph]:
    every = [cell.lines for page in columns for column in page for cell in (column.row or [column])]
    document = measure_layout(every)
    repeated = _watermarks(pages)

    def parts() -> Iterator[PdfParagraph]:
        for number, (page, around) in enumerate(zip(columns, debris, strict=True)):
            yield from (_debris(piece, number) for piece in around.head)
            for column in page:
                yield from paragraphs_of(column, number, document)
            if pages[number].tilted:
                yield _tilted_paragraph(pages[number].tilted, number, repeated)
            yield from (_debris(piece, number) for piece in around.foot)

    yield from join_torn(parts(), document)


def _debris(piece: WordGroup, page: int) -> PdfParagraph:
    return PdfParagraph("debris", piece.text, [(0, page)], piece, piece, piece.x1)


def _tilted_paragraph(words: Sequence[PlacedWord], page: int, repeated: frozenset[str]) -> PdfParagraph:
    """Return text that runs otherwise than its page's: a watermark where other pages have it too."""
    text = " ".join(word.text for word in words)
    line = piece_of(words)
    return PdfParagraph(
        "debris" if text in repeated else "paragraph", text, [(0, page)], line, line, line.x1, cell=True
    )


def _watermarks(pages: Sequence[_Page]) -> frozenset[str]:
    from collections import Counter

    seen = Counter(" ".join(word.text for word in page.tilted) for page in pages if page.tilted)
    return frozenset(text for text, n in seen.items() if n > 1 and n >= 0.4 * len(pages))


def _assemble(parts: Sequence[PdfParagraph], pages: int) -> tuple[str, tuple[Block, ...], tuple[int, ...]]:
    """Return the text that paragraphs make, its blocks, and where each page begins."""
    texts: list[str] = []
    blocks: list[Block] = []
    begins: dict[int, int] = {}
    at = 0
    for i, part in enumerate(parts):
        following = parts[i + 1] if i + 1 < len(parts) else None
        ending = "\n" if following is None or following.close else "\n\n"
        for place, page in part.pages:
            begins.setdefault(page, at + place)
        texts.append(part.text + ending)
        blocks.append(Block(part.kind, at, at + len(texts[-1])))
        at += len(texts[-1])
    starts = [0]
    # A page begins no earlier than the one before; one that holds nothing, where the next one does.
    for page in range(1, pages):
        begins.setdefault(page, min((place for other, place in begins.items() if other > page), default=at))
        starts.append(max(starts[-1], begins[page]))
    return "".join(texts), tuple(blocks), tuple(starts)


def _note(pages: Sequence[int], what: str, one: str, many: str) -> str:
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    named = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
    single = len(pages) == 1
    said = what.format(it="it" if single else "them", was="was" if single else "were")
    return f"page{'' if single else 's'} {named} {one if single else many} {said}"


def _explain_empty(name: str, notes: _Notes) -> SourceError:
    if notes.unread:
        remedy = "pip install 'msqqa[ocr]', then index with --rebuild"
        return SourceError(f"{name}: no page has a text layer, as in a scan", remedy)
    if notes.damaged:
        return SourceError(f"{name}: a damaged PDF, no page can be read", "save it again, or get another copy")
    return SourceError(f"{name}: holds no text", "remove it or fill it in")
