"""Where words of a page's text stand on the page: the text's words are laid beside those that the page draws.

The text of a PDF is made of the very words that its pages draw, in the order in which they are read, with words that a
line's end broke made whole. So the two are compared as two editions of one text are. Nothing else is searched for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Sequence

    from msqqa.read.pdf.words import Box

MOST = 6_000
"""Words of a page that are laid beside others: more is no page that anybody reads."""
_TOKEN = re.compile(r"\S+")
_RUN = 6
"""Words that one word of the text may be drawn as."""
_LONG = 4
"""Characters of a word that is told by standing within another one."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A word as a page draws it."""

    text: str
    box: Box


def join_boxes(boxes: Iterable[Box]) -> list[Box]:
    """Return boxes of words, those that follow each other on one line as one.

    >>> join_boxes([(0, 0, 10, 12), (14, 0, 20, 12), (0, -20, 9, -8)])
    [(0, 0, 20, 12), (0, -20, 9, -8)]
    """
    found: list[Box] = []
    for x0, y0, x1, y1 in boxes:
        if found:
            left, bottom, right, top = found[-1]
            height = min(top - bottom, y1 - y0)
            level = min(top, y1) - max(bottom, y0) > height / 2
            if level and 0 <= x0 - right < height:
                found[-1] = left, min(bottom, y0), x1, max(top, y1)
                continue
        found.append((x0, y0, x1, y1))
    return found


def key_of(text: str) -> str:
    """Return by what a word is known, however it is written: its letters and digits, else itself.

    >>> key_of("Dátes¹,"), key_of("☒")
    ('dátes1', '☒')
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c.isalnum()) or plain


def tokens_in(text: str) -> list[tuple[int, int, str]]:
    """Return the words of a text: where each begins and ends, and its key."""
    return [(m.start(), m.end(), key_of(m[0])) for m in _TOKEN.finditer(text)]


def places_of(text: str, ranges: Sequence[tuple[int, int]], drawn: Sequence[Drawn]) -> list[Box]:
    """Return the boxes of the words that some ranges of a page's text touch; none where there are too many words."""
    tokens = tokens_in(text)
    if not ranges or max(len(tokens), len(drawn)) > MOST:
        return []
    keys = [key_of(word.text) for word in drawn]
    where = _align_tokens([key for _, _, key in tokens], keys)
    wanted = (n for n, (a, b, _) in enumerate(tokens) if any(a < end and start < b for start, end in ranges))
    return [drawn[i].box for n in wanted for i in where.get(n, ())]


def _align_tokens(tokens: Sequence[str], keys: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """Return which drawn words each word of the text is: as two editions of a text agree, then by what is left."""
    found: dict[int, tuple[int, ...]] = {}
    for one, other, n in SequenceMatcher(None, tokens, keys, autojunk=False).get_matching_blocks():
        found.update((one + i, (other + i,)) for i in range(n))
    free: dict[str, list[int]] = defaultdict(list)
    used = {i for own in found.values() for i in own}
    for i, key in enumerate(keys):
        if i not in used:
            free[key].append(i)
    last = -1
    for n, token in enumerate(tokens):
        if n not in found:
            same = free.get(token)
            # Of several, the one that is drawn next after the word before it.
            run = (min(same, key=lambda i: (i <= last, abs(i - last))),) if same else _run(token, keys, used)
            if run:
                found[n] = run
                used.update(run)
                for i in run:
                    if i in free.get(keys[i], ()):
                        free[keys[i]].remove(i)
        last = found[n][-1] if n in found else last
    return found


def _run(token: str, keys: Sequence[str], used: Collection[int]) -> tuple[int, ...]:
    """Return drawn words, one after another, that make one word of the text, as halves on two lines do."""
    return next(_runs(token, keys, used), ())


def _runs(token: str, keys: Sequence[str], used: Collection[int] = ()) -> Iterator[tuple[int, ...]]:
    for i, key in enumerate(keys):
        if i in used or not key or not token.startswith(key) or key == token:
            continue
        made = key
        for j in range(i + 1, min(i + _RUN, len(keys))):
            made += keys[j]
            if made == token:
                yield tuple(range(i, j + 1))
            if not token.startswith(made):
                break


def find_hidden_places(
    text: str, withheld: Sequence[tuple[int, int]], elsewhere: Iterable[str], drawn: Sequence[Drawn]
) -> tuple[list[Box], list[str]]:
    """Return the boxes of every drawn word that may be one of those to hide, and what stands here and is not found.

    A word is covered wherever it is drawn: one too many is covered rather than one too few. Only a word of few letters,
    as the 1 of a telephone number, is told by its place in the text, or by another one beside it.

    Parameters
    ----------
    text, withheld:
        The page's text, and its ranges that are hidden.
    elsewhere:
        The keys of the words that are hidden on any page.
    drawn:
        What the page draws.
    """
    tokens, keys = tokens_in(text), [key_of(word.text) for word in drawn]
    here = [n for n, (a, b, _) in enumerate(tokens) if any(a < end and start < b for start, end in withheld)]
    counted = Counter(tokens[n][2] for n in here)
    hidden = dict.fromkeys([*counted, *elsewhere])
    where = _align_tokens([key for _, _, key in tokens], keys) if max(len(tokens), len(keys)) <= MOST else {}
    own: dict[str, set[tuple[int, ...]]] = defaultdict(set)
    for n in here:
        if n in where:
            own[tokens[n][2]].add(where[n])
    covered: set[int] = set()
    missing = []
    for key in hidden:
        whole = [i for i, other in enumerate(keys) if other == key or (len(key) >= _LONG and key in other)]
        near = [i for i in whole if len(key) >= _LONG or _is_beside(i, keys, hidden)]
        places = {*own[key], *((i,) for i in near), *_runs(key, keys)}
        if len(places) < counted[key]:
            places |= {(i,) for i in whole}
        if len(places) < counted[key]:
            missing.append(key)
        covered.update(i for run in places for i in run)
    return [drawn[i].box for i in sorted(covered)], missing


def _is_beside(i: int, keys: Sequence[str], hidden: Container[str]) -> bool:
    """Return whether the word before or after a drawn word is hidden too."""
    return any(0 <= other < len(keys) and keys[other] in hidden for other in (i - 1, i + 1))
