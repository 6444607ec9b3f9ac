"""What of a cell bears on a question: how surely it answers, and which of its passages tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.confidence import (
    ANSWERED,
    ANSWERED_BY_SILENCE,
    TOLD,
    probability,
    probability_told,
    signals,
)
from msqqa.ask.judge.outcome import Best, Evidence, RespondentVerdict, evidence_of, place_of, round_score
from msqqa.ask.reading.model import Reader
from msqqa.ask.retrieve.expectation import NOTHING, expectation_of
from msqqa.index.split import sentences_of
from msqqa.judge.labels import BEARING
from msqqa.judge.word_pieces import SentenceContext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msqqa.ask.retrieve import Retriever
    from msqqa.ask.retrieve.hits import CellHit, Nearness, PassageHit, Query
    from msqqa.index.store import Store
    from msqqa.judge.model import Judge
    from msqqa.model import Plan, Question, Stance, Verdict

OWN_PASSAGES = 3
"""Passages of a lookup's own cell that are cited."""
FALLS_OFF = 0.15
"""How far below the cell's best passage, in cosine plus coverage, another may lie and still be cited with it."""

_LOOKED_INTO = 6
"""Passages of a cell among whose sentences the nearest are looked for."""
_JUDGED = 4
"""Nearest sentences of a cell that are judged."""


class CellScorer:
    """Judges cells of one index."""

    def __init__(self, store: Store, retriever: Retriever, judge: Judge) -> None:
        self.store = store
        self.retriever = retriever
        self._judge = judge
        self._asks: dict[int, str] = {}

    def confidence(self, query: Query, hit: CellHit) -> float:
        """Return the probability that a cell answers what is asked."""
        return probability(self._signals(query, hit))

    def _signals(self, query: Query, hit: CellHit) -> tuple[float, ...]:
        if self.asks_alike(query, hit):
            query = replace(query, expects=NOTHING)
        return signals(query, hit, self.retriever.alike)

    def asks_alike(self, query: Query, hit: CellHit) -> bool:
        """Return whether a cell's own question asks for the kind of thing that is asked for here.

        Whatever its respondent said to that is the answer: "pretty long", where the form asks how long.
        """
        kind = query.expects.type
        if kind in ("anything", "comparison") or not hit.passages:
            return False
        row = self.store.question_of(hit.row)
        if row not in self._asks:
            self._asks[row] = Reader.shipped().read(self.store.questions[row][2]).asks
        return expectation_of(self._asks[row]) == kind

    def is_answer(self, query: Query, hit: CellHit) -> bool:
        """Return whether a cell is likely enough to answer what is asked.

        Nobody wrote other wordings of a learned form's question, which so speaks for its cell less often. There the
        nearest sentences of the answer decide too.
        """
        if not hit.passages:
            return self.confidence(query, hit) >= ANSWERED_BY_SILENCE
        near = None if self.is_worded(hit) else self.compare_finely(query, hit)
        if near is None:
            return self.confidence(query, hit) >= ANSWERED
        told = self.find_told(query, hit, near)
        least, most = (probability_told((*told, judged)) >= TOLD for judged in (0.0, 1.0))
        return least or (most and probability_told((*told, self.judge_nearest(query, hit, near))) >= TOLD)

    def compare_finely(self, query: Query, hit: CellHit) -> Nearness | None:
        """Return how near a cell comes by finer cosines; None where nothing is compared by them, or judged."""
        return self.retriever.compare_finely(query, hit) if self.retriever.parts.judge else None

    def find_told(self, query: Query, hit: CellHit, near: Nearness) -> tuple[float, ...]:
        """Return the values of :data:`msqqa.ask.judge.confidence.TOLD_SIGNALS` for a cell, but for the judge's."""
        return (*self._signals(query, hit), near.told, near.asked)

    def judge_nearest(self, query: Query, hit: CellHit, near: Nearness) -> float:
        """Return how surely the judge says that one of a cell's nearest sentences bears on what is asked."""
        wording = self.store.questions[self.store.question_of(hit.row)][2]
        places = [SentenceContext(wording, "", text) for text in self._nearest(hit, near)]
        return 1.0 - float(self._judge.sentences(query.text, places)[:, BEARING.index("none")].min())

    def _nearest(self, hit: CellHit, near: Nearness) -> list[str]:
        """Return the few pieces of a cell's answer that come nearest, passages or sentences of them."""
        language = self.store.language_of(hit.row)
        found = [
            (cosine, -at, text)
            for at, p in enumerate(hit.passages[:_LOOKED_INTO])
            for cosine, text in zip(near.pieces[p.row], sentences_of(p.passage.text, language), strict=True)
        ]
        return [text for _, _, text in sorted(found, key=lambda one: one[:2], reverse=True)[:_JUDGED]]

    def is_worded(self, hit: CellHit) -> bool:
        """Return whether a cell's question was worded otherwise; a column's short name is the form's own wording."""
        form = self.store.form_of(self.store.source_of(hit.row).path)
        return bool(form.question(hit.question).keywords) and not form.origin

    def question(self, hit: CellHit) -> Question:
        """Return the form's question that a cell answers."""
        return self.store.form_of(self.store.source_of(hit.row).path).question(hit.question)

    def cells_of(self, query: Query, examined: Sequence[str], question: str) -> dict[str, CellHit]:
        """Return the cell of one question of each respondent that has it, with all of its passages."""
        scope = self.retriever.select(examined, (question,))
        cells = scope.cells if scope.cells is not None else self.retriever.all_cells
        return {h.respondent: h for h in self.retriever.every_cell(query, cells) if h.question == question}

    def stance_of(self, hit: CellHit, in_set: Mapping[Stance, Verdict]) -> RespondentVerdict:
        """Return what a cell says, and whether that puts its respondent in the set."""
        cell = hit.cell
        verdict, reviewed = in_set.get(cell.stance, "none"), cell.reviewed
        if reviewed is not None and reviewed.stance_before is not None:
            reviewed = replace(reviewed, verdict_before=in_set.get(reviewed.stance_before, "none"))
        evidence = self.own_passages(hit)
        score = round_score(hit.score)
        return RespondentVerdict(cell.respondent, verdict, cell.stance, cell.basis, score, evidence, reviewed=reviewed)

    def stances(
        self, query: Query, question: str, examined: Sequence[str], in_set: Mapping[Stance, Verdict]
    ) -> list[RespondentVerdict]:
        """Return everybody's stance on a question, and whether it is in the set."""
        own = self.cells_of(query, examined, question)
        self.store.load_cells(hit.row for hit in own.values())
        self.store.load_passages(p.row for hit in own.values() for p in self.select_telling(hit))
        found = [self.stance_of(own[r], in_set) for r in examined if r in own]
        # A copy of the form without the question left it blank; who answered another form was never asked.
        asked = {form for form, id_, _ in self.store.questions.values() if id_ == question}
        sources, ranks = self.store.sources, self.store.ranks
        lacking = [r for r in examined if r not in own and sources[ranks[r]].form in asked]
        return found + [RespondentVerdict(r, "none", "blank", "inferred", 0.0) for r in lacking]

    def own_passages(self, hit: CellHit) -> tuple[Evidence, ...]:
        """Return the passages that answer for a cell; where it has none, the place where its answer would stand."""
        if not hit.passages:
            place = place_of(hit.cell)
            return (Evidence(hit.row, *place, 0.0),) if place is not None else ()
        return tuple(evidence_of(p) for p in self.select_telling(hit))

    @staticmethod
    def select_telling(hit: CellHit) -> list[PassageHit]:
        """Return the passages of a cell that come near its best one."""
        floor = hit.passages[0].fit - FALLS_OFF if hit.passages else 0.0
        return [p for p in hit.passages if p.fit >= floor][:OWN_PASSAGES]

    @staticmethod
    def best(hits: Sequence[CellHit]) -> Sequence[Evidence]:
        """Return the best passage of each cell, best cell first."""
        return Best([hit for hit in hits if hit.passages or place_of(hit.cell) is not None])

    @staticmethod
    def nobody(plan: Plan, examined: Sequence[str]) -> tuple[RespondentVerdict, ...]:
        """Everyone was examined, and no cell bears on the question."""
        stance: Stance | None = "unclear" if plan.operator in ("lookup", "compare") else None
        return tuple(RespondentVerdict(r, "none", stance, "inferred" if stance else "meaning", 0.0) for r in examined)
