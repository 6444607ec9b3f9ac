"""One open index with everything that answers from it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.answer import Teller
from msqqa.ask.cite import citation, unsupported
from msqqa.ask.decide import Decider
from msqqa.ask.hits import ALL_PARTS
from msqqa.ask.plan import Filters, Planner
from msqqa.ask.reading.model import Reader
from msqqa.ask.retrieve import Retriever
from msqqa.ask.wording import checked
from msqqa.bounds import bounded_question
from msqqa.encode import Encoder
from msqqa.errors import StoreError
from msqqa.index.open import open_index

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.ask.hits import Parts
    from msqqa.ask.reading.reading import Reading
    from msqqa.index.open import Index
    from msqqa.model import Answer, Citation, Plan


@dataclass(frozen=True, slots=True)
class Engine:
    """Answers questions about one corpus. Opening it reads files; asking does not change anything."""

    index: Index
    reader: Reader
    planner: Planner
    retriever: Retriever

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
            raise StoreError(f"no index at {path}", "build one with msqqa index")
        return cls.over(index, Encoder.named(index.manifest.model, index.manifest.precision))

    @classmethod
    def over(cls, index: Index, encoder: Encoder, parts: Parts = ALL_PARTS) -> Engine:
        """Return an engine over an open index; from now on it answers as it is, whatever is built meanwhile."""
        index.hold()
        retriever = Retriever(index, encoder, parts)
        return cls(index, Reader.shipped(), Planner(index.store, encoder.knows), retriever)

    def read(self, question: str) -> Reading:
        """Return what a question asks for.

        Raises
        ------
        QuestionError
            If there is no question, or it is too long.
        """
        question = checked(question)
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
        """
        began = time.perf_counter()
        with bounded_question():
            plan = self.planner.plan(reading or self.read(question), filters or Filters())
            if not self.retriever.parts.respondents:
                plan = replace(plan, text=question)
            answer = self._carried_out(question, plan, limit=limit, everyone=everyone, contacts=contacts)
        return replace(answer, seconds=time.perf_counter() - began)

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
        with bounded_question():
            plan = self.planner.tally(checked(question), by, filters or Filters())
            answer = self._carried_out(question, plan)
        return replace(answer, seconds=time.perf_counter() - began)

    def _carried_out(
        self, question: str, plan: Plan, *, limit: int = 10, everyone: bool = False, contacts: bool = False
    ) -> Answer:
        outcome = Decider(self.index.store, self.retriever).decide(plan)
        teller = Teller(self.index, self.retriever, contacts)
        answer = teller.tell(question, outcome, limit=limit, everyone=everyone)
        problems = unsupported(answer)
        if problems:
            raise AssertionError(f"an unsupported answer to {question!r}: {'; '.join(problems)}")  # a fault of ours
        return answer

    def search(self, text: str, filters: Filters | None = None, *, limit: int = 10) -> list[tuple[Citation, float]]:
        """Return the passages that fit by words, meaning and question, best first, with scores; nothing is decided."""
        found = []
        with bounded_question():
            # Whatever is typed is looked for: a search decides nothing.
            plan = self.planner.plan(self.read(text), replace(filters or Filters(), operator="open"))
            query = self.retriever.query(plan.text)
            scope = self.retriever.select(plan.respondents, plan.questions)
            for n, hit in enumerate(self.retriever.search(query, scope)[:limit], 1):
                passage = hit.passage
                score = round(max(hit.score, 0.0), 4)  # what is unlike may have cosines below 0
                found.append((citation(self.index, hit.cell, passage.start, passage.end, n=n), score))
        return found
