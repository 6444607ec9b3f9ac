"""The letters of the world's scripts: which put no space between words, and where a word ends.

:mod:`msqqa.words` cuts texts into words by the patterns that stand here.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Chinese characters, hiragana. Katakana is not
# among them: it writes loanwords, which a run of it mostly is.
UNSPACED = (
    "\u0e01-\u0e4e\u0e81-\u0ecd\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u109a-\u109d\u1780-\u17d3\u17dc-\u17dd"
    "\u3005-\u3007\u3021-\u302f\u3041-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Their letters, as a character class of a pattern has them."""
_UNSPACED_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064"
    "\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u17b4-\u17d3\u17dd\u302a-\u302f\u3099\u309a"
)
# Marks belong to the letter before them: accents written apart, points, the vowel signs of Indic scripts. Letters
# between two ranges of marks are named with them, as they go on a word too.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e8\u06ea-\u06ed\u0711-\u07f3\u07fd\u0816-\u082d\u0859-\u085b\u0898-\u08e1\u08e3-\u0963\u0981-\u09e3"
    "\u09fe-\u0a75\u0a81-\u0ae3\u0afa-\u0b63\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0d4d\u0d57-\u0d63\u0d81-\u0df3"
    "\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f84\u0f86-\u0fbc\u0fc6\u135d-\u135f\u1712-\u1734\u1752-\u1773\u180b-\u180d"
    "\u180f-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1abd\u1abf-\u1b44\u1b6b-\u1b73\u1b80-\u1bf3\u1c24-\u1c37\u1cd0-\u1cd2"
    "\u1cd4-\u1dff\u20d0-\u20dc\u20e1\u20e5-\u20f0\u2cef-\u2cf1\u2d7f-\u2dff\ua66f\ua674-\ua67d\ua69e-\ua6f1\ua802-\ua827"
    "\ua82c\ua880-\ua8c5\ua8e0-\ua8f1\ua8ff-\ua92d\ua947-\ua953\ua980-\ua9c0\uaaeb-\uaaef\uaaf5\uaaf6\uabe3-\uabea\uabec"
    "\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
)
# Marks that a letter of Latin, Greek or Cyrillic may have; of _MARKS the others are letters or vowel signs of one
# script, and go on no word of another.
_SHARED_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u1ab0-\u1abd\u1abf-\u1ace\u1dc0-\u1dff\u20d0-\u20dc\u20e1\u20e5-\u20f0\u2cef-\u2cf1\u2de0-\u2dff"
    "\ua66f\ua674-\ua67d\ua69e\ua69f\ufe00-\ufe0f\ufe20-\ufe2f"
)
FURTHER = (
    "\u0530-\u1cff\u2c80-\u2cee\u2cf2-\u2ddf\u3005-\ua63f\ua6a0-\ua71f\ua800-\uab2f\uab70-\ud7ff"
    "\uf900-\ufaff\ufb13-\ufdff\ufe70-\ufefc\uff66-\uffdc\U00020000-\U0003ffff"
)
"""Letters of all scripts but Latin, Greek and Cyrillic, as a character class has them.

A word of these ends where one of those three begins, and the other way round: "WCAG를" is WCAG with a particle, "وWCAG"
is WCAG with an "and" before it. Among the three nothing ends: their letters look alike, and are typed for one another.
"""
_REMEMBERED_LENGTH = 4096
"""Characters of a text up to which it is kept that it was looked through: a passage is, place by place."""
# Joiners and soft hyphens stand within a word, unseen.
_JOINERS = "\u00ad\u200c\u200d"


@lru_cache(maxsize=1)
def near_word() -> re.Pattern[str]:
    """Return the pattern of a word where no letter is of a further script; it is compiled far sooner than the other."""
    return re.compile(rf"[^\W_](?:[^\W_]|[{_SHARED_MARKS}]|[{_JOINERS}]{{1,3}}+(?=[^\W_]))*")


@lru_cache(maxsize=1)
def any_word() -> re.Pattern[str]:
    """Return the pattern of a word in any script; it takes some milliseconds to compile, and most texts do without.

    In a script without spaces each letter is a word, with its marks: what runs of them are words only a dictionary
    tells, and what is looked for stands in the same letters side by side. A word ends where the script changes.
    """
    own, other = rf"[^\W_{FURTHER}]", rf"(?![{UNSPACED}])(?=[^\W_])[{FURTHER}]"
    # A figure goes on a word of any script ("س4"), and ends where a letter of another one follows ("19는").
    after = rf"(?:[0-9]|{other})"
    return re.compile(
        rf"{own}(?:{own}|[{_SHARED_MARKS}]|[{_JOINERS}]{{1,3}}+(?={own}))*|"
        rf"{other}(?:{after}|[{_MARKS}]|[{_JOINERS}]{{1,3}}+(?={after}))*|"
        rf"(?=[^\W_])[{UNSPACED}][{_UNSPACED_MARKS}{_MARKS}]*"
    )


def is_unspaced(word: str) -> bool:
    """Return whether a word is a letter of a script that puts no space between words.

    >>> is_unspaced("是"), is_unspaced("yes")
    (True, False)
    """
    return not word.isascii() and bool(_one_unspaced().match(word))


def has_unspaced(text: str) -> bool:
    """Return whether a text holds a letter of a script that puts no space between words."""
    return not text.isascii() and bool(_one_unspaced().search(text))


def has_further(text: str, start: int = 0, end: int | None = None) -> bool:
    """Return whether ``text[start:end]`` holds a letter of another script than Latin, Greek and Cyrillic."""
    if text.isascii():
        return False
    stop = len(text) if end is None else end
    if start == 0 and stop == len(text) <= _REMEMBERED_LENGTH:
        return _search_further(text)
    return bool(_one_further().search(text, start, stop))


@lru_cache(maxsize=1)
def _one_unspaced() -> re.Pattern[str]:
    return re.compile(rf"[{UNSPACED}]")


@lru_cache(maxsize=1)
def _one_further() -> re.Pattern[str]:
    return re.compile(rf"[{FURTHER}]")


@lru_cache(maxsize=4096)
def _search_further(text: str) -> bool:
    return bool(_one_further().search(text))
