"""Names in a text: whom a corpus knows by them, exactly, by an adjective made of them, by a part, or misspelt.

What a name is in a question, its subject or only a word of its topic, the reading says; here it is only told whose
name it is.

Over 300 lines: exact names, adjectives, parts and misspellings are tried in one order over one table of words, and
which of two readings wins is read only beside all of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.words import HUMP, STOP_WORDS, Word, fold, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from msqqa.index.names import Entry, Kind, NameLookup
    from msqqa.model import Respondent

_NON = "non-"
"""What stands before the name of those who are not meant: it is not a part of that name, as in a compound."""
_ENDINGS = ("n", "an", "ian", "ean", "nian", "ese", "nese", "i", "ni", "ish", "ic", "vian", "er")
"""What makes an adjective of a name, its last vowel perhaps left out: Mongolia-n, Peru-vian, Japan-ese, Pol-ish."""
_SHORTEST_ADJECTIVE = 4
"""Letters of a name, at least, of which an adjective is made."""
_SHORTEST_FOREIGN = 4
"""Letters, at least, of a name of one word in another language than English."""
_ALIKE = 0.7
"""Similarity (optimal string alignment) from which a name is offered for another."""
_SHORTEST_TYPO = 5
"""Letters, at least, of a name and of a word that may be that name misspelt."""
_LONG = 9
"""Letters from which two slips are still the same name."""
_MEANT = 0.4
"""Of a name's words, weighed by how rare they are among names, how much must stand beside words of what it is."""
_INITIALS = 3
"""Letters, at least, of the first letters of a name's words by which somebody may be called."""
_EXPLAINED = 0.6
"""Of what the words of somebody's name tell, how much one name must explain that is taken for it."""
_MARGIN = 0.15
"""By how much of it one name must explain more than any other."""

_SHORTEST_FIRST, _SHORTEST_SECOND = 3, 2
"""Letters, at least, of the beginnings of two words that are run together."""
_OF_A_KIND = 4
"""Names, at least, that begin with one word, by which that says what they are."""


@dataclass(frozen=True, slots=True)
class NameMention:
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

    def __init__(
        self,
        table: NameLookup,
        respondents: Mapping[str, Respondent],
        taken: Container[str] = (),
        short_forms: Iterable[str] = (),
    ) -> None:
        """Take the names; a place's code that is among the ``taken`` words names nothing.

        The ``short_forms`` stand for something else in the corpus, and are nobody's initials.
        """
        self._table = table
        self._respondents = respondents
        self._taken = taken
        self._short_forms = short_forms

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[NameMention]:
        """Return the names that stand in ``text[start:end]`` as they are known, or as adjectives, in order."""
        tokens = list(words(text, start, end))
        found: list[NameMention] = []
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
            found.append(NameMention(begin, stop, kind, ids, name, text[begin:stop], adjective=adjective))
            i += length
        return found

    def of_kind(self, noun: str) -> tuple[str, ...]:
        """Return the respondents whose names say that they are what a noun names: "working groups", as WGs."""
        texts = [word.text for word in words(noun)]
        ways = (texts, [*texts[:-1], texts[-1].removesuffix("s")]) if texts else ()
        kinds = {kind for own in ways for kind in self._kinds if _spell(kind, own, 0) == len(own)}
        return tuple(id_ for kind in kinds for name in self._kinds[kind].values() for id_ in self._called[name])

    def guess(self, text: str, start: int, end: int) -> NameMention | Tie | None:
        """Return whom a name means that nobody has in full: by a part that tells it from others, or misspelt.

        A slip of a letter is taken where only one name is so near; what is further off is only offered, as a
        :class:`Tie` of one.
        """
        part = self._by_part(text, start, end)
        return part or self._by_beginnings(text, start, end) or self._misspelt(text, start, end)

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
        return self._by_kind(tokens, i) or self._by_initials(question, tokens[i])

    def _by_kind(self, tokens: list[Word], i: int) -> tuple[int, Kind, tuple[str, ...], str] | None:
        """Return whom a name means whose first word is what it is, where that stands behind the others, or in full.

        "WG Data Protection" is "data protection wg", "the Data Protection working group" and "working group Data
        Protection" too.
        """
        texts = [token.text for token in tokens[i : i + self._longest_kind]]
        for kind, names in self._kinds.items():
            before = _spell(kind, texts, 0)
            for length in range(len(texts) - 1, 0, -1):
                at = before if before > 1 else 0
                name = names.get(tuple(texts[at : at + length])) if at + length <= len(texts) else None
                behind = 0 if at else _spell(kind, texts, length)
                if name is not None and (at or behind):
                    return at + length + behind, "respondent", self._called[name], name
        return None

    def _by_initials(self, question: str, token: Word) -> tuple[int, Kind, tuple[str, ...], str] | None:
        """Return whom initials in capitals mean, where these are nobody else's: CHT of "Community Health Toolkit"."""
        typed = question[token.start : token.end]
        if len(typed) < _INITIALS or not typed.isupper() or question.isupper():
            return None
        name = self._initials.get(token.text)
        return None if name is None else (1, "respondent", self._called[name], name)

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
    def _called(self) -> dict[str, tuple[str, ...]]:
        """Each name → the respondents that have it: one, or its responses of several editions."""
        found: dict[str, list[str]] = {}
        for respondent in self._respondents.values():
            tag = f" ({respondent.edition})"
            is_one_of_several = bool(respondent.edition) and respondent.name.endswith(tag)
            found.setdefault(respondent.name.removesuffix(tag) if is_one_of_several else respondent.name, []).append(
                respondent.id
            )
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def _initials(self) -> dict[str, str]:
        """The first letters of a name's words, where they are those of one name alone and no known short form."""
        by_letters: dict[str, list[str]] = {}
        for name in self._called:
            own = [word for word in _split_name(name) if word not in STOP_WORDS and word.isalpha()]
            if len(own) >= _INITIALS:
                by_letters.setdefault("".join(word[0] for word in own), []).append(name)
        for short in map(fold, self._short_forms) if by_letters else ():
            by_letters.pop(short, None)
        return {letters: names[0] for letters, names in by_letters.items() if len(names) == 1}

    @cached_property
    def _kinds(self) -> dict[str, dict[tuple[str, ...], str]]:
        """First words that several names have, as "SIG" and "WG": what stands behind each → the name."""
        found: dict[str, dict[tuple[str, ...], str]] = {}
        for name in self._called:
            first, *rest = [word.text for word in words(name)] or [""]
            if rest and first not in STOP_WORDS and first.isalpha():
                found.setdefault(first, {})[tuple(rest)] = name
        return {first: names for first, names in found.items() if len(names) >= _OF_A_KIND}

    @cached_property
    def _longest_kind(self) -> int:
        """Words of the longest such name, with what it is spelt out."""
        return max((len(kind) + len(rest) for kind, names in self._kinds.items() for rest in names), default=0)

    @cached_property
    def _parts(self) -> dict[str, frozenset[str]]:
        """Each word of a respondent's id, name or aliases → the names of those that have it."""
        found: dict[str, set[str]] = {}
        for name, ids in self._called.items():
            for id_ in ids:
                for known in (id_, name, *self._respondents[id_].aliases):
                    for part in _split_name(known):
                        found.setdefault(part, set()).add(name)
        return {part: frozenset(names) for part, names in found.items()}

    def _rarity(self, part: str) -> float:
        """Return how much a word tells among names; nothing where all have it."""
        return math.log(len(self._called) / len(self._parts[part])) if part in self._parts else 0.0

    def _by_part(self, text: str, start: int, end: int) -> NameMention | Tie | None:
        """Return the respondent whom the words of a name mean, weighed by how rare each is among names.

        What it is, in small letters, may stand beside the words of a longer name: "the Serving working group". A number
        tells only behind a word or "#".
        """
        typed = text[start:end]
        own, others = self._parted_of(text, start, typed)
        if not own or any(not typed[word.start].islower() for word in others):
            return None
        told = {part: self._rarity(part) for part in set(own)}
        explained: dict[str, float] = {}
        for part, rare in told.items():
            for name in self._parts[part]:
                explained[name] = explained.get(name, 0.0) + rare
        whole = sum(told.values())
        best = max(explained.values())
        if len(self._called) > 1 and (whole == 0.0 or best < _EXPLAINED * whole):
            return None
        if any(part.isdigit() for part in own):
            others = []  # what stands before a number is what those are who have one
        elif others or best < whole:
            explained = {name: n for name, n in explained.items() if n >= _MEANT * self._told_by(name)}
        near = sorted(name for name, n in explained.items() if n > best - _MARGIN * whole or n == best)
        if len(near) == 1 and (not others or len(_split_name(near[0])) > 1):
            return NameMention(start, end, "respondent", self._called[near[0]], near[0], typed)
        # A word that half of the names share tells nobody from anybody.
        is_tie = not others and best == whole and 1 < len(near) <= max(1, len(self._called) // 2)
        return Tie(typed, tuple(near)) if is_tie else None

    def _parted_of(self, text: str, start: int, typed: str) -> tuple[list[str], list[Word]]:
        """Return which parts of names stand in what is typed, and the words that hold any other."""
        own: list[str] = []
        others: list[Word] = []
        for word in words(typed):
            if word.text in STOP_WORDS or (word.text.isdigit() and not _is_numbered(text, start + word.start)):
                continue
            for part in _split_name(typed[word.start : word.end]):
                known = next((one for one in (part, part.removesuffix("s")) if one in self._parts), None)
                if known is not None:  # "the Caymans" are the Cayman Islands
                    own.append(known)
                elif word not in others:
                    others.append(word)
        return own, others

    def _by_beginnings(self, text: str, start: int, end: int) -> NameMention | None:
        """Return whom the beginnings of a name's words mean, in order, where these are of one name alone.

        "SIG Arch" is SIG Architecture, and "ContribEx" or "contribex" is SIG Contributor Experience. Only what many
        names have may be left out.
        """
        typed = text[start:end]
        own = [part for part in _split_name(typed) if part not in STOP_WORDS]
        if max(map(len, own), default=0) < _SHORTEST_ADJECTIVE or not all(part.isalpha() for part in own):
            return None
        lettered = self._by_letter.get(own[0][0], ())
        near = [name for name, split in lettered if self._begins(split, own)]
        if not near and len(own) == 1:
            told = [(name, [word for word in split if word not in self._kinds]) for name, split in lettered]
            near = [
                name for name, split in told if any(self._begins(split, parts) for parts in _part_run_together(own[0]))
            ]
        return NameMention(start, end, "respondent", self._called[near[0]], near[0], typed) if len(near) == 1 else None

    @cached_property
    def _by_letter(self) -> dict[str, list[tuple[str, list[str]]]]:
        """Letter → the names of which a word begins with it, each with its words: thousands are split once."""
        found: dict[str, list[tuple[str, list[str]]]] = {}
        for name in self._called:
            split = _split_name(name)
            for letter in {word[0] for word in split if word}:
                found.setdefault(letter, []).append((name, split))
        return found

    def _begins(self, split: Sequence[str], own: Sequence[str]) -> bool:
        left = list(own)
        for word in split:
            if left and word.startswith(left[0]):
                left.pop(0)
            elif word not in self._kinds and word not in STOP_WORDS:
                return False
        return not left

    def _told_by(self, name: str) -> float:
        """Return how much all words of a name tell."""
        return sum(self._rarity(part) for part in set(_split_name(name)))

    def _misspelt(self, text: str, start: int, end: int) -> NameMention | Tie | None:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        typed = text[start:end]
        word = " ".join(w.text for w in words(typed))
        if len(word) < _SHORTEST_TYPO or not any(c.isalpha() for c in word):
            return None
        known, entries_of = self._known_names
        alike = extract(word, known, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=None)
        near = [(OSA.distance(word, name), name, entries_of[at]) for name, _, at in alike]
        if not near:
            return None
        best = min(distance for distance, _, _ in near)
        entries = {entry[2]: entry for distance, _, entry in near if distance == best}
        here = {name: entry for name, entry in entries.items() if entry[0] == "respondent"}
        entries = here or entries
        slips = 2 if len(word) >= _LONG else 1
        if len(entries) == 1 and best <= slips:
            kind, ids, name = next(iter(entries.values()))
            return NameMention(start, end, kind, ids, name, typed, typo=True)
        return Tie(typed, tuple(sorted(entries)))

    @cached_property
    def _known_names(self) -> tuple[list[str], list[Entry]]:
        """The names in which a slip may be looked for, folded, and whose each is: of thousands they are made once."""
        found = [(name, entry) for name, entry in self._table.single() if len(name) >= _SHORTEST_TYPO]
        for respondent in self._respondents.values():
            for name in (respondent.name, *respondent.aliases):
                folded = " ".join(own := [w.text for w in words(name)])
                if len(own) > 1 and len(folded) >= _SHORTEST_TYPO:
                    found.append((folded, ("respondent", (respondent.id,), respondent.name)))
        return [name for name, _ in found], [entry for _, entry in found]


def _split_name(name: str) -> list[str]:
    """Return the words of a name, those of "KubeScheduler" and "014-north-ferry" too; numbers as they are counted."""
    own = [w.text for w in words(HUMP.sub(" ", name))]
    return [part.lstrip("0") if part.isdigit() else part for part in own if not (part.isdigit() and len(part) < 2)]


def _part_run_together(word: str) -> Iterator[tuple[str, str]]:
    """Yield the beginnings of two words that one may be run together of: "contrib" and "ex".

    >>> list(_part_run_together("abcdef"))
    [('abcd', 'ef'), ('abc', 'def')]
    """
    yield from ((word[:at], word[at:]) for at in range(len(word) - _SHORTEST_SECOND, _SHORTEST_FIRST - 1, -1))


def _spell(kind: str, texts: Sequence[str], at: int) -> int:
    """Return how many words, from one on, say what a name is: the one itself, or those whose initials it is.

    >>> _spell("wg", ["policy", "wg"], 1), _spell("wg", ["working", "group", "policy"], 0), _spell("wg", ["policy"], 0)
    (1, 2, 0)
    """
    if texts[at : at + 1] == [kind]:
        return 1
    spelt = [word for word in texts[at : at + len(kind)] if word not in STOP_WORDS]
    return len(kind) if len(kind) > 1 and [word[0] for word in spelt] == list(kind) else 0


def _is_numbered(text: str, start: int) -> bool:
    """Return whether a number is somebody's: behind "#" or a word that tells something, given alone, or begun by 0."""
    before = text[:start].rstrip()
    if before.endswith("#") or text[start] == "0" or text.strip().isdigit():
        return True
    last = [word for word in words(before) if word.end == len(before)]
    return bool(last) and last[0].text not in STOP_WORDS and last[0].text.isalpha()


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
