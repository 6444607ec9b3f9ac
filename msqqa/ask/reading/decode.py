"""The reader model's numbers → a reading: the likeliest tags that form spans, and the spans as claims and slots."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.ask.reading.labels import HEADS, KINDS, KINDS_OF, TAGS
from msqqa.ask.reading.reading import Claim, Reading, Span
from msqqa.softmax import softmax

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Logits = Mapping[str, NDArray[np.float32]]

_NEVER = -1e9
"""Logit of what cannot follow: below any that the model gives."""


def decode(text: str, offsets: Sequence[tuple[int, int]], logits: Logits) -> Reading:
    """Return the likeliest reading.

    Parameters
    ----------
    text:
        The question.
    offsets:
        Where each word piece stands in it; a piece of none of its characters has an empty range.
    logits:
        Head → of the whole question, shape (labels,); ``tags`` and ``kinds``, shape (word pieces, labels).
    """
    of_whole = {name: softmax(logits[name]) for name in HEADS}
    best = {name: HEADS[name][int(found.argmax())] for name, found in of_whole.items()}
    order = of_whole["operator"].argsort()[::-1]
    spans = decode_spans(text, offsets, logits["tags"], logits["kinds"])
    slots: dict[str, list[Span]] = {}
    for slot, span in spans:
        slots.setdefault(slot, []).append(span)
    return Reading(
        text=text,
        operator=best["operator"],
        asks=best["asks"],
        claims=tuple(_claims(spans)),
        join=best["join"],
        slots={slot: tuple(found) for slot, found in slots.items()},
        follow=best["follow"] == "yes",
        relation=None if best["kind"] == "none" else best["kind"],
        about=None if best["about"] == "none" else best["about"],
        confidence=float(of_whole["operator"][order[0]]),
        second=(HEADS["operator"][int(order[1])], float(of_whole["operator"][order[1]])),
    )


def decode_spans(
    text: str, offsets: Sequence[tuple[int, int]], tags: NDArray[np.float32], kinds: NDArray[np.float32]
) -> list[tuple[str, Span]]:
    """Return (slot, span) in order: whole words, each of the likeliest kind over all of its word pieces."""
    rows = [i for i, (start, end) in enumerate(offsets) if start < end]
    path = _viterbi(tags[rows])
    found: list[tuple[str, Span]] = []
    at = 0
    while at < len(path):
        tag = TAGS[path[at]]
        if tag == "O":
            at += 1
            continue
        slot, begin = tag[2:], at
        at += 1
        while at < len(path) and TAGS[path[at]] == f"I-{slot}":
            at += 1
        own = rows[begin:at]
        start, end = _whole_words(text, offsets[own[0]][0], offsets[own[-1]][1])
        if found and start < found[-1][1].end:
            start = found[-1][1].end
        if start < end and text[start:end].strip():
            start += len(text[start:end]) - len(text[start:end].lstrip())
            found.append((slot, Span(start, end, text[start:end], _kind(slot, kinds[own]))))
    return found


def _claims(spans: Sequence[tuple[str, Span]]) -> list[Claim]:
    """Return the claims that topics and numbers of questions make."""
    found = []
    for slot, span in spans:
        if slot == "topic":
            found.append(Claim(span.kind or "has", span))
        elif slot == "question":
            found.append(Claim(span.kind or "has", None, span))
    return found


def _kind(slot: str, logits: NDArray[np.float32]) -> str | None:
    allowed = KINDS_OF.get(slot)
    if allowed is None:
        return None
    places = [KINDS.index(kind) for kind in allowed]
    return allowed[int(logits[:, places].mean(axis=0).argmax())]


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a range widened to whole words, where the script has blanks between them."""
    while start > 0 and _joins(text[start - 1]) and _joins(text[start]):
        start -= 1
    while end < len(text) and _joins(text[end - 1]) and _joins(text[end]):
        end += 1
    return start, end


def _joins(character: str) -> bool:
    return character.isalnum() and not "\u2e80" <= character <= "\ud7af"


def _viterbi(tags: NDArray[np.float32]) -> list[int]:
    """Return the likeliest tags of which each span begins with its beginning."""
    import numpy as np

    if not len(tags):
        return []
    scores = tags - tags.max(axis=1, keepdims=True)
    scores = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    allowed = _transitions()
    best = scores[0] + np.array([_NEVER if tag.startswith("I-") else 0.0 for tag in TAGS], dtype=np.float32)
    back = []
    for row in scores[1:]:
        ways = best[:, None] + allowed
        before = ways.argmax(axis=0)
        back.append(before)
        best = ways[before, np.arange(len(TAGS))] + row
    path = [int(best.argmax())]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return path[::-1]


@lru_cache(maxsize=1)
def _transitions() -> NDArray[np.float32]:
    import numpy as np

    allowed = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    for i, before in enumerate(TAGS):
        for j, after in enumerate(TAGS):
            same = before[2:] == after[2:] != ""
            # Two spans of one slot never touch: something stands between them, were it only a comma.
            if (after.startswith("I-") and not same) or (after.startswith("B-") and same):
                allowed[i, j] = _NEVER
    return allowed
