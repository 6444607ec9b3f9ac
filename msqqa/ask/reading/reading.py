"""A reading: a question as the reader model understands it, over its own characters; no name in it is resolved yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msqqa.words import squeeze, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Span:
    """Some characters of a question."""

    start: int
    end: int
    """Half-open range of code points of :attr:`Reading.text`."""
    text: str
    kind: str | None = None
    """How it is compared, of a value; which extreme it is; None for other slots."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that may hold of a respondent."""

    relation: str
    """One of :data:`msqqa.ask.reading.labels.RELATIONS`."""
    topic: Span | None
    """What it is about; None where only a question's number says that, or the question before."""
    question: Span | None = None
    """The form's question that it is about, as typed: "q5"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks for."""

    text: str
    """The question, in one line."""
    operator: str
    """One of :data:`msqqa.ask.reading.labels.OPERATORS`."""
    asks: str
    """What kind of thing the answer is, one of :data:`msqqa.ask.reading.labels.ASKS`."""
    claims: tuple[Claim, ...]
    join: str
    """Whether all of the claims must hold, ``and``, or any, ``or``."""
    slots: Mapping[str, tuple[Span, ...]]
    """Slot → its spans in order; a slot that the question has not is missing."""
    follow: bool
    """Whether it goes on with the question before."""
    relation: str | None
    """The relation where no span carries it: "and who doesn't?"."""
    about: str | None
    """What of the corpus itself is asked about."""
    confidence: float
    """Probability of the operator."""
    wording: str = ""
    """What is encoded in the place of the question's own words, where it goes on with the question before."""
    second: tuple[str, float] = field(default=("", 0.0))
    """The next likely operator, and its probability."""

    def spans(self, slot: str) -> tuple[Span, ...]:
        """Return the spans of a slot, in order."""
        return self.slots.get(slot, ())

    def words(self, slot: str) -> tuple[str, ...]:
        """Return the words of a slot's spans, in order."""
        return tuple(span.text for span in self.spans(slot))


def remove_spans(text: str, spans: Sequence[Any]) -> str:
    """Return a text without some of its ranges, each with the ``'s`` behind it."""
    at = len(text)
    for span in sorted(spans, key=lambda s: (-s.start, -s.end)):
        if span.end > at:
            continue  # a name within a slot that is gone already
        at = span.start
        after = next(words(text, span.end, span.end + 2), None)
        owns = after is not None and after.text == "s" and text[span.end : after.start] in ("'", "’", "`", "´")
        text = text[: span.start] + " " + text[after.end if owns and after else span.end :]
    return squeeze(text).strip(" ?!.,;:؟？")
