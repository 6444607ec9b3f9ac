"""How well a reader reads: operators, relations, spans, against annotated questions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msqqa.ask.reading.labels import HEADS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from msqqa.ask.reading.reading import Reading
    from msqqa.train.examples import Example


def spans_of(reading: Reading) -> set[tuple[str, int, int]]:
    """Return (slot, start, end) of all spans of a reading."""
    return {(slot, span.start, span.end) for slot, spans in reading.slots.items() for span in spans}


def relations_right(example: Example, reading: Reading) -> bool:
    """Return whether each claim of an example is read with its relation, wherever exactly its topic begins."""
    wanted = [(s.kind, s.start, s.end) for s in example.spans if s.slot in ("topic", "question")]
    found = [(c.relation, s.start, s.end) for c in reading.claims if (s := c.topic or c.question) is not None]
    if len(wanted) != len(found):
        return False
    return all(w[0] == f[0] and w[1] < f[2] and f[1] < w[2] for w, f in zip(wanted, found, strict=True))


def measure(examples: Sequence[Example], read: Callable[[str], Reading]) -> dict[str, float]:
    """Return shares of what is read right, over examples: each head, relations of all claims, span F1, names."""
    right: Counter[str] = Counter()
    known: Counter[str] = Counter()
    hits = told = wanted = 0
    for example in examples:
        reading = read(example.text)
        for head in HEADS:
            if head in example.labels:
                known[head] += 1
                right[head] += example.labels[head] == _label(reading, head)
        known["relation"] += 1
        right["relation"] += relations_right(example, reading)
        gold = {(s.slot, s.start, s.end) for s in example.spans}
        own = spans_of(reading)
        hits, told, wanted = hits + len(gold & own), told + len(own), wanted + len(gold)
        for slot in ("subject", "topic"):
            known[slot] += 1
            right[slot] += {s for s in gold if s[0] == slot} == {s for s in own if s[0] == slot}
    figures = {name: right[name] / known[name] for name in known}
    figures["span_f1"] = 2 * hits / max(1, told + wanted)
    return figures


def misses(examples: Iterable[Example], read: Callable[[str], Reading]) -> Iterable[str]:
    """Yield a line for each example that is read otherwise than annotated."""
    for example in examples:
        reading = read(example.text)
        gold = {(s.slot, s.kind, example.text[s.start : s.end]) for s in example.spans}
        own = {(slot, s.kind, s.text) for slot, spans in reading.slots.items() for s in spans}
        wrong = [
            f"{head} {example.labels[head]}→{_label(reading, head)}"
            for head in HEADS
            if head in example.labels and example.labels[head] != _label(reading, head)
        ]
        if wrong or gold != own:
            yield f"{example.place} {example.text!r}: {', '.join(wrong)} missing {gold - own} extra {own - gold}"


def _label(reading: Reading, head: str) -> str:
    if head == "follow":
        return "yes" if reading.follow else "no"
    if head == "kind":
        return reading.relation or "none"
    return str(getattr(reading, head) or "none")
