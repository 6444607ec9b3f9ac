"""A response → a block: everything that an index keeps of it, before it is given its place among the others."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.model import Judge
from msqqa.form.segment import account
from msqqa.index.split import fit_header, sentences_of, split
from msqqa.index.stances import judge_stances
from msqqa.languages.detect import language_of
from msqqa.read.text import lines_of
from msqqa.words import indexed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.corpus import Described
    from msqqa.encode import Encoder, Kind
    from msqqa.index.responses import Response
    from msqqa.model import Category, Cell, Document, Form, Range, Respondent

Texts = dict[bytes, str]
"""Key of a vector → the text that is encoded, its prompt before it; keys are SHA-256 digests."""


@dataclass(frozen=True, slots=True)
class Piece:
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
class Block:
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
    passages: tuple[Piece, ...]


def stamp(sha256: str, own_id: str, described: Described | None) -> str:
    """Return what must be the same for a source's block to be the same, form and model aside."""
    said = None if described is None else asdict(described)
    return hashlib.sha256(json.dumps([sha256, own_id, said]).encode()).hexdigest()


def headers_of(form: Form, encoder: Encoder) -> dict[str, str]:
    """Return what is encoded before the passages of each of a form's questions."""
    return {q.id: fit_header(form.full_text(q), encoder.count, encoder.limit) for q in form.questions}


def block_of(response: Response, headers: dict[str, str], encoder: Encoder, texts: Texts) -> Block:
    """Cut a response into passages; what must be encoded is added to ``texts``.

    Parameters
    ----------
    response:
        A file, read and aligned.
    headers:
        As :func:`headers_of` returns them, for its form.
    encoder:
        Says how much of a text it reads, and how vectors are named.
    texts:
        Is added to.
    """
    document = response.document
    # A quote may run over a rule or a footnote, but never over a running head, whose words are nobody's answer.
    heads = {start for start, _ in document.debris}
    debris = [(s.start, s.end) for s in response.segments if s.category == "page debris" and s.start not in heads]
    lines = lines_of(document.text, document.rows)
    key = keyed(encoder, texts)
    pieces: list[Piece] = []
    cells = in_their_languages(document, response.cells, response.form)
    cells = judge_stances(document, response.form, cells, Judge.shipped())
    for n, cell in enumerate(cells):
        header = headers[cell.question]
        for p in split(document, cell, header, encoder.count, encoder.limit, debris):
            quote = document.text[p.start : p.end]
            sentences = tuple(key(sentence, "passage") for sentence in sentences_of(p.text, cell.language))
            pieces.append(
                Piece(
                    n,
                    p.start,
                    p.end,
                    lines(p.start, p.end),
                    p.text,
                    None if quote == p.text else quote,
                    key(encoded_text(header, p.text), "passage"),
                    sentences,
                    _counted(p.text, quote),
                )
            )
    return Block(
        document,
        response.file,
        response.size,
        response.mtime_ns,
        response.form.id,
        response.stamp,
        response.respondent,
        response.place,
        account(response.segments),
        tuple(_trimmed(document.text, s.start, s.end) for s in response.segments if s.withheld),
        cells,
        tuple(pieces),
    )


def in_their_languages(document: Document, cells: Sequence[Cell], form: Form) -> tuple[Cell, ...]:
    """Return a response's cells with the language of each: by its text, by all of them, or by the form's."""
    of_the_form = language_of(" ".join(question.text for question in form.questions))
    texts = [" ".join(document.text[start:end] for start, end in cell.answers) for cell in cells]
    whole = language_of("\n".join(sorted(texts, key=len, reverse=True)), of_the_form)
    return tuple(replace(cell, language=language_of(text, whole)) for cell, text in zip(cells, texts, strict=True))


def _trimmed(text: str, start: int, end: int) -> Range:
    """Return a range without the white space behind it, which goes with what stands before it."""
    return start, start + len(text[start:end].rstrip())


def keyed(encoder: Encoder, texts: Texts) -> Callable[[str, Kind], bytes]:
    """Return a function that names the vector of a text of a kind, and keeps what is encoded of it."""

    def key(text: str, kind: Kind) -> bytes:
        prompted = encoder.prompted(text, kind)
        found = bytes.fromhex(encoder.key(prompted))
        texts[found] = prompted
        return found

    return key


def encoded_text(header: str, passage: str) -> str:
    """Return what the encoder reads of a passage: what was asked, and what was answered; never who answered."""
    return f"{header}\n{passage}"


def phrasings_of(forms: Sequence[Form]) -> list[tuple[int, str]]:
    """Return (question row, phrasing) of the forms' questions, in order."""
    questions = [(form, question) for form in forms for question in form.questions]
    return [(row, text) for row, (form, question) in enumerate(questions) for text in form.phrasings(question)]


def _counted(text: str, quote: str) -> dict[str, int]:
    found: dict[str, int] = Counter(indexed(text))
    if quote != text:
        for word in indexed(quote):
            found.setdefault(word, 0)
    return dict(found)
