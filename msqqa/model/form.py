"""The questionnaire itself: its sections, its questions, their options and fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msqqa.model.names import Holds, Kind


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled line of a contact question."""

    label: str
    holds: Holds


_PRINTED_NUMBER = re.compile(r"(?:\d+|[A-Z]\.\d+)(?:\.\d+|\.[a-z](?![a-z-]))*(?=\.|$)")


def printed_number(question_id: str) -> str | None:
    """Return the printed number with which a question's id begins.

    >>> printed_number("41"), printed_number("49.gender"), printed_number("1.2.1"), printed_number("what-is-it")
    ('41', '49', '1.2.1', None)
    """
    found = _PRINTED_NUMBER.match(question_id)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form, or one part of a question."""

    id: str
    text: str
    kind: Kind
    section: str
    parent: str | None = None
    printed: tuple[str, ...] = ()
    """Other ways in which the form prints ``text``."""
    options: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Other words for what the question asks, to find it by; never evidence of an answer."""
    guidance: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def number(self) -> str | None:
        """The printed number, where the form prints one; of a part its question's."""
        return printed_number(self.parent or self.id)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form under a title of its own; each question names the one it stands in."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Form:
    """The questionnaire itself, without anyone's answers."""

    id: str
    title: str
    edition: str
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    """In the order in which the form prints them, each part after its question."""
    respondent_nouns: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    """Of a form made from tables: how each of these was read, in a line."""
    learned: bool = field(default=False, compare=False)
    """Whether it was learned from copies, and nobody has confirmed in ``form.toml`` what it asks."""

    def question(self, question_id: str) -> Question:
        """Return the question of that id; raise ``KeyError`` where the form has none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def phrasings(self, question: Question) -> tuple[str, ...]:
        """Return the ways in which the question may be asked for: in full, by its options or labels, by keywords."""
        full = self.full_text(question)
        listed = (*question.options, *(field.label for field in question.fields))
        return (full, *((f"{full}: {'; '.join(listed)}",) if listed else ()), *question.keywords)

    def full_text(self, question: Question) -> str:
        """Return what the question asks, a part with its question's text before it."""
        if question.parent is None:
            return question.text
        return f"{self.question(question.parent).text} — {question.text}"
