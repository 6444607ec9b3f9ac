"""An outcome → an answer: statements in fixed words, each with its citations, and extracts that stand word for word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.ask.cite import Citer, marks
from msqqa.ask.closed.told import statements_of, undecided_words
from msqqa.ask.expect import expected
from msqqa.ask.extract import extract
from msqqa.ask.outcome import Evidence
from msqqa.ask.wording import shortened, told, withheld_words
from msqqa.model import STANCES, VERDICTS, Aggregate, Answer, Change, Coverage, Decision, SetPlan, Statement, Tally
from msqqa.model.closed import Undecided
from msqqa.personal.values import kinds_of
from msqqa.words import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from msqqa.ask.outcome import Found, Outcome
    from msqqa.ask.retrieve import Retriever
    from msqqa.index.open import Index
    from msqqa.model import Cell, Plan, Stance

_OF_STANCE = ("yesno", "set", "options")
"""Kinds of answers that a stance gives."""
_EXTRACTS = 2
"""Extracts of one cell in an answer's text."""
_RESPONDENTS_TOLD = 5
"""Respondents of a set, or of an open question, from whom the text quotes; the others are listed."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Words outcomes over one index."""

    index: Index
    retriever: Retriever
    contacts: bool = False
    """Whether names and e-mail addresses of contact fields may be shown."""

    def tell(self, question: str, outcome: Outcome, *, limit: int, everyone: bool, notes: Sequence[str] = ()) -> Answer:
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
        # Of a set, what puts its members there comes first; then what speaks against the others.
        in_order = [evidence for one in found for evidence in one.evidence]
        self.index.store.load_cells({evidence.cell for evidence in in_order})
        for evidence in in_order:
            citer.cite(evidence)
        statements = self._answered(outcome, citer) if outcome.answered else self._refused(outcome, citer)
        for evidence in outcome.nearest:
            if len(citer.citations) >= limit:
                break
            citer.cite(evidence)
        alone = plan.operator in ("lookup", "compare")
        unasked = plan.operator == "open"
        listed = [f for f in found if everyone or alone or f.verdict != "none" or (unasked and f.evidence)]
        names = self.index.store.respondents
        decisions = tuple(
            Decision(
                f.respondent,
                names[f.respondent].name,
                f.verdict,
                f.stance,
                f.basis,
                f.score,
                tuple(dict.fromkeys(citer.cite(e) for e in f.evidence)),
                tuple(dict.fromkeys(citer.cite(e) for e in f.denials)),
                self._cell_stance(f) if outcome.by_claim else None,
                self._shown(outcome, f),
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
            closed=outcome.closed,
            unclear=tuple(names[f.respondent].name for f in found if f.stance == "unclear" and f.verdict == "none"),
        )

    # ---------------------------------------------------------------- answered

    def _answered(self, outcome: Outcome, citer: Citer) -> list[Statement]:
        plan = outcome.plan
        if outcome.closed is not None:
            return statements_of(outcome, citer.cite, {r.id: r.name for r in self.index.store.respondents.values()})
        if isinstance(plan, SetPlan):
            return self._about_a_set(outcome, citer)
        if outcome.told:
            said = ((words, [citer.cite(e) for e in evidence]) for words, evidence in outcome.told)
            return [Statement("corpus", *_marked(words, cited)) for words, cited in said]
        if isinstance(plan, Change) and outcome.compared:
            return [self._changed(outcome, citer)]
        statements: list[Statement] = self._compared(outcome, citer) if plan.operator == "compare" else []
        # Asked of somebody, an answer speaks of everybody who was named; asked of nobody, of the best.
        told = _RESPONDENTS_TOLD if plan.operator == "open" else len(outcome.found)
        for found in outcome.found[:told]:
            statements += (self._on_claim if outcome.by_claim else self._about_one)(plan, found, citer)
        return statements

    def _compared(self, outcome: Outcome, citer: Citer) -> list[Statement]:
        """Say whether those who are compared agree, where a question has a yes and a no; else they stand beside."""
        told = [(f, self._cell(f.evidence[0])) for f in outcome.found if f.evidence]
        if len(told) < 2 or len(told) < len(outcome.found):
            return []
        cell = told[0][1]
        form = self.index.store.form_of(cell.source)
        question = form.question(cell.question)
        if question.kind not in ("yesno", "tick"):
            return []
        names = " and ".join(self.index.store.respondents[f.respondent].name for f, _ in told)
        asked = f"question {cell.question} (“{shortened(form.full_text(question))}”)"
        stances = {f.stance for f, _ in told}
        if stances & {"blank", "unclear"}:
            words = f"{names} cannot be compared on {asked}: {self._each(told)}"
        elif len(stances) == 1:
            words = f"{names} agree on {asked}: {cell.stance}"
        else:
            words = f"{names} differ on {asked}: {self._each(told)}"
        return [Statement("count", *_marked(words, [citer.cite(f.evidence[0]) for f, _ in told]))]

    def _changed(self, outcome: Outcome, citer: Citer) -> Statement:
        """Say which questions were answered otherwise in a later wave."""
        names = " and ".join(self.index.store.respondents[f.respondent].name for f in outcome.found)
        changed = len(outcome.changes) or "None"
        words = f"{changed} of {outcome.compared} questions that {names} answer with a stance changed"
        if outcome.changes:
            told = (f"question {c.question} from {c.stances[0]} to {c.stances[1]}" for c in outcome.changes)
            words += f": {', '.join(told)}"
        # That nothing changed rests on a question that was answered alike.
        evidence = [e for c in outcome.changes for e in c.evidence] or outcome.nearest[:2]
        return Statement("count", *_marked(words, [citer.cite(e) for e in evidence]))

    def _each(self, told: Sequence[tuple[Found, Cell]]) -> str:
        return ", ".join(f"{self.index.store.respondents[f.respondent].name} {f.stance}" for f, _ in told)

    def _on_claim(self, plan: Plan, found: Found, citer: Citer) -> list[Statement]:
        """Say what one respondent says on the claim that was asked, and where; then what its cell says as a whole."""
        name = self.index.store.respondents[found.respondent].name
        if not found.evidence:
            return []
        first = found.evidence[0]
        if found.stance is None:
            return self._extracts(plan, found.evidence[:_EXTRACTS], citer)
        surely = "possibly " if found.verdict == "possible" else ""
        said = _marked(f"{name}: {surely}{found.stance}, stated in the text", [citer.cite(first)])
        statements = [Statement("stance", *said), *self._extracts(plan, found.evidence[:_EXTRACTS], citer)]
        if self._cell_stance(found) is not None:
            whole = self._stance_words(self._cell(first), " as a whole")
            statements.append(Statement("stance", *_marked(whole, [citer.cite(first)])))
        return statements

    def _cell_stance(self, found: Found) -> Stance | None:
        """Return the stance of the cell that somebody's first sentence stands in, where it is another."""
        if not found.evidence or found.stance is None:
            return None
        cell = self._cell(found.evidence[0])
        kind = self.index.store.form_of(cell.source).question(cell.question).kind
        return cell.stance if kind in ("yesno", "tick") and cell.stance != found.stance else None

    def _about_one(self, plan: Plan, found: Found, citer: Citer) -> list[Statement]:
        if not found.evidence:
            return []
        cell = self._cell(found.evidence[0])
        stance = Statement("stance", *_marked(self._stance_words(cell), [citer.cite(found.evidence[0])]))
        if cell.stance in ("blank", "unclear") and not cell.answers:
            return [stance]
        extracts = self._extracts(plan, found.evidence[:_EXTRACTS], citer)
        if self.contacts:
            own = [Evidence(found.evidence[0].cell, start, end, 0.0) for start, end in cell.withheld]
            extracts = [*self._extracts(plan, own, citer), *extracts]
        elif cell.withheld:
            text = self.index.store.text(cell.source)
            kinds = kinds_of(text[start:end] for start, end in cell.withheld)
            withheld = _marked(withheld_words(kinds), [citer.cite(found.evidence[0])])
            extracts.append(Statement("stance", *withheld))
        kind = self.index.store.form_of(cell.source).question(cell.question).kind
        decided = kind in ("yesno", "tick", "choice") or cell.stance not in ("yes",)
        return [stance, *extracts] if decided and plan.asks in _OF_STANCE else extracts

    def _about_a_set(self, outcome: Outcome, citer: Citer) -> list[Statement]:
        plan = outcome.plan
        assert isinstance(plan, SetPlan)  # only of these is a set told
        matched = [f for f in outcome.found if f.verdict == "matched"]
        possible = [f for f in outcome.found if f.verdict == "possible"]
        rejected = [f for f in outcome.found if f.verdict == "rejected"]
        firsts = [citer.cite(e) for f in matched for e in f.evidence]
        statements = [self._count(outcome, matched, firsts, citer)]
        for found in matched[:_RESPONDENTS_TOLD]:
            if plan.mode == "question":
                statements += self._about_one(plan, found, citer)
            else:
                statements += self._extracts(plan, found.evidence[:1], citer)
        denying = [f for f in matched if f.denials and len(f.denials) == len(f.evidence)]
        if denying:
            words = f"Said not to be there by {self._names(denying)}"
            statements.append(Statement("count", *_marked(words, [citer.cite(f.denials[0]) for f in denying])))
        if possible:
            cited = [citer.cite(e) for f in possible for e in f.evidence]
            words = f"{self._names(possible)}: possible, in other words"
            statements.append(Statement("count", *_marked(words, cited)))
        if rejected:
            cited = [citer.cite(f.evidence[0]) for f in rejected if f.evidence]
            names = self._names(rejected, marked=True)
            words = f"{len(rejected)} of {len(outcome.found)} examined {told(plan, rejected=True)}: {names}"
            statements.append(Statement("count", *_marked(words, cited)))
        return statements

    def _count(self, outcome: Outcome, matched: Sequence[Found], cited: list[int], citer: Citer) -> Statement:
        examined = len(outcome.found)
        words = f"{len(matched) or 'None'} of {examined} examined {self._said(outcome)}"
        if matched:
            words += f": {self._names(matched, marked=True)}"
        words += _apart(outcome)
        if not cited:
            # An empty set rests on what speaks against it, or else on the nearest thing there is.
            against = [f.evidence[0] for f in outcome.found if f.evidence] or list(outcome.nearest[:1])
            cited = [citer.cite(e) for e in against]
        return Statement("count", *_marked(words, cited))

    # ---------------------------------------------------------------- not answered

    def _refused(self, outcome: Outcome, citer: Citer) -> list[Statement]:
        nearest = [citer.cite(e) for e in outcome.nearest[:1]]
        plan = outcome.plan
        if plan.absent:
            words = f"Not found: there is no response of {' or '.join(plan.absent)} here"
        elif isinstance(outcome.closed, Undecided):
            words = undecided_words(outcome.closed)
        elif isinstance(plan, Aggregate):
            words = f"Not decided: numbers are not compared, so nobody is said to have the {plan.extreme}"
        elif isinstance(plan, Tally):
            words = "Not decided: closed answers are not tallied"
        elif isinstance(plan, SetPlan) and plan.undecided:
            words = f"Not decided: numbers and options are not compared, so nobody is said to have {plan.undecided}"
        else:
            words = "Not found: no cell of this corpus answers that"
        return [Statement("nearest", *_marked(f"{words}; the nearest passage is", nearest))]

    # ---------------------------------------------------------------- words

    def _stance_words(self, cell: Cell, whole: str = "") -> str:
        name = self.index.store.respondents[cell.respondent].name
        kind = self.index.store.form_of(cell.source).question(cell.question).kind
        return f"{name}, question {cell.question}{whole}: {_stance_phrase(cell, kind)}"

    def _extracts(self, plan: Plan, evidence: Sequence[Evidence], citer: Citer) -> list[Statement]:
        statements = []
        for e in evidence:
            words, rest = self._extract(plan, e)
            cut = " …" if rest.lstrip()[:1].islower() else ""
            statements.append(Statement("extract", *_marked(f"“{words}”{cut}", [citer.cite(e)])))
        return statements

    def _shown(self, outcome: Outcome, found: Found) -> str:
        """Return the words that are shown of one respondent; none of whoever does not belong to a set."""
        if not found.evidence or found.verdict == "rejected":
            return ""
        first = found.evidence[0]
        if outcome.closed is not None:
            return self.index.store.quote(first.cell, first.start, first.end)[0]
        return self._extract(outcome.plan, first)[0]

    def _extract(self, plan: Plan, evidence: Evidence) -> tuple[str, str]:
        """Return the words of a passage that bear on the question, as they stand, and what follows them there."""
        by_mention = isinstance(plan, SetPlan) and plan.mode == "mention"
        wanted: Collection[str] = stems(evidence.sentence) if evidence.sentence else ()
        if not wanted:
            wanted = self.retriever.wanted(" ".join(plan.terms) if by_mention else plan.text)
        text, _ = self.index.store.quote(evidence.cell, evidence.start, evidence.end)
        weight, alone = self.retriever.weight, bool(evidence.sentence)
        a, b = extract(text, 0, len(text), expected(plan), wanted, weight, alone=alone)
        return text[a:b], text[b:]

    def _said(self, outcome: Outcome) -> str:
        """Return what the members of a set say; of one of the form's questions, with its own words."""
        plan = outcome.plan
        assert isinstance(plan, SetPlan)  # only of these is a set told
        words = told(plan)
        if plan.mode == "question" and len(plan.questions) == 1:
            cells = (self._cell(f.evidence[0]) for f in outcome.found if f.evidence)
            cell = next((c for c in cells if c.question == plan.questions[0]), None)
            if cell is not None:
                form = self.index.store.form_of(cell.source)
                words += f" (“{shortened(form.full_text(form.question(cell.question)))}”)"
        return words

    def _names(self, found: Sequence[Found], *, marked: bool = False) -> str:
        def name(f: Found) -> str:
            own = self.index.store.respondents[f.respondent].name
            return f"{own} ({f.stance})" if marked and f.stance in ("partial", "planned") else own

        return ", ".join(name(f) for f in found)

    def _cell(self, evidence: Evidence) -> Cell:
        return self.index.store.cell(evidence.cell)


def _stance_phrase(cell: Cell, kind: str) -> str:
    lost = cell.selection.state == "lost"
    if cell.stance == "blank":
        return "left blank" + (" (the boxes are empty)" if cell.selection.state == "empty" else "")
    if cell.stance == "unclear":
        if lost:
            return "unclear, as the tick is lost in the source and nothing beside it tells"
        if cell.selection.state == "none":
            return "unclear, as the answer itself says"
        return "unclear, as the tick and the text contradict each other"
    if kind == "choice" and cell.selection.options:
        return f"{cell.stance}, ticked “{'”, “'.join(cell.selection.options)}”".replace("“", "'").replace("”", "'")
    if cell.basis == "ticked":
        return f"{cell.stance}, ticked"
    if cell.basis == "stated":
        return f"{cell.stance}, stated in the text" + (", as the tick is lost in the source" if lost else "")
    return f"{cell.stance}, inferred from the details given" + (", as the tick is lost in the source" if lost else "")


def _apart(outcome: Outcome) -> str:
    """Return how many are counted apart: silence is never a no, and neither is what cannot be read."""
    sought = outcome.plan.sought if isinstance(outcome.plan, SetPlan) else None
    told = {"blank": "left blank", "unclear": "unclear"}
    counted = {s: sum(f.stance == s and f.verdict == "none" for f in outcome.found) for s in told}
    parts = [f"{n} {told[s]}" for s, n in counted.items() if n and s != sought]
    return f"; {', '.join(parts)}" if parts else ""


def _marked(words: str, cited: Collection[int]) -> tuple[str, tuple[int, ...]]:
    numbers = tuple(dict.fromkeys(cited))
    return f"{words} {marks(numbers)}." if numbers else f"{words}.", numbers


def _coverage(respondents: int, outcome: Outcome) -> Coverage:
    counted = {verdict: sum(f.verdict == verdict for f in outcome.found) for verdict in VERDICTS}
    stances = {stance: sum(f.stance == stance for f in outcome.found) for stance in STANCES}
    silent = sum(f.stance is None for f in outcome.found) if outcome.by_claim else 0
    return Coverage(respondents, len(outcome.found), **counted, **stances, silent=silent)
