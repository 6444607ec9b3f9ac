"""Names in a text: whom a corpus knows by them, exactly, by an adjective made of them, by a part, or misspelt.

What a name is in a question, its subject or only a word of its topic, the reading says; here it is only told whose
name it is.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.words import STOP_WORDS, Word, fold, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from msqqa.index.names import Entry, Kind, Table
    from msqqa.model import Respondent

_NON = "non-"
"""What stands before the name of those who are not meant: it is not a part of that name, as in a compound."""
_ENDINGS = ("n", "an", "ian", "ean", "nian", "ese", "nese", "i", "ni", "ish", "ic", "vian", "er")
"""What makes an adjective of a name, its last vowel perhaps left out: Mongolia-n, Peru-vian, Japan-ese, Pol-ish."""
_SHORTEST_ADJECTIVE = 4
_SHORTEST_FOREIGN = 4
_ALIKE = 0.7
"""Similarity (optimal string alignment) from which a name is offered for another."""
_SHORTEST_TYPO = 5
_LONG = 9
"""Letters from which two slips are still the same name."""
_MEANT = 0.4
"""Of a name's words, weighed by how rare they are among names, how much must stand beside words of what it is."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text."""

    start: int
    end: int
    kind: Kind
    ids: tuple[str, ...]
    """Respondents' ids; for an absent place, its name."""
    name: str
    typed: str
    typo: bool = False
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """A name, perhaps misspelt, that could be one of several."""

    typed: str
    names: tuple[str, ...]


class Names:
    """The names that a corpus knows."""

    def __init__(self, table: Table, respondents: Mapping[str, Respondent], taken: Container[str] = ()) -> None:
        """Take the names; a place's code that is among the ``taken`` words names nothing."""
        self._table = table
        self._respondents = respondents
        self._taken = taken

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Named]:
        """Return the names that stand in ``text[start:end]`` as they are known, or as adjectives, in order."""
        tokens = list(words(text, start, end))
        found: list[Named] = []
        i = 0
        while i < len(tokens):
            hit = self._exact(text, tokens, i)
            if _is_compounded(text, tokens[i], start) and (hit is None or hit[0] == 1):
                i += 1  # a name may itself be a compound
                continue
            adjective = False
            if hit is None or hit[1] == "absent":
                # "American states": of the group that is here, rather than of a place that is not.
                made_of = self._adjective(tokens, i)
                if made_of is not None and (hit is None or made_of[1] == "group"):
                    hit, adjective = made_of, True
            if hit is None:
                i += 1
                continue
            length, kind, ids, name = hit
            begin, stop = tokens[i].start, tokens[i + length - 1].end
            found.append(Named(begin, stop, kind, ids, name, text[begin:stop], adjective=adjective))
            i += length
        return found

    def guess(self, text: str, start: int, end: int) -> Named | Tie | None:
        """Return whom a name means that nobody has in full: by a part that tells it from others, or misspelt.

        A slip of a letter is taken where only one name is so near; what is further off is only offered, as a
        :class:`Tie` of one.
        """
        return self._by_part(text, start, end) or self._misspelt(text, start, end)

    def _exact(self, question: str, tokens: list[Word], i: int) -> tuple[int, Kind, tuple[str, ...], str] | None:
        longest = self._table.longest(tokens[i].text)
        for length in range(min(longest, len(tokens) - i), 0, -1):
            key = tuple(token.text for token in tokens[i : i + length])
            entry = self._table.get(key)
            if entry is None:
                continue
            typed = question[tokens[i].start : tokens[i + length - 1].end]
            if length == 1 and (len(key[0]) < _SHORTEST_FOREIGN or key[0] in STOP_WORDS):
                # A code or a very short name: only as such, "IT" but not "it", and not where all is in capitals.
                is_name = fold(entry[2]) == key[0] and key[0] not in STOP_WORDS
                if not is_name and (not typed.isupper() or question.isupper()):
                    continue
                if not is_name and entry[0] == "absent" and key[0] in self._taken:
                    continue
            return length, *entry
        return None

    def _adjective(self, tokens: list[Word], i: int) -> tuple[int, Kind, tuple[str, ...], str] | None:
        """Take an adjective made of a name: "Mongolian"; of a longer one by its last word: "Latin American"."""
        longest = min(self._table.longest(tokens[i].text), len(tokens) - i)
        for length in range(max(longest, 1), 0, -1):
            first = tuple(token.text for token in tokens[i : i + length - 1])
            last = tokens[i + length - 1].text
            if last.endswith(("ns", "is")):
                last = last.removesuffix("s")  # "Mongolians", "Emiratis"
            named = [(*first, root) for root in _roots(last)]
            known = [key for key in named if key != (*first, last) and self._table.get(key) is not None]
            if known:
                entry = self._table.get(max(known, key=lambda key: (len(key[-1]), key)))
                return None if entry is None else (length, *entry)
        return None

    # ---------------------------------------------------------------- parts and slips

    @cached_property
    def _parts(self) -> dict[str, frozenset[str]]:
        """Each word of a respondent's id, name or aliases → the respondents that have it."""
        found: dict[str, set[str]] = {}
        for respondent in self._respondents.values():
            for name in (respondent.id, respondent.name, *respondent.aliases):
                for part in _parted(name):
                    found.setdefault(part, set()).add(respondent.id)
        return {part: frozenset(ids) for part, ids in found.items()}

    def _by_part(self, text: str, start: int, end: int) -> Named | Tie | None:
        """Return the respondent of which alone every word of a name is a part.

        What it is, in small letters, may stand beside the words of a longer name: "the Serving working group".
        """
        typed = text[start:end]
        wanted = [part for part in _parted(typed) if part not in STOP_WORDS]
        if (described := self._described(typed)) is not None:
            return Named(start, end, "respondent", (described,), self._respondents[described].name, typed)
        having = [self._parts.get(part, frozenset()) for part in wanted]
        if not having or not all(having):
            return None
        both = frozenset.intersection(*having)
        names = sorted(self._respondents[id_].name for id_ in both)
        if len(both) == 1:
            return Named(start, end, "respondent", tuple(both), names[0], typed)
        # A word that half of the names share tells nobody from anybody.
        return Tie(typed, tuple(names)) if 1 < len(both) <= max(1, len(self._respondents) // 2) else None

    def _described(self, typed: str) -> str | None:
        """Return the respondent whose longer name stands beside words of what it is; None where not just one's does."""
        own = [part for part in _parted(typed) if part in self._parts and part not in STOP_WORDS]
        others = [w for w in words(typed) if w.text not in self._parts and w.text not in STOP_WORDS]
        if not own or not others or any(not typed[w.start].islower() for w in others):
            return None
        named = list(frozenset.intersection(*(self._parts[part] for part in own)))
        if len(named) != 1:
            return None
        rare = {
            part: math.log(len(self._respondents) / len(self._parts[part]))
            for part in _parted(self._respondents[named[0]].name)
        }
        enough = sum(rare.get(part, 0.0) for part in set(own)) >= _MEANT * sum(rare.values())
        return named[0] if enough and len(rare) > 1 else None

    def _misspelt(self, text: str, start: int, end: int) -> Named | Tie | None:
        from rapidfuzz.distance import OSA

        typed = text[start:end]
        word = " ".join(w.text for w in words(typed))
        if len(word) < _SHORTEST_TYPO or not any(c.isalpha() for c in word):
            return None
        near: list[tuple[int, str, Entry]] = []
        for name, entry in self._known_names():
            if len(name) >= _SHORTEST_TYPO:
                alike = OSA.normalized_similarity(word, name, score_cutoff=_ALIKE)
                if alike >= _ALIKE:
                    near.append((OSA.distance(word, name), name, entry))
        if not near:
            return None
        best = min(distance for distance, _, _ in near)
        entries = {entry[2]: entry for distance, _, entry in near if distance == best}
        here = {name: entry for name, entry in entries.items() if entry[0] == "respondent"}
        entries = here or entries
        slips = 2 if len(word) >= _LONG else 1
        if len(entries) == 1 and best <= slips:
            kind, ids, name = next(iter(entries.values()))
            return Named(start, end, kind, ids, name, typed, typo=True)
        return Tie(typed, tuple(sorted(entries)))

    def _known_names(self) -> Iterator[tuple[str, Entry]]:
        yield from self._table.single()
        for respondent in self._respondents.values():
            for name in (respondent.name, *respondent.aliases):
                if len(folded := [w.text for w in words(name)]) > 1:
                    yield " ".join(folded), ("respondent", (respondent.id,), respondent.name)


def _parted(name: str) -> list[str]:
    """Return the words of a name, those of "KubeScheduler" and "014-north-ferry" too."""
    return [w.text for w in words(_HUMP.sub(" ", name)) if not (w.text.isdigit() and len(w.text) < 2)]


def _roots(word: str) -> Iterator[str]:
    """Yield what a word may be an adjective of: "mongolian" of "mongolia"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ADJECTIVE - 1:
            for vowel in ("", "a", "e", "o", "y", "ia", "and"):
                root = word.removesuffix(ending) + vowel
                if len(root) >= _SHORTEST_ADJECTIVE:
                    yield root


def is_negated(text: str, start: int) -> bool:
    """Return whether a name that begins at ``start`` is of those who are meant not to be it: "non-African"."""
    return fold(text[max(0, start - len(_NON)) : start]).replace("\u2010", "-").replace("\u2011", "-") == _NON


def _is_compounded(text: str, word: Word, start: int) -> bool:
    """Return whether a word is part of a name made with a hyphen: "e-Estonia" is a portal, not a country."""
    before = word.start > start and text[word.start - 1] in ("-", "\u2010", "\u2011")
    if before and is_negated(text, word.start):
        return False
    after = text[word.end : word.end + 1] in ("-", "\u2010", "\u2011") and text[word.end + 1 : word.end + 2].isalnum()
    return before or after
