"""Evidence → verdicts: what each respondent's cells come to, by the plan's operator.

Nothing is worded here, and nothing is found again: a verdict rests on ranges of characters that the reader gave. Sets
of respondents are decided in :mod:`msqqa.ask.judge.sets`.

Over 300 lines: how a lookup is decided asks one thing after another, each on what the others left, and is read in one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.about import CorpusDescriber
from msqqa.ask.judge.cell_scorer import FALLS_OFF, OWN_PASSAGES, CellScorer
from msqqa.ask.judge.changes import changes
from msqqa.ask.judge.claims import Claims
from msqqa.ask.judge.closed.decide import Closed
from msqqa.ask.judge.closed.nothing import decide_nothing
from msqqa.ask.judge.confidence import ANSWERED, ANSWERED_BY_SILENCE
from msqqa.ask.judge.denials import asks_for_lack, denies_something
from msqqa.ask.judge.ended import StageDecider
from msqqa.ask.judge.explained import is_bare_yes, prefer_explained
from msqqa.ask.judge.facets import Facets
from msqqa.ask.judge.listed import ListedLines
from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict, order_verdicts, round_score
from msqqa.ask.judge.proofs import find_versions
from msqqa.ask.judge.questions import QuestionRecogniser
from msqqa.ask.judge.restrictions import find_dropped, is_told
from msqqa.ask.judge.reviewed import NONE, Corrections
from msqqa.ask.judge.sets import IN_SET, SetDecider, with_numbers
from msqqa.ask.judge.stances import NOTHING, ClaimStance, estimate_stance
from msqqa.ask.judge.topics import TopicQuestions, topic_stems
from msqqa.ask.judge.verdicts import verdict_of_stance
from msqqa.ask.retrieve.expectation import check_expectation, derive_expectation
from msqqa.index.split import cut_sentences
from msqqa.judge.model import Judge
from msqqa.languages.detect import is_foreign
from msqqa.languages.matching import match_beginning
from msqqa.model import About, Aggregate, Change, Plan, SetPlan, Tally
from msqqa.model.closed import Undecided
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msqqa.ask.retrieve import Retriever
    from msqqa.ask.retrieve.hits import CellHit, Query
    from msqqa.ask.retrieve.scope import Scope
    from msqqa.index.store import Store
    from msqqa.model import Verdict

_FULLY = 5
"""Respondents whose passages an open question's answer cites as a lookup would; of the others, the best one."""
_HELD, _ALIKE = 0.25, 0.7
"""Share of a claim's words that an answer holds itself, or likeness of its question, from which it is shown where no
sentence tells on the claim."""
_BEARS = 0.5
"""Likeness to a claim from which a cell's question bears on it: the cell's own tick is told beside the verdict."""
_FEW = 3
"""Words of an answer that is a word or two."""
_LOOKED_INTO = 10
"""Best cells that are looked into for a number or a date that was asked for."""
_A_TOPIC = ("text", "set")
"""What is asked for where a topic is named and nothing is asked of it: it may be narrower than any question."""
_AS_EXPECTED = 0.09
"""What holding one is worth in a cell's score; fitted with the other weights."""


class Decider:
    """Carries out plans over one index."""

    def __init__(self, store: Store, retriever: Retriever, corrections: Corrections = NONE) -> None:
        self._store = store
        self._retriever = retriever
        judge = Judge.shipped()
        self._bearing = CellScorer(store, retriever, judge)
        self._questions = QuestionRecogniser(store, retriever, judge)
        self._claims = Claims(store, retriever, judge)
        self.corrections = corrections
        self._facets = Facets(store, retriever)
        self._topics = TopicQuestions(self._bearing, self._questions)
        self._stages = StageDecider(self._bearing, self._claims)
        self._sets = SetDecider(self._bearing, self._questions, self._claims, self._facets, corrections)
        self._listed = ListedLines(store)
        self._about = CorpusDescriber(store, retriever)
        self._closed = Closed(store, retriever, judge, self._facets)

    def decide(self, plan: Plan) -> PlanResult:
        """Carry out a plan: by closed answers where it is asked about these, else by words and sentences."""
        examined = plan.respondents or tuple(self._store.respondents)
        listed = self._listed.decide(plan, examined) if isinstance(plan, SetPlan) else None
        if listed is not None:
            found = self.corrections.on_claim(
                plan, listed.found, lambda stance: verdict_of_stance(stance, plan.relations)
            )
            return self._unless_dropped(replace(listed, found=order_verdicts(found)))
        closed = self._unless_named(plan, self._closed.decide(plan, examined))
        linked = isinstance(closed, Plan)
        if isinstance(closed, Plan):
            plan, closed = closed, None
        outcome = self._closed.check_outcome(self._decide(plan), linked=linked) if closed is None else closed
        outcome = self._unless_dropped(outcome)
        again = self._closed.read_again(outcome, examined)
        if again is not None and (again := self._unless_dropped(again)).answered:
            outcome = again
        outcome = self._closed.show_frequencies(outcome, examined)
        if outcome.answered or not isinstance(outcome.closed, Undecided):
            return outcome
        near = self._retriever.cells(self._retriever.query(plan.text), self._near(outcome, examined))
        return replace(outcome, nearest=self._bearing.best(with_numbers(near) if isinstance(plan, Aggregate) else near))

    def _unless_named(self, plan: Plan, closed: PlanResult | Plan | None) -> PlanResult | Plan | None:
        """Return what closed answers come to; None where they cannot tell questions apart of which one is named."""
        if not (isinstance(closed, PlanResult) and isinstance(closed.closed, Undecided) and isinstance(plan, SetPlan)):
            return closed
        part = self._sets.find_named_part(plan)
        return None if part is not None and part in {asked.id for asked in closed.closed.nearest} else closed

    def _unless_dropped(self, outcome: PlanResult) -> PlanResult:
        """Return an outcome, refused where it leaves out a word that narrows the question."""
        ids = set(outcome.plan.questions)
        asked = [text for _, id_, text in self._store.questions.values() if id_ in ids] if ids else []
        dropped = find_dropped(outcome, asked)
        if all(is_told(outcome, word) for word in dropped):
            notes = tuple(f"“{word.text}” is not taken into account" for word in dropped)
            plan = outcome.plan
            return replace(outcome, plan=replace(plan, notes=(*plan.notes, *notes))) if notes else outcome
        told = ", ".join(f"“{word.text}”" for word in dropped)
        why = Undecided(f"how {told} narrows what is asked cannot be told here")
        return decide_nothing(outcome.plan, why, [f.respondent for f in outcome.found])

    def _near(self, outcome: PlanResult, examined: Sequence[str]) -> Scope:
        """Return where the nearest passage stands of what was not decided: in the question that comes nearest."""
        why = outcome.closed
        ids = [asked.id for asked in why.nearest[:1]] if isinstance(why, Undecided) else []
        return self._retriever.select(examined, ids)

    def _decide(self, plan: Plan) -> PlanResult:
        if isinstance(plan, About):
            told = self._about.decide(plan)
            if told.answered:
                return told
            hits = self._retriever.cells(self._retriever.query(plan.text), self._retriever.select(plan.respondents))
            everybody = plan.respondents or tuple(self._store.respondents)
            return PlanResult(plan, False, self._bearing.nobody(plan, everybody), self._bearing.best(hits))
        if isinstance(plan, Change) and len(plan.respondents) > 1 and not plan.concepts:
            return changes(plan, self._store)
        query = self._retriever.query(plan.text, derive_expectation(plan))
        examined = plan.respondents or tuple(self._store.respondents)
        if plan.absent:
            hits = self._retriever.cells(query, self._retriever.select(plan.respondents, plan.questions))
            return PlanResult(plan, False, (), self._bearing.best(hits))
        if isinstance(plan, SetPlan):
            return self._sets.decide(plan, query, examined)
        return self._by_cells(plan, query, examined)

    def _by_cells(self, plan: Plan, query: Query, examined: Sequence[str]) -> PlanResult:
        """Carry out a plan whose answer stands in the cells that come nearest to it."""
        hits = prefer_expected(query, self._retriever.cells(query, self._retriever.select(examined, plan.questions)))
        if not hits:  # a response that does not hold the question
            elsewhere = self._retriever.cells(query, self._retriever.select(examined))
            return PlanResult(plan, False, self._bearing.nobody(plan, examined), self._bearing.best(elsewhere))
        if isinstance(plan, Tally | Aggregate):
            return PlanResult(plan, False, self._bearing.nobody(plan, examined), self._bearing.best(with_numbers(hits)))
        free = not plan.questions and "ended" not in plan.relations
        asked = part = self._facets.find(plan.whole, plan.asks) if free else None
        if part is not None:
            hits = self._first(query, hits, self._store.questions[part][1], examined)
        elif plan.operator != "open" and not plan.questions and plan.asks in ("yesno", *_A_TOPIC):
            asked = self._questions.just(plan.text, query)
            asked = self._topics.find_ended(plan, query) if asked is None else asked
            if asked is None and plan.asks == "yesno":
                return self._claim(plan, query, hits, examined)
            if asked is None and (told := self._claim_in_best_cell(plan, query, hits, examined)) is not None:
                return told
            if asked is not None and plan.asks == "yesno":
                hits = self._first(query, hits, self._store.questions[asked][1], examined)
                if (turned := self._of_end_or_lack(plan, query, hits, asked, examined)) is not None:
                    return turned
        # Who names a question by its number asks for that cell, whatever it holds.
        is_own = asked is not None and hits[0].question == self._store.questions[asked][1]
        if not (plan.questions or is_own or self._bearing.is_answer(query, hits[0])):
            return self._unanswered(plan, hits, examined)
        hits = prefer_explained(plan, hits, self._store) if part is None else hits
        if plan.operator in ("open", "change"):  # of one edition nothing is compared, and what is said is told
            return self._open(plan, query, hits, examined)
        lacking = self._lacks_expected(query, hits[0]) or is_bare_yes(plan, hits[0], self._store)
        lacking = lacking or self._is_of_another_version(plan, hits[0])
        if plan.operator == "lookup" and not plan.questions and lacking:
            return self._unanswered(plan, hits, examined)
        return self._lookup(plan, query, hits, examined)

    def _of_end_or_lack(
        self, plan: Plan, query: Query, hits: list[CellHit], asked: int, examined: Sequence[str]
    ) -> PlanResult | None:
        """Return whether what a question of the form asks for has ended, or is missing; None where neither is asked."""
        question = hits[0].question
        if "ended" in plan.relations:
            still = self._stages.have_not_ended(query, question, examined)
            return self._of_claim(plan, hits, still) if still else self._claim(plan, query, hits, examined)
        lacking = asks_for_lack(plan, self._store.questions[asked][2])
        turned = self._stages.find_lacking(query, question, examined) if lacking else None
        return self._of_claim(plan, hits, turned) if turned else None

    def _first(self, query: Query, hits: list[CellHit], question: str, examined: Sequence[str]) -> list[CellHit]:
        """Return the best cell of a question before all others."""
        own = next((hit for hit in hits if hit.question == question), None)
        if own is None:
            cells = self._retriever.select(examined, (question,)).cells
            own = self._retriever.every_cell(query, cells)[0] if cells is not None and len(cells) else None
        return hits if own is None else [own, *(hit for hit in hits if hit.row != own.row)]

    def _claim(self, plan: Plan, query: Query, hits: list[CellHit], examined: Sequence[str]) -> PlanResult:
        """Return what the sentences of one respondent, or of several, say on a claim of the asker's own.

        Where none tells, the best cell is shown without a verdict, if it is likely to answer; else that is refused.
        """
        found = self._on_claim(plan, query, hits, examined)
        if not any(f.evidence or f.reviewed for f in found):
            left_blank = len(examined) == 1 and not hits[0].passages
            if left_blank and self._bearing.confidence(query, hits[0]) >= ANSWERED_BY_SILENCE:
                return self._lookup(plan, query, hits, examined)
            held = max((p.own_coverage for p in hits[0].passages), default=0.0)
            about = held >= _HELD or hits[0].likeness >= _ALIKE or self._is_bare(hits[0])
            about = about or not self._bearing.is_worded(hits[0])
            if not (hits[0].passages and about and self._bearing.is_answer(query, hits[0])):
                return PlanResult(plan, False, self._bearing.nobody(plan, examined), self._bearing.best(hits))
            shown = self._bearing.own_passages(hits[0])
            found = tuple(replace(f, evidence=shown) if f.respondent == hits[0].respondent else f for f in found)
        return self._of_claim(plan, hits, found)

    def _claim_in_best_cell(
        self, plan: Plan, query: Query, hits: list[CellHit], examined: Sequence[str]
    ) -> PlanResult | None:
        """Return what sentences of the very cell that comes nearest to a topic say on it; None where none tells.

        A topic may be asked about in any way: unless its own cell tells, the cell is shown as it stands.
        """
        found = self._on_claim(plan, query, hits, examined)
        told = [f for f in found if f.reviewed or (f.evidence and f.verdict in ("matched", "rejected"))]
        if not told or not (told[0].reviewed or told[0].evidence[0].cell == hits[0].row):
            return None
        return self._of_claim(plan, hits, found)

    def _on_claim(
        self, plan: Plan, query: Query, hits: list[CellHit], examined: Sequence[str]
    ) -> tuple[RespondentVerdict, ...]:
        best = hits[0].score
        gaps = {hit.row: hit.score - best for hit in hits}
        told = self._estimate(plan, query, examined, gaps)
        lacking: dict[str, RespondentVerdict] = {}
        question = self._topics.find_question(plan, query)
        if question is not None:
            there = self._estimate(plan, query, examined, gaps, asked=(question,))
            told = self._topics.keep_where_named(plan, told) | {who: own for who, own in there.items() if own.told}
            lacking = self._topics.find_lacking(plan, question, [who for who in examined if who not in told])
        also = [self._retriever.query(text) for text in plan.also]
        # By other names, where its own tells nothing.
        if also and not lacking and all(own is NOTHING for own in told.values()):
            told = self._estimate(plan, query, examined, gaps, also)
        if "ended" in plan.relations:
            told |= self._stages.of_topic(self._retriever.query(" ".join(plan.terms)), examined, gaps)
        own = [lacking.get(who) or told.get(who, NOTHING).to_verdict(who, plan.relations) for who in examined]
        return tuple(self.corrections.on_claim(plan, own, lambda stance: verdict_of_stance(stance, plan.relations)))

    def _estimate(
        self,
        plan: Plan,
        query: Query,
        examined: Sequence[str],
        gaps: Mapping[int, float],
        also: Sequence[Query] = (),
        asked: Sequence[str] = (),
    ) -> dict[str, ClaimStance]:
        """Return what each respondent's sentences come to on a claim: all of them, or those of some questions."""
        scope, denials = self._retriever.select(examined, asked), not denies_something(plan)
        query, *also = (self._retriever.whiten(each) for each in (query, *also))
        judged = self._claims.judge(query, scope, examined, gaps, also, denials=denials, topic=topic_stems(plan))
        stated = self._claims.judge_factuality(judged)
        return {who: estimate_stance(own, stated[who]) for who, own in judged.items()}

    def _is_bare(self, hit: CellHit) -> bool:
        """Return whether a cell says yes or no, or a word or two: what that is about stands in its question alone.

        So it is where an answer begins with no more than that: "None currently. It was wrong in the year before."
        """
        texts = [found.passage.text for found in sorted(hit.passages, key=lambda found: found.row)]
        begun = next(iter(cut_sentences(texts[0], self._store.language_of(hit.row))), "") if texts else ""
        said = match_beginning(begun, "answers", "yes", "no", "nothing") is not None
        return (said and len(list(words(begun))) <= _FEW) or sum(1 for t in texts for _ in words(t)) <= _FEW

    def _of_claim(self, plan: Plan, hits: list[CellHit], found: tuple[RespondentVerdict, ...]) -> PlanResult:
        used = {e.cell for f in found for e in f.evidence}
        nearest = self._bearing.best([hit for hit in hits if hit.row not in used])
        bearing = frozenset(hit.row for hit in hits if hit.likeness >= _BEARS)
        return PlanResult(plan, True, found, nearest, by_claim=True, bearing=bearing)

    def _lookup(self, plan: Plan, query: Query, hits: list[CellHit], examined: Sequence[str]) -> PlanResult:
        """Return what one respondent says, or several side by side."""
        # Side by side means the same question for each: that of the best cell of all.
        if len(examined) == 1:
            found = [self._bearing.stance_of(hits[0], IN_SET["positive"])]
        else:
            found = self._bearing.stances(query, hits[0].question, examined, IN_SET["positive"])
        found = self.corrections.on_claim(plan, found, IN_SET["positive"].get)
        used = {e.cell for f in found for e in f.evidence}
        return PlanResult(plan, True, tuple(found), self._bearing.best([h for h in hits if h.row not in used]))

    def _lacks_expected(self, query: Query, hit: CellHit) -> bool:
        """Return whether a cell tells something, and nothing of the kind asked for: a date where "when" is asked.

        A cell that is left blank, or says no, answers all the same: there is no date. In another language than the
        asker's it is not sure which number counts what.
        """
        texts = [found.passage.text for found in hit.passages]
        if query.expects.type in ("anything", "comparison") or not texts or hit.cell.stance == "no":
            return False
        if is_foreign(query.text, self._store.language_of(hit.row)) or self._bearing.asks_alike(query, hit):
            return False
        return all(check_expectation(query.expects, text, query.stems) == "none" for text in texts)

    def _is_of_another_version(self, plan: Plan, hit: CellHit) -> bool:
        """Return whether a question names a version by its number, and a cell tells of other versions alone.

        When 2.0 was released is not told by when 1.0 was. A number that answers are compared with names nothing.
        """
        named = find_versions(plan.text).difference(*(find_versions(text) for _, text in plan.values))
        if not named:
            return False
        passages = (self._store.passage(row) for row in self._store.passages_of(hit.row))
        told = {version for passage in passages for version in find_versions(passage.text)}
        return bool(told) and told.isdisjoint(named)

    def _unanswered(self, plan: Plan, hits: list[CellHit], examined: Sequence[str]) -> PlanResult:
        """Refuse what no cell answers, unless an analyst has said what holds."""
        if not self.corrections.speak_of(plan, examined):
            return PlanResult(plan, False, self._bearing.nobody(plan, examined), self._bearing.best(hits))
        nothing = [RespondentVerdict(who, "none", None, "meaning", 0.0) for who in examined]
        found = self.corrections.on_claim(plan, nothing, lambda stance: verdict_of_stance(stance, plan.relations))
        return PlanResult(plan, True, tuple(found), self._bearing.best(hits), by_claim=True)

    def _open(self, plan: Plan, query: Query, hits: list[CellHit], examined: Sequence[str]) -> PlanResult:
        question = hits[0].question
        found: dict[str, RespondentVerdict] = {}
        for hit in hits:
            respondent = hit.respondent
            if respondent in found or (hit.question != question and hit.score < hits[0].score - FALLS_OFF):
                continue
            if hit is hits[0] or plan.questions or self._bearing.confidence(query, hit) >= ANSWERED:
                evidence = self._bearing.own_passages(hit)[: OWN_PASSAGES if len(found) < _FULLY else 1]
                verdict: Verdict = "none" if hit.cell.stance in ("blank", "unclear") else "matched"
                found[respondent] = RespondentVerdict(
                    respondent, verdict, None, "meaning", round_score(hit.score), evidence
                )
        others = [RespondentVerdict(r, "none", None, "meaning", 0.0) for r in examined if r not in found]
        used = {e.cell for f in found.values() for e in f.evidence}
        unused = [h for h in hits if h.row not in used]
        return PlanResult(plan, True, (*found.values(), *others), self._bearing.best(unused))


def prefer_expected(query: Query, hits: list[CellHit]) -> list[CellHit]:
    """Move up the best cells that hold the kind of thing asked for, and in them the passages that do."""
    expectation = query.expects
    if expectation.type in ("anything", "comparison"):
        return hits
    moved = []
    for hit in hits[:_LOOKED_INTO]:
        near = [
            p
            for p in hit.passages[:OWN_PASSAGES]
            if check_expectation(expectation, p.passage.text, query.stems) == "near"
        ]
        passages = (*near, *(p for p in hit.passages if p not in near))
        moved.append(replace(hit, score=hit.score + (_AS_EXPECTED if near else 0.0), passages=passages))
    return sorted(moved, key=lambda hit: -hit.score) + hits[_LOOKED_INTO:]
