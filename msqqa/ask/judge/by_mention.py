"""Sets by mention: which respondents use a word, in whatever form it is written, and which only come near it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.denials import is_denied_mention
from msqqa.ask.judge.outcome import (
    Evidence,
    PlanResult,
    RespondentVerdict,
    evidence_of,
    order_verdicts,
    round_score,
    top_score,
)
from msqqa.ask.plan.terms import common_abbreviations, spellings
from msqqa.ask.retrieve.candidates import may_hold_all, may_mention
from msqqa.ask.retrieve.mentions import is_mentioned, loose_mentions, name_in
from msqqa.words import fold, stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.judge.cell_scorer import CellScorer
    from msqqa.ask.judge.reviewed import Corrections
    from msqqa.ask.retrieve.hits import CellHit, Query
    from msqqa.ask.retrieve.scope import Scope
    from msqqa.model import Concept, SetPlan, Verdict

_LOOKED_AT, _FEW = 300, 5
"""Respondents, and passages of each, that are looked into for the names by which something is mentioned."""
_NAMES = 6
"""Names that a note lists."""
_NEARLY = 0.6
"""Confidence from which who does not use a word is shown as possible all the same."""
_HELD = 0.3
"""Share of the words, by weight, that a passage must hold itself then. The question above it holds them for everybody
who answered it. Of 180 who were possible in the sets by mention of ``evals/claims``, 11 have that much, among them all
4 who belong."""


class MentionDecider:
    """Decides over one index who mentions something."""

    def __init__(self, bearing: CellScorer, corrections: Corrections) -> None:
        self._bearing = bearing
        self._corrections = corrections
        self._store = bearing.store
        self._retriever = bearing.retriever

    def decide(
        self, plan: SetPlan, query: Query, hits: list[CellHit], examined: Sequence[str], scope: Scope
    ) -> PlanResult:
        """Return who uses the words that a plan asks for."""
        using = [self._mentions(query, concept, scope) for concept in plan.concepts]
        found_by, akin_by = [exactly for exactly, _ in using], [akin for _, akin in using]
        best: dict[str, CellHit] = {}
        for hit in hits:
            best.setdefault(hit.respondent, hit)
        found = []
        for respondent in examined:
            places = [by.get(respondent, []) for by in found_by]
            own = _decide_mentions(plan, respondent, places)
            if own is None and all(c.polarity == "positive" for c in plan.concepts):
                own = self._nearly(query, respondent, [by.get(respondent, []) for by in akin_by], best.get(respondent))
            own = own or RespondentVerdict(respondent, "none", None, "words", 0.0)
            there = [bool(of_one) for of_one in places]
            found.append(
                self._corrections.on_mentions(plan.concepts, own, there, lambda there: _verdict_of(plan, there))
            )
        found = [replace(f, denials=self._denials(plan, f)) if f.basis == "words" and f.evidence else f for f in found]
        plan = replace(plan, notes=(*plan.notes, *self._other_names(plan, found)))
        return PlanResult(plan, True, order_verdicts(found), self._bearing.best(hits))

    def _denials(self, plan: SetPlan, found: RespondentVerdict) -> tuple[Evidence, ...]:
        """Return which of somebody's mentions say that it is not there."""

        def is_denial(evidence: Evidence) -> bool:
            cell = self._store.cell(evidence.cell)
            asked = self._store.questions[self._store.question_of(evidence.cell)][2]
            text, _ = self._store.quote(evidence.cell, evidence.start, evidence.end)
            return is_denied_mention(text, plan.terms, cell, asked)

        return tuple(evidence for evidence in found.evidence if is_denial(evidence))

    def _other_names(self, plan: SetPlan, found: Sequence[RespondentVerdict]) -> Iterator[str]:
        """Yield a note on each concept that some respondents mention only by other names: in full, short, or foreign.

        What the corpus's owner takes for the same is told by the plan.
        """
        matched = [f for f in found if f.verdict == "matched" and f.basis == "words" and f.evidence][:_LOOKED_AT]
        told = (way for group in self._store.synonyms for term in group for way in (term, *spellings(term)))
        own = {tuple(stems(term)) for term in told}
        for concept in plan.concepts:
            first = concept.terms[0]
            same = {tuple(stems(term)) for term in (first, *spellings(first))} | own
            by_stems = {tuple(stems(term)): term for term in reversed(concept.terms)}
            others = [term for key, term in by_stems.items() if key not in same]
            if concept.polarity != "positive" or not others:
                continue
            used = {name for f in matched for name in self._names_used(f.evidence, first, others)}
            names = [term for term in concept.terms if term in used]
            if names:
                more = " …" if len(names) > _NAMES else ""
                yield f"{first}: found by other names too: {', '.join(names[:_NAMES])}{more}"

    def _names_used(self, evidence: Sequence[Evidence], first: str, others: Sequence[str]) -> list[str]:
        """Return the names by which some evidence mentions something; none where it calls it as it is asked for."""
        used: list[str] = []
        for one in evidence[:_FEW]:
            text, _ = self._store.quote(one.cell, one.start, one.end)
            language = self._store.language_of(one.cell)
            if is_mentioned(text, [first], language=language):
                return []
            used += [term for term in others if is_mentioned(text, [term], language=language)]
        return used

    def _nearly(
        self, query: Query, respondent: str, akin: Sequence[Sequence[Evidence]], best: CellHit | None
    ) -> RespondentVerdict | None:
        """Return what comes near a mention: words of the same stem, or a passage that answers; None for neither.

        Such a passage holds some of the words itself, or words of like meaning.
        """
        evidence = tuple(e for of_one in akin for e in of_one)
        if evidence:
            return RespondentVerdict(respondent, "possible", None, "words", top_score(evidence), evidence[:1])
        holding = () if best is None else tuple(hit for hit in best.passages if hit.own_coverage >= _HELD)
        if best is None or not holding or self._bearing.confidence(query, best) < _NEARLY:
            return None
        return RespondentVerdict(
            respondent, "possible", None, "meaning", round_score(best.score), (evidence_of(holding[0]),)
        )

    def _mentions(
        self, query: Query, concept: Concept, scope: Scope
    ) -> tuple[dict[str, list[Evidence]], dict[str, list[Evidence]]]:
        """Return, by respondent, the passages that use a concept's terms, and those that use only words akin to them.

        Where the terms stand nowhere as written, their words near each other must do, or a name without the word for
        what it names.
        """
        lexical, terms = self._retriever.lexical, concept.terms
        rows = may_mention(self._store, lexical, terms, scope.passages)
        found = self._in_passages(query, rows, lambda text, spoken: is_mentioned(text, terms, language=spoken))
        akin = self._in_passages(
            query, rows, lambda text, spoken: is_mentioned(text, terms, akin=True, language=spoken)
        )
        if not found:
            rows = may_hold_all(self._store, lexical, terms[0], scope.passages)
            found = self._in_passages(
                query, rows, lambda text, spoken: bool(loose_mentions(text, terms[0], language=spoken))
            )
        if not found and (name := name_in(terms[0], self._is_short_form)) is not None:
            return self._mentions(query, replace(concept, terms=(name,)), scope)
        return found, akin

    def _is_short_form(self, word: str) -> bool:
        """Return whether a folded word is a short form here or everywhere: gdpr."""
        return any(
            word == fold(short) for known in (self._store.abbreviations, common_abbreviations()) for short in known
        )

    def _in_passages(
        self, query: Query, rows: NDArray[np.int64], uses: Callable[[str, str], bool]
    ) -> dict[str, list[Evidence]]:
        """Return, by respondent, those of some passages that use something: ``uses(text, language)``."""
        found: dict[str, list[Evidence]] = {}
        fits = self._retriever.fits(query, rows).tolist()
        passages = self._store.passages(rows.tolist()).values()
        if self._store.languages.keys() != {"en"}:
            self._store.load_cells({cell for cell, _ in passages})
        for fit, (cell, passage) in zip(fits, passages, strict=True):
            if uses(
                passage.text, self._store.language_of(cell)
            ):  # as it reads: a word in a link's target is nobody's mention
                evidence = Evidence(cell, passage.start, passage.end, round_score(fit))
                found.setdefault(passage.respondent, []).append(evidence)
        return found


def _decide_mentions(plan: SetPlan, respondent: str, places: Sequence[Sequence[Evidence]]) -> RespondentVerdict | None:
    """Return what a respondent's mentions of each concept come to; None where they decide nothing."""
    verdict = _verdict_of(plan, [bool(of_one) for of_one in places])
    if verdict is None:
        return None
    evidence = tuple(sorted({e for p in places for e in p}, key=lambda e: (-e.score, e.cell, e.start)))
    return RespondentVerdict(respondent, verdict, None, "words", top_score(evidence), evidence)


def _verdict_of(plan: SetPlan, there: Sequence[bool]) -> Verdict | None:
    """Return what it comes to which concepts are mentioned; None where that decides nothing."""
    wanted = [concept.polarity == "positive" for concept in plan.concepts]
    holds = [is_there == want for is_there, want in zip(there, wanted, strict=True)]
    if holds and (all if plan.combine == "and" else any)(holds):
        return "matched"
    return "rejected" if any(is_there and not want for is_there, want in zip(there, wanted, strict=True)) else None
