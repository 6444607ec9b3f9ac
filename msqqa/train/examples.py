"""Annotated questions as they lie in ``evals/reading``: text with its slots marked in place, and labels of the whole.

``which [[noun|countries]] have a [[topic/has|sandbox]]`` marks two spans; the text without the marks is the question.
``evals/reading/README.md`` says what each label means.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msqqa.ask.reading.labels import HEADS, KINDS_OF, SLOTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_MARK = re.compile(r"\[\[([a-z]+)(?:/([a-z]+))?\|([^\[\]|]+)\]\]")


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A marked part of a question."""

    slot: str
    kind: str | None
    start: int
    end: int
    """Half-open range of code points of the question's text."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what a reader should make of it."""

    text: str
    spans: tuple[MarkedSpan, ...]
    labels: Mapping[str, str]
    """Head → label; a head that is missing is not known, and not trained on."""
    language: str
    writer: str
    place: str = field(default="", compare=False)
    """File and line, for messages."""


class ExampleError(ValueError):
    """An example that cannot be read: where, and what is wrong."""


def parse(marked: str) -> tuple[str, tuple[MarkedSpan, ...]]:
    """Return a question without its marks, and its spans in order.

    Raises
    ------
    ExampleError
        If a slot or a kind is unknown.
    """
    text, spans, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        slot, kind, words = match.groups()
        if slot not in SLOTS or (kind is not None) != (slot in KINDS_OF) or (kind and kind not in KINDS_OF[slot]):
            raise ExampleError(f"no such slot: {match[0]}")
        spans.append(MarkedSpan(slot, kind, len(text), len(text) + len(words)))
        text += words
        at = match.end()
    text += marked[at:]
    if "[[" in text or "]]" in text:
        raise ExampleError(f"a mark that is not closed: {marked}")
    return text, tuple(spans)


def read(files: Iterable[Path]) -> list[Example]:
    """Read annotated questions; a file's stem is its writer.

    Raises
    ------
    ExampleError
        If a line is none.
    """
    found = []
    for file in files:
        for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            place = f"{file.name}:{n}"
            try:
                data = json.loads(line)
                text, spans = parse(data["text"])
                labels = _labels(data)
            except (ValueError, KeyError, TypeError) as error:
                raise ExampleError(f"{place}: {error}") from error
            found.append(Example(text, spans, labels, data.get("lang", "en"), file.stem, place=place))
    return found


def _labels(data: Mapping[str, Any]) -> dict[str, str]:
    labels = {
        "operator": data["operator"],
        "asks": data["asks"],
        "join": data.get("join") or "and",
        "follow": "yes" if data.get("follow") else "no",
        "kind": data.get("kind") or "none",
        "about": data.get("about") or "none",
    }
    for head, label in labels.items():
        if label not in HEADS[head]:
            raise ExampleError(f"{head} {label!r} is none of {', '.join(HEADS[head])}")
    return labels
