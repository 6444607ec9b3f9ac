"""One open index with everything that answers from it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from msqqa.ask.answer import AnswerWriter, find_unsupported
from msqqa.ask.answer.cite import citation
from msqqa.ask.answer.search_hits import Hit, QueryWordFinder
from msqqa.ask.judge.decide import Decider
from msqqa.ask.judge.reviewed import Reviews
from msqqa.ask.plan import Filters, Planner
from msqqa.ask.reading.model import Reader
from msqqa.ask.reading.wording import check_question, restore_characters, spell_out
from msqqa.ask.retrieve import Retriever
from msqqa.ask.retrieve.hits import ALL_PARTS
from msqqa.ask.retrieve.scope import word_stance
from msqqa.bounds import bound_question
from msqqa.cluster.door import open_index
from msqqa.encode import Encoder
from msqqa.errors import InternalError, StoreError
from msqqa.index.location import command, display_index
from msqqa.memory import without_collecting

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from msqqa.ask.judge.reviewed import Corrections
    from msqqa.ask.reading.reading import Reading
    from msqqa.ask.retrieve.hits import Ablation
    from msqqa.index.open import Index
    from msqqa.model import Answer, Plan, Stance


@dataclass(frozen=True, slots=True)
class Engine:
    """Answers questions about one corpus. Opening it reads files; asking does not change anything."""

    index: Index
    reader: Reader
    planner: Planner
    retriever: Retriever
    reviews: Reviews
    timed: bool = True
    """Whether answers say how long they took: the one thing in which two of one question differ."""
    _kept: list[Decider] = field(default_factory=list, repr=False, compare=False)
    """What carried out the last question; no more than one."""

    @classmethod
    def open(cls, path: Path) -> Engine:
        """Open the index at ``path`` with the model it was built with.

        Raises
        ------
        StoreError
            If there is no usable index.
        """
        index = open_index(path)
        if index is None:
            raise StoreError(f"no index at {display_index(path)}", f"build one with {command(None, path)}")
        return cls.over(index, Encoder.named(index.manifest.model, index.manifest.precision))

    @classmethod
    def over(cls, index: Index, encoder: Encoder, parts: Ablation = ALL_PARTS) -> Engine:
        """Return an engine over an open index; from now on it answers as it is, whatever is built meanwhile."""
        index.hold()
        retriever = Retriever(index, encoder, parts)
        return cls(index, Reader.shipped(), Planner(index.store, encoder.knows), retriever, Reviews(index))

    def read(self, question: str) -> Reading:
        """Return what a question asks for.

        Raises
        ------
        QuestionError
            If there is no question, or it is too long.
        """
        question = spell_out(check_question(question))
        return self.reader.read(question, self.planner.names_in(question))

    def ask(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        limit: int = 10,
        everyone: bool = False,
        contacts: bool = False,
        reading: Reading | None = None,
    ) -> Answer:
        """Answer a question.

        Parameters
        ----------
        question:
            As somebody types it.
        filters:
            What overrides the question's own words.
        limit:
            How many passages are cited at most beyond those that the answer rests on.
        everyone:
            Whether respondents about whom nothing was found are listed too.
        contacts:
            Whether names and e-mail addresses of contact fields may be shown.
        reading:
            How the question is read, where that is known; else the reader says it.

        Raises
        ------
        QuestionError
            If the question cannot be read as one, or not answered within the time that a question may take.
        VerdictsError
            If an analyst's correction is not valid.
        """
        began = time.perf_counter()
        corrections = self.reviews.current()
        with bound_question(self.index.quicker):
            plan = self.planner.plan(reading or self.read(question), filters or Filters())
            if not self.retriever.parts.respondents:
                plan = replace(plan, text=question)
            answer = self._carried_out(question, plan, corrections, limit=limit, everyone=everyone, contacts=contacts)
        return replace(answer, seconds=time.perf_counter() - began if self.timed else None)

    def tally(self, question: str, by: str = "", filters: Filters | None = None) -> Answer:
        """Return how often each option of a closed question was chosen.

        Parameters
        ----------
        question:
            Its id, or words by which it is found.
        by:
            The id or the words of another one that splits the counts, or ``group`` or ``edition``; empty for none.
        filters:
            Whose answers are counted.

        Raises
        ------
        QuestionError
            If there is no question, or a filter names something ambiguous or unknown.
        """
        began = time.perf_counter()
        with bound_question(self.index.quicker):
            plan = self.planner.tally(check_question(question), restore_characters(by), filters or Filters())
            answer = self._carried_out(question, plan, self.reviews.current())
        return replace(answer, seconds=time.perf_counter() - began if self.timed else None)

    def _carried_out(
        self,
        question: str,
        plan: Plan,
        corrections: Corrections,
        *,
        limit: int = 10,
        everyone: bool = False,
        contacts: bool = False,
    ) -> Answer:
        with without_collecting():
            outcome = self._decider(corrections).decide(plan)
            writer = AnswerWriter(self.index, self.retriever, contacts)
            answer = writer.write(question, outcome, limit=limit, everyone=everyone)
        problems = find_unsupported(answer)
        if problems:
            raise InternalError(f"an unsupported answer to {question!r}: {'; '.join(problems)}")
        return answer

    def _decider(self, corrections: Corrections) -> Decider:
        """Return what carries out plans, with what it worked out of the index for the questions before."""
        kept = next(iter(self._kept), None)
        if kept is None or kept.corrections is not corrections:
            kept = Decider(self.index.store, self.retriever, corrections)
            self._kept[:] = [kept]
        return kept

    def search(
        self, text: str, filters: Filters | None = None, *, stances: Collection[Stance] = (), limit: int = 10
    ) -> list[Hit]:
        """Return the passages that fit by words, meaning and question, best first; nothing is decided.

        Parameters
        ----------
        text:
            What is looked for.
        filters:
            What alone is looked at, before anything is ranked.
        stances:
            What a passage's cell must say: of a question that asks for a yes or a no its stance, of any whether it is
            blank or unclear; none stands for all.
        limit:
            How many are returned at most.
        """
        found = []
        store = self.index.store
        with bound_question(self.index.quicker):
            # Whatever is typed is looked for: a search decides nothing.
            plan = self.planner.plan(self.read(text), replace(filters or Filters(), operator="open"))
            query = self.retriever.query(plan.text)
            scope = self.retriever.select(plan.respondents, plan.questions, stances)
            finder = QueryWordFinder(self.retriever, self.planner.terms, plan.text)
            for n, hit in enumerate(self.retriever.search(query, scope)[:limit], 1):
                passage, cell = hit.passage, store.cell(hit.cell)
                cited = citation(self.index, hit.cell, passage.start, passage.end, n=n)
                kind = store.form_of(cell.source).question(cell.question).kind
                language = store.language_of(hit.cell)
                score = round(max(hit.score, 0.0), 4)  # what is unlike may have cosines below 0
                told, marked = finder.extract(passage.text, language)
                places = finder.places(cited.quote, language)
                found.append(Hit(cited, score, word_stance(kind, cell.stance), places, told, marked))
        return found
