"""Which part of a grid a question names: of several topics a form asks the same, as whether each data set is free.

Words and vectors come near to everything that is asked of a topic, as each wording begins with it. Among these the
words decide that only some of them have. Where none is said, under a form that nobody wrote other wordings for, the
topic and what is asked of it are each compared by meaning, with whitened vectors: "kept current" is "up to date".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msqqa.ask.judge.closed.grids import BETWEEN
from msqqa.ask.judge.explained import MORE_THAN_YES
from msqqa.words import content_words, stem, unique, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.retrieve import Retriever
    from msqqa.index.store import Store

_SAID = 0.2
"""Share of a part's own words, by weight, that the asker says at least."""
_FEWEST = 2
"""Topics of which the same is asked."""
_TOPIC_ALIKE, _PART_ALIKE = 0.2, 0.24
"""Whitened cosines from which a topic, and what is asked of it, are meant by other words."""
_TOPIC_APART, _PART_APART = 0.1, 0.05
"""By how much the next topic, and the next thing that is asked of it, must be behind."""
_WHOLE_ALIKE = 0.42
"""Whitened cosine to both together that is wanted too. All five are read off the one grid of ``evals/godi-2015``."""
_DECIDED = ("yesno", "tick")


class _Part(NamedTuple):
    row: int
    group: frozenset[str]
    own: dict[str, float]
    """Its words, by what share of the parts of its group has them: one that all have tells nothing."""
    wording: tuple[str, str]
    """What its topic is called, and what is asked of it."""
    decides: bool
    """Whether a yes or a no answers it."""
    known: bool
    """Whether its form was written up by somebody, with other wordings."""


class Facets:
    """The parts of the grids of one index."""

    def __init__(self, store: Store, retriever: Retriever | None = None) -> None:
        self._store = store
        self._retriever = retriever

    def find(self, text: str, asks: str = "", *, of_set: bool = False, topic: str = "") -> int | None:
        """Return the row of the part that a text names, by its topic and by what is asked of that; else None.

        All words of the topic must be said, and words of one part that tell it from the others. ``asks`` is what kind
        of an answer is wanted, as a plan has it: a yes is no amount. A set is of those who say yes or no. ``topic`` is
        what the text says of them, which alone may come near enough.
        """
        part = self._by_words(text)
        if part is None or (of_set and not part.decides and not part.known):
            meant = (self._by_meaning(each, asks, of_set=of_set) for each in unique((text, topic)) if each)
            part = next((one for one in meant if one is not None), part)
        return None if part is None or (part.decides and not part.known and asks in MORE_THAN_YES) else part.row

    def _by_words(self, text: str) -> _Part | None:
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
        return part if alone and best > 0 and best >= _SAID * sum(part.own.values()) else None

    def _by_meaning(self, text: str, asks: str, *, of_set: bool) -> _Part | None:
        """Return the yes/no part that is meant by other words, where its topic and itself come clearly the nearest."""
        groups = [[part for part in group if part.decides and not part.known] for group in self._groups]
        groups = [group for group in groups if group]
        if not (of_set or asks in ("yesno", "set")) or self._retriever is None or not groups:
            return None
        topic = self._nearest(text, [group[0].wording[0] for group in groups], _TOPIC_ALIKE, _TOPIC_APART)
        if topic is None:
            return None
        # What says the topic drowns what is asked of it; of one respondent more may be asked than a yes tells.
        said = [word for word in words(text) if stem(word.text) not in groups[topic][0].group]
        rest = " ".join(text[word.start : word.end] for word in said)
        wordings = [part.wording[1] for part in groups[topic]]
        near = (self._nearest(own, wordings, _PART_ALIKE, _PART_APART) for own in ((rest, text) if of_set else (text,)))
        at = next((one for one in near if one is not None), None)
        if at is None:
            return None
        part = groups[topic][at]
        whole = self._retriever.compare_whitened(text, [self._store.questions[part.row][2]])
        return part if whole is not None and whole[0] >= _WHOLE_ALIKE else None

    def _nearest(self, text: str, wordings: Sequence[str], least: float, least_apart: float) -> int | None:
        """Return which of some wordings comes nearest to a text, if it is near and clearly nearer than the others."""
        assert self._retriever is not None
        found = self._retriever.compare_whitened(text, wordings)
        if found is None:
            return None
        ranked = sorted(found, reverse=True)
        apart = ranked[0] - ranked[1] if len(ranked) > 1 else ranked[0]
        return found.index(ranked[0]) if ranked[0] >= least and apart >= least_apart else None

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
            self._weigh(form, parts)
            for (form, _), parts in of_parent.items()
            if len(parts) > 1 and all(times[own] >= _FEWEST for _, _, own in parts) and _stems(parts[0][1])
        ]

    def _weigh(self, form: str, parts: list[tuple[int, str, str]]) -> list[_Part]:
        stems = {row: _stems(own) for row, _, own in parts}
        held = Counter(word for own in stems.values() for word in own)
        written = self._store.forms[form]
        known = not (written.learned or written.origin)
        return [
            _Part(
                row,
                frozenset(_stems(group)),
                {word: 1 - (held[word] - 1) / len(parts) for word in stems[row]},
                (group, own),
                written.question(self._store.questions[row][1]).kind in _DECIDED,
                known,
            )
            for row, group, own in parts
        ]


def _stems(text: str) -> set[str]:
    return {stem(word.text) for word in content_words(text)}
