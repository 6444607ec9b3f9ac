"""Who is in a set by a claim: how surely a sentence puts somebody there, beside what the others' sentences say.

How near a sentence comes tells less by itself than beside the nearest one of all: where somebody speaks of just that,
who speaks of something like it does not belong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.ask.judge.logistic import logistic, logit
from msqqa.ask.judge.outcome import RespondentVerdict, round_score
from msqqa.ask.judge.verdicts import MATCHED, collect_evidence, verdict_of
from msqqa.judge.labels import HAS, TELLS, stance_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from msqqa.ask.judge.claims import Judged, Told
    from msqqa.model import Polarity, Relation, Verdict

WEIGHTS, INTERCEPT = (0.47, 1.218, 0.234, 3.227), -0.258
"""Of the signals, in the probability that somebody is in a set; fitted on rounds 1 to 5 of ``evals/claims`` by its
``fit_sets.py``."""
ASKED_FOR = 0.46
"""Probability that somebody must reach for the question to be answered at all; the fit gives 0.5, and of the
development sets over one response and over fourteen 0.46 does better."""
IN_SET, POSSIBLE = 0.29, 0.22
"""Probabilities from which somebody is in the set, and may be; the fit gives 0.33, and one that belongs to a recorded
set lies between."""
CONTRADICTED = 3.0
"""How far a sentence's logit of the contrary may lie above that of what puts its respondent into the set: beyond it the
respondent is shown as possible, as the quote beside it would deny it."""
SURELY = 0.8
"""How likely a sentence must say the contrary to be told beside what puts its respondent into a set."""
REJECTED = 0.45
"""How surely a sentence must speak against somebody for a set to be answered in which nobody is."""
_NEAREST = (0.45, 3.4)
"""Of a sentence's logit and its nearness, in which one speaks for its respondent."""


@dataclass(frozen=True, slots=True)
class Membership:
    """How surely a respondent is in a set, and by what."""

    told: Told
    """The sentence that puts it there."""
    label: str
    """What that sentence says, of what puts somebody there."""
    signals: tuple[float, float, float, float]
    """The logit that it says so; its nearness; the greatest logit that any of the respondent's sentences says
    otherwise; how far it lies behind the nearest sentence of all respondents."""
    contradicted: bool = False
    """Whether the sentence itself rather says the contrary, or of who lacks something another says that it is there."""
    contrary: Told | None = None
    """A sentence of another cell that surely says the contrary, to be told beside it."""

    @property
    def probability(self) -> float:
        """The probability that the respondent is in the set."""
        return logistic(WEIGHTS, INTERCEPT, self.signals)


def members(judged: Mapping[str, Judged], relations: Collection[Relation], polarity: Polarity) -> dict[str, Membership]:
    """Return how surely each respondent of whom a sentence was judged is in the set that is asked for.

    That somebody speaks of something at all mostly means having it. So who is asked for otherwise, as who has it not
    or only plans it, is not there by a sentence that more surely says it is there.
    """
    belongs = [label for label in TELLS if verdict_of(label, relations, polarity) == "matched"]
    others = [label for label in TELLS if label not in belongs]
    best = {who: max(own.told, key=lambda told: _weigh_sentence(told, belongs)) for who, own in judged.items()}
    if "yes" not in belongs:
        there = [h for h in HAS if h not in belongs]
        best = {who: told for who, told in best.items() if _logit(told, there) <= _logit(told, belongs)}
    nearest = max((told.candidate.nearness for told in best.values()), default=0.0)
    found = {}
    for who, told in best.items():
        near = told.candidate.nearness
        against = max(_logit(other, others) for other in judged[who].told)
        label = max(belongs, key=told.of)
        contrary = _find_contrary(told, judged[who].told, others)
        contradicted = _logit(told, others) - _logit(told, belongs) >= CONTRADICTED
        # Who surely says elsewhere that it is there is not among those without it, nor is who denies it in its words.
        if contrary is not None:
            contradicted = contradicted or "yes" not in belongs or contrary.candidate.denied
        values = (_logit(told, belongs), near, against, near - nearest)
        found[who] = Membership(told, label, values, contradicted, contrary)
    return found


def decide_members(
    examined: Sequence[str], judged: Mapping[str, Judged], relations: Collection[Relation], polarity: Polarity
) -> list[RespondentVerdict] | None:
    """Return what is found for each respondent; None where nobody's sentences tell on the claim."""
    own = members(judged, relations, polarity)
    surest = max((one.probability for one in own.values()), default=0.0)
    against = (one.probability for one in judged.values() if verdict_of(one.label, relations, polarity) == "rejected")
    if surest < ASKED_FOR and max(against, default=0.0) < REJECTED:
        return None
    asked_for = surest >= ASKED_FOR
    found = [
        _decide_respondent(who, own.get(who) if asked_for else None, judged.get(who), relations, polarity)
        for who in examined
    ]
    return found if any(one.verdict != "none" for one in found) else None  # that nobody is told of is no set of nobody


def _decide_respondent(
    who: str, own: Membership | None, judged: Judged | None, relations: Collection[Relation], polarity: Polarity
) -> RespondentVerdict:
    if own is not None and own.probability >= POSSIBLE:
        sure = own.probability >= IN_SET and not own.contradicted
        verdict: Verdict = "matched" if sure else "possible"
        score = round_score(own.probability)
        # Beside the sentence that puts it there, only others that say so too, and more likely than nothing.
        said = () if judged is None else judged.told
        more = (told for told in said if told.label == own.label and told.of(told.label) > told.of("none"))
        evidence = collect_evidence([own.told, *more])
        if own.contrary is not None:
            against = collect_evidence([own.contrary])
            evidence = tuple(dict.fromkeys((*evidence, *against)))
            return RespondentVerdict(who, verdict, stance_of(own.label), "stated", score, evidence, against)
        return RespondentVerdict(who, verdict, stance_of(own.label), "stated", score, evidence)
    sure = judged is not None and judged.probability >= MATCHED
    if judged is not None and sure and verdict_of(judged.label, relations, polarity) == "rejected":
        evidence = collect_evidence(told for told in judged.told if told.label == judged.label and told.is_said)
        if not evidence:  # what only seems to be a no is silence
            return RespondentVerdict(who, "none", None, "meaning", 0.0)
        return RespondentVerdict(who, "rejected", judged.stance, "stated", round_score(judged.probability), evidence)
    return RespondentVerdict(who, "none", None, "meaning", 0.0)


def _find_contrary(told: Told, others: Iterable[Told], labels: Collection[str]) -> Told | None:
    """Return the sentence of another cell that most surely says one of some labels, where that is sure."""
    elsewhere = [other for other in others if other.candidate.hit.cell != told.candidate.hit.cell]
    surest = max(elsewhere, key=lambda other: sum(other.of(label) for label in labels), default=None)
    return surest if surest is not None and sum(surest.of(label) for label in labels) >= SURELY else None


def _weigh_sentence(told: Told, labels: Iterable[str]) -> float:
    return _NEAREST[0] * _logit(told, labels) + _NEAREST[1] * told.candidate.nearness


def _logit(told: Told, labels: Iterable[str]) -> float:
    return logit(sum(told.of(label) for label in labels))
