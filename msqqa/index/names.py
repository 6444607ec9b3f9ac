"""What a question may call somebody: the names of respondents, of groups of them, and of places without a response."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, Protocol

from msqqa.words import HUMP, unique, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from msqqa.model import Respondent

_SEVERAL, _NEARLY_ALL, _HALF = 4, 0.9, 0.5
"""Respondents from which on words are shared, and shares of them that do so."""
_KEPT = 2

Kind = Literal["respondent", "group", "absent"]
Entry = tuple[Kind, tuple[str, ...], str]
"""What a name names; respondents' ids, or an absent place's name; the name that is shown."""


class NameLookup(Protocol):
    """Folded words → whom they name."""

    def get(self, key: tuple[str, ...], /) -> Entry | None:
        """Return whom some words name."""

    def longest(self, word: str) -> int:
        """Return of how many words the longest name consists that begins with a word; 0 where none does."""

    def single(self) -> Iterable[tuple[str, Entry]]:
        """Return the names of one word."""


class NamesInMemory(dict[tuple[str, ...], Entry]):
    """A table as it is made, before it is in a store."""

    def longest(self, word: str) -> int:
        """Return of how many words the longest name consists that begins with a word; 0 where none does."""
        return max((len(key) for key in self if key[0] == word), default=0)

    def single(self) -> Iterable[tuple[str, Entry]]:
        """Return the names of one word."""
        return ((key[0], entry) for key, entry in self.items() if len(key) == 1)


def name_table(respondents: Mapping[str, Respondent], places: Mapping[str, str]) -> NamesInMemory:
    """Return the table of some respondents, and of places (by any of their names → the name that is shown)."""
    table = NamesInMemory()
    for respondent in respondents.values():
        for alias in unique(way for name in (respondent.name, *respondent.aliases) for way in _spell_variants(name)):
            _add(table, alias, ("respondent", (respondent.id,), respondent.name))
    for respondent, short in _short_names(respondents):
        _add(table, short, ("respondent", (respondent.id,), respondent.name))
    groups: dict[str, list[str]] = {}
    for respondent in respondents.values():
        for group in respondent.groups:
            groups.setdefault(group, []).append(respondent.id)
    for group, members in groups.items():
        _add(table, group, ("group", tuple(members), group))
    for alias, name in places.items():
        _add(table, alias, ("absent", (name,), name))
    return table


def _spell_variants(name: str) -> Iterator[str]:
    """Yield the ways in which a name may be typed: "&" as "and" or left out, and what is written in one parted."""
    yield name
    if "&" in name:
        yield name.replace("&", " and ")
    if (parted := HUMP.sub(" ", name)) != name:
        yield parted


def _short_names(respondents: Mapping[str, Respondent]) -> Iterator[tuple[Respondent, str]]:
    """Yield names without the words that nearly all, or half, of the names share: "Wg Serving 2024" is "Wg Serving".

    A name must keep two words: one alone, as "Storage" of "Sig Storage 2024", is mostly meant as a word.
    """
    named = {respondent.id: [word.text for word in words(respondent.name)] for respondent in respondents.values()}
    having = Counter(word for own in named.values() for word in set(own))
    for share in (_NEARLY_ALL, _HALF) if len(named) >= _SEVERAL else ():
        shared = {word for word, n in having.items() if n >= share * len(named)}
        for id_, own in named.items():
            kept = [word for word in own if word not in shared]
            if _KEPT <= len(kept) < len(own):
                yield respondents[id_], " ".join(kept)


def _add(table: NamesInMemory, alias: str, entry: Entry) -> None:
    """Add a name; a respondent's comes before a group's, and that before an absent place's."""
    key = tuple(word.text for word in words(alias))
    if not key:
        return
    if key[0] == "the" and len(key) > 1:
        key = key[1:]
    there = table.get(key)
    if there is None:
        table[key] = entry
    elif there[0] == entry[0] == "respondent":
        table[key] = "respondent", tuple(dict.fromkeys((*there[1], *entry[1]))), entry[2]
