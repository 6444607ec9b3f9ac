"""Mentions: the places where a text uses a term, in any of its forms.

Two words are forms of one another when their stems agree; a term of several words may be written with spaces, hyphens
or as one word. Matching is over the source itself, so a mention comes with its characters.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.words import STOP_WORDS, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msqqa.model import Range
    from msqqa.words import Word

_JOINS = re.compile(r"[\s\-\u2010-\u2015/_'’]{0,4}|[\s\-/]{0,3}[\"“”*_]{1,3}[\s\-/]{0,3}")
SHORT_NAME = 3
_NEAR = 12
"""Words: how far apart the words of a loose mention may stand."""


def mentions(text: str, terms: Iterable[str], start: int = 0, end: int | None = None) -> list[Range]:
    """Return where ``text[start:end]`` uses any of the terms, in order.

    >>> text = "Two sand-boxes, and one Sandbox"
    >>> [text[a:b] for a, b in mentions(text, ["sandbox"])]
    ['sand-boxes', 'Sandbox']
    """
    tokens = list(words(text, start, end))
    found: set[Range] = set()
    for term in terms:
        found.update(_of_term(text, tokens, term))
    return sorted(found)


def loose_mentions(text: str, term: str, start: int = 0, end: int | None = None) -> list[Range]:
    """Return where all topic words of a term stand near each other, in any order."""
    wanted = {stem(w.text) for w in words(term) if w.text not in STOP_WORDS}
    if len(wanted) < 2:
        return []
    tokens = [(stem(t.text), t) for t in words(text, start, end)]
    found: list[Range] = []
    for i, (first, token) in enumerate(tokens):
        if first not in wanted:
            continue
        near = tokens[i : i + _NEAR]
        if wanted <= {s for s, _ in near}:
            last = max(next(j for j, (s, _) in enumerate(near) if s == w) for w in wanted)
            found.append((token.start, near[last][1].end))
    return found


def _of_term(text: str, tokens: Sequence[Word], term: str) -> Iterable[Range]:
    parts = [w.text for w in words(term)]
    if not parts:
        return
    wanted = [stem(part) for part in parts]
    compact = stem("".join(parts))
    shouted = term.isupper() and len(term) <= SHORT_NAME
    for i in range(len(tokens)):
        if stem(tokens[i].text) == wanted[0] and len(parts) <= len(tokens) - i:
            run = tokens[i : i + len(parts)]
            if [stem(t.text) for t in run] == wanted and _joined(text, run):
                place = run[0].start, run[-1].end
                # A short name in capitals is no ordinary word: IT, AI, US.
                if not shouted or text[place[0] : place[1]].isupper():
                    yield place
                continue
        for length in {1, 2, len(parts) - 1, len(parts) + 1} - {0, len(parts)}:
            run = tokens[i : i + length]
            whole = len(run) == length and len(compact) > SHORT_NAME and compact[0] == run[0].text[0]
            # The last word is a part of the term, not an ending that its neighbour happens to take: "government e-mail"
            # does not mention "governmente".
            whole = whole and sum(len(t.text) for t in run[:-1]) < len(compact)
            if whole and stem("".join(t.text for t in run)) == compact and _joined(text, run):
                yield run[0].start, run[-1].end


def _joined(text: str, run: Sequence[Word]) -> bool:
    return all(_JOINS.fullmatch(text, a.end, b.start) for a, b in pairwise(run))
