"""The store: one SQLite file with cells, passages, spans and words (FTS5); it can be looked into with any SQLite tool.

The store is written once, aside, and from then on only read. Rows are numbered from 1 in the order of the corpus, so
that ties are always broken in the same way. FTS5 is given stems, not text: its own stemmer and ours would disagree.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.errors import StoreError
from msqqa.model import CATEGORIES, Cell, Field, Form, Passage, Question, Respondent, Section, Selection
from msqqa.read.text import line_range, line_starts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from msqqa.model import Category, Range

FILE = "store.sqlite"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as it was when the index was built."""

    path: str
    sha256: str
    size: int
    mtime_ns: int
    form: str


class Store:
    """A built store, read only."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self._db.execute("SELECT 1 FROM cell LIMIT 1")
        except sqlite3.Error as error:
            raise StoreError(
                f"{path} cannot be opened ({error})", "build it again with msqqa index --rebuild"
            ) from error

    def close(self) -> None:
        self._db.close()

    # -------- what the corpus holds

    @cached_property
    def sources(self) -> dict[int, SourceRow]:
        rows = self._db.execute("SELECT id, path, sha256, size, mtime_ns, form FROM source ORDER BY id")
        return {row[0]: SourceRow(*row[1:]) for row in rows}

    @cached_property
    def skipped(self) -> dict[str, str]:
        return dict(self._db.execute("SELECT path, reason FROM skipped ORDER BY path"))

    @cached_property
    def forms(self) -> dict[str, Form]:
        return {row[0]: _load_form(row[1]) for row in self._db.execute("SELECT id, description FROM form ORDER BY id")}

    @cached_property
    def respondents(self) -> dict[str, Respondent]:
        rows = self._db.execute("SELECT id, name, aliases, groups, edition FROM respondent ORDER BY rowid")
        return {r[0]: Respondent(r[0], r[1], _tuple(r[2]), _tuple(r[3]), r[4]) for r in rows}

    @cached_property
    def places(self) -> dict[str, str]:
        """Names of places that gave no response → the place's English name; empty where respondents are no places."""
        rows = list(self._db.execute("SELECT name, code FROM place ORDER BY rowid"))
        english: dict[str, str] = {}
        for name, code in rows:
            english.setdefault(code, name)
        return {name: english[code] for name, code in rows}

    @cached_property
    def cells(self) -> dict[int, Cell]:
        """All cells by row, in the order of the corpus."""
        spans: dict[int, dict[str, list[Range]]] = {}
        for cell, role, start, end in self._db.execute("SELECT cell, role, start, end FROM span ORDER BY rowid"):
            spans.setdefault(cell, {}).setdefault(role, []).append((start, end))
        rows = self._db.execute(
            "SELECT c.id, respondent, question, s.path, selection, options, selected_from, selected_to, stance, basis,"
            " anchor_from, anchor_to FROM cell c JOIN source s ON s.id = c.source ORDER BY c.id"
        )
        found = {}
        for row, respondent, question, source, state, options, s_from, s_to, stance, basis, a_from, a_to in rows:
            own = spans.get(row, {})
            selected = None if s_from is None else (s_from, s_to)
            found[row] = Cell(
                respondent,
                question,
                source,
                tuple(own.get("run", ())),
                tuple(own.get("answer", ())),
                Selection(state, _tuple(options), selected),
                stance,
                basis,
                tuple(own.get("withheld", ())),
                None if a_from is None else (a_from, a_to),
            )
        return found

    @cached_property
    def questions(self) -> dict[int, tuple[str, str, str]]:
        """Question row → form, id, full text."""
        rows = self._db.execute("SELECT row, form, id, text FROM question ORDER BY row")
        return {row[0]: row[1:] for row in rows}

    @cached_property
    def phrasings(self) -> list[tuple[int, str, int]]:
        """(question row, phrasing, vector row) of every way in which a question may be asked for."""
        return list(self._db.execute("SELECT question, text, vector FROM phrasing ORDER BY rowid"))

    @cached_property
    def cell_questions(self) -> dict[int, int]:
        """Cell row → question row."""
        return dict(self._db.execute("SELECT id, question_row FROM cell ORDER BY id"))

    def form_of(self, source: str) -> Form:
        """Return the form that a source was aligned to."""
        form = self._db.execute("SELECT form FROM source WHERE path = ?", (source,)).fetchone()
        return self.forms[form[0]]

    def text(self, source: str) -> str:
        """Return a source's text as it was indexed."""
        row = self._db.execute("SELECT text FROM source WHERE path = ?", (source,)).fetchone()
        if row is None:
            raise StoreError(f"the index holds no source {source}", "build it again with msqqa index")
        return str(row[0])

    @cached_property
    def _line_starts(self) -> dict[str, list[int]]:
        return {}

    def lines(self, source: str, start: int, end: int) -> tuple[int, int]:
        """Return the first and last line, from 1, of a range of a source."""
        if source not in self._line_starts:
            self._line_starts[source] = line_starts(self.text(source))
        return line_range(self._line_starts[source], start, end)

    def account(self) -> dict[str, dict[Category, int]]:
        """Return, for each source, how many characters each category holds."""
        totals: dict[str, dict[Category, int]] = {s.path: dict.fromkeys(CATEGORIES, 0) for s in self.sources.values()}
        for path, category, n in self._db.execute(
            "SELECT s.path, category, characters FROM account a JOIN source s ON s.id = a.source"
        ):
            totals[path][category] = n
        return totals

    # -------- passages and vectors

    def passages(self, rows: Iterable[int]) -> dict[int, tuple[int, Passage]]:
        """Return passages by row, each with its cell's row."""
        found = {}
        for row in rows:
            r = self._db.execute(
                "SELECT p.cell, c.respondent, c.question, s.path, p.start, p.end, p.text, p.key FROM passage p"
                " JOIN cell c ON c.id = p.cell JOIN source s ON s.id = c.source WHERE p.id = ?",
                (row,),
            ).fetchone()
            found[row] = r[0], Passage(*r[1:])
        return found

    def all_passages(self) -> dict[int, tuple[int, Passage]]:
        """Return every passage by row, each with its cell's row."""
        rows = self._db.execute("SELECT id FROM passage ORDER BY id")
        return self.passages(row[0] for row in rows)

    def passages_of(self, cell: int) -> list[int]:
        """Return the rows of a cell's passages, in order."""
        return [r[0] for r in self._db.execute("SELECT id FROM passage WHERE cell = ? ORDER BY id", (cell,))]

    def passage_rows(self) -> list[tuple[int, int, int]]:
        """Return (passage row, cell row, vector row) of every passage."""
        return list(self._db.execute("SELECT id, cell, vector FROM passage ORDER BY id"))

    def vector_keys(self) -> dict[str, int]:
        """Return each vector's row by its key."""
        return dict(self._db.execute("SELECT key, row FROM vector"))

    # -------- words

    def rank_words(self, stems: Collection[str], cells: Collection[int] | None, depth: int) -> list[tuple[int, float]]:
        """Return (passage row, BM25) of the passages that hold any of the stems, best first.

        Parameters
        ----------
        stems:
            Stems as :func:`msqqa.words.stem` makes them.
        cells:
            Only passages of these cells; None for all.
        depth:
            How many to return at most.
        """
        if not stems:
            return []
        expression = " OR ".join(f'"{stem}"' for stem in stems)
        rows = self._db.execute(
            "SELECT p.id, p.cell, -bm25(answer_words) AS score FROM answer_words JOIN passage p"
            " ON p.id = answer_words.rowid WHERE answer_words MATCH ? ORDER BY score DESC, p.id",
            (expression,),
        )
        found: list[tuple[int, float]] = []
        for row, cell, score in rows:
            if cells is None or cell in cells:
                found.append((int(row), float(score)))
                if len(found) >= depth:
                    break
        return found

    def sentence_vectors(self, passages: Iterable[int]) -> list[tuple[int, int]]:
        """Return (passage row, vector row) of the sentences of some passages."""
        found: list[tuple[int, int]] = []
        for passage in passages:
            found += self._db.execute("SELECT passage, vector FROM sentence WHERE passage = ?", (passage,))
        return found

    @cached_property
    def question_stems(self) -> dict[int, frozenset[str]]:
        """Question row → the stems of all its phrasings."""
        rows = self._db.execute("SELECT rowid, stems FROM question_words ORDER BY rowid")
        return {row: frozenset(text.split()) for row, text in rows}

    @cached_property
    def passage_count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM passage").fetchone()[0])

    @cached_property
    def words(self) -> dict[str, tuple[int, int]]:
        """Each folded word of the answers and of the form → the number of texts that hold it, its vector's row."""
        return {word: (n, row) for word, n, row in self._db.execute("SELECT text, texts, vector FROM word")}

    @cached_property
    def abbreviations(self) -> dict[str, tuple[str, ...]]:
        """Short form → its long forms, the most used first."""
        found: dict[str, list[str]] = {}
        for short, long in self._db.execute("SELECT short, long FROM abbreviation ORDER BY uses DESC, long"):
            found.setdefault(short, []).append(long)
        return {short: tuple(longs) for short, longs in found.items()}

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Each stem of the answers, with the number of passages that hold it."""
        return dict(self._db.execute("SELECT term, doc FROM vocabulary"))

    @cached_property
    def question_vocabulary(self) -> dict[str, int]:
        """Each stem of the form's questions, with the number of questions that hold it."""
        return dict(self._db.execute("SELECT term, doc FROM question_vocabulary"))


def _tuple(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _load_form(text: str) -> Form:
    data = json.loads(text)
    questions = []
    for q in data.pop("questions"):
        fields = tuple(Field(**f) for f in q.pop("fields"))
        q |= {key: tuple(q[key]) for key in ("printed", "options", "keywords", "guidance")}
        questions.append(Question(**q, fields=fields))
    sections = tuple(Section(**s) for s in data.pop("sections"))
    data |= {key: tuple(data[key]) for key in ("respondent_nouns", "guidance", "furniture", "footnotes")}
    return Form(**data, sections=sections, questions=tuple(questions))
