"""msqqa from Python: an open index that answers questions. :func:`msqqa.open` opens one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from msqqa.ask.answer.cite import find, surroundings
from msqqa.ask.answer.holdings import holdings
from msqqa.ask.answer.matrix import matrix
from msqqa.ask.answer.places import places
from msqqa.ask.engine import Engine
from msqqa.ask.plan import Filters
from msqqa.ask.reading.wording import check_question
from msqqa.cluster import door
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import QuestionError, StoreError
from msqqa.index.changes import changes_among, changes_of, files_of
from msqqa.index.location import command, display_index
from msqqa.model import STANCES
from msqqa.render.as_html import Notebook
from msqqa.render.prose import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from msqqa.ask.answer.matrix import Matrix
    from msqqa.ask.answer.search_hits import Hit
    from msqqa.model import Answer, Citation, Respondent, Stance


class Asker:
    """An open index that answers questions; asking changes nothing, and the same question gives the same answer.

    The model is loaded by the first question, not before. An index that is built anew is not noticed: what was opened
    goes on answering as it is.
    """

    def __init__(self, engine: Engine) -> None:
        self._open: Engine | None = engine

    @classmethod
    def open(cls, index: str | Path, *, corpus: str | Path | None = None, model: str | None = None) -> Asker:
        """Open an index; see :func:`msqqa.open`."""
        folder = Path(index)
        there = door.load(folder)
        missing = StoreError(f"no index at {display_index(folder)}", f"build one with {command(corpus, folder)}")
        if there is None:
            raise missing
        encoder = Encoder.named(model or there.model, there.precision)
        opened = door.open_index(folder, None if corpus is None else Corpus.at(Path(corpus)), encoder)
        if opened is None:
            raise missing  # gone since it was looked at
        return cls(Engine.over(opened, encoder))

    def ask(
        self,
        question: str,
        *,
        respondents: Iterable[str] = (),
        questions: Iterable[str] = (),
        editions: Iterable[str] = (),
        limit: int = 10,
        everyone: bool = False,
        contacts: bool = False,
    ) -> Answer:
        """Answer a question.

        Parameters
        ----------
        question:
            As somebody types it.
        respondents, questions, editions:
            Only these, by name or id; each overrides what the question says. One may be given as a text of its own.
        limit:
            How many passages are cited at most beyond those that the answer rests on.
        everyone:
            Whether respondents about whom nothing was found are listed too.
        contacts:
            Whether names and e-mail addresses of contact fields may be shown.

        Raises
        ------
        QuestionError
            If the question cannot be read as one, or it or a filter names something ambiguous or unknown.
        VerdictsError
            If one of an analyst's corrections, in the corpus's ``verdicts.toml``, is not valid.
        """
        filters = _filters(respondents, questions, editions)
        engine = self._engine
        answer = engine.ask(question, filters, limit=_count(limit), everyone=everyone, contacts=contacts)
        return _shown(replace(answer, changed_sources=tuple(self.changed_among(answer.citations))))

    def search(
        self,
        words: str,
        *,
        respondents: Iterable[str] = (),
        questions: Iterable[str] = (),
        editions: Iterable[str] = (),
        stances: Iterable[Stance] = (),
        limit: int = 10,
    ) -> list[Hit]:
        """Return the passages that words and meaning find, best first; nothing is decided.

        Parameters
        ----------
        words:
            What to look for.
        respondents, questions, editions:
            Only these, as in :meth:`ask`.
        stances:
            Only passages of cells that say so: ``yes``, ``no``, ``planned``, ``partial``, ``blank`` or ``unclear``.
        limit:
            How many at most.

        Raises
        ------
        QuestionError
            If there are no words, or a filter names something ambiguous or unknown.
        """
        filters, said = _filters(respondents, questions, editions), _stances(stances)
        return self._engine.search(check_question(words), filters, stances=said, limit=_count(limit))

    def show(self, citation_id: str, *, contacts: bool = False) -> Citation:
        """Return the citation that an id names; names and e-mail addresses of contact fields only with ``contacts``.

        Raises
        ------
        CitationError
            If the text is no citation's id, or names nothing in this index.
        """
        return find(self._engine.index, citation_id, contacts=contacts)

    def places(self, target: str, *, contacts: bool = False) -> list[Citation]:
        """Return the places that a target means, as ``msqqa show`` takes it, in the order of the corpus.

        Parameters
        ----------
        target:
            A citation's id, an answer as ``mongolia/41``, a question's id, or a respondent's id or name.
        contacts:
            Whether names and e-mail addresses of contact fields may be shown.

        Raises
        ------
        CitationError
            If it means nothing in this index.
        """
        return places(self._engine.index, target, contacts=contacts)

    def surroundings(self, citation: Citation, lines: int = 3, *, contacts: bool = False) -> tuple[str, str]:
        """Return the text of so many lines before a cited place and after it; withheld characters are ``█``."""
        return surroundings(self._engine.index, citation, _count(lines), contacts=contacts)

    def tally(
        self, question: str, by: str = "", *, respondents: Iterable[str] = (), editions: Iterable[str] = ()
    ) -> Answer:
        """Count how often each option of a closed question was chosen; the counts are in the answer's ``closed``.

        Parameters
        ----------
        question:
            Its id, or words by which it is found.
        by:
            The id or the words of another question that splits the counts, or ``group`` or ``edition``; empty for none.
        respondents, editions:
            Only these, as in :meth:`ask`.

        Raises
        ------
        QuestionError
            If there is no question, or a filter names something ambiguous or unknown.
        """
        return _shown(self._engine.tally(question, by, _filters(respondents, (), editions)))

    def matrix(
        self, *, respondents: Iterable[str] = (), questions: Iterable[str] = (), editions: Iterable[str] = ()
    ) -> Matrix:
        """Return respondents × questions: what each says to each, with the place that it rests on.

        ``to_pandas()`` and ``to_polars()`` of it make frames.

        Parameters
        ----------
        respondents, questions, editions:
            Only these, as in :meth:`ask`.

        Raises
        ------
        QuestionError
            If a filter names something ambiguous or unknown.
        VerdictsError
            If one of an analyst's corrections is not valid.
        """
        engine = self._engine
        return matrix(engine.index, *engine.planner.apply_filters(_filters(respondents, questions, editions)))

    def info(self) -> dict[str, Any]:
        """Return what the index holds: the object that ``msqqa info --format json`` prints."""
        return holdings(self._engine.index)

    @property
    def respondents(self) -> tuple[Respondent, ...]:
        """Who filled the form in, in the order of the corpus."""
        return tuple(self._engine.index.store.respondents.values())

    def changed_sources(self) -> list[str]:
        """Return the sources that are no longer what was indexed; they are answered from as they were."""
        return changes_of(self._engine.index).list_files()

    def changed_among(self, citations: Iterable[Citation]) -> list[str]:
        """Return the sources of some citations that are no longer what was indexed."""
        index = self._engine.index
        files = files_of(index, (cited.respondent for cited in citations))
        return changes_among(index, files).among(files)

    def close(self) -> None:
        """Close the index's files; what was answered stays, nothing more is. May be called again."""
        if self._open is not None:
            self._open.index.close()
            self._open = None

    @property
    def _engine(self) -> Engine:
        if self._open is None:
            raise ValueError("this index is closed")  # as of a closed file: the caller's mistake, not the user's
        return self._open

    def __enter__(self) -> Asker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<msqqa.Asker {self._open.index.path if self._open else 'closed'}>"


def _shown(answer: Answer) -> Answer:
    """Return an answer with its words, and with what shows it in a notebook."""
    return replace(answer, text=paragraph(answer), display=Notebook())


def _filters(respondents: Iterable[str], questions: Iterable[str], editions: Iterable[str]) -> Filters:
    return Filters(_texts(respondents), _texts(questions), _texts(editions))


def _stances(given: Iterable[Stance]) -> tuple[Stance, ...]:
    wanted = cast("tuple[Stance, ...]", _texts(given))
    for stance in wanted:
        if stance not in STANCES:
            raise QuestionError(f"no stance {stance!r}", f"a cell says one of {', '.join(STANCES)}")
    return wanted


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    """Return what was given; a single text is one, not its letters."""
    return (given,) if isinstance(given, str) else tuple(given)


def _count(limit: int) -> int:
    if limit < 0:
        raise ValueError(f"limit is {limit}; give 0 or more")
    return limit
