"""Units of measure beside numbers: their names in the language of a text, of CLDR, and their signs."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from msqqa.closed.units import signs
from msqqa.words import fold, stem, words

_ENGLISH = ("en", "en_GB")
"""Whose names are known in a text of any language; British metres are no American meters."""


_LONGEST = 3
"""Words of a unit's name, at most."""
_NUMBERS = (1, 2, 5, 100)
"""Numbers behind which a unit's name is asked for: languages have up to four forms of it."""


class Measure(NamedTuple):
    """The unit that numbers are compared in, and how many of it one of another unit is."""

    unit: str
    times: float


@lru_cache(maxsize=1)
def measure_units() -> frozenset[str]:
    """Return the units that measures are compared in."""
    return frozenset(signs()["measures"])


@lru_cache(maxsize=1)
def measure_signs() -> dict[str, Measure]:
    """Return the signs of units, as they are written, each with what it measures.

    >>> measure_signs()["ha"]
    Measure(unit='m²', times=10000.0)
    """
    known = _measures()
    return {sign: known[name] for sign, name in signs()["measure_signs"].items()}


@lru_cache(maxsize=64)
def measure_names(language: str) -> dict[str, Measure]:
    """Return the names of units in a language and in English, folded, each with what it measures.

    >>> measure_names("fr")["metres carres"], measure_names("en")["hectares"].times
    (Measure(unit='m²', times=1.0), 10000.0)
    """
    found: dict[str, Measure] = {}
    for locale in (language, *_ENGLISH):
        for name, measure in _measures().items():
            for own in _names(locale, name) if locale else ():
                found.setdefault(own, measure)
    found.pop("", None)
    return found


def measures_in(text: str) -> list[Measure]:
    """Return the measures that a text names, in order.

    >>> [measure.times for measure in measures_in("Length in km, and area (square metres)")]
    [1000.0, 1.0]
    """
    own = list(words(text))
    found = []
    at = 0
    while at < len(own):
        for length in range(min(_LONGEST, len(own) - at), 0, -1):
            some = own[at : at + length]
            measure = find_measure(text[some[0].start : some[-1].end], " ".join(word.text for word in some), "")
            if measure is not None:
                found.append(measure)
                at += length - 1
                break
        at += 1
    return found


def find_measure(written: str, folded: str, language: str) -> Measure | None:
    """Return what some words measure, as they are written and folded; None where they are no unit."""
    return measure_signs().get(written) or _by_stems(language).get(_stem_words(folded, language))


@lru_cache(maxsize=64)
def _by_stems(language: str) -> dict[str, Measure]:
    """Return the same by stems: a name's case is none of CLDR's plurals, as in "von 710 Quadratmetern"."""
    return {_stem_words(name, language): measure for name, measure in measure_names(language).items()}


def _stem_words(folded: str, language: str) -> str:
    return " ".join(stem(word, language or "en") for word in folded.split())


@lru_cache(maxsize=1)
def _measures() -> dict[str, Measure]:
    tables = signs()["measures"].items()
    return {name: Measure(unit, float(times)) for unit, own in tables for name, times in own.items()}


def _names(locale: str, measure: str) -> list[str]:
    """Return what stands behind numbers of a measure, singular and plural; nothing where a locale is not known."""
    from babel import UnknownLocaleError
    from babel.units import UnknownUnitError, format_unit

    try:
        told = [format_unit(number, measure, "long", locale=locale) for number in _NUMBERS]
    except (UnknownLocaleError, UnknownUnitError, ValueError):
        return []
    return [" ".join(word.text for word in words(fold(text)) if word.text.isalpha()) for text in told]
