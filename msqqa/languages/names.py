"""What languages are called, in many languages and in themselves, from Unicode's CLDR by way of Babel.

A question that names a language needs them, and no other one: they are read from Babel once, and kept.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.cache import recall_made
from msqqa.places import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

_LENGTH = 2
"""Letters of a code of ISO 639-1: these are the languages that a text is told to be in."""


@lru_cache(maxsize=1)
def language_names() -> Mapping[str, tuple[str, ...]]:
    """Return each language's names by its code, its English name first.

    >>> language_names()["fr"][0], "deutsch" in map(str.lower, language_names()["de"])
    ('French', True)
    """
    spec = find_spec("babel")
    if spec is None or spec.origin is None:
        return {}
    kept = recall_made("language-names", [Path(spec.origin)], _read)
    return {code: tuple(names) for code, names in kept.items()}


def _read() -> dict[str, list[str]]:
    from babel import Locale
    from babel.localedata import exists

    found: dict[str, dict[str, None]] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).languages.items():
            if len(code) == _LENGTH:
                found.setdefault(code, {})[name] = None
    for code, names in found.items():
        own = Locale.parse(code).languages.get(code) if exists(code) else None
        if own:
            names[own] = None
    return {code: list(names) for code, names in found.items()}
