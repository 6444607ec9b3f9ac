"""Cells → passages: pieces of one cell, no longer than the encoder can read, with their exact spans.

A cell is first cut where its writer cut it, into paragraphs and items; a paragraph that a page break tore apart, a
title and what it heads, and an address and what it belongs to are kept together. Only what is still too long is given
to langchain's splitter. Splitters have reported wrong offsets on repeated text, so pieces are never searched for: they
are asked for without stripping, their lengths are added up, and each is checked against its slice of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.languages import language as language_data
from msqqa.markdown_marks import strip_markdown
from msqqa.scripts import has_unspaced
from msqqa.stance.ticks import join_lines
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from msqqa.model import BlockKind, Cell, Document, Range

_SEPARATORS = ["\n\n", "\n", ". ", "。", "؟ ", "！", "？", "; ", "؛ ", "；", ", ", "، ", "，", "、", " ", ""]
_ENDS_SENTENCE = re.compile(r"[.!?:;。！？：；؟؛।۔][\"”’」』）)\]*_]*$")
_SHORTEST_SENTENCE, _SHORTEST_UNSPACED = 20, 7
"""Characters; what is shorter is a number or an abbreviation that looks like a sentence. In Chinese two are a word."""
_MEMBER = re.compile(r"(?<![,{\[\s])[,{\[\s]++(?=\"[^\"\n]{1,80}\"\s*:)")
"""What stands before a member of a JSON object, of which each says something of its own."""
_TITLE_WORDS = 30
_MARKS = 2
"""Word pieces that the encoder adds to a text: its beginning and its end."""
_MOST_PARTS = 2000
"""Paragraphs and items of one cell; what has more is no text that somebody wrote there, and is cut by length alone."""
_SHORT, _REMEMBERED = 16, 1 << 14
"""Characters of a text whose size is remembered, and how many are."""


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A passage before it is named: where it stands, and how it reads."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _BlockPart:
    kind: BlockKind
    start: int
    end: int
    bridged: bool
    """Whether only page debris stands between the part before and this one."""


def split(
    document: Document, cell: Cell, header: str, count: Callable[[str], int], limit: int, debris: Sequence[Range] = ()
) -> list[PassageSpan]:
    """Cut a cell's answers into pieces that fit the encoder together with their header.

    Parameters
    ----------
    document, cell:
        The cell and the document it stands in.
    header:
        What is encoded before each piece: the question's text.
    count:
        Returns how many word pieces a text has, the encoder's marks not counted.
    limit:
        How many word pieces the encoder reads, its marks included.
    debris:
        The document's page debris; a paragraph may run on behind it.
    """
    room = max(limit // 4, limit - _MARKS - count(header))
    pieces: list[PassageSpan] = []
    for unit in _units(document, cell, debris):
        text = strip_markdown(" ".join(document.text[start:end] for start, end in unit))
        if not any(True for _ in words(text)):
            continue
        if count(text) <= room:
            pieces.append(PassageSpan(unit[0][0], unit[-1][1], text))
        else:
            for start, end in unit:
                pieces.extend(_cut(document.text, start, end, count, room))
    return pieces


def sentences_of(text: str, language: str = "en") -> list[str]:
    """Return the sentences of a passage as it reads, and the passage itself: a detail is nearer to its own sentence.

    Parameters
    ----------
    text:
        The passage.
    language:
        The code of its language, whose abbreviations end no sentence.
    """
    shortest = _SHORTEST_UNSPACED if has_unspaced(text) else _SHORTEST_SENTENCE
    return [text, *(s for s in cut_sentences(text, language) if len(s) >= shortest and s != text)]


def cut_sentences(text: str, language: str = "en") -> list[str]:
    """Return all sentences of a passage, those too that are too short to be near anything: "Acme, 2018."."""
    from sentencex import get_sentence_boundaries

    parts = _MEMBER.split(text) if "{" in text else [text]
    return [s["text"].strip() for part in parts if part.strip() for s in get_sentence_boundaries(language, part)]


def fit_header(header: str, count: Callable[[str], int], limit: int) -> str:
    """Return as many of the header's words as leave three quarters of the encoder's room to the passage's side."""
    kept = header.split(" ")
    while len(kept) > 1 and count(" ".join(kept)) > limit // 2:
        kept = kept[: max(1, int(len(kept) * 0.9))]
    return " ".join(kept)


def _cut(text: str, start: int, end: int, count: Callable[[str], int], room: int) -> Iterator[PassageSpan]:
    for piece in _splitter(count, room).split_text(text[start:end]):
        stop = start + len(piece)
        if text[start:stop] != piece:
            raise AssertionError(f"the splitter changed the text at {start}-{stop}")  # a fault of ours
        lead, kept = len(piece) - len(piece.lstrip()), piece.strip()
        reading = strip_markdown(kept)
        if any(True for _ in words(reading)):
            yield PassageSpan(start + lead, start + lead + len(kept), reading)
        start = stop


@lru_cache(maxsize=64)
def _splitter(count: Callable[[str], int], room: int):  # type: ignore[no-untyped-def]
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    def size(text: str) -> int:
        # Never 0: what weighs nothing the splitter would carry over into the next piece as well.
        return max(1, count(strip_markdown(text)))

    # What no separator parts, it takes apart to single characters, and asks for the size of each again and again.
    of_short = lru_cache(maxsize=_REMEMBERED)(size)
    return RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        keep_separator="end",
        chunk_size=room,
        chunk_overlap=0,
        length_function=lambda text: of_short(text) if len(text) <= _SHORT else size(text),
        strip_whitespace=False,
    )


def _units(document: Document, cell: Cell, debris: Sequence[Range]) -> Iterator[list[Range]]:
    """Yield what belongs together, as the ranges that it consists of."""
    parts = list(_parts(document, cell.answers, debris))
    if len(parts) > _MOST_PARTS:
        for range_ in _ranges(document.text, parts):
            yield [range_]
        return
    unit: list[_BlockPart] = []
    for part in parts:
        if (
            unit
            and (part.bridged or part.start >= unit[-1].end)
            and _continues_unit(document.text, unit, part, cell.language)
        ):
            unit.append(part)
            continue
        if unit:
            yield _ranges(document.text, unit)
        unit = [part]
    if unit:
        yield _ranges(document.text, unit)


def _ranges(text: str, unit: Sequence[_BlockPart]) -> list[Range]:
    return list(join_lines(text, [(part.start, part.end) for part in unit]))


def _parts(document: Document, answers: Sequence[Range], debris: Sequence[Range]) -> Iterator[_BlockPart]:
    """Yield the answers' blocks, trimmed."""
    text, last_end = document.text, None
    for start, end in answers:
        # A document may have thousands of blocks, and as many answers.
        first = bisect_right(document.blocks, start, key=lambda block: block.end)
        for at in range(first, len(document.blocks)):
            block = document.blocks[at]
            if block.start >= end:
                break
            a, b = max(block.start, start), min(block.end, end)
            raw = text[a:b]
            if not raw.strip():
                continue
            a, b = a + len(raw) - len(raw.lstrip()), a + len(raw.rstrip())
            bridged = last_end is not None and _only_debris(text, last_end, a, debris)
            yield _BlockPart(block.kind, a, b, bridged)
            last_end = b


def _only_debris(text: str, start: int, end: int, debris: Sequence[Range]) -> bool:
    at = start
    for a, b in debris:
        if at <= a < end:
            if text[at:a].strip():
                return False
            at = b
    return not text[at:end].strip()


def _continues_unit(text: str, unit: Sequence[_BlockPart], part: _BlockPart, language: str) -> bool:
    """Return whether ``part`` goes on with what the unit began."""
    if not part.bridged:
        return False
    before, after = text[unit[-1].start : unit[-1].end], text[part.start : part.end]
    if is_address(after):
        return True
    if part.kind in ("heading", "item", "table"):
        return False
    if _is_title(before, unit[-1].kind) and not _is_title(after, part.kind):
        return True
    first = strip_markdown(after)[:1]
    open_end = not _ENDS_SENTENCE.search(before.rstrip())
    return open_end and (first.islower() or _ends_open(before.rstrip(), language))


def _ends_open(before: str, language: str) -> bool:
    """Return whether a text ends with a comma, or with a word that another one follows: "and", "of the"."""
    if before.endswith((",", "،", "，", "、")):
        return True
    known = language_data(language)
    last = before[before.rfind(" ") + 1 :]
    return known is not None and last.lower() in known.phrases("words", "open_ends")


def is_address(raw: str) -> bool:
    """Return whether nothing but links stand here, with ``URL:`` before them perhaps."""
    without = re.sub(r"!?\[[^\[\]]*+\]\([^()]*+\)|<[^<>\s]+>|(?:https?://|www\.)\S+|\bURLs?\b:?|\bLinks?\b:?", " ", raw)
    return not any(True for _ in words(without))


def _is_title(raw: str, kind: BlockKind) -> bool:
    reading = strip_markdown(raw)
    if _ENDS_SENTENCE.search(reading) or len(reading.split()) > _TITLE_WORDS:
        return False
    letters = [c for c in reading if c.isalpha()]
    shouted = bool(letters) and sum(c.isupper() for c in letters) >= 0.7 * len(letters)
    bold = raw.strip().startswith(("**", "__")) and raw.strip().endswith(("**", "__"))
    return kind == "heading" or shouted or bold
