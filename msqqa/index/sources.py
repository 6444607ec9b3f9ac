"""A response → a block: everything that an index keeps of it, before it is given its place among the others."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections import Counter
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from msqqa.closed.choices import texts_of
from msqqa.form.segment import account
from msqqa.index.split import fit_header, sentences_of, split
from msqqa.index.stances import judge_stances
from msqqa.judge.model import Judge
from msqqa.languages.detect import language_of
from msqqa.read.text import lines_of
from msqqa.words import index_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from msqqa.closed.column import ColumnType
    from msqqa.corpus import Described
    from msqqa.encode import Encoder, Kind
    from msqqa.index.responses import Response
    from msqqa.model import Block as TextBlock
    from msqqa.model import Category, Cell, Document, Form, Range, Respondent

Texts = dict[bytes, str]
"""Key of a vector → the text that is encoded, its prompt before it; keys are SHA-256 digests."""


_KEPT = 50_000
"""Different short answers of which it is kept what they come to."""
_SHORT = 200
"""Characters of these, at most."""
_end_of = attrgetter("end")


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage without its place in its source: an :class:`IndexedPassage` from where its cell's answers begin."""

    start: int
    end: int
    text: str
    quote: str | None
    key: bytes
    sentences: tuple[bytes, ...]
    words: dict[str, int]


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with the words and the vectors that it is found by."""

    cell: int
    """Which of the block's cells."""
    start: int
    end: int
    lines: tuple[int, int]
    text: str
    quote: str | None
    """What stands at its span; None where that is ``text``."""
    key: bytes
    sentences: tuple[bytes, ...]
    """The keys of itself without its question, and of its sentences."""
    words: dict[str, int]
    """What the word index finds it by → how often it stands in the text; 0 where it stands only in the quote."""


@dataclass(frozen=True, slots=True)
class IndexedSource:
    """One source, whole."""

    document: Document
    file: str
    """The file that it stands in, which may hold others too; its path below the corpus folder."""
    size: int
    mtime_ns: int
    form: str
    stamp: str
    respondent: Respondent
    place: str | None
    account: dict[Category, int]
    withheld: tuple[Range, ...]
    """Where personal data stands in the text, within cells and around them."""
    cells: tuple[Cell, ...]
    passages: tuple[IndexedPassage, ...]


def stamp(sha256: str, own_id: str, described: Described | None) -> str:
    """Return what must be the same for a source's block to be the same, form and model aside."""
    said = None if described is None else asdict(described)
    return hashlib.sha256(json.dumps([sha256, own_id, said]).encode()).hexdigest()


def headers_of(form: Form, encoder: Encoder) -> dict[str, str]:
    """Return what is encoded before the passages of each of a form's questions."""
    return {q.id: fit_header(form.full_text(q), encoder.count, encoder.limit) for q in form.questions}


class Cutter:
    """Cuts cells into passages, and remembers what short answers that are given again and again come to.

    Parameters
    ----------
    encoder:
        Says how much of a text it reads, and how vectors are named.
    texts:
        What must be encoded is added to it.
    """

    def __init__(self, encoder: Encoder, texts: Texts) -> None:
        self._encoder = encoder
        self._key = make_keyer(encoder, texts)
        self._known: dict[tuple[str, str, str, str], tuple[Cut, ...]] = {}

    def cut(self, document: Document, cell: Cell, header: str, debris: Sequence[Range]) -> Sequence[Cut]:
        """Return the passages of a cell; their places count from where its answers begin."""
        block = _only_block(document, cell) if not debris else None
        if block is None:
            return tuple(self._cut(document, cell, header, debris))
        start, end = cell.answers[0]
        key = header, document.text[start:end], block.kind, cell.language
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = tuple(self._cut(document, cell, header, debris))
        return found

    def _cut(self, document: Document, cell: Cell, header: str, debris: Sequence[Range]) -> Iterator[Cut]:
        at = cell.answers[0][0] if cell.answers else 0
        for p in split(document, cell, header, self._encoder.count, self._encoder.limit, debris):
            quote = document.text[p.start : p.end]
            yield Cut(
                p.start - at,
                p.end - at,
                p.text,
                None if quote == p.text else quote,
                self._key(text_to_encode(header, p.text), "passage"),
                tuple(self._key(sentence, "passage") for sentence in sentences_of(p.text, cell.language)),
                _count_words(p.text, quote),
            )


def _only_block(document: Document, cell: Cell) -> TextBlock | None:
    """Return the block that all of a short answer stands in; None where it is long, or stands in several."""
    if len(cell.answers) != 1:
        return None
    start, end = cell.answers[0]
    if end - start > _SHORT:
        return None
    at = bisect_right(document.blocks, start, key=_end_of)
    block = document.blocks[at] if at < len(document.blocks) else None
    return block if block is not None and block.start <= start and end <= block.end else None


def block_of(response: Response, headers: dict[str, str], cutter: Cutter) -> IndexedSource:
    """Cut a response into passages.

    Parameters
    ----------
    response:
        A file, read and aligned.
    headers:
        As :func:`headers_of` returns them, for its form.
    cutter:
        Cuts its cells.
    """
    written = response.written()
    document = written.document
    # A quote may run over a rule or a footnote, but never over a running head, whose words are nobody's answer.
    heads = {start for start, _ in document.debris}
    debris = [(s.start, s.end) for s in written.segments if s.category == "page debris" and s.start not in heads]
    lines = lines_of(document.text, document.rows)
    cells = in_their_languages(document, written.cells, response.form)
    cells = judge_stances(document, response.form, cells, Judge.shipped())
    pieces = []
    for n, cell in enumerate(cells):
        if not cell.answers:
            continue
        at = cell.answers[0][0]
        for c in cutter.cut(document, cell, headers[cell.question], debris):
            start, end = at + c.start, at + c.end
            pieces.append(
                IndexedPassage(n, start, end, lines(start, end), c.text, c.quote, c.key, c.sentences, c.words)
            )
    return IndexedSource(
        document,
        response.file,
        response.size,
        response.mtime_ns,
        response.form.id,
        response.stamp,
        response.respondent,
        response.place,
        account(written.segments),
        tuple(_trim_end(document.text, s.start, s.end) for s in written.segments if s.withheld),
        cells,
        tuple(pieces),
    )


def in_their_languages(document: Document, cells: Sequence[Cell], form: Form) -> tuple[Cell, ...]:
    """Return a response's cells with the language of each: by its text, by all of them, or by the form's."""
    of_the_form = language_of_form(" ".join(question.text for question in form.questions))
    texts = [" ".join([document.text[start:end] for start, end in cell.answers]) for cell in cells]
    whole = language_of("\n".join(sorted(texts, key=len, reverse=True)), of_the_form)
    found = [language_of(text, whole) for text in texts]
    return tuple(
        cell if cell.language == language else replace(cell, language=language)
        for cell, language in zip(cells, found, strict=True)
    )


language_of_form = lru_cache(maxsize=16)(language_of)
"""Every response to a form asks for it."""


def _trim_end(text: str, start: int, end: int) -> Range:
    """Return a range without the white space behind it, which goes with what stands before it."""
    return start, start + len(text[start:end].rstrip())


def make_keyer(encoder: Encoder, texts: Texts) -> Callable[[str, Kind], bytes]:
    """Return a function that names the vector of a text of a kind, and keeps what is encoded of it."""

    def key(text: str, kind: Kind) -> bytes:
        prompted = encoder.add_prompt(text, kind)
        found = bytes.fromhex(encoder.key(prompted))
        texts[found] = prompted
        return found

    return key


def text_to_encode(header: str, passage: str) -> str:
    """Return what the encoder reads of a passage: what was asked, and what was answered; never who answered."""
    return f"{header}\n{passage}"


def phrasings_of(forms: Sequence[Form]) -> list[tuple[int, str]]:
    """Return (question row, phrasing) of the forms' questions, in order."""
    questions = [(form, question) for form in forms for question in form.questions]
    return [(row, text) for row, (form, question) in enumerate(questions) for text in form.phrasings(question)]


def choices_of(forms: Sequence[Form], types: Mapping[int, ColumnType]) -> list[str]:
    """Return what is encoded of the options of closed questions, in order; ``types`` by the question's row."""
    questions = [(form, question) for form in forms for question in form.questions]
    return [
        text
        for row, (form, question) in enumerate(questions)
        if row in types
        for text in texts_of(form.full_text(question), types[row])
    ]


def _count_words(text: str, quote: str) -> dict[str, int]:
    found: dict[str, int] = Counter(index_terms(text))
    if quote != text:
        for word in index_terms(quote):
            found.setdefault(word, 0)
    return dict(found)
