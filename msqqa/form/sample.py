"""Which copies a form is learned from, where there are more than that takes: a sample, spread over their folders.

It is drawn by hashes of the files' paths. So it has nothing to do with what they hold, it is the same each time, and
when a few files come or go most of it stays.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Document

MOST_COPIES = 2_000
"""Copies that a form is learned from. What half of the copies share is the form's: of 2,000 that is known to 2.2 %."""
_BITS = 64


def draw_sample(documents: Sequence[Document], most: int) -> list[Document]:
    """Return some of the documents, in their order; all of them where they are no more than ``most``.

    Of each folder about the same share is taken, as a form's versions often stand in a folder each.
    """
    if len(documents) <= most:
        return list(documents)
    folders: dict[str, list[int]] = defaultdict(list)
    for n, document in enumerate(documents):
        folders[document.path.rpartition("/")[0]].append(n)
    rank: dict[int, float] = {}
    for folder, members in folders.items():
        # Where folders hold a file or two, which of them give one is left to chance too.
        begin = _chance(folder)
        members.sort(key=lambda n: (_chance(documents[n].path), documents[n].path))
        for place, n in enumerate(members):
            rank[n] = (place + begin) / len(members)
    taken = sorted(rank, key=lambda n: (rank[n], documents[n].path))[:most]
    return [documents[n] for n in sorted(taken)]


def _chance(text: str) -> float:
    """Return a number from 0 to 1 that looks random, and is the same for the same text."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BITS // 8).digest()
    return int.from_bytes(digest) / float(2**_BITS)
