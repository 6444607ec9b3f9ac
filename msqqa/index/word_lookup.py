"""The words of a store, looked up: stems, abbreviations, synonyms, names."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.index import records
from msqqa.index.lookups import DocumentFrequencies, NameTable
from msqqa.words import stem

if TYPE_CHECKING:
    from msqqa.index.engine import Database


class WordLookup:
    """Looks words up in a store, which sets the attributes."""

    _db: Database
    _stems: dict[str, tuple[int, int, int] | None]

    def stem(self, text: str) -> tuple[int, int, int] | None:
        """Return a stem's number, and how many passages and how many questions hold it; None where nothing does.

        A word that no English stem finds is looked up by its stem in the other languages of the answers.
        """
        if text not in self._stems:
            kin = (stem(text, language) for language in self.languages if language != "en")
            found = (self._stem_as_it_is(way) for way in (text, *kin))
            self._stems[text] = next((row for row in found if row is not None), None)
        return self._stems[text]

    def _stem_as_it_is(self, text: str) -> tuple[int, int, int] | None:
        row = self._db.execute("SELECT id, passages, questions FROM stem WHERE text = ?", (text,)).fetchone()
        return None if row is None else (row[0], row[1], row[2])

    @cached_property
    def languages(self) -> dict[str, int]:
        """The codes of the answers' languages → how many passages are in each, the most first."""
        return dict(self._db.execute("SELECT code, passages FROM language ORDER BY passages DESC, code").fetchall())

    def word(self, text: str) -> int | None:
        """Return the number of a folded word of the answers or of the form; None where it is none."""
        row = self._db.execute("SELECT id FROM word WHERE text = ?", (text,)).fetchone()
        return None if row is None else int(row[0])

    def words_by_number(self) -> list[str]:
        """Return all words in the order of their numbers."""
        return [row[0] for row in self._db.execute("SELECT text FROM word ORDER BY id")]

    @cached_property
    def vocabulary(self) -> DocumentFrequencies:
        """The folded words that carry a topic, of the answers and of the form."""
        return DocumentFrequencies(self._db, self.stem)

    @cached_property
    def abbreviations(self) -> dict[str, tuple[str, ...]]:
        """Short form → its long forms, the most used first."""
        found: dict[str, list[str]] = {}
        for short, long in self._db.execute(
            "SELECT short, long FROM abbreviation GROUP BY short, long ORDER BY sum(uses) DESC, long"
        ):
            found.setdefault(short, []).append(long)
        return {short: tuple(longs) for short, longs in found.items()}

    @cached_property
    def synonyms(self) -> list[tuple[str, ...]]:
        """Groups of terms that the corpus's owner takes for one."""
        return [records.texts(row[0]) for row in self._db.execute("SELECT terms FROM synonym ORDER BY rowid")]

    @cached_property
    def names(self) -> NameTable:
        """What a question may call a respondent, a group, or a place that gave no response."""
        return NameTable(self._db)
