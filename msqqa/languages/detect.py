"""The language of a text: told from its letters and their neighbours by py3langid (naive Bayes over byte n-grams).

Only texts of some length tell; of a shorter one only its script does. Imported while indexing alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from msqqa.languages import codes
from msqqa.scripts import is_unspaced
from msqqa.words import words

DEFAULT = "en"
_STEMMED = frozenset("hy eu ca cs da et fi el hi hu ga lt ne no fa ro sr sv ta".split())
"""Languages without a file here that Snowball has a stemmer for."""
_FEWEST_WORDS, _FEWEST_LETTERS = 3, 15
"""Of a text whose letters tell; a letter of a script without spaces counts for a word."""
_SURE = 0.8
"""Probability from which a language is taken for a text's."""
_LOOKED_AT = 2_000
"""Characters."""
_SHORT, _KEPT = 200, 20_000
"""Characters of a text whose language is remembered, and how many are: closed answers come again and again."""
_NO_LANGUAGE = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]*+@\S+|\d+")


def language_of(text: str, fallback: str = DEFAULT) -> str:
    """Return the code of a text's language; ``fallback`` where the text is too short, or no language is sure.

    >>> language_of("Министерство готовит проект закона о персональных данных"), language_of("WCAG 2.1", "fr")
    ('ru', 'fr')
    """
    known = _of_short(text) if len(text) <= _SHORT else _detect_code(text[:_LOOKED_AT])
    return known or fallback


def is_foreign(text: str, code: str) -> bool:
    """Return whether a text is in another language than that of a code, as far as that can be told.

    >>> is_foreign("how many open data sets are there", "es"), is_foreign("WCAG", "es")
    (True, False)
    """
    return language_of(text, code) != code


def _detect_code(text: str) -> str:
    """Return the code of a text's language; nothing where none is sure."""
    text = _NO_LANGUAGE.sub(" ", text)
    if not _is_long(text):
        return ""
    code, sure = _identifier().classify(text)
    return str(code) if sure >= _SURE else ""


def _is_long(text: str) -> bool:
    """Return whether a text has as many words and letters as tell."""
    letters = 0
    for n, word in enumerate(words(text), 1):
        letters += 2 if is_unspaced(word.text) else len(word.text)
        if n >= _FEWEST_WORDS and letters >= _FEWEST_LETTERS:
            return True
    return False


_of_short = lru_cache(maxsize=_KEPT)(_detect_code)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Among fewer languages shorter texts tell; those that are left out have neither a stemmer nor a file here.
    identifier.set_languages({*codes(), *_STEMMED} & set(identifier.labels))
    return identifier
