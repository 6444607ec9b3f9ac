"""What one respondent says on a claim: all of its judged sentences together → how likely each stance is.

A sentence alone tells little: the one that comes nearest may not be the one that tells most surely, and what it states
by itself (a denial, a plan, a part) is known apart from the claim. A fitted model looks at all of it at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.ask.judge.logistic import logit
from msqqa.ask.judge.outcome import RespondentVerdict, round_score
from msqqa.ask.judge.verdicts import collect_evidence, verdict_of
from msqqa.ask.judge.weights import stance_weights
from msqqa.judge.labels import FACTUALITY, HAS, TELLS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from msqqa.ask.judge.claims import Judged, Told
    from msqqa.model import Relation, Stance

STANCES = ("yes", "no", "planned", "partial")
"""What a respondent may say on a claim; the fifth label is ``none``, that it says nothing."""
TOLD, CONTRARY = 0.45, 0.2
"""Probability from which a stance is told; and the most that its contrary may have, of a no the yes and the partial
together. Chosen by the figures that the fit prints, for as few told the wrong way round as before."""
_IN_PART = 2.0
"""How many times likelier than a plain yes a yes in part must be: it says more, and takes more to be said."""
_NEAREST = (0.47, 3.72)
"""Of a sentence's logit and its nearness, in which one is taken for the one that tells."""
_LABELS: dict[str, tuple[str, ...]] = {stance: (stance,) for stance in STANCES} | {"no": ("no", "ended")}
"""What a sentence says on a claim that tells each stance."""
_STATED = {"yes": "affirmed", "no": "denied", "planned": "planned", "partial": "partial"}
"""What a sentence states by itself that says one of ``STANCES`` of a claim."""
_HEARD = 0.2
"""How surely the sentence that is shown must say a stance, in parts of how surely it says others together."""
_OF_STAGE = 0.5
"""How surely a sentence says that something has ended, or is planned, from which it is so: more surely than all else
together."""


@dataclass(frozen=True, slots=True)
class ClaimStance:
    """What one respondent says on a claim."""

    stance: Stance | None
    """None where that is not sure."""
    probability: float
    told: tuple[Told, ...]
    """The sentences that say so, the surest first."""

    def to_verdict(self, respondent: str, relations: Collection[Relation]) -> RespondentVerdict:
        """Return what is found for the respondent, by how the claim is asked for."""
        if self.stance is None:
            return RespondentVerdict(respondent, "none", None, "meaning", 0.0)
        # The judge hears "has repealed its law" as a whole, so that a yes is a yes to the end.
        verdict = verdict_of(self.stance, set(relations) - {"ended"}, "positive")
        return RespondentVerdict(
            respondent, verdict, self.stance, "stated", round_score(self.probability), collect_evidence(self.told)
        )


NOTHING = ClaimStance(None, 0.0, ())
"""That a respondent says nothing on a claim, or nothing that is sure."""


def tells_of_stage(judged: Judged, label: str, least: float | None = None) -> ClaimStance:
    """Return what a sentence surely says of a stage: that a topic has ``ended``, which is a yes; or is ``planned``.

    With ``least`` only sentences are heard that come as near.
    """
    near = [one for one in judged.told if least is None or one.candidate.nearness >= least]
    told = tuple(one for one in near if one.of(label) >= _OF_STAGE)
    surest = max(told, key=lambda one: one.of(label), default=None)
    if surest is None:
        return NOTHING
    return ClaimStance("planned" if label == "planned" else "yes", surest.of(label), (surest,))


@dataclass(frozen=True, slots=True)
class Signals:
    """What the model looks at."""

    tells: Mapping[str, tuple[float, ...]]
    """For each of ``STANCES``: how surely the sentence that tells most surely says it, as a logit; the most that it
    weighs in any sentence; and how surely that first one states it, whatever is asked."""
    ended: tuple[float, float]
    """The first two of these of what has ended, which is a no."""
    silent: tuple[float, float]
    """Of the nearest sentence how surely it says nothing, as a logit, and how far it is: less than nothing, by its
    nearness."""

    @property
    def flat(self) -> tuple[float, ...]:
        """All of them, in the order of ``STANCES``."""
        return (*(value for stance in STANCES for value in self.tells[stance]), *self.ended, *self.silent)


def signals(told: Sequence[Told], stated: Sequence[float]) -> Signals:
    """Return what the model looks at.

    Parameters
    ----------
    told:
        A respondent's judged sentences, the one that tells most surely first.
    stated:
        How likely that one alone is each of ``FACTUALITY``.
    """
    first, nearest = told[0], max(told, key=lambda one: one.candidate.nearness)
    heard = {label: (logit(first.of(label)), max(_weight(one, label) for one in told)) for label in TELLS}
    tells = {label: (*heard[label], logit(stated[FACTUALITY.index(_STATED[label])])) for label in STANCES}
    return Signals(tells, heard["ended"], (logit(nearest.of("none")), -nearest.candidate.nearness))


def probabilities(seen: Signals) -> dict[str, float]:
    """Return how likely each stance is, and ``none``, by the signals.

    What speaks for one stance counts as much as what speaks for another: that a few hundred lookups can teach, and how
    much it counts for each of them they cannot.
    """
    model = stance_weights()
    scores = {stance: _dot(model.tells, seen.tells[stance]) for stance in STANCES}
    scores["no"] += _dot(model.ended, seen.ended)
    scores["none"] = _dot(model.silent, seen.silent)
    total = {label: score + model.starts[label] for label, score in scores.items()}
    raised = {label: math.exp(score - max(total.values())) for label, score in total.items()}
    return {label: one / sum(raised.values()) for label, one in raised.items()}


def choose_stance(likely: dict[str, float]) -> Stance | None:
    """Return the stance that is sure enough to be told, of probabilities; None where none is.

    Whether it has the thing is decided first, wholly or in part; then whether in part.
    """
    has, lacks = likely["yes"] + likely["partial"], likely["no"]
    of: dict[Stance, tuple[float, float]] = {
        "yes": (has, lacks),
        "no": (lacks, has),
        "planned": (likely["planned"], 0.0),
    }
    stance = max(of, key=lambda each: of[each][0])
    probability, contrary = of[stance]
    if probability < max(TOLD, likely["none"]) or contrary > CONTRARY:
        return None
    return "partial" if stance == "yes" and likely["partial"] > _IN_PART * likely["yes"] else stance


def estimate_stance(judged: Judged, stated: Sequence[float]) -> ClaimStance:
    """Return what a respondent says, of its judged sentences and of what the first of them states."""
    likely = _keep_heard(probabilities(signals(judged.told, stated)), judged.told)
    stance = choose_stance(likely)
    if stance is None:
        return NOTHING
    labels = _LABELS[stance]
    proving = sorted(judged.told, key=lambda one: -max(_weight(one, label) for label in labels))
    # Beside the sentence that says so most surely, only others that say it too, and more likely than nothing.
    told = (proving[0], *(one for one in proving[1:] if one.label in labels and one.of(one.label) > one.of("none")))
    return ClaimStance(stance, likely[stance], told)


def _keep_heard(likely: dict[str, float], told: Sequence[Told]) -> dict[str, float]:
    """Return how likely each stance is, without those that no sentence says: what would be shown says otherwise.

    Of what comes as near as can be, as a term in a list, the signals tell too much of a stance that is rare.
    """
    kept = {stance: p for stance, p in likely.items() if stance == "none" or _is_heard(stance, told)}
    return dict.fromkeys(likely, 0.0) | {stance: p / sum(kept.values()) for stance, p in kept.items()}


def _is_heard(stance: str, told: Sequence[Told]) -> bool:
    """Return whether the sentence that would be shown for a stance says it, beside what else it may say."""
    shown = max(told, key=lambda one: max(_weight(one, label) for label in _LABELS[stance]))
    alike = HAS if stance in HAS else _LABELS[stance]
    others = sum(shown.of(label) for label in TELLS if label not in alike)
    return sum(shown.of(label) for label in alike) >= _HEARD * others


def _weight(told: Told, label: str) -> float:
    return _NEAREST[0] * logit(told.of(label)) + _NEAREST[1] * told.candidate.nearness


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))
