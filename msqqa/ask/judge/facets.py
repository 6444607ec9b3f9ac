"""Which part of a grid a question names: of several topics a form asks the same, as whether each data set is free.

Words and vectors come near to everything that is asked of a topic, as each wording begins with it. Among these the
words decide that only some of them have.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msqqa.ask.judge.closed.grids import BETWEEN
from msqqa.words import content_words, stem

if TYPE_CHECKING:
    from msqqa.index.store import Store

_SAID = 0.2
"""Share of a part's own words, by weight, that the asker says at least."""
_FEWEST = 2
"""Topics of which the same is asked."""


class _Part(NamedTuple):
    row: int
    group: frozenset[str]
    own: dict[str, float]
    """Its words, by what share of the parts of its group has them: one that all have tells nothing."""


class Facets:
    """The parts of the grids of one index."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, text: str) -> int | None:
        """Return the row of the part that a text names, by its topic and by what is asked of that; else None.

        All words of the topic must be said, and words of one part that tell it from the others.
        """
        said = _stems(text)
        named = [group for group in self._groups if group[0].group <= said]
        longest = max((len(group[0].group) for group in named), default=0)
        of_topic = [group for group in named if len(group[0].group) == longest]
        if len(of_topic) != 1:
            return None
        rest = said - of_topic[0][0].group
        scores = [(sum(w for s, w in part.own.items() if s in rest), part) for part in of_topic[0]]
        best, part = max(scores, key=lambda scored: scored[0])
        alone = sum(score == best for score, _ in scores) == 1
        return part.row if alone and best > 0 and best >= _SAID * sum(part.own.values()) else None

    @cached_property
    def _groups(self) -> list[list[_Part]]:
        of_parent: dict[tuple[str, str], list[tuple[int, str, str]]] = defaultdict(list)
        for row, (form, id_, text) in self._store.questions.items():
            group, between, own = text.rpartition(BETWEEN)
            parent = self._store.forms[form].question(id_).parent
            if between and parent is not None:
                of_parent[form, parent].append((row, group, own))
        times = Counter(own for parts in of_parent.values() for _, _, own in parts)
        return [
            _weigh(parts)
            for parts in of_parent.values()
            if len(parts) > 1 and all(times[own] >= _FEWEST for _, _, own in parts) and _stems(parts[0][1])
        ]


def _weigh(parts: list[tuple[int, str, str]]) -> list[_Part]:
    words = {row: _stems(own) for row, _, own in parts}
    held = Counter(word for own in words.values() for word in own)
    return [
        _Part(row, frozenset(_stems(group)), {word: 1 - (held[word] - 1) / len(parts) for word in words[row]})
        for row, group, _ in parts
    ]


def _stems(text: str) -> set[str]:
    return {stem(word.text) for word in content_words(text)}
