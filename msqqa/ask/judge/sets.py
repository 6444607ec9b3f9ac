"""Which respondents something holds of: by their stance on a question of the form, by mention, or by meaning.

Over 300 lines: what decides a set is tried one after another, each where the one before tells nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.by_mention import MentionDecider
from msqqa.ask.judge.denials import denies_something
from msqqa.ask.judge.ended import StageDecider
from msqqa.ask.judge.members import decide_members
from msqqa.ask.judge.open_questions import OpenQuestions
from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict, combine_verdicts, order_verdicts
from msqqa.ask.judge.proofs import check_names, other_words
from msqqa.ask.judge.verdicts import verdict_of_stance
from msqqa.ask.plan.operators import SOUGHT
from msqqa.languages.matching import ends_with_phrase, match_beginning
from msqqa.model import SetPlan
from msqqa.words import unique

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.cell_scorer import CellScorer
    from msqqa.ask.judge.claims import Claims
    from msqqa.ask.judge.facets import Facets
    from msqqa.ask.judge.questions import QuestionRecogniser
    from msqqa.ask.judge.reviewed import Corrections
    from msqqa.ask.retrieve.hits import CellHit, Query
    from msqqa.ask.retrieve.scope import Scope
    from msqqa.model import Cell, Concept, Mode, Polarity, Stance, Verdict

IN_SET: dict[Polarity, dict[Stance, Verdict]] = {
    "positive": {"yes": "matched", "partial": "matched", "no": "rejected", "planned": "rejected"},
    "negative": {"no": "matched", "planned": "matched", "yes": "rejected", "partial": "rejected"},
}
"""Blank and unclear are in neither set: silence is never counted."""
_NUMBER = re.compile(r"\d")
_LOOKED_INTO = 10
"""Best cells that are looked into for a number."""
_ASKS_ALL = 0.95
"""Share of a claim's words that a question holds which asks for all of several things."""


class SetDecider:
    """Decides sets over one index."""

    def __init__(
        self,
        bearing: CellScorer,
        questions: QuestionRecogniser,
        claims: Claims,
        facets: Facets,
        corrections: Corrections,
    ) -> None:
        self._bearing = bearing
        self._questions = questions
        self._claims = claims
        self._facets = facets
        self._corrections = corrections
        self._mentions = MentionDecider(bearing, corrections)
        self._stages = StageDecider(bearing, claims)
        self._open = OpenQuestions(bearing)
        self._store = bearing.store
        self._retriever = bearing.retriever

    def decide(self, plan: SetPlan, query: Query, examined: Sequence[str]) -> PlanResult:
        """Return who is in the set that a plan asks for."""
        part = self.find_named_part(plan)
        if part is not None:  # "whose election results are not machine readable" names two things of one question
            return self._by_question(_join_concepts(plan), query, part, examined)
        several = len(plan.concepts) > 1 and not all(c.relation == "mentions" for c in plan.concepts)
        if several or plan.mode == "mention":
            # "Whose strategy refers to blockchains" names blockchains, and a form may ask just that of a strategy.
            whole = self._asked_whole(plan)
            if whole is not None:
                return self._by_question(_join_denied(plan), query, whole, examined)
            whole = self._named_whole(plan, query)
            if whole is not None:
                hits = self._retriever.cells(query, self._retriever.select(examined, (whole,)))
                return self._of_stance(plan, query, hits, examined, whole)
        lacking = self._lacking(plan, query, examined)
        if several or lacking is not None:
            return lacking or self._of_several(plan, query, examined)
        scope = self._retriever.select(examined, plan.questions)
        hits = self._retriever.cells(query, scope)
        if not hits:  # a response that does not hold the question
            elsewhere = self._retriever.cells(query, self._retriever.select(examined))
            return PlanResult(plan, False, self._bearing.nobody(plan, examined), self._bearing.best(elsewhere))
        if plan.undecided:
            nearest = self._bearing.best(with_numbers(hits))
            return PlanResult(plan, False, self._bearing.nobody(plan, examined), nearest)
        if plan.mode == "mention":
            return self._mentions.decide(plan, query, hits, examined, scope)
        asked = self._asked(plan, query, hits)
        plan = self._unless_denied(plan, asked)
        if plan.sought in ("planned", "partial") and asked is None:
            return self._of_stage(plan, query, hits, examined, scope)
        if plan.sought is not None or (plan.answered and plan.questions):
            return self._of_stance(plan, query, hits, examined, asked)
        if asked is not None:
            return self._by_question(plan, query, asked, examined)
        return self._ended(plan, query, hits, examined) or self._by_meaning(plan, query, hits, examined, scope)

    def _ended(
        self, plan: SetPlan, query: Query, hits: Sequence[CellHit], examined: Sequence[str]
    ) -> PlanResult | None:
        """Return who has ended something that a question of the form asks for; None where nothing such is asked."""
        if "ended" not in plan.relations or plan.mode_is_given:
            return None
        row = self._questions.just(plan.text, query, plan.whole)
        if row is None:
            return None
        found = self._stages.of_set(query, self._store.questions[row][1], examined)
        found = self._corrections.on_claim(plan, found, lambda stance: verdict_of_stance(stance, plan.relations))
        return PlanResult(plan, True, order_verdicts(found), self._bearing.best(hits), by_claim=True)

    def _lacking(self, plan: SetPlan, query: Query, examined: Sequence[str]) -> PlanResult | None:
        """Return who lacks what an open question of a learned form asks for; None where none asks for just that."""
        question = self._open.find(plan, examined)
        found = None if question is None else self._open.decide(query, question, examined)
        if found is None:
            return None
        found = self._corrections.on_claim(
            plan, found, lambda stance: verdict_of_stance(stance, plan.relations, plan.polarity)
        )
        return PlanResult(plan, True, order_verdicts(found), by_claim=True)

    def _by_question(self, plan: SetPlan, query: Query, question: str, examined: Sequence[str]) -> PlanResult:
        in_set = IN_SET[plan.polarity]
        stances = self._bearing.stances(query, question, examined, in_set)
        found = self._corrections.on_claim(plan, [self._unless_guessed(f) for f in stances], in_set.get)
        return PlanResult(_of_question(plan, question), True, order_verdicts(found))

    def _unless_guessed(self, found: RespondentVerdict) -> RespondentVerdict:
        """Return a finding as possible that rests on details alone, where nobody confirmed what is asked.

        That a question of a learned form asks for a yes or a no was itself inferred, from what the copies answer.
        """
        decided = found.stance in IN_SET["positive"] and found.verdict in ("matched", "rejected")
        if found.basis != "inferred" or not decided or not found.evidence:
            return found
        source = self._store.source_of(found.evidence[0].cell)
        return replace(found, verdict="possible") if self._store.form_of(source.path).learned else found

    def _asked(self, plan: SetPlan, query: Query, hits: Sequence[CellHit]) -> str | None:
        """Return the id of the form's yes/no question that is just what is asked, if it is one of them."""
        if plan.sought == "blank" and not plan.questions:
            return None  # any question can be left blank, not only one that asks for yes or no
        by_nearest = plan.mode == "question" and (plan.mode_is_given or plan.sought not in ("planned", "partial"))
        if plan.questions or by_nearest:
            part = None if plan.questions or plan.mode_is_given else self._part(plan)
            return part or self._nearest_yes_or_no(hits)
        if "ended" in plan.relations or plan.mode_is_given:
            return None  # no form asks who has something no longer
        row = self._questions.just(plan.text, query, plan.whole)
        return None if row is None else self._store.questions[row][1]

    def _unless_denied(self, plan: SetPlan, asked: str | None) -> SetPlan:
        """Return a plan, of those who say no where its topic denies what a learned form asks: "cannot interact"."""
        if asked is None or plan.polarity == "negative" or plan.questions or plan.mode != "meaning":
            return plan
        row = next(row for row, (_, id_, _) in self._store.questions.items() if id_ == asked)
        form = self._store.forms[self._store.questions[row][0]]
        turned = (form.learned or form.origin) and self._questions.denies_otherwise(plan.text, row)
        return replace(plan, polarity="negative") if turned else plan

    def find_named_part(self, plan: SetPlan) -> str | None:
        """Return the id of the yes/no part of a grid that a question names; None where it asks something else of it."""
        if plan.questions or plan.mode != "meaning" or plan.mode_is_given or plan.sought is not None or plan.undecided:
            return None
        return self._part(plan)

    def _part(self, plan: SetPlan) -> str | None:
        row = self._facets.find(plan.whole, of_set=True, topic=plan.text)
        if row is None:
            return None
        form, id_, _ = self._store.questions[row]
        return id_ if self._store.forms[form].question(id_).kind in ("yesno", "tick") else None

    def _asked_whole(self, plan: SetPlan) -> str | None:
        """Return the id of the form's yes/no question that asks all of a question, not only one of its topics."""
        if plan.questions or plan.sought is not None or plan.undecided or plan.mode == "question":
            return None
        if not plan.beside and plan.mode == "mention":
            return None
        # What those are who are asked for is no word of the claim, nor what asks for them: "asked whether it should
        # keep and publish minutes, how many said yes".
        whole = plan.whole if plan.beside else plan.text
        for asked in (whole,) if plan.mode == "mention" else unique((plan.text, whole)):
            query = self._retriever.query(asked)
            row = self._questions.just(asked, query)
            held = 0.0 if row is None else self._retriever.question_coverage(query, row)
            # "Both security and privacy considerations" is one question only where it asks for both of them; so is
            # "no check-ins with any of their sponsors", of which one topic alone is denied.
            of_one = len({concept.polarity for concept in plan.concepts}) == 1
            if row is not None and not of_one and self._asks_apart(plan, row):
                continue
            if row is not None and (held >= _ASKS_ALL or (plan.beside and of_one and asked != plan.text)):
                return self._store.questions[row][1]
        return None

    def _asks_apart(self, plan: SetPlan, row: int) -> bool:
        """Return whether another question of the form asks one of a plan's topics: "an act, but no privacy law"."""
        topics = [" ".join(concept.terms) for concept in plan.concepts]
        return any(self._questions.just(topic, self._retriever.query(topic)) not in (None, row) for topic in topics)

    def _named_whole(self, plan: SetPlan, query: Query) -> str | None:
        """Return the id of the question that several topics name together, of which one stance is asked.

        Who left "the countries of deployment" blank left one question blank, not two.
        """
        several = len(plan.concepts) > 1 and len({concept.relation for concept in plan.concepts}) == 1
        if plan.sought is None or plan.questions or plan.undecided or plan.combine != "and" or not several:
            return None
        row = self._retriever.nearest_question(query)
        held = self._retriever.question_coverage(query, row) >= _ASKS_ALL and self._questions.is_near(query, row)
        return self._store.questions[row][1] if held else None

    # ---------------------------------------------------------------- of one stance, or of several things

    def _of_stance(
        self, plan: SetPlan, query: Query, hits: Sequence[CellHit], examined: Sequence[str], asked: str | None
    ) -> PlanResult:
        """Return those of one stance on the question that is named, or on the one that comes nearest to the topic."""
        asked = next((id_ for id_ in plan.questions if any(hit.question == id_ for hit in hits)), asked)
        if asked is None:
            row = self._retriever.nearest_question(query)
            if not self._questions.is_near(query, row):
                return PlanResult(plan, False, self._bearing.nobody(plan, examined), self._bearing.best(hits))
            asked = self._store.questions[row][1]
        in_set: dict[Stance, Verdict] = dict.fromkeys(("yes", "partial", "no", "planned"), "rejected")
        if plan.sought is None:
            answers: tuple[Stance, ...] = ("yes", "partial", "no", "planned", "unclear")
            in_set = dict.fromkeys(answers, "matched")
        else:
            in_set[plan.sought] = "matched"
        row = next(row for row, (_, id_, _) in self._store.questions.items() if id_ == asked)
        asks_plans = False
        if plan.sought == "planned" and _asks_for_plans(self._store.questions[row][2]):
            asks_plans = True  # a yes is the plan, and a no that there is none: "no replacement planned"
            if denies_something(plan):
                denied = tuple(replace(concept, polarity="negative") for concept in plan.concepts)
                plan = replace(plan, sought=None, polarity="negative", concepts=denied)
                in_set = {**IN_SET["negative"], "planned": "rejected"}
            else:
                in_set |= {**IN_SET["positive"], "planned": "matched"}
        stances = self._bearing.stances(query, asked, examined, in_set)
        if plan.sought == "planned" and not asks_plans:
            stances = self._stages.find_plans(query, asked, stances)
        if plan.sought is not None:
            stances = [self._unless_guessed(f) for f in stances]
        found = self._corrections.on_claim(plan, stances, in_set.get)
        if plan.sought == "blank":
            found = [self._may_have_answered(f) for f in found]
        return PlanResult(_of_question(plan, asked), True, order_verdicts(found))

    def _of_stage(
        self, plan: SetPlan, query: Query, hits: list[CellHit], examined: Sequence[str], scope: Scope
    ) -> PlanResult:
        """Return who plans, or has in part, what no question of the form asks just so.

        Sentences tell; where they tell of nobody, the question that comes nearest may.
        """
        told = self._by_meaning(replace(plan, sought=None, mode="meaning"), query, hits, examined, scope)
        if told.matches:
            return told
        asked = self._nearest_yes_or_no(hits)
        rows = [row for row, (_, id_, _) in self._store.questions.items() if id_ == asked]
        if not any(self._questions.is_near(query, row) for row in rows):
            return told
        of_question = self._of_stance(plan, query, hits, examined, asked)
        return of_question if of_question.answered else told

    def _nearest_yes_or_no(self, hits: Sequence[CellHit]) -> str | None:
        best = next((hit for hit in hits if self._bearing.question(hit).kind in ("yesno", "tick")), None)
        return None if best is None else best.question

    def _may_have_answered(self, found: RespondentVerdict) -> RespondentVerdict:
        """Return a finding about silence: an unclear answer is one, save where only the tick could tell and is lost."""
        if found.stance != "unclear" or not found.evidence:
            return found
        if found.reviewed is not None:
            return found
        cell: Cell = self._store.cell(found.evidence[0].cell)
        lost = cell.selection.state == "lost" and not cell.answers
        return found if lost else replace(found, verdict="rejected")

    def _of_several(self, plan: SetPlan, query: Query, examined: Sequence[str]) -> PlanResult:
        """Decide several things, by the one open question that asks for them together, or else each by itself."""
        whole = self._of_answers(plan, query, examined) if _is_one(plan) else None
        return whole or self._joint(plan, examined)

    def _joint(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult:
        """Decide each of several things by itself, and join what is found of each respondent."""
        alone = [_isolate_claim(plan, concept) for concept in plan.concepts]
        outcomes = [self.decide(each, self._retriever.query(each.text), examined) for each in alone]
        refused = next((outcome for outcome in outcomes if not outcome.answered), None)
        if (refused is not None and plan.combine == "and") or not any(outcome.answered for outcome in outcomes):
            assert refused is not None
            return PlanResult(plan, False, refused.found, refused.nearest)
        answered = [outcome for outcome in outcomes if outcome.answered]
        by_question = all(isinstance(o.plan, SetPlan) and o.plan.mode == "question" for o in answered)
        of_each: dict[str, list[RespondentVerdict]] = {}
        for outcome in answered:
            for found in outcome.found:
                of_each.setdefault(found.respondent, []).append(found)
        return PlanResult(
            replace(
                plan,
                mode="question" if by_question else "meaning",
                sought=plan.sought if by_question else None,
                questions=unique(q for o in answered for q in o.plan.questions) if by_question else plan.questions,
                concepts=tuple(c for o in outcomes for c in o.plan.concepts),
                reasons=unique(reason for o in outcomes for reason in o.plan.reasons),
            ),
            True,
            order_verdicts([combine_verdicts(found, plan.combine) for found in of_each.values()]),
            answered[0].nearest,
            by_claim=not by_question,
        )

    # ---------------------------------------------------------------- by meaning

    def _by_meaning(
        self, plan: SetPlan, query: Query, hits: list[CellHit], examined: Sequence[str], scope: Scope
    ) -> PlanResult:
        """Return those of whom a sentence says what is asked about; refused where nobody's sentence tells.

        Where one open question of a learned form asks for just that, its answers tell first.
        """
        told = self._of_answers(plan, query, examined)
        if told is None and not plan.questions and self._store.worded_questions:
            scope = self._retriever.select(examined, self._store.worded_questions)  # an option says nothing in words
        return told or self._by_sentences(plan, query, hits, examined, scope)

    def _of_answers(self, plan: SetPlan, query: Query, examined: Sequence[str]) -> PlanResult | None:
        """Return who is in a set by the answers to the one open question that asks for it; None where none is."""
        about = self._open.find_about(plan)
        if about is None:
            return None
        scope = self._retriever.select(examined, (about,))
        told = self._by_sentences(plan, query, self._retriever.cells(query, scope), examined, scope)
        return told if told.matches else None

    def _by_sentences(
        self, plan: SetPlan, query: Query, hits: list[CellHit], examined: Sequence[str], scope: Scope
    ) -> PlanResult:
        whiten, denials = self._retriever.whiten, not denies_something(plan)
        also = [whiten(self._retriever.query(text)) for text in plan.also]
        judged = self._claims.judge(whiten(query), scope, examined, also=also, denials=denials)
        found = decide_members(examined, judged, plan.relations, plan.polarity)
        if found is None and self._corrections.speak_of(plan, examined):
            found = [RespondentVerdict(who, "none", None, "meaning", 0.0) for who in examined]
        if found is None:
            return PlanResult(plan, False, self._bearing.nobody(plan, examined), self._bearing.best(hits))
        found = check_names(self._store, plan, found)
        found = self._corrections.on_claim(
            plan, found, lambda stance: verdict_of_stance(stance, plan.relations, plan.polarity)
        )
        names = {one.candidate.claim for own in judged.values() for one in own.told}
        if told := [other_words(plan.text, name) for name in plan.also if name in names]:
            plan = replace(plan, notes=(*plan.notes, f"looked for as {', '.join(told)} too"))
        if any(f.undecided for f in found):
            named = ", ".join(unique(each for f in found for each in f.undecided))
            plan = replace(plan, notes=(*plan.notes, f"{named}: not in the words of who is possible"))
        return PlanResult(plan, True, order_verdicts(found), self._bearing.best(hits), by_claim=True)


def _is_one(plan: SetPlan) -> bool:
    """Return whether the topics of a plan may be parts of one: "goods" that were "developed in India"."""
    alike = len({(concept.relation, concept.polarity) for concept in plan.concepts}) == 1
    return alike and plan.combine == "and" and plan.mode == "meaning" and plan.sought is None and not plan.undecided


def _isolate_claim(plan: SetPlan, concept: Concept) -> SetPlan:
    """Return the plan of one of several claims by itself."""
    sought = SOUGHT.get(concept.relation)
    mode: Mode = "mention" if concept.relation == "mentions" else "question" if sought else "meaning"
    return replace(
        plan,
        text=" ".join(concept.terms[:1] if mode == "mention" else concept.terms),
        also=(),
        concepts=(concept,),
        polarity=concept.polarity,
        mode=mode,
        mode_is_given=mode == "mention",
        sought=sought,
    )


def _join_concepts(plan: SetPlan) -> SetPlan:
    """Return the plan of several topics as that of one, which is denied where one of them is."""
    if len(plan.concepts) < 2:
        return plan
    denied = next((concept for concept in plan.concepts if concept.polarity == "negative"), plan.concepts[0])
    terms = unique(term for concept in plan.concepts for term in concept.terms)
    return replace(plan, concepts=(replace(denied, terms=terms),), polarity=denied.polarity)


def _join_denied(plan: SetPlan) -> SetPlan:
    """Return the plan of several topics, of which some alone are denied, as that of one which is."""
    return plan if len({concept.polarity for concept in plan.concepts}) < 2 else _join_concepts(plan)


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


def _asks_for_plans(text: str) -> bool:
    """Return whether a question itself asks what is planned: "Is there a plan to …", "Is its replacement planned?"."""
    return match_beginning(text, "questions", "plans") is not None or ends_with_phrase(text, "answers", "planned")
