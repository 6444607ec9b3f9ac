"""Everything that a page or a program may ask of one index, each in the room of what it needs.

Questions are answered in one room, with an engine of their own. What only looks things up has a second opening of the
same index, so that nobody who reads a source waits for somebody else's question. Pages of PDFs are drawn in a third.
What was found is written up in a fourth, as a large matrix takes a while.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from msqqa.ask.answer.cite import find, surroundings
from msqqa.ask.answer.holdings import holdings
from msqqa.ask.answer.matrix import matrix as matrix_of
from msqqa.ask.plan import Filters, Planner
from msqqa.ask.reading.wording import check_question
from msqqa.errors import QuestionError, SourceError
from msqqa.index.changes import changes_among, files_of
from msqqa.render.changes import describe_changes, note_changes
from msqqa.serve.recent import Recent
from msqqa.serve.room import Room

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.ask.answer.matrix import Matrix
    from msqqa.ask.answer.search_hits import Hit
    from msqqa.ask.engine import Engine
    from msqqa.index.open import Index
    from msqqa.model import Answer, Citation, Stance

T = TypeVar("T")
MOST_CELLS = 60_000
"""Of a matrix on one page; the page is then some 30 MB."""
_PICTURES = 16
"""Drawn pages that are kept: those that were asked for last."""
_MOST_PAGES = 6
"""Of a place that goes over several, that are drawn."""
_LAST_WORDS = 1.0
"""Seconds that a question which still runs is given at the end."""


@dataclass(frozen=True, slots=True)
class RequestedCells:
    """Whose answers, and to which questions: names or ids; none stands for all."""

    respondents: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()

    @property
    def filters(self) -> Filters:
        return Filters(self.respondents, self.questions, self.editions)


@dataclass(frozen=True, slots=True)
class Place:
    """A cited place in its surroundings."""

    citation: Citation
    before: str
    after: str
    name: str
    """The respondent's."""
    pages: tuple[int, ...]
    """The pages that it stands on, from 1; empty for a source whose pages cannot be drawn."""
    notes: tuple[str, ...]
    """Whether the source changed since it was indexed."""


class Desk:
    """Answers for pages and programs; every method waits for its turn.

    Parameters
    ----------
    engine:
        What answers.
    index:
        The same index, opened a second time; only this desk may use either.
    """

    def __init__(self, engine: Engine, index: Index) -> None:
        self._engine = engine
        self._index = index
        self._asking, self._looking = Room("asking"), Room("looking")
        self._drawing, self._writing = Room("drawing"), Room("writing")
        self._pictures: Recent[tuple[str, int], bytes] = Recent(_PICTURES)
        self.corpus = engine.index.manifest.corpus
        self.names = [r.name for r in index.store.respondents.values()]

    def warm(self) -> None:
        """Load the models before the first question; whoever asks meanwhile waits for them."""
        self._asking.begin(lambda: self._engine.search("what is there", limit=1))

    def close(self) -> bool:
        """End all rooms, and return whether they ended; what is waiting is not done any more."""
        rooms = (self._asking, self._looking, self._drawing, self._writing)
        ended = [room.close(_LAST_WORDS) for room in rooms]
        return all(ended)

    async def write(self, make: Callable[[], T]) -> T:
        """Return what a function makes of something that was found: a page, or JSON."""
        return await self._writing.do(make)

    async def ask(self, question: str, wanted: RequestedCells, *, limit: int, everyone: bool = False) -> Answer:
        """Answer a question."""

        def answered() -> Answer:
            answer = self._engine.ask(question, wanted.filters, limit=limit, everyone=everyone)
            return note_changes(self._engine.index, answer, whole=False)

        return await self._asking.do(answered)

    async def tally(self, question: str, by: str, wanted: RequestedCells) -> Answer:
        """Count how often each option of a closed question was chosen."""

        def answered() -> Answer:
            answer = self._engine.tally(question, by, wanted.filters)
            return note_changes(self._engine.index, answer, whole=False)

        return await self._asking.do(answered)

    async def search(self, words: str, wanted: RequestedCells, *, stances: Sequence[Stance], limit: int) -> list[Hit]:
        """Find passages; nothing is decided."""
        text = check_question(words)
        return await self._asking.do(
            lambda: self._engine.search(text, wanted.filters, stances=tuple(stances), limit=limit)
        )

    async def place(self, citation_id: str, around: int) -> Place:
        """Return a cited place with as many lines around it."""
        return await self._looking.do(lambda: self._place(citation_id, around))

    async def matrix(self, wanted: RequestedCells, *, whole: bool) -> Matrix:
        """Return respondents × questions; with ``whole``, whole answers."""
        return await self._looking.do(lambda: self._matrix(wanted, whole=whole))

    async def describe_holdings(self) -> dict[str, Any]:
        """Return what the index holds, as ``msqqa info --format json`` prints it."""
        return await self._looking.do(lambda: holdings(self._index))

    async def picture(self, citation_id: str, page: int) -> bytes:
        """Return a page that a citation stands on, as a PNG with the place marked and personal data covered.

        Raises
        ------
        SourceError
            If it cannot be drawn, or holds personal data that cannot be covered.
        """
        key = citation_id, page
        kept = self._pictures.get(key)
        if kept is not None:
            return kept
        draw = await self._looking.do(lambda: self._to_draw(citation_id, page))
        drawn = await self._drawing.do(draw)
        self._pictures.put(key, drawn)
        return drawn

    # -------- in the room of what is looked up

    def _place(self, citation_id: str, around: int) -> Place:
        index = self._index
        cited = find(index, citation_id)
        before, after = surroundings(index, cited, around)
        files = files_of(index, [cited.respondent])
        notes = describe_changes(index, changes_among(index, files), files)
        name = index.store.respondents[cited.respondent].name
        return Place(cited, before, after, name, self._pages(cited), tuple(notes))

    def _pages(self, cited: Citation) -> tuple[int, ...]:
        store = self._index.store
        source = store.sources[store.ranks[cited.respondent]]
        first, last = store.page(source.path, cited.chars[0]), store.page(source.path, cited.chars[1] - 1)
        if first is None or last is None or not source.file.lower().endswith(".pdf"):
            return ()
        return tuple(range(first, min(last, first + _MOST_PAGES - 1) + 1))

    def _matrix(self, wanted: RequestedCells, *, whole: bool) -> Matrix:
        index = self._index
        respondents, questions = Planner(index.store, lambda _: False).apply_filters(wanted.filters)
        size = (len(respondents) or len(index.store.respondents)) * (len(questions) or len(index.store.questions))
        if size > MOST_CELLS:
            what = f"a matrix of {size:,} cells is more than a page can hold"
            raise QuestionError(what, "name some respondents or questions, or write it by msqqa matrix --output FILE")
        return matrix_of(index, respondents, questions, whole=whole)

    def _to_draw(self, citation_id: str, page: int) -> Callable[[], bytes]:
        """Return what draws a page: all that it needs of the index is looked up now."""
        from msqqa.read.pdf.places import tokens_in

        index, store = self._index, self._index.store
        cited = find(index, citation_id)
        if page not in self._pages(cited):
            raise SourceError(f"{citation_id!r} does not stand on a page {page} of a PDF", "name a page that it cites")
        source = store.sources[store.ranks[cited.respondent]]
        text, starts = store.text(source.path), store.pages(source.path)
        begin, end = starts[page - 1], starts[page] if page < len(starts) else len(text)
        withheld = store.withheld(source.path)
        hidden = {key for a, b, key in tokens_in(text) if any(a < last and first < b for first, last in withheld)}
        more = {
            "page": page,
            "text": text[begin:end],
            "marked": _clip_ranges([cited.chars], begin, end),
            "withheld": _clip_ranges(withheld, begin, end),
            "hidden": sorted(hidden),
        }
        path = index.source_path(source.path)
        return lambda: _draw(source.file, path.read_bytes, source.sha256, more)


def _clip_ranges(ranges: Sequence[tuple[int, int]], begin: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of ranges that stand between two places, counted from the first."""
    parts = ((max(a, begin) - begin, min(b, end) - begin) for a, b in ranges)
    return [(a, b) for a, b in parts if a < b]


def _draw(file: str, data_of: Callable[[], bytes], sha256: str, more: dict[str, Any]) -> bytes:
    from msqqa.read.isolation import read_apart

    try:
        data = data_of()
    except OSError as error:
        raise SourceError(f"{file} cannot be read ({error.strerror})", "look at its text") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SourceError(f"{file} is no longer what was indexed", "index it again to see its pages")
    made: bytes = read_apart("msqqa.read.pdf.picture", file, data, **more).png
    return made
