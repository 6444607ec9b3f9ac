"""Which passages may mention a term: a superset of those that do, from the word index, so that no other is read.

:mod:`msqqa.ask.retrieve.mentions` decides over the words as they stand. A term may stand as it is, as one word
("sandbox" for "sand box"), or as several ("sand-box" for "sandbox"); each way leaves its words in the index.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msqqa.ask.retrieve.mentions import possible_lengths, takes_particles, words_of
from msqqa.words import STOP_WORDS, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.index.lexical import Lexical
    from msqqa.index.store import Store


def may_mention(
    store: Store, lexical: Lexical, terms: Iterable[str], within: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Return the passages that may use any of the terms as written, in order; only those ``within``."""
    import numpy as np

    found = [_find_passages(store, lexical, stems, within) for term in terms for stems in _ways(store, words_of(term))]
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def may_hold_all(
    store: Store, lexical: Lexical, term: str, within: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Return the passages that hold all topic words of a term, in order; only those ``within``."""
    import numpy as np

    stems = {stem(w.text) for w in words(term) if w.text not in STOP_WORDS}
    return _find_passages(store, lexical, sorted(stems), within) if stems else np.empty(0, dtype=np.int64)


def _find_passages(
    store: Store, lexical: Lexical, stems: Sequence[str], within: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    import numpy as np

    found = [store.stem(s) for s in stems]
    if any(f is None for f in found):
        return np.empty(0, dtype=np.int64)
    return lexical.find_with_all([f[0] for f in found if f is not None], within)


def _ways(store: Store, parts: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the stems that a passage holds which uses a term, for each way in which it may be written."""
    if not parts:
        return
    yield tuple(stem(part) for part in parts)
    if takes_particles(parts):
        *first, last = parts
        for begun in store.vocabulary.find_by_prefix(last):
            yield (*map(stem, first), stem(begun))
    joined = "".join(parts)
    compact = stem(joined)
    for length in possible_lengths(len(parts), compact):
        if length == 1:
            yield (compact,)
        else:
            yield from _cut(store, joined, compact, length)


def _cut(store: Store, joined: str, compact: str, pieces: int) -> Iterator[tuple[str, ...]]:
    """Yield the words of the corpus that make up a word when they are joined, as stems.

    All but the last are cut from the word itself; the last may be any word that begins with what is left of its stem:
    "sand", "boxes".
    """
    vocabulary = store.vocabulary

    # Each place is cut once, however many ways lead to it.
    @cache
    def ends(at: int) -> list[int]:
        return [end for end in range(at + 1, len(compact)) if store.word(joined[at:end]) is not None]

    @cache
    def cut(at: int, left: int) -> list[tuple[str, ...]]:
        if left == 1:
            # The last letter of a stem may be another than the word's: "technology", "technologi".
            begun = vocabulary.find_by_prefix(compact[at : max(at + 1, len(compact) - 1)])
            return [(stem(last),) for last in begun if stem(joined[:at] + last) == compact]
        return [(stem(joined[at:end]), *rest) for end in ends(at) for rest in cut(end, left - 1)]

    yield from dict.fromkeys(cut(0, pieces))
