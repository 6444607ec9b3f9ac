"""Which respondents something holds of: by their stance on a question of the form, by mention, or by meaning."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask import meaning
from msqqa.ask.bearing import OWN_PASSAGES
from msqqa.ask.candidates import may_hold_all, may_mention
from msqqa.ask.confidence import ANSWERED, POSSIBLE
from msqqa.ask.denials import denies
from msqqa.ask.mentions import loose_mentions, mentioned
from msqqa.ask.outcome import Evidence, Found, Outcome, evidence_of, ordered, rounded, together, top_score
from msqqa.ask.plan.operators import SOUGHT
from msqqa.ask.specific import asks_for_more, its_own
from msqqa.model import SetPlan
from msqqa.words import stem, unique, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.bearing import Bearing
    from msqqa.ask.hits import CellHit, Query
    from msqqa.ask.scope import Scope
    from msqqa.model import Cell, Concept, Mode, Plan, Polarity, Stance, Verdict

IN_SET: dict[Polarity, dict[Stance, Verdict]] = {
    "positive": {"yes": "matched", "partial": "matched", "no": "rejected", "planned": "rejected"},
    "negative": {"no": "matched", "planned": "matched", "yes": "rejected", "partial": "rejected"},
}
"""Blank and unclear are in neither set: silence is never counted."""
_NUMBER = re.compile(r"\d")
_A_PLAN = re.compile(r"\b(?:is there|are there|do you have|have you) (?:an? |any )?plans? (?:to|for)\b", re.IGNORECASE)
_LOOKED_INTO = 10
"""Best cells that are looked into for a number."""
_ASKED_FLOOR = 0.4
"""Likeness, and share of the words that the form's question holds, below which nobody asks it."""
_ASKED = 1.2
"""Sum of the two from which "which countries have …" asks one of the form's own questions, and no more than that; nine
in ten of the development questions by question reach it."""
_PLAINLY_ASKED = 1.3
"""Sum from which a word more makes no other question of it."""
_ALL_COVERED, _SOMEWHAT_ALIKE = 0.95, 0.35
"""The same for a question of one or two words, all of which the form's question holds."""
_ALIKE_ABROAD, _APART_ABROAD = 0.5, 0.04
"""Likeness from which a question in another language asks one of the form's, and how far the next must be behind; of
the questions of ``evals/encoders/cross-language.tsv`` the 131 that come so near to a yes/no question all ask it."""
_ABOUT = 0.46
_NEARLY = 0.6
"""Confidence from which who does not use a word is shown as possible all the same."""
_FEW = 5
_MARGIN_TELLS = 0.4
"""What a question by meaning must reach to be answered: the confidence in the best cell of all, and a part of how far
the best passage stands above the background."""


class Sets:
    """Decides sets over one index."""

    def __init__(self, bearing: Bearing) -> None:
        self._bearing = bearing
        self._store = bearing.store
        self._retriever = bearing.retriever

    def decide(self, plan: SetPlan, query: Query, examined: Sequence[str]) -> Outcome:
        """Return who is in the set that a plan asks for."""
        own = self._asked_whole(plan, examined)
        if own is not None:
            found = self._bearing.stances(query, own.question, examined, IN_SET[plan.polarity])
            return Outcome(_of_question(plan, own.question), True, ordered(found))
        if len(plan.concepts) > 1 and not all(c.relation == "mentions" for c in plan.concepts):
            return self._joint(plan, examined)
        scope = self._retriever.select(examined, plan.questions)
        hits = self._retriever.cells(query, scope)
        if not hits:  # a response that does not hold the question
            elsewhere = self._retriever.cells(query, self._retriever.select(examined))
            return Outcome(plan, False, self._bearing.nobody(plan, examined), self._bearing.best(elsewhere))
        if plan.undecided:
            nearest = self._bearing.best(with_numbers(hits))
            return Outcome(plan, False, self._bearing.nobody(plan, examined), nearest)
        if (
            plan.sought in ("planned", "partial")
            and not plan.questions
            and self._asked(query, hits, _unsought(plan)) is None
        ):
            plan = replace(_unsought(plan), mode="meaning")  # of something that no question of the form asks for
        if plan.sought is not None or (plan.answered and plan.questions):
            return self._of_stance(plan, query, hits, examined)
        asked = None if plan.mode_is_given and plan.mode != "question" else self._asked(query, hits, plan)
        if plan.mode == "mention":
            return self._mention(plan, query, hits, examined, scope)
        if asked is not None:
            found = self._bearing.stances(query, asked.question, examined, IN_SET[plan.polarity])
            return Outcome(_of_question(plan, asked.question), True, ordered(found))
        return self._by_meaning(plan, query, hits, examined, scope)

    def _asked_whole(self, plan: SetPlan, examined: Sequence[str]) -> CellHit | None:
        """Return the best cell of the form's yes/no question that asks all of a question, not only its topic.

        "Whose strategy refers to blockchains" names blockchains, and a form may ask just that of a strategy.
        """
        decided = plan.questions or plan.sought is not None or plan.undecided or plan.mode == "question"
        if decided or not plan.beside or len({concept.polarity for concept in plan.concepts}) > 1:
            return None
        query = self._retriever.query(plan.whole)
        hits = self._retriever.cells(query, self._retriever.select(examined))
        best = self._nearest(query, hits, plan) if hits else None
        if best is None or not self._is_yes_or_no(best) or not self._holds(best, plan.beside):
            return None
        if not all(self._holds_any(best, concept.terms) for concept in plan.concepts):
            return None  # one of several things alone
        if its_own(query, self._store.question_of(best.row), self._store, self._retriever):
            return None  # "who uses chatbots" is not asked by "the use of new technologies"
        covered = self._covered(query, best)
        return best if covered >= _ALL_COVERED or covered + best.likeness >= _PLAINLY_ASKED else None

    def _holds(self, hit: CellHit, beside: Sequence[str]) -> bool:
        """Return whether the form's question itself, in its own words, holds all of some words."""
        own = self._own_stems(hit)
        return all(stem(word) in own for word in beside)

    def _holds_any(self, hit: CellHit, terms: Sequence[str]) -> bool:
        """Return whether the form's question itself holds a word of any of some terms."""
        own = self._own_stems(hit)
        return any(stem(w.text) in own for term in terms for w in words(term))

    def _own_stems(self, hit: CellHit) -> set[str]:
        return {stem(w.text) for w in words(self._store.questions[self._store.question_of(hit.row)][2])}

    def _asked(self, query: Query, hits: Sequence[CellHit], plan: SetPlan) -> CellHit | None:
        """Return the best cell of the form's yes/no question that is asked, if it is one of them."""
        if plan.questions or plan.mode == "question":
            return next((hit for hit in hits if self._is_yes_or_no(hit)), None)
        if "ended" in plan.relations:
            return None  # no form asks who has something no longer
        best = hits[0] if plan.mode == "mention" else self._nearest(query, hits, plan)
        return best if self._is_yes_or_no(best) and self._is_asked(query, best, plan) else None

    def asked_of_some(self, query: Query, hits: Sequence[CellHit], plan: Plan) -> CellHit | None:
        """Return the best cell of the yes/no question that is nearest, where a yes or a no is asked for by it."""
        best = self._nearest(query, hits, plan)
        return best if self._is_yes_or_no(best) and self._is_asked(query, best, plan, whole=False) else None

    def _is_asked(self, query: Query, best: CellHit, plan: Plan, *, whole: bool = True) -> bool:
        covered = self._covered(query, best)
        question = self._store.question_of(best.row)
        if its_own(query, question, self._store, self._retriever):
            return False
        if covered < _ASKED_FLOOR and self._is_asked_in_another_language(query, best, plan):
            return True
        near = best.likeness + covered
        if near < _PLAINLY_ASKED and asks_for_more(query, question, self._store):
            return False
        alike = min(best.likeness, covered) >= _ASKED_FLOOR and near >= _ASKED
        return alike or (whole and covered >= _ALL_COVERED and best.likeness >= _SOMEWHAT_ALIKE)

    def _is_asked_in_another_language(self, query: Query, best: CellHit, plan: Plan) -> bool:
        """Return whether the form's question is meant by words of another language than the form's.

        No words can be counted then, so its wording must be alike, and more so than that of any other question.
        """
        if best.likeness < _ALIKE_ABROAD:
            return False
        row = self._store.question_of(best.row)
        others = [value for other, value in enumerate(self._retriever.likeness(query)) if other != row]
        if best.likeness - max(others, default=0.0) < _APART_ABROAD:
            return False
        from msqqa.languages.detect import language_of

        asked = self._store.questions[row][2]
        return language_of(plan.whole if isinstance(plan, SetPlan) else plan.text, "") not in ("", language_of(asked))

    def _nearest(self, query: Query, hits: Sequence[CellHit], plan: Plan) -> CellHit:
        """Return the best cell of the question whose wording is nearest: beside a table's "yes", remarks say more."""
        row = self._retriever.nearest_question(query)
        best = next((hit for hit in hits if self._store.question_of(hit.row) == row), None)
        if best is not None:
            return best
        # Among many respondents, the cells of other questions may fill the ranking.
        cells = self._retriever.select(plan.respondents, (self._store.questions[row][1],)).cells
        return hits[0] if cells is None or not len(cells) else self._retriever.every_cell(query, cells)[0]

    def _is_yes_or_no(self, hit: CellHit) -> bool:
        return self._bearing.question(hit).kind in ("yesno", "tick")

    def _covered(self, query: Query, hit: CellHit) -> float:
        return self._retriever.question_coverage(query, self._store.question_of(hit.row))

    # ---------------------------------------------------------------- of one stance, or of several things

    def _of_stance(self, plan: SetPlan, query: Query, hits: Sequence[CellHit], examined: Sequence[str]) -> Outcome:
        """Return those of one stance on the question that is named, or on the one that comes nearest to the topic."""
        best = hits[0] if plan.questions else self._nearest(query, hits, plan)
        covered = self._covered(query, best)
        if not plan.questions and best.likeness < _SOMEWHAT_ALIKE and covered < _ASKED_FLOOR:
            return Outcome(plan, False, self._bearing.nobody(plan, examined), self._bearing.best(hits))
        named = next((id_ for id_ in plan.questions if any(hit.question == id_ for hit in hits)), None)
        asked = named or best.question
        in_set: dict[Stance, Verdict] = dict.fromkeys(("yes", "partial", "no", "planned"), "rejected")
        if plan.sought is None:
            answers: tuple[Stance, ...] = ("yes", "partial", "no", "planned", "unclear")
            in_set = dict.fromkeys(answers, "matched")
        else:
            in_set[plan.sought] = "matched"
        row = next(row for row, (_, id_, _) in self._store.questions.items() if id_ == asked)
        if plan.sought == "planned" and _A_PLAN.search(self._store.questions[row][2]):
            in_set |= IN_SET["positive"]  # "is there a plan to …": a yes is the plan
            in_set["planned"] = "matched"
        found = self._bearing.stances(query, asked, examined, in_set)
        if plan.sought == "blank":
            found = [self._may_have_answered(f) for f in found]
        return Outcome(_of_question(plan, asked), True, ordered(found))

    def _may_have_answered(self, found: Found) -> Found:
        """Return a finding about silence: an unclear answer is one, save where only the tick could tell and is lost."""
        if found.stance != "unclear" or not found.evidence:
            return found
        cell: Cell = self._store.cell(found.evidence[0].cell)
        lost = cell.selection.state == "lost" and not cell.answers
        return found if lost else replace(found, verdict="rejected")

    def _joint(self, plan: SetPlan, examined: Sequence[str]) -> Outcome:
        """Decide each of several things by itself, and join what is found of each respondent."""
        alone = [_alone(plan, concept) for concept in plan.concepts]
        outcomes = [self.decide(each, self._retriever.query(each.text), examined) for each in alone]
        refused = next((outcome for outcome in outcomes if not outcome.answered), None)
        if (refused is not None and plan.combine == "and") or not any(outcome.answered for outcome in outcomes):
            assert refused is not None
            return Outcome(plan, False, refused.found, refused.nearest)
        answered = [outcome for outcome in outcomes if outcome.answered]
        by_question = all(isinstance(o.plan, SetPlan) and o.plan.mode == "question" for o in answered)
        of_each: dict[str, list[Found]] = {}
        for outcome in answered:
            for found in outcome.found:
                of_each.setdefault(found.respondent, []).append(found)
        return Outcome(
            replace(
                plan,
                mode="question" if by_question else "meaning",
                sought=plan.sought if by_question else None,
                questions=unique(q for o in answered for q in o.plan.questions) if by_question else plan.questions,
                concepts=tuple(c for o in outcomes for c in o.plan.concepts),
                reasons=unique(reason for o in outcomes for reason in o.plan.reasons),
            ),
            True,
            ordered([together(found, plan.combine, by_question=by_question) for found in of_each.values()]),
            answered[0].nearest,
        )

    # ---------------------------------------------------------------- by mention

    def _mention(
        self, plan: SetPlan, query: Query, hits: list[CellHit], examined: Sequence[str], scope: Scope
    ) -> Outcome:
        using = [self._mentions(query, concept, scope) for concept in plan.concepts]
        found_by, akin_by = [exactly for exactly, _ in using], [akin for _, akin in using]
        best: dict[str, CellHit] = {}
        for hit in hits:
            best.setdefault(hit.respondent, hit)
        found = []
        for respondent in examined:
            own = _mentioning(plan, respondent, [by.get(respondent, []) for by in found_by])
            if own is None and all(c.polarity == "positive" for c in plan.concepts):
                own = self._nearly(query, respondent, [by.get(respondent, []) for by in akin_by], best.get(respondent))
            found.append(own or Found(respondent, "none", None, "words", 0.0))
        found = [replace(f, denials=self._denials(plan, f)) if f.basis == "words" and f.evidence else f for f in found]
        return Outcome(plan, True, ordered(found), self._bearing.best(hits))

    def _denials(self, plan: SetPlan, found: Found) -> tuple[Evidence, ...]:
        """Return which of somebody's mentions say that it is not there."""

        def is_denial(evidence: Evidence) -> bool:
            cell = self._store.cell(evidence.cell)
            asked = self._store.questions[self._store.question_of(evidence.cell)][2]
            text, _ = self._store.quote(evidence.cell, evidence.start, evidence.end)
            return denies(text, plan.terms, cell, asked)

        return tuple(evidence for evidence in found.evidence if is_denial(evidence))

    def _nearly(
        self, query: Query, respondent: str, akin: Sequence[Sequence[Evidence]], best: CellHit | None
    ) -> Found | None:
        """Return what comes near a mention: words of the same stem, or a passage that answers; None for neither."""
        evidence = tuple(e for of_one in akin for e in of_one)
        if evidence:
            return Found(respondent, "possible", None, "words", top_score(evidence), evidence[:1])
        if best is None or not best.passages or self._bearing.confidence(query, best) < _NEARLY:
            return None
        return Found(respondent, "possible", None, "meaning", rounded(best.score), self._bearing.own_passages(best)[:1])

    def _mentions(
        self, query: Query, concept: Concept, scope: Scope
    ) -> tuple[dict[str, list[Evidence]], dict[str, list[Evidence]]]:
        """Return, by respondent, the passages that use a concept's terms, and those that use only words akin to them.

        Where the terms stand nowhere as written, their words near each other must do.
        """
        lexical, terms = self._retriever.lexical, concept.terms
        rows = may_mention(self._store, lexical, terms, scope.passages)
        found = self._in_passages(query, rows, lambda text, spoken: mentioned(text, terms, language=spoken))
        akin = self._in_passages(query, rows, lambda text, spoken: mentioned(text, terms, akin=True, language=spoken))
        if not found and len(terms) == 1:
            rows = may_hold_all(self._store, lexical, terms[0], scope.passages)
            found = self._in_passages(
                query, rows, lambda text, spoken: bool(loose_mentions(text, terms[0], language=spoken))
            )
        return found, akin

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
                evidence = Evidence(cell, passage.start, passage.end, rounded(fit))
                found.setdefault(passage.respondent, []).append(evidence)
        return found

    # ---------------------------------------------------------------- by meaning

    def _by_meaning(
        self, plan: SetPlan, query: Query, hits: list[CellHit], examined: Sequence[str], scope: Scope
    ) -> Outcome:
        near = meaning.meant(query, self._retriever, self._store, scope, examined)
        if not self._is_about(query, hits[0], near, len(examined)):
            return Outcome(plan, False, self._bearing.nobody(plan, examined), self._bearing.best(hits))
        doubtful = len(examined) < _FEW and self._bearing.confidence(query, hits[0]) < ANSWERED
        found = [_meaning(plan, respondent, near.get(respondent), doubtful=doubtful) for respondent in examined]
        return Outcome(plan, True, ordered(found), self._bearing.best(hits))

    def _is_about(self, query: Query, best: CellHit, near: Mapping[str, meaning.Meant], examined: int) -> bool:
        """Return whether anybody says something about it; of a few respondents no background can be told."""
        sure = self._bearing.confidence(query, best)
        if examined < _FEW:
            return sure >= POSSIBLE
        return sure + _MARGIN_TELLS * max((m.margin for m in near.values()), default=0.0) >= _ABOUT


def _meaning(plan: SetPlan, respondent: str, own: meaning.Meant | None, *, doubtful: bool) -> Found:
    """Return what a respondent's nearest passages come to."""
    if own is None or own.probability < meaning.POSSIBLE:
        return Found(respondent, "none", None, "meaning", 0.0)
    verdict: Verdict = "matched" if own.probability >= meaning.MATCHED and not doubtful else "possible"
    if own.said == "planned" and "plans" in plan.relations:
        verdict = "matched"
    elif own.said is not None or "plans" in plan.relations:
        # Who has it, as far as is known, does not plan it.
        verdict = "rejected" if own.said is not None and "ended" not in plan.relations else "possible"
    if plan.polarity == "negative":
        # What bears on the topic speaks against its absence; that nothing bears on it says nothing.
        verdict = {"matched": "rejected", "rejected": "matched"}.get(verdict, "none")  # type: ignore[assignment]
    evidence = tuple(evidence_of(passage) for passage in own.passages[:OWN_PASSAGES])
    return Found(respondent, verdict, None, "meaning", rounded(own.probability), evidence)


def _mentioning(plan: SetPlan, respondent: str, places: Sequence[Sequence[Evidence]]) -> Found | None:
    """Return what a respondent's mentions of each concept come to; None where they decide nothing."""
    wanted = [concept.polarity == "positive" for concept in plan.concepts]
    holds = [bool(of_one) == want for of_one, want in zip(places, wanted, strict=True)]
    verdict: Verdict | None = None
    if holds and (all if plan.combine == "and" else any)(holds):
        verdict = "matched"
    elif any(of_one and not want for of_one, want in zip(places, wanted, strict=True)):
        verdict = "rejected"
    if verdict is None:
        return None
    evidence = tuple(sorted({e for p in places for e in p}, key=lambda e: (-e.score, e.cell, e.start)))
    return Found(respondent, verdict, None, "words", top_score(evidence), evidence)


def _alone(plan: SetPlan, concept: Concept) -> SetPlan:
    """Return the plan of one of several claims by itself."""
    sought = SOUGHT.get(concept.relation)
    mode: Mode = "mention" if concept.relation == "mentions" else "question" if sought else "meaning"
    return replace(
        plan,
        text=" ".join(concept.terms[:1] if mode == "mention" else concept.terms),
        concepts=(concept,),
        polarity=concept.polarity,
        mode=mode,
        mode_is_given=mode == "mention",
        sought=sought,
    )


def _unsought(plan: SetPlan) -> SetPlan:
    """Return a plan for whoever says anything on its topic, whatever the stance."""
    return replace(plan, sought=None, mode="meaning")


def with_numbers(hits: Sequence[CellHit]) -> list[CellHit]:
    """Return cells with those that hold numbers before the others."""
    numbered = [hit for hit in hits[:_LOOKED_INTO] if hit.passages and _NUMBER.search(hit.passages[0].passage.text)]
    first = {hit.row for hit in numbered}
    return [*numbered, *(hit for hit in hits if hit.row not in first)]


def _of_question(plan: SetPlan, question: str) -> SetPlan:
    """Return a plan that says which of the form's questions it asks."""
    return replace(
        plan,
        mode="question",
        questions=(question,),
        concepts=tuple(replace(c, questions=(question,)) for c in plan.concepts),
        reasons=(*plan.reasons, f"mode question: it asks the form's question {question}"),
    )
