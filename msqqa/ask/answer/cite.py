"""Evidence → citations."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.errors import CitationError, InternalError
from msqqa.model import Citation
from msqqa.read.text import line_range, line_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.ask.judge.outcome import Evidence
    from msqqa.index.open import Index

_ID = re.compile(r"(?P<corpus>[^/]+)/(?P<cell>.+/.+)#(?P<start>\d+)-(?P<end>\d+)", re.DOTALL)
"""An id of a respondent or a question may hold a slash or a hash too."""


@dataclass(slots=True)
class Citer:
    """Numbers evidence in the order in which it is given, each place once."""

    index: Index
    contacts: bool = False
    citations: list[Citation] = field(default_factory=list)
    _numbers: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def cite(self, evidence: Evidence) -> int:
        """Return the number of the evidence's citation, a new one where there is none yet."""
        key = evidence.cell, evidence.start, evidence.end
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            self.citations.append(citation(self.index, *key, n=self._numbers[key], contacts=self.contacts))
        return self._numbers[key]


def citation(index: Index, cell_row: int, start: int, end: int, *, n: int, contacts: bool = False) -> Citation:
    """Return the citation of a range of a cell; withheld text only with ``contacts``."""
    store = index.store
    cell = store.cell(cell_row)
    if not contacts and cell.hides(start, end):
        raise InternalError("withheld text was about to be cited")
    quote, lines = store.quote(cell_row, start, end)
    return Citation(
        n=n,
        id=f"{index.manifest.corpus}/{cell.respondent}/{cell.question}#{start}-{end}",
        respondent=cell.respondent,
        question_id=cell.question,
        question=store.questions[store.question_of(cell_row)][2],
        source=_display_source(str(index.corpus_path), store.source_of(cell_row).file, os.getcwd()),  # noqa: PTH109, a path each time is slow
        lines=lines,
        page=store.page(cell.source, start),
        chars=(start, end),
        quote=quote,
        sha256=hashlib.sha256(quote.encode("utf-8")).hexdigest(),
    )


def is_citation(text: str) -> bool:
    """Return whether a text has the form of a citation's id."""
    return _ID.fullmatch(text.strip()) is not None


def find(index: Index, citation_id: str, *, contacts: bool = False) -> Citation:
    """Return the citation that an id names; withheld text only with ``contacts``.

    Raises
    ------
    CitationError
        If the text is no citation's id, or names nothing in this index.
    """
    match = _ID.fullmatch(citation_id.strip())
    if match is None:
        raise CitationError(
            f"{citation_id!r} is no citation", "give one as answers print it: corpus/respondent/question#from-to"
        )
    if match["corpus"] != index.manifest.corpus:
        raise CitationError(
            f"{citation_id!r} cites the corpus {match['corpus']}, this index is of {index.manifest.corpus}",
            "name its corpus with --corpus",
        )
    row = next(_rows_named(index, match["cell"]), None)
    if row is None:
        raise CitationError(f"the index holds no cell {match['cell']}", "copy the id as printed")
    cell, start, end = index.store.cell(row), int(match["start"]), int(match["end"])
    parts = [*cell.runs, *cell.withheld, *([cell.anchor] if cell.anchor else [])]
    if not min(a for a, _ in parts) <= start < end <= max(b for _, b in parts):
        raise CitationError(f"{citation_id!r} lies outside that cell", "copy the id as it was printed")
    if not contacts and cell.hides(start, end):
        raise CitationError(f"{citation_id!r} holds withheld contact details", "show them with --contacts")
    return citation(index, row, start, end, n=1, contacts=contacts)


def _rows_named(index: Index, cell: str) -> Iterator[int]:
    """Yield the cells that ``respondent/question`` names, wherever the slash between the two is."""
    for slash in re.finditer("/", cell):
        row = index.store.find_cell(cell[: slash.start()], cell[slash.end() :])
        if row is not None:
            yield row


def surroundings(index: Index, cited: Citation, lines: int, *, contacts: bool = False) -> tuple[str, str]:
    """Return the text of some lines before and after a citation; withheld text only with ``contacts``."""
    store = index.store
    source = store.sources[store.ranks[cited.respondent]]
    text = store.text(source.path)
    if not contacts:
        for start, end in store.withheld(source.path):
            text = text[:start] + "█" * (end - start) + text[end:]  # as long as what it hides: places stay
    start, end = cited.chars
    starts = line_starts(text)
    first, last = line_range(starts, start, end)  # of the text, which a table's own lines are not
    above = starts[max(0, first - 1 - lines)]
    below = starts[last + lines] if last + lines < len(starts) else len(text)
    return text[above:start], text[end:below]


@lru_cache(maxsize=4096)
def _display_source(corpus: str, source: str, folder: str) -> str:
    """Return a source's path relative to the current folder when below it, else absolute."""
    resolved, here = (Path(corpus) / source).resolve(), Path(folder).resolve()
    return resolved.relative_to(here).as_posix() if resolved.is_relative_to(here) else str(resolved)
