"""Who had something once and has it no longer, and who is to have it: sentences tell of a stage that no tick does.

That nothing has ended a tick tells: whoever has a thing has not ended it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.candidates import FLOOR
from msqqa.ask.judge.outcome import RespondentVerdict, round_score
from msqqa.ask.judge.stances import NOTHING, tells_of_stage
from msqqa.ask.judge.verdicts import collect_evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msqqa.ask.judge.cell_scorer import CellScorer
    from msqqa.ask.judge.claims import Claims
    from msqqa.ask.judge.stances import ClaimStance
    from msqqa.ask.retrieve.hits import Query
    from msqqa.model import Stance, Verdict

_STILL: dict[Stance, Verdict] = dict.fromkeys(("yes", "partial", "no", "planned"), "rejected")
"""Of nobody who tells only whether it has a thing is it known that it ended it."""

_LACKS: dict[Stance, Verdict] = {"yes": "rejected", "partial": "matched", "no": "matched", "planned": "matched"}
_TURNED: dict[Stance, Stance] = {"yes": "no", "partial": "partial", "no": "yes", "planned": "yes"}
"""Whether who has each stance on a thing lacks it, and what it says on that: it lacks what is only planned."""


class StageDecider:
    """Decides over one index what has ended, and what is planned."""

    def __init__(self, bearing: CellScorer, claims: Claims) -> None:
        self._bearing = bearing
        self._claims = claims
        self._select = bearing.retriever.select

    def have_not_ended(
        self, query: Query, question: str, examined: Sequence[str]
    ) -> tuple[RespondentVerdict, ...] | None:
        """Return that what is said to have ended is there still; None where the form's own answers do not tell that.

        Whoever has a law has not abolished it; whoever has none may have had one before, which sentences may tell.
        """
        found = self._bearing.stances(query, question, examined, _STILL)
        if not found or any(f.stance not in ("yes", "partial") or f.reviewed for f in found):
            return None
        return tuple(replace(f, verdict="rejected", stance="no", basis="inferred") for f in found)

    def find_lacking(
        self, query: Query, question: str, examined: Sequence[str]
    ) -> tuple[RespondentVerdict, ...] | None:
        """Return who lacks what a question of the form asks for; None where its answers do not tell that of everybody.

        Whoever has a law does not lack one: the tick is told turned round, as an inference.
        """
        found = self._bearing.stances(query, question, examined, _LACKS)
        if not found or any(f.stance not in _LACKS or f.reviewed for f in found):
            return None
        return tuple(replace(f, stance=_TURNED[f.stance], basis="inferred") for f in found if f.stance is not None)

    def of_topic(self, topic: Query, examined: Sequence[str], gaps: Mapping[int, float]) -> dict[str, ClaimStance]:
        """Return of whom a sentence says that a topic has ended: of the topic alone the judge tells that surely."""
        judged = self._claims.judge(topic, self._select(examined), examined, gaps)
        told = {who: tells_of_stage(own, "ended") for who, own in judged.items()}
        return {who: own for who, own in told.items() if own is not NOTHING}

    def of_set(self, query: Query, question: str, examined: Sequence[str]) -> list[RespondentVerdict]:
        """Return of whom the answer to the form's own question on a thing says that it had the thing once.

        The question tells who has it and who has not; whose answer is silent on its end has not ended it.
        """
        judged = self._claims.judge_cells(query, self._bearing.cells_of(query, examined, question))
        told = {f.respondent: f for f in self._bearing.stances(query, question, examined, _STILL)}
        found = []
        for who in examined:
            own = told.get(who, RespondentVerdict(who, "none", None, "meaning", 0.0))
            # Who does not say no may have ended another thing: what that is must be said in words that come near.
            least = None if own.stance == "no" else FLOOR
            end = tells_of_stage(judged[who], "ended", least) if who in judged else NOTHING
            if end is not NOTHING:
                evidence = collect_evidence(end.told)
                own = RespondentVerdict(who, "matched", "no", "stated", round_score(end.probability), evidence)
            found.append(own)
        return found

    def find_plans(self, query: Query, question: str, found: Sequence[RespondentVerdict]) -> list[RespondentVerdict]:
        """Return what is found of a question's answers, where those that say no may tell of plans.

        "No" is ticked, too, where a contract is signed and nothing runs yet. Where tick and text contradict each other,
        it stays unclear.
        """
        may = [f.respondent for f in found if f.stance == "no" and f.verdict != "matched" and f.reviewed is None]
        judged = self._claims.judge_cells(query, self._bearing.cells_of(query, may, question)) if may else {}
        plans = {who: tells_of_stage(own, "planned") for who, own in judged.items()}
        return [
            f
            if (plan := plans.get(f.respondent, NOTHING)) is NOTHING
            else replace(
                f,
                verdict="matched",
                stance="planned",
                basis="stated",
                score=round_score(plan.probability),
                evidence=collect_evidence(plan.told),
            )
            for f in found
        ]
