"""Two lines that the paper parted → one, with a word or an address that was broken made whole."""

from __future__ import annotations

import re

HYPHENS = ("-", "‐")
_ENDING = 6
"""Characters, within which a sentence's end is sought."""
_ENDS_SENTENCE = re.compile(r"[.!?:;。؟][\"”’)\]]*$")
_HYPHENATED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-‐]$")
_ADDRESS = re.compile(r"https?://|www\.|\S@")
_ADDRESS_GOES_ON = re.compile(r"(?!\d{1,3}[.)]|https?:|www\.)[^\s/.=&?%_#-]*+[/.=&?%_#-]\S+")
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Characters of scripts that part no words."""


def ends_sentence(text: str) -> bool:
    """Return whether a text ends with the mark of a sentence's end."""
    return _ENDS_SENTENCE.search(text, max(0, len(text) - _ENDING)) is not None


def join(above: str, line: str, words: frozenset[str], *, tight: bool = False) -> str:
    """Return two lines as one, a word that was broken at the end of the first made whole.

    An address that is longer than its line is broken at a slash or, where the line is ``tight``, anywhere.
    The document's own words decide whether a hyphen was only the break's: where it has the word elsewhere with a
    hyphen, or both halves as words of their own, and nowhere the whole without, the hyphen stays.
    """
    head, tail = above.rsplit(" ", 1)[-1], line.split(" ", 1)[0]
    if _ADDRESS.search(head):
        like_one = _ADDRESS_GOES_ON.fullmatch(tail) is not None
        at_slash = head[-1] in "/-_=&?%." and tail[:1].islower()
        whole = tail[:1] == "/" or head.endswith("-") or (like_one and (tight or at_slash))
        return f"{above}{line}" if whole else f"{above} {line}"
    broken = _HYPHENATED.search(head)
    if broken is not None and line[:1].islower():
        begun = broken[1].lower()
        ending = re.match(r"[^\W\d_]+", line)
        assert ending is not None  # its first character is a letter
        ended = ending[0].lower()
        compound = any(f"{begun}{hyphen}{ended}" in words for hyphen in "-‐")
        compound = compound or (begun in words and ended in words) or len(begun) == 1
        keeps = compound and f"{begun}{ended}" not in words
        return f"{above if keeps else above[:-1]}{line}"
    if head.endswith(HYPHENS) and len(head) > 1 and line[:1].isalnum():
        return f"{above}{line}"
    if above and line and _UNSPACED.match(above[-1]) and _UNSPACED.match(line[0]):
        return f"{above}{line}"
    return f"{above} {line}"
