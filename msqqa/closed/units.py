"""What stands beside numbers: words of the languages (``[numbers]`` of their files), and signs (``units.toml``)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from msqqa.languages import language as language_data
from msqqa.languages import languages, phrases

_FIRST = "en"
"""Whose words come first where a text's language is not known: a billion is 1e9, not 1e12."""


@lru_cache(maxsize=1)
def signs() -> dict[str, Any]:
    """Return the signs that are of no language, as ``units.toml`` lists them."""
    return tomllib.loads((files("msqqa.closed") / "units.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def magnitudes(language: str) -> dict[str, float]:
    """Return the words for a thousand and more, folded, each with how many that is in a language.

    >>> magnitudes("en")["billion"], magnitudes("de")["billion"], magnitudes("en")["mrd"]
    (1000000000.0, 1000000000000.0, 1000000000.0)
    """
    return _by_key("magnitudes", language)


@lru_cache(maxsize=32)
def durations(language: str) -> dict[str, float]:
    """Return the words for lengths of time, folded, each with how many days it is."""
    return _by_key("durations", language)


@lru_cache(maxsize=1)
def percents() -> frozenset[str]:
    """Return what says behind a number that it is a share, folded."""
    return phrases("numbers", "percent") | set(signs()["percent"])


@lru_cache(maxsize=1)
def approximation_words() -> frozenset[str]:
    """Return what says before a number that it is not exact, folded."""
    return phrases("numbers", "about") | set(signs()["about"])


def decimal_mark(language: str) -> str:
    """Return what parts a number's fraction from the rest, as a language writes it; a point where it is not known.

    >>> decimal_mark("de"), decimal_mark("en"), decimal_mark("")
    (',', '.', '.')
    """
    return _decimal_mark(language) if language else "."


@lru_cache(maxsize=64)
def _decimal_mark(language: str) -> str:
    from babel import UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        return str(get_decimal_symbol(language))
    except UnknownLocaleError:
        return "."


def is_currency(word: str) -> bool:
    """Return whether a word is the code of a currency, in capitals."""
    return len(word) == 3 and word.isascii() and word.isupper() and word in _currencies()


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def _by_key(table: str, language: str) -> dict[str, float]:
    """Return phrases with the values of their keys; a language's own come first, then the English ones."""
    values: dict[str, float] = signs()[table]
    own = (language_data(language) if language else None, language_data(_FIRST))
    found: dict[str, float] = {}
    for each in (*(each for each in own if each is not None), *languages()):
        for key, value in values.items():
            for phrase in each.phrases("numbers", key):
                found.setdefault(phrase, float(value))
    return found
