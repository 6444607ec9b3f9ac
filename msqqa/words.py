"""Words with their places: the one way in which text is cut into words, folded and stemmed.

Alignment, the word index, mentions and plans must agree on what a word is, so they all come here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from msqqa.folding import fold as fold  # noqa: PLC0414 - this module's too
from msqqa.scripts import any_word, has_further, is_unspaced, near_word

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

_Item = TypeVar("_Item")

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a name written in one is parted: "KubeScheduler", "JSONSchema"."""
_ASCII_WORD = re.compile(r"[^\W_]+")

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
    pattern = any_word() if has_further(text, start, stop) else near_word()
    for match in pattern.finditer(text, start, stop):
        yield Word(_fold_word(match[0]), match.start(), match.end())


_fold_word = lru_cache(maxsize=65536)(fold)


def continues(text: str, at: int) -> bool:
    """Return whether a mark stands right before a place of a text: then a letter there goes on a word.

    A mark of one script goes on no letter of another.

    >>> continues("e\u0301cole", 2), continues("école", 1)
    (True, False)
    """
    if at == 0 or unicodedata.category(text[at - 1])[0] != "M" or is_unspaced(text[at]):
        return False
    return has_further(text[at]) or not has_further(text[at - 1])


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
