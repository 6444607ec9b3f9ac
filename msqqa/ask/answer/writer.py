"""An outcome → an answer: typed statements, each with its citations, and extracts that stand word for word.

Over 300 lines: the statements are cited through one `Citer`, which numbers citations as they come, so that the order of
the calls is a part of the answer and is read in one place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.answer.cite import Citer
from msqqa.ask.answer.closed import statements_of
from msqqa.ask.answer.statement_builder import StatementBuilder, number_citations
from msqqa.ask.judge.outcome import CITED, Evidence
from msqqa.ask.judge.reviewed import OF_STANCE, claim_words
from msqqa.errors import InternalError
from msqqa.model import STANCES, VERDICTS, Aggregate, Answer, Change, Coverage, Decision, SetPlan, Tally
from msqqa.model.closed import Undecided
from msqqa.model.statements import (
    ChangeStatement,
    ComparisonStatement,
    QuestionChange,
    RefusalStatement,
    ReviewStatement,
    SetStatement,
    StanceChange,
    Statement,
    VerdictStatement,
    WithheldStatement,
)
from msqqa.personal.values import OTHERS, kinds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict
    from msqqa.ask.retrieve import Retriever
    from msqqa.index.open import Index
    from msqqa.model import Plan, Stance
    from msqqa.model.statements import Part, Refused

_EXTRACTS = 2
"""Extracts of one cell in an answer."""
_RESPONDENTS_TOLD = 5
"""Respondents of a set, or of an open question, who are quoted in the statements; the others are listed."""


@dataclass(frozen=True, slots=True)
class AnswerWriter:
    """Writes answers over one index."""

    index: Index
    retriever: Retriever
    contacts: bool = False
    """Whether names and e-mail addresses of contact fields may be shown."""

    @property
    def parts(self) -> StatementBuilder:
        """What makes the parts of statements."""
        return StatementBuilder(self.index, self.retriever)

    def write(
        self, question: str, outcome: PlanResult, *, limit: int, everyone: bool, notes: Sequence[str] = ()
    ) -> Answer:
        """Return the answer for an outcome.

        Parameters
        ----------
        question:
            As it was typed.
        outcome:
            What was decided.
        limit:
            How many further passages are cited at most; never fewer than what the text or a respondent refers to.
        everyone:
            Whether respondents with verdict ``none`` are listed too.
        notes:
            What the user should be told besides.
        """
        citer = Citer(self.index, contacts=self.contacts)
        plan, found = outcome.plan, outcome.found
        # Of a set, what puts its members there comes first; then what speaks against the others. The best of each is
        # cited before what else it has, so that a list of respondents counts up.
        cited = found if outcome.closed is None else found[:CITED]
        in_order = [e for one in cited for e in one.evidence]
        if plan.operator not in ("lookup", "compare"):
            firsts = [e for one in cited for e in one.evidence[:1]]
            in_order = [*firsts, *(e for one in cited for e in one.evidence[1:])]
        self.index.store.load_cells({evidence.cell for evidence in in_order})
        for evidence in in_order:
            citer.cite(evidence)
        statements = self._answered(outcome, citer) if outcome.answered else self._refused(outcome, citer)
        for evidence in outcome.nearest:
            if len(citer.citations) >= limit:
                break
            citer.cite(evidence)
        alone = plan.operator in ("lookup", "compare") or (plan.operator == "change" and outcome.by_claim)
        unasked = plan.operator in ("open", "change")
        listed = [
            f for f in found if everyone or alone or f.verdict != "none" or (unasked and f.evidence) or f.reviewed
        ]
        uncited = {one.respondent for one in found[len(cited) :]}
        names = self.index.store.respondents
        decisions = tuple(
            Decision(
                f.respondent, names[f.respondent].name, f.verdict, f.stance, f.basis, f.score, (), reviewed=f.reviewed
            )
            if f.respondent in uncited
            else Decision(
                f.respondent,
                names[f.respondent].name,
                f.verdict,
                f.stance,
                f.basis,
                f.score,
                number_citations(citer, f.evidence),
                number_citations(citer, f.denials) if f.denials else (),
                self._cell_stance(f) if outcome.by_claim else None,
                self._shown(outcome, f),
                f.reviewed,
            )
            for f in listed
        )
        return Answer(
            question=question,
            plan=plan,
            answered=outcome.answered,
            statements=tuple(statements),
            coverage=_coverage(len(names), outcome),
            respondents=decisions if outcome.answered else (),
            citations=tuple(citer.citations),
            notes=(*plan.notes, *notes),
            unclear=tuple(
                (names[f.respondent].name, self.parts.reason(f.evidence))
                for f in found
                if f.stance == "unclear" and f.verdict != "matched"
            ),
            closed=outcome.closed,
            claim=claim_words(outcome, of_stance=self._is_of_stance(in_order)),
        )

    # ---------------------------------------------------------------- answered

    def _answered(self, outcome: PlanResult, citer: Citer) -> list[Statement]:
        plan = outcome.plan
        if outcome.closed is not None:
            return statements_of(outcome, citer.cite, {r.id: r.name for r in self.index.store.respondents.values()})
        if isinstance(plan, SetPlan):
            return self._about_a_set(outcome, citer)
        if outcome.told:
            return [replace(told, citations=number_citations(citer, evidence)) for told, evidence in outcome.told]
        if isinstance(plan, Change) and (outcome.compared or outcome.revisions):
            corrected = [e for c in outcome.changes for e in c.evidence if self.parts.cell(e).reviewed is not None]
            reviews = [self.parts.verdict(self.parts.cell(e), number_citations(citer, (e,))) for e in corrected]
            return [self._changed(outcome, citer), *reviews]
        statements: list[Statement] = self._compared(outcome, citer) if plan.operator == "compare" else []
        # Asked of somebody, an answer speaks of everybody who was named; asked of nobody, of the best.
        told = _RESPONDENTS_TOLD if plan.operator in ("open", "change") else len(outcome.found)
        for found in outcome.found[:told]:
            statements += (self._on_claim if outcome.by_claim else self._about_one)(outcome, found, citer)
        return statements

    def _compared(self, outcome: PlanResult, citer: Citer) -> list[Statement]:
        """State whether those who are compared agree, where a question has a yes and a no."""
        told = [f for f in outcome.found if f.evidence]
        if len(told) < 2 or len(told) < len(outcome.found):
            return []
        question, asked = self.parts.question(self.parts.cell(told[0].evidence[0]))
        if question.kind not in ("yesno", "tick"):
            return []
        numbers, members = number_citations(citer, (f.evidence[0] for f in told)), self.parts.members(told)
        return [ComparisonStatement(question=question.id, asked=asked, members=members, citations=numbers)]

    def _changed(self, outcome: PlanResult, citer: Citer) -> Statement:
        """State which questions were answered otherwise in a later edition."""
        # That nothing changed rests on a question that was answered alike.
        told = [*(c.evidence for c in outcome.changes), *(r.evidence for r in outcome.revisions)]
        evidence = [e for those in told for e in those] or outcome.nearest[:2]
        return ChangeStatement(
            members=self.parts.members(outcome.found),
            compared=outcome.compared,
            changes=tuple(
                StanceChange(question=c.question, before=c.stances[0], after=c.stances[1]) for c in outcome.changes
            ),
            revisions=tuple(
                QuestionChange(how=r.how, question=r.question, asked=r.asked, before=r.before)
                for r in outcome.revisions
            ),
            citations=number_citations(citer, evidence),
        )

    def _on_claim(self, outcome: PlanResult, found: RespondentVerdict, citer: Citer) -> list[Statement]:
        """State what one respondent says on the claim that was asked, and where; then what its cell says as a whole."""
        plan = outcome.plan
        extracts = self._extracts(plan, found.evidence[:_EXTRACTS], citer)
        if found.reviewed is not None:
            return [self._review(found, citer), *extracts, *self._whole(outcome, found, citer)]
        if plan.asks not in OF_STANCE:
            return extracts
        verdict = self._of_claim(found, number_citations(citer, found.evidence[:1]))
        return [verdict, *extracts, *self._whole(outcome, found, citer)]

    def _of_claim(self, found: RespondentVerdict, numbers: tuple[int, ...]) -> Statement:
        """State one respondent's stance on the claim that was asked."""
        return VerdictStatement(
            respondent=found.respondent,
            name=self.index.store.respondents[found.respondent].name,
            stance=found.stance,
            basis="inferred" if found.basis == "inferred" else "stated",
            possible=found.verdict == "possible",
            citations=numbers,
        )

    def _whole(self, outcome: PlanResult, found: RespondentVerdict, citer: Citer) -> list[Statement]:
        """State what the cell says as a whole, where its question bears on the claim and the stance is another."""
        if self._cell_stance(found) is None or found.evidence[0].cell not in outcome.bearing:
            return []
        return [
            self.parts.verdict(
                self.parts.cell(found.evidence[0]), number_citations(citer, found.evidence[:1]), whole=True
            )
        ]

    def _review(self, found: RespondentVerdict, citer: Citer) -> Statement:
        """State what an analyst decided of one respondent; evidence that was found is cited all the same."""
        numbers = number_citations(citer, found.evidence[:1])
        if found.evidence and self._is_of_cell(found):
            return self.parts.verdict(self.parts.cell(found.evidence[0]), numbers)
        if found.reviewed is None:
            raise InternalError(f"nothing was corrected of {found.respondent}")
        return ReviewStatement(
            respondent=found.respondent,
            name=self.index.store.respondents[found.respondent].name,
            decided=found.stance or found.verdict,
            reason=found.reviewed.words,
            citations=numbers,
        )

    def _is_of_cell(self, found: RespondentVerdict) -> bool:
        """Return whether what was found for somebody is the stance of the cell that is cited first."""
        cell = self.parts.cell(found.evidence[0])
        return cell.reviewed is not None and cell.stance == found.stance

    def _is_of_stance(self, evidence: Sequence[Evidence]) -> bool:
        """Return whether the first cell that was found answers a question that has a yes and a no."""
        kinds = ("yesno", "tick", "choice")
        return bool(evidence) and self.parts.question(self.parts.cell(evidence[0]))[0].kind in kinds

    def _cell_stance(self, found: RespondentVerdict) -> Stance | None:
        """Return the stance of the cell that somebody's first sentence stands in, where it is another."""
        if not found.evidence or found.stance is None:
            return None
        cell = self.parts.cell(found.evidence[0])
        kind = self.parts.question(cell)[0].kind
        return cell.stance if kind in ("yesno", "tick") and cell.stance != found.stance else None

    def _about_one(self, outcome: PlanResult, found: RespondentVerdict, citer: Citer) -> list[Statement]:
        """State what one respondent's cell says."""
        plan = outcome.plan
        if found.reviewed is not None and not (found.evidence and self._is_of_cell(found)):
            return self._on_claim(outcome, found, citer)
        if not found.evidence:
            # Of several who were named, whoever says nothing is told of too.
            named = plan.operator in ("lookup", "compare") and len(outcome.found) > 1 and found.stance is None
            return [self._of_claim(found, ())] if named else []
        cell, numbers = self.parts.cell(found.evidence[0]), number_citations(citer, found.evidence[:1])
        stance = self.parts.verdict(cell, numbers)
        if cell.stance in ("blank", "unclear") and not cell.answers:
            return [stance]
        extracts = self._extracts(plan, found.evidence[:_EXTRACTS], citer)
        decided = self.parts.question(cell)[0].kind in ("yesno", "tick", "choice") or cell.stance != "yes"
        missing = self.parts.find_missing(plan, found.evidence[:_EXTRACTS])
        if missing and isinstance(stance, VerdictStatement):
            stance = replace(stance, missing=missing)
        is_told = missing or (decided and plan.asks in OF_STANCE) or found.reviewed is not None
        return [stance, *extracts] if is_told else extracts

    def _extracts(self, plan: Plan, evidence: Sequence[Evidence], citer: Citer) -> list[Statement]:
        """Return extracts of one respondent's evidence; beside them what is withheld of its first cell."""
        extracts: list[Statement] = [*self.parts.extracts(plan, evidence, citer)]
        withheld = self.parts.cell(evidence[0]).withheld if evidence else ()
        if withheld and self.contacts:
            own = [Evidence(evidence[0].cell, start, end, 0.0) for start, end in withheld]
            return [*self.parts.extracts(plan, own, citer), *extracts]
        return extracts + self._withheld(evidence[:1], citer)

    def _withheld(self, evidence: Sequence[Evidence], citer: Citer) -> list[Statement]:
        """State what is withheld of the first cell of some evidence, if anything is."""
        cell = self.parts.cell(evidence[0]) if evidence and not self.contacts else None
        if cell is None or not cell.withheld:
            return []
        text = self.index.store.text(cell.source)
        kinds = kinds_of(text[start:end] for start, end in cell.withheld) or [OTHERS]
        return [WithheldStatement(withheld=tuple(kinds), citations=number_citations(citer, evidence[:1]))]

    # ---------------------------------------------------------------- sets

    def _about_a_set(self, outcome: PlanResult, citer: Citer) -> list[Statement]:
        plan = outcome.plan
        assert isinstance(plan, SetPlan)  # only such a plan has a set
        of = {verdict: [f for f in outcome.found if f.verdict == verdict] for verdict in VERDICTS}
        matched = of["matched"]
        statements: list[Statement] = [self._matched(plan, outcome, matched, citer)]
        for found in matched[:_RESPONDENTS_TOLD]:
            if plan.mode == "question":
                statements += self._about_one(outcome, found, citer)
            else:
                statements += self._extracts(plan, found.evidence[:1], citer)
        rejected = of["rejected"]
        if plan.mode == "mention":
            # Only who mentions what it must not is said to; of whom an analyst decided, it is told below.
            rejected = [f for f in rejected if f.reviewed is None]
        denying = [f for f in matched if f.denials and len(f.denials) == len(f.evidence)]
        others: list[tuple[Part, list[RespondentVerdict], list[Evidence]]] = [
            ("denied", denying, [f.denials[0] for f in denying]),
            ("possible", of["possible"], [e for f in of["possible"] for e in f.evidence]),
            ("rejected", rejected, [f.evidence[0] for f in rejected if f.evidence]),
        ]
        for part, those, evidence in others:
            if those:
                members, numbers = self.parts.members(those), number_citations(citer, evidence)
                statements.append(
                    SetStatement(part=part, examined=len(outcome.found), members=members, citations=numbers)
                )
        reviews = [self._review(f, citer) for f in outcome.found if f.reviewed is not None]
        return statements + [review for review in reviews if review not in statements]

    def _matched(
        self, plan: SetPlan, outcome: PlanResult, matched: Sequence[RespondentVerdict], citer: Citer
    ) -> Statement:
        """State who belongs to a set, and how many are counted apart: silence is never a no."""
        evidence = [e for f in matched for e in f.evidence]
        if not evidence:
            # An empty set rests on what speaks against it, or else on the nearest thing there is.
            evidence = [f.evidence[0] for f in outcome.found if f.evidence] or list(outcome.nearest[:1])

        def apart(stance: Stance) -> int:
            return (
                0 if plan.sought == stance else sum(f.stance == stance and f.verdict == "none" for f in outcome.found)
            )

        return SetStatement(
            part="matched",
            examined=len(outcome.found),
            members=self.parts.members(matched),
            blank=apart("blank"),
            unclear=apart("unclear"),
            asked=self._asked(plan, outcome),
            citations=number_citations(citer, evidence),
        )

    def _asked(self, plan: SetPlan, outcome: PlanResult) -> str:
        """Return the text of the form's question that decides a set; empty where none or several do."""
        if plan.mode != "question" or len(plan.questions) != 1:
            return ""
        cells = (self.parts.cell(f.evidence[0]) for f in outcome.found if f.evidence)
        cell = next((c for c in cells if c.question == plan.questions[0]), None)
        return "" if cell is None else self.parts.question(cell)[1]

    def _shown(self, outcome: PlanResult, found: RespondentVerdict) -> str:
        """Return the words that are shown of one respondent: none of whoever is not in a set, or wrote nothing."""
        if not found.evidence or found.verdict == "rejected":
            return ""
        first = found.evidence[0]
        if outcome.closed is not None:
            return self.index.store.quote(first.cell, first.start, first.end)[0]
        if found.stance == "blank" and not self.parts.cell(first).answers:
            return ""
        return self.parts.words_that_bear(outcome.plan, first, found.stance, alone=isinstance(outcome.plan, SetPlan))[0]

    # ---------------------------------------------------------------- not answered

    def _refused(self, outcome: PlanResult, citer: Citer) -> list[Statement]:
        plan = outcome.plan
        reason: Refused = "nothing"
        what: tuple[str, ...] = ()
        nearest: tuple[str, ...] = ()
        if plan.absent:
            reason, what = "absent", plan.absent
        elif isinstance(outcome.closed, Undecided):
            reason, what = "undecided", (outcome.closed.why,)
            nearest = tuple(asked.text for asked in outcome.closed.nearest)
        elif isinstance(plan, Aggregate):
            reason, what = "undecided", (f"nothing here is answered with numbers, so nobody has the {plan.extreme}",)
        elif isinstance(plan, Tally):
            reason, what = "undecided", ("nothing here is answered with options",)
        elif isinstance(plan, SetPlan) and plan.undecided:
            reason, what = (
                "undecided",
                (f"numbers and options are not compared, so nobody is said to have {plan.undecided}",),
            )
        return [
            RefusalStatement(
                reason=reason, what=what, nearest=nearest, citations=number_citations(citer, outcome.nearest[:1])
            ),
            *self._withheld(outcome.nearest[:1], citer),
        ]


def _coverage(respondents: int, outcome: PlanResult) -> Coverage:
    verdicts, told = Counter(f.verdict for f in outcome.found), Counter(f.stance for f in outcome.found)
    counted = {verdict: verdicts[verdict] for verdict in VERDICTS}
    stances = {stance: told[stance] for stance in STANCES}
    silent = sum(f.stance is None for f in outcome.found) if outcome.by_claim else 0
    return Coverage(respondents, len(outcome.found), **counted, **stances, silent=silent)
