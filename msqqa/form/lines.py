"""The lines that a form prints and those that a copy has, as they are compared by meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from msqqa.bounds import check
from msqqa.form.labels import classify_label
from msqqa.form.line_candidates import BOXES, runs_on, word_as_form
from msqqa.form.token_stream import MARKUP
from msqqa.markdown_marks import LINE_BREAK
from msqqa.stance.ticks import line_ranges
from msqqa.stance.wording import label_end, read_decisions
from msqqa.stance.yes_no import read_yes_no
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.form.document_line import DocumentLine
    from msqqa.form.token_stream import TokenStream
    from msqqa.model import Document, Form, Holds, Question

Role = Literal["section", "question", "part", "option", "field", "guidance"]
_LONGEST = 900
"""Characters of a line that may be the form's."""
_LONGEST_WRAP = 4
_BELOW = 3
"""Lines below a question in which its boxes are looked for."""
_LABEL = re.compile(r"[^:：_]{1,120}(?=[:：_])")
_NUMERAL = re.compile(r"\w+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]*+@\S+")


@dataclass(frozen=True, slots=True)
class Own:
    """A line of the form."""

    role: Role
    of: str
    """The id of its question, or of its section."""
    place: int
    """Which of the question's options, fields or guidance it is."""
    ways: tuple[str, ...]
    question: Question | None = None
    holds: Holds | None = None


@dataclass(slots=True)
class CopyLine:
    """A line of the copy, or the lines over which one is wrapped."""

    start: int
    end: int
    number: str | None
    keys: list[str] = field(default_factory=list)
    """Its folded words, as a whole and as far as a label goes that it begins with."""
    said: list[str] = field(default_factory=list)
    """The same as a form would word it."""
    offers_choice: bool = False
    holds: tuple[Holds | None, ...] = ()
    """What these ask for, as labels of fields."""
    dress: str = ""
    """The marks before its words, a letter or figure of them as ``0``: ``**0.`` and ``## ``; nothing of plain text."""


def copy_lines(document: Document, stream: TokenStream) -> list[CopyLine]:
    """Return the lines of a copy that may be its form's, a wrapped one with those over which it runs on."""
    lines = stream.lines
    found: list[CopyLine] = []
    choices = [_is_choice(document.text, line) for line in lines]
    for i, line in enumerate(lines):
        check()
        end, last = line.end, i
        for following in lines[i + 1 : i + _LONGEST_WRAP]:
            if not _goes_on(document, stream, lines[last], following):
                break
            last, end = last + 1, following.end
        first = stream.word_start(line)
        raw = document.text[stream.text_start(line) : end] if first is not None else ""
        said = LINE_BREAK.sub(" ", word_as_form(raw)).strip(" |")
        if first is None or len(raw) > _LONGEST or not _has_words(said) or _is_answer(said):
            continue
        key = _key(document.text[first:end])
        piece = CopyLine(line.start, end, line.number, [key], [said], any(choices[last + 1 : last + 1 + _BELOW]))
        label = _LABEL.match(document.text, first, end)
        if label and (short := _key(label[0])) != key and _has_words(word_as_form(label[0])):
            piece.keys.append(short)
            piece.said.append(word_as_form(label[0]))
        piece.holds = tuple(classify_label(said) for said in piece.said)
        piece.dress = _NUMERAL.sub("0", document.text[line.start : first])
        found.append(piece)
    return found


def _key(raw: str) -> str:
    """Return the folded words of a piece of a document, without boxes and markup."""
    return " ".join(word.text for word in words(BOXES.sub(" ", MARKUP.sub(" ", raw))))


def _is_answer(said: str) -> bool:
    """Return whether a line is a yes, a no or both, or stands behind a label of answers: it is one in any form."""
    return label_end(said, 0, len(said)) is not None or bool(read_decisions([word.text for word in words(said)]))


def _is_choice(text: str, line: DocumentLine) -> bool:
    return read_yes_no(text, line_ranges(text, line.start, line.end))[0].state != "none"


def _goes_on(document: Document, stream: TokenStream, line: DocumentLine, following: DocumentLine) -> bool:
    """Return whether a line of a paragraph runs on into the next one."""
    text = document.text
    between = text[stream.text_start(line) : following.start]
    return "\n\n" not in between.replace("\r", "") and "|" not in between and runs_on(stream, line, following)


def _has_words(said: str) -> bool:
    """Return whether a text has letters that are no address."""
    return any(letter.isalpha() for letter in _ADDRESS.sub(" ", said))


def form_lines(form: Form) -> Iterator[Own]:
    """Yield what the form prints, in its order."""
    titles = {section.id: section.title for section in form.sections}
    opened = ""
    for question in form.questions:
        if question.section != opened and titles[question.section]:
            yield Own("section", question.section, 0, (titles[question.section],))
        opened = question.section
        role: Role = "question" if question.parent is None else "part"
        yield Own(role, question.id, 0, (question.text, *question.printed), question)
        for i, text in enumerate(question.guidance):
            yield Own("guidance", question.id, i, (text,))
        for i, text in enumerate(question.options):
            yield Own("option", question.id, i, (text,))
        for i, one in enumerate(question.fields):
            yield Own("field", question.id, i, (one.label,), holds=one.holds)
