"""Which lines several copies share, word for word or nearly: the lines of the form, and answers that many give.

Memory grows with the number of lines alone: a rare wording is compared only with frequent ones that share words with
it, found through an index of the frequent ones' words, never with every other line.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from msqqa.form.asking import asks, least_asking
from msqqa.form.labels import classify_label
from msqqa.model import PERSONAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msqqa.form.line_candidates import DocumentUnits, LineCandidate, LineUnit

ALIKE = 85.0
"""Similarity, out of 100, from which two wordings are one that drifted."""
MOST, NEARLY_ALL = 0.5, 0.85
"""Shares of the copies in which a line of the form stands, and one that looks as if it went on with another."""
_FEWEST_WORDS = 3
"""A shorter line must be the same: one letter makes another word of it."""
_LONGER_BY = 3
"""Words by which a wording may go on ("… handle (optional)")."""
_COMMON = 200
"""Frequent wordings; a word in more of them finds nothing."""
_TRIED = 12
_FEW_COPIES = 8
"""Copies, up to which a line may be worded otherwise in each of them."""
_OF_EDITION, _FEWEST_OF_EDITION = 0.08, 3
"""Share of the copies, and how many, that print a line with one edition's figures."""
_MORE = 1.25
_STEM = 1.5
"""Times that something stands in its copies, from which it stands several times in one."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The wordings that copies share."""

    wording: dict[str, str]
    """Key of a candidate → the key that stands for all its wordings."""
    copies: Counter[str]
    """That key → in how many copies it stands."""
    needed: int
    """In how many copies a line of the form stands at the least."""
    nearly_all: int
    """In how many copies it must stand where the line before runs on into it: wrapped answers end in common words."""
    stems: frozenset[str]
    """Keys of what stands several times in a copy, as the first words of several questions do."""

    def longest(self, unit: LineUnit, at_least: int) -> tuple[LineCandidate, str] | None:
        """Return the longest of what the unit may be that enough copies have, and the key of its wordings."""
        at_least = max(at_least, self.nearly_all) if unit.continues else at_least
        found: tuple[LineCandidate, str] | None = None
        for candidate in unit.candidates:
            key = self.wording.get(candidate.key)
            alone = candidate.label and key and (unit.is_row or classify_label(key) in PERSONAL)
            if alone and key and self.copies[key] >= at_least:
                return (
                    candidate,
                    key,
                )  # a name, an address and a row's cells are answers, even if all copies have the same
            copies = 0 if key is None else self.copies[key]
            if key is None or copies < at_least:
                continue
            # A line that goes on in one way in a few copies only ends where it ends; but not one that begins several
            # questions.
            if found is None or (copies > _MORE * self.copies[found[1]] and key not in self.stems):
                found = candidate, key
        return found


def share(copies: Sequence[DocumentUnits]) -> Shared:
    """Find the wordings that some copies share."""
    needed = max(2, ceil(MOST * len(copies)))
    nearly_all = ceil(NEARLY_ALL * len(copies))
    seed = max(2, ceil(0.1 * len(copies))) if len(copies) > _FEW_COPIES else 1
    count: Counter[str] = Counter()
    places: dict[str, set[int]] = defaultdict(set)
    begins: dict[str, set[str]] = defaultdict(set)
    for n, copy in enumerate(copies):
        for key in {c.key for unit in copy.units for c in unit.candidates}:
            count[key] += 1
            places[key].add(n)
        for unit in copy.units:
            for longer in unit.candidates[:-1]:
                begins[longer.key].update(c.key for c in unit.candidates if c.length < longer.length)
    often = {key for key, n in count.items() if n >= seed} | _asking(copies, count, least_asking(len(copies)))
    frequent = sorted(often, key=lambda key: (-count[key], key))
    stands_for = _merge_wordings(frequent, places, begins)
    _attach(sorted(key for key in count if key not in often), stands_for, places, begins)
    whole = _places(stands_for, places)
    editions = _of_editions(whole, max(_FEWEST_OF_EDITION, ceil(_OF_EDITION * len(copies))))
    if editions:
        stands_for = {key: editions.get(own, own) for key, own in stands_for.items()}
        whole = _places(stands_for, places)
    times: Counter[str] = Counter()
    for copy in copies:
        times.update(stands_for[c.key] for unit in copy.units for c in unit.candidates if c.key in stands_for)
    stems = frozenset(key for key, where in whole.items() if times[key] >= _STEM * len(where))
    shared = Shared(stands_for, Counter({key: len(where) for key, where in whole.items()}), needed, nearly_all, stems)
    chosen: Counter[str] = Counter()
    for copy in copies:
        chosen.update({found[1] for unit in copy.units if (found := shared.longest(unit, 2)) is not None})
    # A beginning counts only where the line does not go on as in other copies too.
    return Shared(stands_for, chosen, needed, nearly_all, stems)


def _asking(copies: Sequence[DocumentUnits], count: Counter[str], at_least: int) -> set[str]:
    """Return the wordings, of those that enough copies have, that end with a question mark."""
    return {
        c.key
        for copy in copies
        for unit in copy.units
        for c in unit.candidates
        if count[c.key] >= at_least and asks(copy.document.text[unit.start : c.end])
    }


def _places(stands_for: dict[str, str], places: dict[str, set[int]]) -> dict[str, set[int]]:
    """Return in which copies any of the wordings stands that a key stands for."""
    whole: dict[str, set[int]] = defaultdict(set)
    for key, own in stands_for.items():
        whole[own] |= places[key]
    return whole


def _of_editions(whole: dict[str, set[int]], at_least: int) -> dict[str, str]:
    """Return wordings that several editions print alike but for figures, with the most frequent of each.

    "KEP work in 2023" and "KEP work in 2024" never stand in one copy. Figures that are no years tell editions apart
    only where a good many copies have each.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for key in sorted(whole, key=lambda key: (-len(whole[key]), key)):
        own = key.split(" ")
        if len(own) >= _FEWEST_WORDS and any(c.isdigit() for c in key):
            alike[without_figures(key)].append(key)
    joined: dict[str, str] = {}
    for first, *others in alike.values():
        seen = set(whole[first])
        for other in others:
            needed = 2 if _years_apart(first, other) else at_least
            if min(len(whole[first]), len(whole[other])) >= needed and not seen & whole[other]:
                joined[other] = first
                seen |= whole[other]
    return joined


def without_figures(key: str) -> str:
    """Return a wording with all its figures alike."""
    return " ".join("0" if any(c.isdigit() for c in word) else word for word in key.split(" "))


def _years_apart(one: str, other: str) -> bool:
    """Return whether of two wordings' words those that differ are years."""
    return all(a == b or (_is_year(a) and _is_year(b)) for a, b in zip(one.split(" "), other.split(" "), strict=True))


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and word[:2] in ("19", "20")


class WordingIndex:
    """Wordings, found by words that they share with another."""

    def __init__(self) -> None:
        self._of_word: dict[str, list[str]] = defaultdict(list)

    def add(self, key: str) -> None:
        for word in set(key.split(" ")):
            self._of_word[word].append(key)

    def near(self, key: str) -> list[tuple[float, str]]:
        """Return the wordings like ``key``, the most alike first."""
        from rapidfuzz.fuzz import ratio

        own = key.split(" ")
        overlap: Counter[str] = Counter()
        rarest = sorted((w for w in set(own) if w in self._of_word), key=lambda w: (len(self._of_word[w]), w))
        for word in rarest[: max(4, len(own) // 2)]:
            if len(self._of_word[word]) <= _COMMON:
                overlap.update(self._of_word[word])
        found = []
        figures = _figures(own)
        for other, _ in overlap.most_common(_TRIED):
            if _figures(other.split(" ")) != figures:
                continue  # "12 members" and "14 members" are two answers
            alike = ratio(key, other, score_cutoff=ALIKE)
            if alike:
                found.append((alike, other))
            elif _goes_on(key, other):
                found.append((0.0, other))
        return sorted(found, key=lambda scored: (-scored[0], scored[1]))


def _figures(own: Sequence[str]) -> list[str]:
    return [word for word in own if word.isdigit()]


def _goes_on(one: str, other: str) -> bool:
    short, long = sorted((one.split(" "), other.split(" ")), key=len)
    return len(short) >= 2 and 0 < len(long) - len(short) <= _LONGER_BY and long[: len(short)] == short


def _merge_wordings(
    frequent: Sequence[str], places: dict[str, set[int]], begins: dict[str, set[str]]
) -> dict[str, str]:
    """Join frequent wordings that are alike and hardly ever stand in one copy: two questions would.

    A question with a short answer behind it is like the question alone, and is not another wording of it.
    """
    index = WordingIndex()
    stands_for: dict[str, str] = {}
    for key in frequent:
        own = key
        if key.count(" ") >= _FEWEST_WORDS - 2:
            for _, other in index.near(key):
                apart = len(places[key] & places[other]) <= 0.1 * min(len(places[key]), len(places[other]))
                if apart and other not in begins[key] and key not in begins[other]:
                    own = other
                    break
        stands_for[key] = own
        if own == key:
            index.add(key)
    return stands_for


def _attach(
    rare: Iterable[str], stands_for: dict[str, str], places: dict[str, set[int]], begins: dict[str, set[str]]
) -> None:
    """Give rare wordings to the frequent one that they drifted from; in a copy that has that too, they are others."""
    index = WordingIndex()
    for key in sorted(set(stands_for.values())):
        index.add(key)
    for key in rare:
        if key.count(" ") + 1 < _FEWEST_WORDS:
            continue
        own = {stands_for.get(begun, begun) for begun in begins[key]}
        near = [
            other for alike, other in index.near(key) if alike and other not in own and not places[key] & places[other]
        ]
        if near:
            stands_for[key] = near[0]
