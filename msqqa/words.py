"""Words with their places: the one way in which text is cut into words, folded and stemmed.

Alignment, the word index, mentions and plans must agree on what a word is, so they all come here. Over 300 lines: for
what the letters of the world's scripts are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from msqqa.folding import fold as fold  # noqa: PLC0414 - this module's too

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

_Item = TypeVar("_Item")

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a name written in one is parted: "KubeScheduler", "JSONSchema"."""
_ASCII_WORD = re.compile(r"[^\W_]+")
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
# Joiners and soft hyphens stand within a word, unseen.
_JOINERS = "\u00ad\u200c\u200d"


@lru_cache(maxsize=1)
def _near_word() -> re.Pattern[str]:
    """Return the pattern of a word where no letter is of a further script; it is compiled far sooner than the other."""
    return re.compile(rf"[^\W_](?:[^\W_]|[{_SHARED_MARKS}]|[{_JOINERS}]{{1,3}}+(?=[^\W_]))*")


@lru_cache(maxsize=1)
def _any_word() -> re.Pattern[str]:
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


# English function words, and the words a question is made of. They carry no topic. A stop word matters only where
# every word of a question must be accounted for; the word index itself drops nothing.
STOP_WORDS = frozenset(
    """
    a an the this that these those there here it its they them their he she his her we us our you your i me my one
    and or but nor so if then than as of in on at by for from to into onto with without within under over about
    against between through during per via is are was were be been being am do does did done have has had having
    can could may might must shall should will would not no yes any some all each every both either neither many much
    more most few less other another such what which who whom whose when where why how
    s t don doesn isn aren hasn haven didn please tell show give list find say says said know get got let
    anything something everything nothing also just only very too still already yet ever up out off etc eg ie e g
    """.split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, folded, and the half-open range of the text it stands at."""

    text: str
    start: int
    end: int


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of ``text[start:end]`` with their places in ``text``.

    >>> [w.text for w in words("e-Mongolia’s G2C")]
    ['e', 'mongolia', 's', 'g2c']
    """
    stop = len(text) if end is None else end
    if text.isascii():
        for match in _ASCII_WORD.finditer(text, start, stop):
            yield Word(match[0].lower(), match.start(), match.end())
        return
    pattern = _any_word() if has_further(text) else _near_word()
    for match in pattern.finditer(text, start, stop):
        yield Word(_fold_word(match[0]), match.start(), match.end())


_fold_word = lru_cache(maxsize=65536)(fold)


def is_unspaced(word: str) -> bool:
    """Return whether a word is a letter of a script that puts no space between words.

    >>> is_unspaced("是"), is_unspaced("yes")
    (True, False)
    """
    return not word.isascii() and bool(_one_unspaced().match(word))


def has_unspaced(text: str) -> bool:
    """Return whether a text holds a letter of a script that puts no space between words."""
    return not text.isascii() and bool(_one_unspaced().search(text))


def has_further(text: str) -> bool:
    """Return whether a text holds a letter of another script than Latin, Greek and Cyrillic."""
    if text.isascii():
        return False
    return _search_further(text) if len(text) <= _REMEMBERED_LENGTH else bool(_one_further().search(text))


_REMEMBERED_LENGTH = 4096
"""Characters of a text up to which it is kept that it was looked through: a passage is, place by place."""


@lru_cache(maxsize=4096)
def _search_further(text: str) -> bool:
    return bool(_one_further().search(text))


def continues(text: str, at: int) -> bool:
    """Return whether a mark stands right before a place of a text: then a letter there goes on a word.

    A mark of one script goes on no letter of another.

    >>> continues("e\u0301cole", 2), continues("école", 1)
    (True, False)
    """
    if at == 0 or unicodedata.category(text[at - 1])[0] != "M" or is_unspaced(text[at]):
        return False
    return has_further(text[at]) or not has_further(text[at - 1])


@lru_cache(maxsize=1)
def _one_unspaced() -> re.Pattern[str]:
    return re.compile(rf"[{UNSPACED}]")


@lru_cache(maxsize=1)
def _one_further() -> re.Pattern[str]:
    return re.compile(rf"[{FURTHER}]")


def index_terms(text: str) -> Iterator[str]:
    """Yield what the word index finds a text by: its words, and each two letters side by side of unspaced scripts.

    >>> list(index_terms("e-数字政府"))
    ['e', '数', '数字', '字', '字政', '政', '政府', '府']
    """
    before: Word | None = None
    for word in words(text):
        if before is not None and before.end == word.start and is_unspaced(before.text) and is_unspaced(word.text):
            yield before.text + word.text
        yield word.text
        before = word


@lru_cache(maxsize=32)
def _stemmer(language: str) -> Callable[[str], str] | None:
    import Stemmer

    try:
        found: Callable[[str], str] = Stemmer.Stemmer(language).stemWord
    except KeyError:
        return None  # a language that Snowball has no stemmer for
    return found


@lru_cache(maxsize=65536)
def stem(word: str, language: str = "en") -> str:
    """Return the stem of a folded word by Snowball's stemmer for a language (English: Porter 2001).

    Words with digits are left alone, and words of languages that Snowball does not know.

    >>> stem("sandboxes") == stem("sandbox"), stem("стратегии", "ru") == stem("стратегия", "ru")
    (True, True)
    """
    if not word.isalpha() or len(word) < 3:
        return word
    stemmer = _stemmer(language)
    return word if stemmer is None else str(stemmer(word))


@lru_cache(maxsize=65536)
def base(word: str, language: str = "en") -> str:
    """Return a folded word without the endings of number and tense, which leave a word what it is.

    A stem takes "accessibility" and "access" for one: near enough to find by, too near to be counted by. In other
    languages than English the stem stands for it.

    >>> base("policies") == base("policy"), base("adopted") == base("adopts"), base("elections") == base("elected")
    (True, True, False)
    """
    if language != "en":
        return stem(word, language)
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "sis", "xis")):
        word = word[:-1]
    for ending in ("ing", "ied", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and any(c in "aeiouy" for c in root):
            doubled = root[-1] == root[-2] and root[-1] not in "lsz"
            word = root + "y" if ending == "ied" else root[:-1] if doubled else root
            break
    word = word.removesuffix("e") if len(word) > 3 else word
    return word[:-1] + "i" if word.endswith("y") else word


def stems(text: str) -> list[str]:
    """Return the stems of the text's words, in order."""
    return [stem(word.text) for word in words(text)]


def content_words(text: str) -> list[Word]:
    """Return the words of ``text`` that carry a topic."""
    return [word for word in words(text) if word.text not in STOP_WORDS]


def lookup_words(text: str, stop_words: Collection[str] = STOP_WORDS) -> list[str]:
    """Return what a question's words are looked up as: the folded words that carry a topic, in order.

    Of a script without spaces each two letters side by side are looked for, as :func:`index_terms` yields them. A
    letter that stands alone is looked for by itself.

    >>> lookup_words("the 数字 law")
    ['数字', 'law']
    """
    found: list[str] = []
    run: list[Word] = []
    for word in words(text):
        if run and not (is_unspaced(word.text) and run[-1].end == word.start):
            found += _pairs(run)
            run = []
        if is_unspaced(word.text):
            run.append(word)
        elif word.text not in stop_words:
            found.append(word.text)
    return found + _pairs(run)


def _pairs(run: list[Word]) -> list[str]:
    return [a.text + b.text for a, b in pairwise(run)] if len(run) > 1 else [word.text for word in run]


@lru_cache(maxsize=4096)
def normal_form(text: str) -> frozenset[str]:
    """Return what two wordings of one thing have in common: the stems of the words that carry a topic.

    >>> normal_form("regulatory sandboxes") == normal_form("a sandbox that is regulatory")
    True
    """
    return frozenset(stem(word) for word in lookup_words(text))


def unique(items: Iterable[_Item]) -> tuple[_Item, ...]:
    """Return the items, each once, in order of first appearance."""
    return tuple(dict.fromkeys(items))


def slug(text: str) -> str:
    """Return ``text`` as an id: folded words joined by hyphens.

    >>> slug("Côte d'Ivoire")
    'cote-d-ivoire'
    """
    found: list[str] = []
    last = -1
    for word in words(text):
        if word.start == last:  # letters of a script without spaces
            found[-1] += word.text
        else:
            found.append(word.text)
        last = word.end
    return "-".join(found)


def squeeze(text: str) -> str:
    """Return ``text`` with each run of white space as one space, none at the ends."""
    return " ".join(text.split())
