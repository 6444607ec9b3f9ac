"""Names as the heads of narrow columns: short, yet each another; side by side, or from top to bottom."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import accumulate, count, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORTH_CUTTING = 3
"""Words that texts begin with alike."""


def make_distinct(names: Sequence[str], longest: int) -> list[str]:
    """Return names of at most so many characters, no two alike.

    A name that is too long loses its end; where that makes it another's, it loses its middle; then it gets a number.

    >>> make_distinct(["Belmora", "sig-network-2023", "sig-network-2024"], 8)
    ['Belmora', 'sig…2023', 'sig…2024']
    """
    cut = [_without_end(name, longest) for name in names]
    uses = Counter(cut)
    cut = [
        short if uses[short] == 1 else _without_middle(name, longest) for short, name in zip(cut, names, strict=True)
    ]
    uses = Counter(cut)
    kept = {short for short in cut if uses[short] == 1}
    found = []
    for short in cut:
        head = short
        if uses[short] > 1:
            numbered = (_with_number(short, str(n), longest) for n in count(1))
            head = next(other for other in numbered if other not in kept)
        kept.add(head)
        found.append(head)
    return found


def without_shared(names: Sequence[str]) -> list[str]:
    """Return names without the words that all of them begin or end with, and that tell nobody apart.

    >>> without_shared(["Ely Library", "North Ferry Library"]), without_shared(["Chad"])
    (['Ely', 'North Ferry'], ['Chad'])
    """
    words = [name.split() for name in names]
    if len(words) < 2:
        return list(names)
    shortest = min(map(len, words))
    alike = [len({tuple(own[:n]) for own in words}) == 1 for n in range(1, shortest)]
    begin = sum(alike)
    alike = [len({tuple(own[len(own) - n :]) for own in words}) == 1 for n in range(1, shortest - begin)]
    return [" ".join(own[begin : len(own) - sum(alike)]) for own in words]


def shorten_to_ends(texts: Sequence[str], longest: int) -> list[str]:
    """Return texts without what they begin with like another, where they are longer than so many characters.

    The last of the words that are alike stays, as it may belong to what follows.

    >>> shorten_to_ends(["Is there a law on data?", "Is there a law on spam?", "Why?"], 12)
    ['… on data?', '… on spam?', 'Why?']
    """
    words = [text.split() for text in texts]
    order = sorted(range(len(texts)), key=words.__getitem__)
    shared = [0] * len(texts)
    for one, other in pairwise(order):  # in this order, whoever begins most alike is a neighbour
        alike = 0
        for a, b in zip(words[one][:-1], words[other][:-1], strict=False):
            if a != b:
                break
            alike += 1
        shared[one], shared[other] = max(shared[one], alike), max(shared[other], alike)
    return [
        text if len(text) <= longest or n < _WORTH_CUTTING else f"… {' '.join(own[n - 1 :])}"
        for text, own, n in zip(texts, words, shared, strict=True)
    ]


def stack_letters(names: Sequence[str]) -> list[list[str]]:
    """Return the lines of names that are written from top to bottom, each line with a letter of each name.

    >>> stack_letters(["ab", "c"])
    [['a', ' '], ['b', 'c']]
    """
    stacks = [_letters(name) for name in names]
    height = max(map(len, stacks), default=0)
    padded = [[" "] * (height - len(stack)) + stack for stack in stacks]
    return [[stack[y] for stack in padded] for y in range(height)]


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: letters of East Asian scripts take two, marks none.

    >>> columns("ab"), columns("数字"), columns("e\u0301")
    (2, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_columns_of_letter, text))


def pad_text(text: str, width: int) -> str:
    """Return a text that fills so many columns of a terminal, cut where it is wider.

    >>> pad_text("数字", 3), pad_text("ab", 3)
    ('数…', 'ab ')
    """
    if columns(text) > width:
        ends = accumulate(map(_columns_of_letter, text))
        text = text[: bisect_right(list(ends), width - 1)] + "…"
    return text + " " * (width - columns(text))


@lru_cache(maxsize=4096)
def _columns_of_letter(letter: str) -> int:
    # Rich measures this too, but takes as long to import as a whole matrix to draw into a pipe.
    if unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _without_end(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _without_middle(name: str, longest: int) -> str:
    if len(name) <= longest:
        return name
    end = longest // 2
    return f"{name[: longest - end - 1]}…{name[-end:].lstrip()}"


def _with_number(short: str, number: str, longest: int) -> str:
    """Return a name with a number, before what was left out: its end may be a year."""
    head, cut, tail = short.partition("…")
    room = longest - len(cut) - len(tail) - len(number)
    return f"{head[:room]}{number}{cut}{tail}" if room >= 0 else f"{short[: max(0, longest - len(number))]}{number}"


def _letters(name: str) -> list[str]:
    """Return the letters of a name, each with the marks that belong to it."""
    found: list[str] = []
    for character in name:
        if found and not _columns_of_letter(character):
            found[-1] += character
        else:
            found.append(character)
    return found
