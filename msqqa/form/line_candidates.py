"""A document → the pieces of it that might be a form's: lines, labels before a value, and wrapped lines joined.

Nothing is decided here. A line may be a question as a whole (``## What is your name?``), begin with one (``- Name:
Ada``, ``| Name | Ada |``), or be the first of the lines over which one is wrapped; each of these is a
:class:`LineCandidate`, known by its words alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from string import whitespace
from typing import TYPE_CHECKING

from msqqa.bounds import check
from msqqa.form.roman import roman_end
from msqqa.form.rows import names_columns
from msqqa.form.token_stream import FOOTNOTE, MARKUP, PARTED_NUMBER, TokenStream
from msqqa.stance.ticks import BOX
from msqqa.words import squeeze, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.form.document_line import DocumentLine
    from msqqa.model import Block, Document

COLUMNS = "||"
"""How a row is set that names a table's columns: what stands in it is neither asked nor answered."""
_LONGEST_WRAP = 4
"""Lines over which a question may be wrapped."""
_LONGEST_LABEL = 12
_LONGEST_TAG = 30
_LONGEST_PLAIN = 60
"""Words: what is longer, and no heading, is hardly asked; it may still be the form's explanation."""
BOXES = re.compile(rf"(?:(?<![^\s|*_>•/;,])|(?=[^\[\\(])){BOX}(?!\()")
"""Boxes; brackets are some only where a word may begin: an address may hold them."""
_STOP = re.compile(r"[:?？：](?=[\s*_|]|$)|\t|(?<=\S)\s*\|")
_CLOSED = re.compile(r"[.?!:;。？：][\s*_\"”)\]]*$")
_BARE = re.compile(r"\s*[^\s>#*_+\-•|<☐☒☑]")
_QUOTED = re.compile(r"[ \t]*>[ \t>]*")
_HEADING = re.compile(r"\s*(#{1,6})\s")
_ADDRESS = re.compile(r"<(?:https?:|mailto:|www\.|[^\s<>@]+@)", re.IGNORECASE)
_TAG = re.compile(r"\s*<([a-zA-Z]\w*)")
_BULLET = re.compile(r"\s*[-*+•]\s")
_BOLD = re.compile(r"[\s>#+\-•|]*(?:[-*+]\s+)?(?:\d{1,3}[.)]\s*)?(?:\*\*|__)\S")
_BOLD_RUN = re.compile(r"[\s>#+\-•|]*(\*\*|__)(?=[^\s*_])[^*_\n]{1,150}(?<=\S)\1(?=[ \t]+[^\s*_])")
_LETTER = re.compile(r"[\s>#*_]*[A-Z]\s?[.)]\s")
_POINTER = re.compile(r"\((?:\[([^\[\]\n]*+)\]\([^()\n]*+\)|<a\b[^<>]*+>([^<\n]*+)</a>)\)$")
_LONGEST_POINTER = 2_000
"""Characters at a line's end, its closing marks not counted, in which a pointer is looked for."""
_STRONG = re.compile(r"(\*\*|__|`)(?=\S)(.{1,500}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?!\w)")
_NUMBER = re.compile(
    rf"^[\s>#*_+\-•|]*(?:(?:Q(?:uestion)?\.?\s*)?(?:{PARTED_NUMBER}|\d{{1,3}}\s*(?:\\?[.):]+(?!\d)\s*|/(?=\s)|\|))|\(?[a-z][.)]\s)?"
    r"[\s>#*_+\-•|]*"
)


@dataclass(frozen=True, slots=True)
class LineCandidate:
    """A piece of a document that begins where a line does."""

    key: str
    """Its words, folded, without number, marks, boxes and addresses."""
    length: int
    """How many words these are."""
    end: int
    """Where it ends in the document."""
    lines: int
    """How many lines it takes."""
    label: bool = False
    """Whether it is only the beginning of its line."""


@dataclass(frozen=True, slots=True)
class LineUnit:
    """A line, with all that it may be the beginning of."""

    start: int
    end: int
    number: str | None
    boxes: int
    """How many boxes stand on it."""
    style: str
    """How it is set: ``h3``, ``b`` for bold, ``n`` for numbered, and so on; two questions are mostly set alike."""
    candidates: tuple[LineCandidate, ...]
    """The longest first."""
    continues: bool = False
    """Whether the line before it runs on into it, as in a wrapped paragraph."""
    asks_beside: bool = False
    """Whether its boxes stand behind a label that may ask what they answer."""

    @property
    def is_row(self) -> bool:
        """Whether it is a table's row, whose first words are asked and whose other cells answer."""
        return self.style.startswith("|") and self.style != COLUMNS

    @property
    def line(self) -> LineCandidate:
        """The line as a whole."""
        return next(c for c in self.candidates if c.lines == 1 and not c.label)


@dataclass(frozen=True, slots=True)
class DocumentUnits:
    """A document in pieces."""

    document: Document
    units: tuple[LineUnit, ...]

    def text(self, start: int, end: int) -> str:
        """Return what stands there as a form would word it: one line, without marks, number and pointer."""
        at = bisect_right(self.units, start, key=lambda unit: unit.start) - 1
        if at >= 0 and self.units[at].start == start:
            start = roman_end(self.document.text, start, self.units[at].number)
        return word_as_form(self.document.text[start:end])


def pieces(document: Document) -> DocumentUnits:
    """Cut a document into units; lines without a word are none, nor are footnotes."""
    stream = TokenStream.of(document.text, document.debris)
    starts = [block.start for block in document.blocks]
    lines = [
        line
        for line in stream.lines
        if _says_something(stream, line) and not FOOTNOTE.match(document.text, line.start, line.end)
    ]
    blocks = [document.blocks[bisect_right(starts, line.start) - 1] for line in lines]
    return DocumentUnits(document, tuple(_units(document, stream, lines, blocks)))


def word_as_form(raw: str) -> str:
    """Return a piece of a document as a form would word it: a bare address stays, a link's target goes.

    >>> word_as_form("### Q7. **Where** do you [live](http://x.org/a)? ([link](http://x.org/7))")
    'Where do you live?'
    """
    found = pointer(raw)
    text = MARKUP.sub(" ", BOXES.sub(" ", raw if found is None else raw[: found[0]].rstrip()))
    text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", re.sub(r"\n[\s>]*", " ", text)))
    text = re.sub(r"\[([^\[\]\n]*)\]", r"\1", _NUMBER.sub("", text))
    text = re.sub(r"\\([^\w\s])", r"\1", text)
    return re.sub(r" ([?.,;:!])", r"\1", squeeze(text)).strip("*_ |\t\\")


def pointer(raw: str) -> tuple[int, str] | None:
    """Return where a link in parentheses begins at a line's end, and its words; None where there is none.

    It points somewhere, and is not a part of what is asked.

    >>> pointer("Where do you live? ([link](http://x.org/7)) **")
    (19, 'link')
    """
    line = raw.rstrip()
    if line.endswith(">") and (tag := line.rfind("</", -_LONGEST_TAG)) >= 0 and line[tag + 2 : -1].isidentifier():
        line = line[:tag]
    line = line.rstrip().rstrip(f"{whitespace}*_")
    if not line.endswith("))") and not line.endswith(">)"):
        return None
    found = _POINTER.search(line, max(0, len(line) - _LONGEST_POINTER))
    return None if found is None else (found.start(), found[1] or found[2] or "")


def _units(
    document: Document, stream: TokenStream, lines: Sequence[DocumentLine], blocks: Sequence[Block]
) -> Iterator[LineUnit]:
    for i, line in enumerate(lines):
        check()
        raw = stream.text[line.start : line.end]
        boxes = len(BOXES.findall(raw))
        found = [_candidate(stream, line, line.end, 1, boxes)]
        if blocks[i].kind in ("paragraph", "item") and not boxes and "|" not in raw:
            found += _find_wrapped(stream, lines, blocks, i)
        label = _label(stream, line)
        beside = boxes > 0 and label is not None and not BOXES.search(stream.text[line.start : label.end])
        label = label if boxes <= 1 or beside else None
        style = _style(raw, line, labelled=label is not None)
        if blocks[i].kind == "table" and names_columns(stream.text[blocks[i].start : blocks[i].end]):
            label, style, beside = None, COLUMNS, False
        found.sort(key=lambda c: -c.end)
        candidates = tuple(_drop_personal(document, line.start, (*found, *([label] if label else []))))
        continues = i > 0 and blocks[i - 1] is blocks[i] and runs_on(stream, lines[i - 1], line)
        yield LineUnit(line.start, line.end, line.number, boxes, style, candidates, continues, beside)


def _drop_personal(document: Document, start: int, candidates: Sequence[LineCandidate]) -> Iterator[LineCandidate]:
    """Yield what a line may be of a form without anybody's personal data: of the line as a whole only that it is there.

    Its key is then the copy's own: two lines that differ in a name alone are not one line.
    """
    for candidate in candidates:
        if not document.is_personal(start, candidate.end):
            yield candidate
        elif candidate.lines == 1 and not candidate.label:
            yield replace(candidate, key=f"{document.sha256[:16]}{start}", length=1)


def _says_something(stream: TokenStream, line: DocumentLine) -> bool:
    """Return whether a line has words, or an address; a tag alone says nothing."""
    return bool(stream.key(line, line.end)) or _ADDRESS.search(stream.text, line.start, line.end) is not None


def _candidate(stream: TokenStream, line: DocumentLine, end: int, lines: int, boxes: int = 0) -> LineCandidate:
    if boxes:
        key = " ".join(w.text for w in words(BOXES.sub(" ", MARKUP.sub(" ", stream.text[line.start : end]))))
    else:
        # An address alone is an answer, if nothing that several copies share.
        key = stream.key(line, end) or " ".join(w.text for w in words(stream.text, line.start, end))
    return LineCandidate(key, key.count(" ") + 1, end, lines)


def _find_wrapped(
    stream: TokenStream, lines: Sequence[DocumentLine], blocks: Sequence[Block], i: int
) -> Iterator[LineCandidate]:
    for k in range(1, _LONGEST_WRAP):
        if i + k >= len(lines) or blocks[i + k] is not blocks[i]:
            return
        if not runs_on(stream, lines[i + k - 1], lines[i + k]):
            return
        following = lines[i + k]
        yield _candidate(stream, lines[i], following.end, k + 1)


def runs_on(stream: TokenStream, line: DocumentLine, following: DocumentLine) -> bool:
    """Return whether a line ends within a sentence that the next one, which nothing marks, may go on with."""
    if following.box or following.number or _CLOSED.search(stream.text[line.start : line.end]):
        return False
    quoted, start = _QUOTED.match(stream.text, line.start, line.end), following.start
    further = _QUOTED.match(stream.text, following.start, following.end)
    if quoted is not None and further is not None:
        start = further.end()
    return _BARE.match(stream.text, start, following.end) is not None


def _label(stream: TokenStream, line: DocumentLine) -> LineCandidate | None:
    """Return the beginning of a line that a colon, a question mark, a table's rule or bold letters part from it."""
    first = stream.word_start(line)
    stop = None if first is None else _STOP.search(stream.text, first, line.end)
    if stop is None:
        stop = _BOLD_RUN.match(stream.text, line.start, line.end)
    if stop is None or not stream.key(line, line.end)[len(stream.key(line, stop.end())) :].strip():
        return None
    key = stream.key(line, stop.end())
    length = key.count(" ") + 1
    asked = stop[0] in "?？" or "|" in stop[0]
    if not key or length > (_LONGEST_PLAIN if asked else _LONGEST_LABEL):
        return None
    return LineCandidate(key, length, stop.end(), 1, label=True)


def _style(raw: str, line: DocumentLine, *, labelled: bool) -> str:
    heading, tag = _HEADING.match(raw), _TAG.match(raw)
    parts = [
        "q" if raw.lstrip().startswith(">") else "",
        f"h{len(heading[1])}" if heading else tag[1].lower() if tag else "|" if raw.lstrip().startswith("|") else "",
        "-" if _BULLET.match(raw) and not heading else "",
        "Q"
        if re.match(r"[\s#>*_|]*Q(?:uestion)?\.?\s*\d", raw)
        else "n" + "." * line.number.count(".")
        if line.number
        else "",
        "A" if not line.number and _LETTER.match(raw) else "",
        "b" if _BOLD.match(raw) else "",
        "+" if pointer(raw) is not None else "",
    ]
    style = "".join(parts)
    if style in ("", "-"):  # nothing marks it but how it ends
        return f"{style}{'l' if labelled else 'p'}{'?' if raw.rstrip().endswith(('?', '？')) else ''}"
    return style
