"""Names of countries and territories in many languages, from Unicode's CLDR by way of Babel.

Used when an index is built: a respondent that is a place gets its names in these languages and its codes as aliases,
and the index keeps the names of all other places, so that a question about one of them is seen to be about somebody who
gave no response. Nothing here is needed to answer a question.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from msqqa.words import fold, squeeze, words

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh", "de", "it", "ja", "nl", "pt", "tr")
"""The six official languages of the UN, and others that analysts write in. English comes first: it names the place."""

_FORMS_OF_STATE = frozenset(
    """republic kingdom state states union federation federative federal democratic socialist people s peoples islamic
    arab plurinational bolivarian united commonwealth principality grand duchy sultanate government of the and
    """.split()
)


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, tuple[str, ...]]:
    """Return, by two-letter code, each place's names, adjectives and three-letter code; its English name is first."""
    from babel import Locale
    from babel.core import get_global

    names: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"):
                names.setdefault(code, []).append(name)
    for code3, codes in get_global("territory_aliases").items():
        if len(code3) == 3 and code3.isalpha() and len(codes) == 1 and codes[0] in names:
            names[codes[0]].append(code3)
    for kind in ("named", "adjective"):
        for code, more in _data()[kind].items():
            names.setdefault(code, []).extend(more)
    return {code: tuple(dict.fromkeys(found)) for code, found in names.items()}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, names in gazetteer().items():
        for name in names:
            found.setdefault(_key(name), code)
    return found


def place(name: str) -> str | None:
    """Return the code of the place that ``name`` names, its form of state aside; None where it names none.

    >>> place("MONGOLIA"), place("Republic of Kenya"), place("ACME Ltd")
    ('MN', 'KE', None)
    """
    key = _key(name)
    if key in _by_name():
        return _by_name()[key]
    short = " ".join(word for word in key.split() if word not in _FORMS_OF_STATE)
    return _by_name().get(short) if short else None


def names_of(code: str) -> tuple[str, ...]:
    """Return a place's names and codes; the first is its English name."""
    return gazetteer()[code]


def _key(name: str) -> str:
    return squeeze(" ".join(word.text for word in words(fold(name))))


@lru_cache(maxsize=1)
def regions() -> dict[str, frozenset[str]]:
    """Return the UN's M49 regions and other groups, with the codes of the places in each."""
    data = _data()
    found = {name: frozenset(codes.split()) for name, codes in data["subregion"].items()}
    for name, parts in data["region"].items():
        found[name] = frozenset(code for part in parts for code in found[part])
    found.update({name: found[meant] for name, meant in data["also"].items()})
    found.update({name: frozenset(codes.split()) for name, codes in data["group"].items()})
    return found


def regions_of(code: str) -> tuple[str, ...]:
    """Return the names of the regions and groups that a place belongs to.

    >>> regions_of("MN")[:3]
    ('Eastern Asia', 'Asia', 'East Asia')
    """
    return tuple(name for name, codes in regions().items() if code in codes)


def regions_around(group: str) -> tuple[str, ...]:
    """Return the regions that hold all of one of M49's regions, and its other names; nothing for any other group.

    >>> regions_around("South America")
    ('Americas', 'Latin America and the Caribbean', 'Latin America', 'America')
    """
    parts = {name: regions()[name] for kind in ("region", "subregion", "also") for name in _data()[kind]}
    codes = parts.get(group)
    return () if codes is None else tuple(name for name, held in parts.items() if codes <= held and name != group)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads((resources.files("msqqa") / "places.toml").read_text(encoding="utf-8"))
