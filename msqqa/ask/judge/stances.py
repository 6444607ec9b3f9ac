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
from msqqa.ask.judge.weights import weights_of
from msqqa.judge.labels import BEARING, FACTUALITY, HAS, TELLS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from msqqa.ask.judge.claims import Judged, Told
    from msqqa.model import Relation, Stance

STANCES = ("yes", "no", "planned", "partial")
"""What a respondent may say on a claim; the fifth label is ``none``, that it says nothing."""
TOLD, CONTRARY = 0.3, 0.2
"""Probability from which a stance is told; and the most that its contrary may have, of a no the yes and the partial
together. Chosen by the figures that the fit prints, for as few told the wrong way round as before."""
_IN_PART = 2.0
"""How many times likelier than a plain yes a yes in part must be: it says more, and takes more to be said."""
_NEAREST = (0.47, 3.72)
"""Of a sentence's logit and its nearness, in which one is taken for the one that tells."""
_LABELS: dict[str, tuple[str, ...]] = {stance: (stance,) for stance in STANCES} | {"no": ("no", "ended")}
"""What a sentence says on a claim that tells each stance."""
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


def signals(told: Sequence[Told], stated: Sequence[float]) -> tuple[float, ...]:
    """Return what the model looks at.

    Parameters
    ----------
    told:
        A respondent's judged sentences, the one that tells most surely first.
    stated:
        How likely that one alone is each of ``FACTUALITY``.

    Returns
    -------
    tuple
        Of the first sentence the logit of each of ``BEARING`` and its nearness; of any sentence the most that one of
        ``TELLS`` weighs; of the nearest sentence the logits and the nearness; what the first one states.
    """
    first, nearest = told[0], max(told, key=lambda one: one.candidate.nearness)
    most = (max(_weight(one, label) for one in told) for label in TELLS)
    return (*_of_one(first), *most, *_of_one(nearest), *(logit(stated[i]) for i in range(len(FACTUALITY))))


def probabilities(values: Sequence[float]) -> dict[str, float]:
    """Return how likely each stance is, and ``none``, by the signals."""
    model = weights_of("stances")
    scores = [
        start + sum(w * v for w, v in zip(row, values, strict=True))
        for row, start in zip(model.weights, model.intercepts, strict=True)
    ]
    raised = [math.exp(score - max(scores)) for score in scores]
    return {label: one / sum(raised) for label, one in zip(model.labels, raised, strict=True)}


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


def _of_one(told: Told) -> tuple[float, ...]:
    return (*(logit(told.of(label)) for label in BEARING), told.candidate.nearness)
