"""Evidence → verdicts: what each respondent's cells come to, by the plan's operator and mode.

Nothing is worded here, and nothing is found again: a verdict rests on ranges of characters that the reader gave.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.candidates import may_hold_all, may_mention
from msqqa.ask.confidence import ANSWERED, ANSWERED_BY_SILENCE, POSSIBLE, probability, signals
from msqqa.ask.expect import expected, met
from msqqa.ask.mentions import loose_mentions, mentioned
from msqqa.ask.outcome import (
    Best,
    Evidence,
    Found,
    Outcome,
    evidence_of,
    ordered,
    place_of,
    rounded,
    together,
    top_score,
)
from msqqa.words import unique

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.hits import CellHit, PassageHit, Query
    from msqqa.ask.retrieve import Retriever
    from msqqa.ask.scope import Scope
    from msqqa.index.store import Store
    from msqqa.model import Concept, Plan, Polarity, Question, Stance, Verdict

_IN_SET: dict[Polarity, dict[Stance, Verdict]] = {
    "positive": {"yes": "matched", "partial": "matched", "no": "rejected", "planned": "rejected"},
    "negative": {"no": "matched", "planned": "matched", "yes": "rejected", "partial": "rejected"},
}
"""Blank and unclear are in neither set: silence is never counted."""
_SILENT: dict[Stance, Verdict] = {
    "blank": "matched", "yes": "rejected", "partial": "rejected", "no": "rejected", "planned": "rejected",
}  # fmt: skip
"""Of those who left a question blank; whether an unclear one did cannot be told."""
_NUMBER = re.compile(r"\d")
_OWN_PASSAGES = 3
"""Passages of a lookup's own cell that are cited."""
_FALLS_OFF = 0.15
"""How far below the cell's best passage, in cosine plus coverage, another may lie and still be cited with it."""
_FULLY = 5
"""Respondents whose passages an open question's answer cites as a lookup would; of the others, the best one."""
_LOOKED_INTO = 10
"""Best cells that are looked into for a number or a date that was asked for."""
_AS_EXPECTED = 0.09
"""What holding one is worth in a cell's score; fitted with the other weights."""
_ASKED_ALIKE = 0.55
"""Likeness from which "which countries have …" asks one of the form's own questions."""
_ASKED_COVERED = 0.5
"""Share of the words that question's phrasings must hold."""

_ALL_COVERED, _SOMEWHAT_ALIKE = 0.95, 0.35
"""The same for a question of one or two words, all of which the form's question holds."""


class Decider:
    """Carries out plans over one index."""

    def __init__(self, store: Store, retriever: Retriever) -> None:
        self._store = store
        self._retriever = retriever

    def decide(self, plan: Plan) -> Outcome:
        """Carry out a plan."""
        if plan.mode == "meaning" and len(plan.concepts) > 1 and not plan.absent:
            return self._joint(plan)
        query = self._retriever.query(plan.text)
        if plan.absent:
            return self._without_subject(plan, query)
        examined = plan.respondents or tuple(self._store.respondents)
        scope = self._retriever.select(examined, plan.questions)
        hits = as_expected(query, self._retriever.cells(query, scope))
        if not hits:  # a response that does not hold the question
            elsewhere = self._retriever.cells(query, self._retriever.select(examined))
            return Outcome(plan, False, self._nobody(plan, examined), self._best(elsewhere))
        if plan.operator in ("lookup", "compare"):
            return self._lookup(plan, query, hits, examined)
        if plan.operator == "open":
            return self._open(plan, query, hits, examined)
        if plan.extreme:
            return self._not_compared(plan, examined, hits)
        if plan.silent:
            return self._by_silence(plan, query, hits, examined)
        if plan.mode == "mention":
            return self._mention(plan, query, hits, examined, scope)
        asked = self._asked(query, hits, plan)
        if asked is not None:
            return self._by_question(plan, query, asked, examined)
        return self._by_meaning(plan, query, hits, examined)

    # ---------------------------------------------------------------- one respondent, or several side by side

    def _lookup(self, plan: Plan, query: Query, hits: list[CellHit], examined: Sequence[str]) -> Outcome:
        if not self._answers(plan, query, hits[0]):
            return Outcome(plan, False, self._nobody(plan, examined), self._best(hits))
        # Side by side means the same question for each: that of the best cell of all.
        alone = len(examined) == 1
        own = {examined[0]: hits[0]} if alone else self._cells_of(query, examined, hits[0].question)
        found = [self._stance_of(own[r], _IN_SET[plan.polarity]) for r in examined if r in own]
        found += [Found(r, "none", "blank", "inferred", 0.0) for r in examined if r not in own]
        used = {e.cell for f in found for e in f.evidence}
        return Outcome(plan, True, tuple(found), self._best([h for h in hits if h.row not in used]))

    def _cells_of(self, query: Query, examined: Sequence[str], question: str) -> dict[str, CellHit]:
        """Return the cell of one question of each respondent that has it, with all of its passages."""
        scope = self._retriever.select(examined, (question,))
        cells = scope.cells if scope.cells is not None else self._retriever.all_cells
        return {h.respondent: h for h in self._retriever.every_cell(query, cells) if h.question == question}

    def _open(self, plan: Plan, query: Query, hits: list[CellHit], examined: Sequence[str]) -> Outcome:
        if not self._answers(plan, query, hits[0]):
            return Outcome(plan, False, self._nobody(plan, examined), self._best(hits))
        question = hits[0].question
        found: dict[str, Found] = {}
        for hit in hits:
            respondent = hit.respondent
            if respondent in found or (hit.question != question and hit.score < hits[0].score - _FALLS_OFF):
                continue
            if self._confidence(query, hit) >= ANSWERED or hit is hits[0] or plan.questions:
                evidence = self._own_passages(hit)[: _OWN_PASSAGES if len(found) < _FULLY else 1]
                verdict: Verdict = "none" if hit.cell.stance in ("blank", "unclear") else "matched"
                found[respondent] = Found(respondent, verdict, None, "meaning", rounded(hit.score), evidence)
        others = [Found(r, "none", None, "meaning", 0.0) for r in examined if r not in found]
        used = {e.cell for f in found.values() for e in f.evidence}
        return Outcome(plan, True, (*found.values(), *others), self._best([h for h in hits if h.row not in used]))

    def _stance_of(self, hit: CellHit, in_set: Mapping[Stance, Verdict]) -> Found:
        cell = hit.cell
        verdict = in_set.get(cell.stance, "none")
        return Found(cell.respondent, verdict, cell.stance, cell.basis, rounded(hit.score), self._own_passages(hit))

    # ---------------------------------------------------------------- a set of respondents

    def _asked(self, query: Query, hits: Sequence[CellHit], plan: Plan) -> Question | None:
        """Return the form's yes/no question that is asked, if it is one of them."""
        best = hits[0]
        question = self._question(best)
        if question.kind not in ("yesno", "tick"):
            return None
        if plan.questions:
            return question
        covered = self._retriever.question_coverage(query, self._store.question_of(best.row))
        alike = best.likeness >= _ASKED_ALIKE and covered >= _ASKED_COVERED
        return question if alike or (covered >= _ALL_COVERED and best.likeness >= _SOMEWHAT_ALIKE) else None

    def _by_question(self, plan: Plan, query: Query, asked: Question, examined: Sequence[str]) -> Outcome:
        found = self._stances(query, asked.id, examined, _IN_SET[plan.polarity])
        return Outcome(_of_question(plan, asked.id), True, ordered(found))

    def _joint(self, plan: Plan) -> Outcome:
        """Decide each of several things by itself, and join what is found of each respondent."""
        alone = [replace(plan, text=" ".join(c.terms), concepts=(c,)) for c in plan.concepts]
        outcomes = [self.decide(each) for each in alone]
        refused = next((outcome for outcome in outcomes if not outcome.answered), None)
        if (refused is not None and plan.combine == "and") or not any(outcome.answered for outcome in outcomes):
            assert refused is not None
            return Outcome(plan, False, refused.found, refused.nearest)
        answered = [outcome for outcome in outcomes if outcome.answered]
        by_question = all(outcome.plan.mode == "question" for outcome in answered)
        of_each: dict[str, list[Found]] = {}
        for outcome in answered:
            for found in outcome.found:
                of_each.setdefault(found.respondent, []).append(found)
        return Outcome(
            replace(
                plan,
                mode="question" if by_question else "meaning",
                questions=unique(q for o in answered for q in o.plan.questions) if by_question else plan.questions,
                concepts=tuple(c for o in outcomes for c in o.plan.concepts),
                reasons=unique(reason for o in outcomes for reason in o.plan.reasons),
            ),
            True,
            ordered([together(found, plan.combine, by_question=by_question) for found in of_each.values()]),
            answered[0].nearest,
        )

    def _by_silence(self, plan: Plan, query: Query, hits: Sequence[CellHit], examined: Sequence[str]) -> Outcome:
        """Return those who left blank the question that is named, or the one that comes nearest to the topic."""
        best = hits[0]
        covered = self._retriever.question_coverage(query, self._store.question_of(best.row))
        if not plan.questions and best.likeness < _SOMEWHAT_ALIKE and covered < _ASKED_COVERED:
            return Outcome(plan, False, self._nobody(plan, examined), self._best(hits))
        named = next((id_ for id_ in plan.questions if any(hit.question == id_ for hit in hits)), None)
        asked = named or best.question
        found = self._stances(query, asked, examined, _SILENT)
        return Outcome(_of_question(plan, asked), True, ordered(found))

    def _stances(
        self, query: Query, question: str, examined: Sequence[str], in_set: Mapping[Stance, Verdict]
    ) -> list[Found]:
        """Return everybody's stance on a question, and whether it is in the set."""
        own = self._cells_of(query, examined, question)
        self._store.load_cells(hit.row for hit in own.values())
        self._store.load_passages(p.row for hit in own.values() for p in self._telling(hit))
        found = [self._stance_of(own[r], in_set) for r in examined if r in own]
        # A response that does not hold the question says nothing to it.
        return found + [Found(r, "none", "blank", "inferred", 0.0) for r in examined if r not in own]

    def _not_compared(self, plan: Plan, examined: Sequence[str], hits: Sequence[CellHit]) -> Outcome:
        """Refuse to say who has most or least, with the passages that hold numbers before the others."""
        with_numbers = [
            hit for hit in hits[:_LOOKED_INTO] if hit.passages and _NUMBER.search(hit.passages[0].passage.text)
        ]
        first = {hit.row for hit in with_numbers}
        others = [hit for hit in hits if hit.row not in first]
        return Outcome(plan, False, self._nobody(plan, examined), self._best([*with_numbers, *others]))

    def _mention(self, plan: Plan, query: Query, hits: list[CellHit], examined: Sequence[str], scope: Scope) -> Outcome:
        found_by = [self._mentions(query, concept, scope) for concept in plan.concepts]
        own_hits: dict[str, list[CellHit]] = {}
        for hit in hits:
            own_hits.setdefault(hit.respondent, []).append(hit)
        found = []
        for respondent in examined:
            places = [by.get(respondent, []) for by in found_by]
            holds = (all if plan.combine == "and" else any)(bool(p) for p in places) and bool(places)
            evidence = tuple(sorted({e for p in places for e in p}, key=lambda e: (-e.score, e.cell, e.start)))
            own = own_hits.get(respondent, [])
            found.append(self._mention_verdict(plan, query, respondent, own, evidence, holds=holds))
        asked = None if any(f.basis == "words" and f.evidence for f in found) else self._asked(query, hits, plan)
        if asked is not None:
            # Nobody uses the words, but the form asks this very question: "which strategies refer to …".
            return self._by_question(plan, query, asked, examined)
        return Outcome(plan, True, ordered(found), self._best(hits))

    def _mention_verdict(
        self,
        plan: Plan,
        query: Query,
        respondent: str,
        own: list[CellHit],
        evidence: tuple[Evidence, ...],
        *,
        holds: bool,
    ) -> Found:
        if plan.polarity == "negative":
            if holds:
                return Found(respondent, "rejected", None, "words", top_score(evidence), evidence)
            return Found(respondent, "matched", None, "words", 0.0)
        if holds:
            return Found(respondent, "matched", None, "words", top_score(evidence), evidence)
        if own and own[0].passages and self._confidence(query, own[0]) >= ANSWERED:
            near = self._own_passages(own[0])[:1]
            return Found(respondent, "possible", None, "meaning", rounded(own[0].score), near)
        return Found(respondent, "none", None, "words", 0.0)

    def _by_meaning(self, plan: Plan, query: Query, hits: list[CellHit], examined: Sequence[str]) -> Outcome:
        if not self._is_about(query, hits[0]):
            return Outcome(plan, False, self._nobody(plan, examined), self._best(hits))
        best: dict[str, CellHit] = {}
        for hit in hits:
            if hit.passages:
                best.setdefault(hit.respondent, hit)
        found = []
        for respondent in examined:
            own = best.get(respondent)
            sure = self._confidence(query, own) if own else 0.0
            if own is None or sure < POSSIBLE:
                found.append(Found(respondent, "none", None, "meaning", 0.0))
                continue
            verdict: Verdict = "matched" if sure >= ANSWERED else "possible"
            if plan.polarity == "negative":
                # What bears on the topic speaks against its absence; that nothing bears on it says nothing.
                verdict = "rejected" if verdict == "matched" else "none"
            found.append(Found(respondent, verdict, None, "meaning", rounded(own.score), self._own_passages(own)))
        return Outcome(plan, True, ordered(found), self._best(hits))

    # ---------------------------------------------------------------- pieces

    def _answers(self, plan: Plan, query: Query, hit: CellHit) -> bool:
        # Who names a question by its number asks for that cell, whatever it holds.
        needed = ANSWERED if hit.passages else ANSWERED_BY_SILENCE
        return bool(plan.questions) or self._confidence(query, hit) >= needed

    def _confidence(self, query: Query, hit: CellHit) -> float:
        return probability(signals(query.text, query, hit, self._retriever.alike))

    def _is_about(self, query: Query, hit: CellHit) -> bool:
        return self._confidence(query, hit) >= POSSIBLE

    def _mentions(self, query: Query, concept: Concept, scope: Scope) -> dict[str, list[Evidence]]:
        """Return, by respondent, the passages that use a concept's terms.

        Where the terms stand nowhere as written, their words near each other must do.
        """
        lexical, terms = self._retriever.lexical, concept.terms
        rows = may_mention(self._store, lexical, terms, scope.passages)
        found = self._in_passages(query, rows, lambda text: mentioned(text, terms))
        if not found and len(terms) == 1:
            rows = may_hold_all(self._store, lexical, terms[0], scope.passages)
            found = self._in_passages(query, rows, lambda text: bool(loose_mentions(text, terms[0])))
        return found

    def _in_passages(
        self, query: Query, rows: NDArray[np.int64], uses: Callable[[str], bool]
    ) -> dict[str, list[Evidence]]:
        """Return, by respondent, those of some passages that use something."""
        found: dict[str, list[Evidence]] = {}
        fits = self._retriever.fits(query, rows).tolist()
        for fit, (cell, passage) in zip(fits, self._store.passages(rows.tolist()).values(), strict=True):
            if uses(passage.quote):
                evidence = Evidence(cell, passage.start, passage.end, rounded(fit))
                found.setdefault(passage.respondent, []).append(evidence)
        return found

    def _own_passages(self, hit: CellHit) -> tuple[Evidence, ...]:
        """Return the passages that answer for a cell; where it has none, the place where its answer would stand."""
        if not hit.passages:
            place = place_of(hit.cell)
            return (Evidence(hit.row, *place, 0.0),) if place is not None else ()
        return tuple(evidence_of(p) for p in self._telling(hit))

    @staticmethod
    def _telling(hit: CellHit) -> list[PassageHit]:
        """Return the passages of a cell that come near its best one."""
        floor = hit.passages[0].fit - _FALLS_OFF if hit.passages else 0.0
        return [p for p in hit.passages if p.fit >= floor][:_OWN_PASSAGES]

    def _best(self, hits: Sequence[CellHit]) -> Sequence[Evidence]:
        """Return the best passage of each cell, best cell first."""
        return Best([hit for hit in hits if hit.passages or place_of(hit.cell) is not None])

    def _without_subject(self, plan: Plan, query: Query) -> Outcome:
        hits = self._retriever.cells(query, self._retriever.select(plan.respondents, plan.questions))
        return Outcome(plan, False, (), self._best(hits))

    def _nobody(self, plan: Plan, examined: Sequence[str]) -> tuple[Found, ...]:
        """Everyone was examined, and no cell bears on the question."""
        stance: Stance | None = "unclear" if plan.operator in ("lookup", "compare") else None
        return tuple(Found(r, "none", stance, "inferred" if stance else "meaning", 0.0) for r in examined)

    def _question(self, hit: CellHit) -> Question:
        return self._store.form_of(self._store.source_of(hit.row).path).question(hit.question)


def _of_question(plan: Plan, question: str) -> Plan:
    """Return a plan that says which of the form's questions it asks."""
    return replace(
        plan,
        mode="question",
        questions=(question,),
        concepts=tuple(replace(c, questions=(question,)) for c in plan.concepts),
        reasons=(*plan.reasons, f"mode question: it asks the form's question {question}"),
    )


def as_expected(query: Query, hits: list[CellHit]) -> list[CellHit]:
    """Move up the best cells that hold the kind of thing asked for, and in them the passages that do."""
    expectation = expected(query.text)
    if expectation.type in ("anything", "comparison"):
        return hits
    moved = []
    for hit in hits[:_LOOKED_INTO]:
        near = [p for p in hit.passages[:_OWN_PASSAGES] if met(expectation, p.passage.text, query.stems) == "near"]
        passages = (*near, *(p for p in hit.passages if p not in near))
        moved.append(replace(hit, score=hit.score + (_AS_EXPECTED if near else 0.0), passages=passages))
    return sorted(moved, key=lambda hit: -hit.score) + hits[_LOOKED_INTO:]
