"""What each language says for yes, no, planned, nothing, and on the labels of forms: one data file a language.

A language is added by one file, ``msqqa/languages/<code>.toml``, and its test. Whoever needs the words of every
language at once asks :func:`phrases`; nothing else in msqqa holds a list of words in several languages.

Each file has ``code`` (BCP 47), ``name`` (in the language itself) and tables of lists of phrases. Phrases are written as
people write them; they are compared folded, without case and accents.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Language:
    """One language's file."""

    code: str
    name: str
    tables: Mapping[str, Mapping[str, Any]]
    """Table → key → its phrases, as written."""

    def phrases(self, table: str, key: str) -> tuple[str, ...]:
        """Return the phrases of a key, folded, each once; empty where the language has none."""
        return tuple(dict.fromkeys(fold(squeeze(phrase)) for phrase in self.tables.get(table, {}).get(key, ())))


@lru_cache(maxsize=1)
def languages() -> tuple[Language, ...]:
    """Return every language that has a file, in the order of their codes."""
    found = []
    for file in sorted(files(__name__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            data = tomllib.loads(file.read_text(encoding="utf-8"))
            tables = {key: MappingProxyType(value) for key, value in data.items() if isinstance(value, dict)}
            found.append(Language(data["code"], data["name"], MappingProxyType(tables)))
    return tuple(found)


@lru_cache(maxsize=256)
def phrases(table: str, key: str) -> frozenset[str]:
    """Return the phrases of a key in every language, folded."""
    return frozenset(phrase for language in languages() for phrase in language.phrases(table, key))
