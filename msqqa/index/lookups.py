"""Words and names as a store holds them: looked up one by one, not loaded, since a question has a handful."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msqqa.index.engine import Database
    from msqqa.index.names import Entry


class DocumentFrequencies(Mapping[str, int]):
    """Words → how many texts use them; looked up in the store, not loaded."""

    def __init__(self, db: Database, stem: Callable[[str], object]) -> None:
        self._db = db
        self._stem = stem

    def __getitem__(self, word: str) -> int:
        row = self._db.execute("SELECT uses FROM word WHERE text = ? AND uses > 0", (word,)).fetchone()
        if row is None:
            raise KeyError(word)
        return int(row[0])

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self._db.execute("SELECT text FROM word WHERE uses > 0 ORDER BY text"))

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM word WHERE uses > 0").fetchone()[0])

    def has_stem(self, stem: str) -> bool:
        """Return whether any text holds a word of that stem."""
        return self._stem(stem) is not None

    def find_by_prefix(self, letters: str) -> dict[str, int]:
        """Return the words that begin so, of all that stand anywhere."""
        rows = self._db.execute(
            "SELECT text, uses FROM word WHERE text >= ? AND text < ?", (letters, letters + "\U0010ffff")
        )
        return dict(rows)


class NameTable:
    """The table of :mod:`msqqa.index.names` as a store holds it; looked up, not loaded."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, key: tuple[str, ...], /) -> Entry | None:
        """Return whom some words name."""
        row = self._db.execute("SELECT kind, ids, name FROM name WHERE words = ?", (" ".join(key),)).fetchone()
        return None if row is None else (row[0], tuple(json.loads(row[1])), row[2])

    def longest(self, word: str) -> int:
        """Return of how many words the longest name consists that begins with a word; 0 where none does."""
        row = self._db.execute("SELECT longest FROM name_begins WHERE word = ?", (word,)).fetchone()
        return 0 if row is None else int(row[0])

    def single(self) -> Iterator[tuple[str, Entry]]:
        """Yield the names of one word."""
        rows = self._db.execute("SELECT words, kind, ids, name FROM name WHERE instr(words, ' ') = 0 ORDER BY words")
        return ((word, (kind, tuple(json.loads(ids)), name)) for word, kind, ids, name in rows)
