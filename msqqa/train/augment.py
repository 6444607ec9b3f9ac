"""Examples in other dress: other names, topics and capitals, typing errors, so that none of them is learned."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msqqa.train.examples import Example, MarkedSpan

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

_NAME_SHARE, _TOPIC_SHARE = 0.5, 0.3
_LOWER, _UPPER, _NO_END, _TYPO = 0.2, 0.03, 0.25, 0.12
_SWAPPED = frozenset(("subject", "excluded", "topic", "noun", "group"))


class Augmenter:
    """Knows the names and topics of some examples, by language, and puts them into others."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._pools: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
        for example in examples:
            for span in example.spans:
                if span.slot in _SWAPPED:
                    self._pools[self._key(example, span)].append(example.text[span.start : span.end])

    @staticmethod
    def _key(example: Example, span: MarkedSpan) -> tuple[str, str, str | None]:
        # A name of any language may stand in a question of any with the same script.
        names = span.slot in ("subject", "excluded") and example.language not in ("ar", "zh", "ru")
        return ("latin" if names else example.language, span.slot, span.kind)

    def dress(self, example: Example, random: random.Random) -> Example:
        """Return an example with some of its spans swapped, and typed in another way."""
        pieces: list[tuple[str, MarkedSpan | None]] = []
        at = 0
        for span in example.spans:
            pieces.append((example.text[at : span.start], None))
            pieces.append((self._words(example, span, random), span))
            at = span.end
        pieces.append((example.text[at:], None))
        if random.random() < _NO_END:
            pieces[-1] = (pieces[-1][0].rstrip(" ?.!؟？"), None)
        case = random.random()
        change = str.lower if case < _LOWER else str.upper if case > 1 - _UPPER else str
        pieces = [(_change_case(change, text), span) for text, span in pieces]
        if random.random() < _TYPO:
            pieces = _with_typo(pieces, random)
        text, spans = "", []
        for words, own in pieces:
            if own is not None:
                spans.append(MarkedSpan(own.slot, own.kind, len(text), len(text) + len(words)))
            text += words
        return Example(text, tuple(spans), example.labels, example.language, example.writer)

    def _words(self, example: Example, span: MarkedSpan, random: random.Random) -> str:
        own = example.text[span.start : span.end]
        share = _NAME_SHARE if span.slot in ("subject", "excluded") else _TOPIC_SHARE
        if span.slot in _SWAPPED and random.random() < share:
            return random.choice(self._pools.get(self._key(example, span)) or [own])
        return own


def _change_case(change: object, text: str) -> str:
    """Change the case of a text, unless that changes its length."""
    changed: str = change(text)  # type: ignore[operator]
    return changed if len(changed) == len(text) else text


def _with_typo(
    pieces: list[tuple[str, MarkedSpan | None]], random: random.Random
) -> list[tuple[str, MarkedSpan | None]]:
    """Swap, drop or double a letter of one longer word."""
    n = random.randrange(len(pieces))
    text, span = pieces[n]
    places = [i for i in range(1, len(text) - 2) if text[i - 1 : i + 3].isalpha()]
    if not places:
        return pieces
    i = random.choice(places)
    kind = random.randrange(3)
    if kind == 0:
        text = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    elif kind == 1:
        text = text[:i] + text[i + 1 :]
    else:
        text = text[:i] + text[i] + text[i:]
    return [*pieces[:n], (text, span), *pieces[n + 1 :]]
