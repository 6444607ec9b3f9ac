"""Words with their places: the one way in which text is cut into words, folded and stemmed.

Alignment, the word index, mentions and plans must agree on what a word is, so they all come here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+")

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


def fold(text: str) -> str:
    """Return ``text`` without case and accents, so that spellings of one word compare equal.

    >>> fold("République")
    'republique'
    """
    if text.isascii():  # by far the most, and ten times as quick
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of ``text[start:end]`` with their places in ``text``.

    >>> [w.text for w in words("e-Mongolia’s G2C")]
    ['e', 'mongolia', 's', 'g2c']
    """
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield Word(fold(match[0]), match.start(), match.end())


@lru_cache(maxsize=1)
def _stemmer() -> object:
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a folded word (Snowball's English stemmer, Porter 2001); words with digits are left alone.

    >>> stem("sandboxes") == stem("sandbox")
    True
    """
    if not word.isalpha() or len(word) < 3:
        return word
    return str(_stemmer().stemWord(word))  # type: ignore[attr-defined]


@lru_cache(maxsize=65536)
def base(word: str) -> str:
    """Return a folded word without the endings of number and tense, which leave a word what it is.

    A stem takes "accessibility" and "access" for one: near enough to find by, too near to be counted by.

    >>> base("policies") == base("policy"), base("adopted") == base("adopts"), base("elections") == base("elected")
    (True, True, False)
    """
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


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Return the items, each once, in order of first appearance."""
    return tuple(dict.fromkeys(items))


def slug(text: str) -> str:
    """Return ``text`` as an id: folded words joined by hyphens.

    >>> slug("Côte d'Ivoire")
    'cote-d-ivoire'
    """
    return "-".join(word.text for word in words(text))


def squeeze(text: str) -> str:
    """Return ``text`` with each run of white space as one space, none at the ends."""
    return " ".join(text.split())


_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,2000}+)\]\(<?([^)\s>(]{0,2000}+(?:\([^)\s>(]{0,200}+\)?)?[^)\s>(]{0,2000}+)>?[^)]{0,200}\)"
)
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)([^\s<>/?#]+)[^\s<>]*>?")
_TAG = re.compile(
    r"</?(?:sup|sub|b|i|u|em|strong|mark|br|s|del|p|div|span|details|summary)\b[^<>]{0,2000}>", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~|$<>])")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+•][ \t]+)+", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*\*|\*|__|~~|`)(?=\S)(.{1,500}?)(?<=\S)\1", re.DOTALL)


def plain(text: str) -> str:
    """Return Markdown for reading: one line, without marks; links keep their words, bare addresses their host.

    A host is worth reading (``opendata.gov.mn``); the rest of an address costs an encoder more word pieces than the
    sentence around it, and says nothing.

    >>> plain("**2. LAW** on [data](http://x.mn/a?b=1): <https://legalinfo.mn/mn/detail?lawId=1>")
    '2. LAW on data: legalinfo.mn'
    """
    text = _LINK.sub(r"\1", text)
    text = _ADDRESS.sub(lambda m: m[1], text)
    text = _TAG.sub(" ", text)
    text = _LINE_MARK.sub("", text)
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    return squeeze(_ESCAPE.sub(r"\1", text))
