"""Who is in a set by a claim: how surely a sentence puts somebody there, beside what the others' sentences say.

How near a sentence comes tells less by itself than beside the nearest one of all: where somebody speaks of just that,
who speaks of something like it does not belong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.ask.judge.labels import HAS, TELLS, stance_of
from msqqa.ask.judge.logistic import logistic, logit
from msqqa.ask.judge.outcome import Found, rounded
from msqqa.ask.judge.verdicts import MATCHED, cited, verdict_of
from msqqa.ask.judge.weights import weights_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from msqqa.ask.judge.claims import Judged, Told
    from msqqa.model import Polarity, Relation, Verdict

ASKED_FOR = 0.4
"""Probability that somebody must reach for the question to be answered at all."""
IN_SET, POSSIBLE = 0.3, 0.2
"""Probabilities below which nobody is in a set, and below which nobody is shown as one who may be."""
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
    signals: tuple[float, ...]
    """The logit that it says so; its nearness; the greatest logit that any of the respondent's sentences says
    otherwise; how far nearness and logit lie behind the greatest of all respondents; the share of the claim's words
    that it holds, and how far that lies behind; and of all respondents together the mean and the greatest logit, the
    mean and the greatest nearness: a claim in another language than the answers comes less near to all of them."""
    contradicted: bool = False
    """Whether the sentence itself rather says the contrary, or of who lacks something another says that it is there."""
    contrary: Told | None = None
    """A sentence of another cell that surely says the contrary, to be told beside it."""

    @property
    def probability(self) -> float:
        """The probability that the respondent is in the set."""
        model = weights_of("sets")
        return logistic(model.weights[0], model.intercepts[0], self.signals)


def members(judged: Mapping[str, Judged], relations: Collection[Relation], polarity: Polarity) -> dict[str, Membership]:
    """Return how surely each respondent of whom a sentence was judged is in the set that is asked for.

    That somebody speaks of something at all mostly means having it. So who is asked for otherwise, as who has it not
    or only plans it, is not there by a sentence that more surely says it is there.
    """
    belongs = [label for label in TELLS if verdict_of(label, relations, polarity) == "matched"]
    others = [label for label in TELLS if label not in belongs]
    best = {who: max(own.told, key=lambda told: _weighed(told, belongs)) for who, own in judged.items()}
    logits = {who: _logit(told, belongs) for who, told in best.items()}
    near = {who: told.candidate.nearness for who, told in best.items()}
    held = {who: told.candidate.held for who, told in best.items()}
    of_all = (_mean(logits), max(logits.values(), default=0.0), _mean(near), max(near.values(), default=0.0))
    most_held = max(held.values(), default=0.0)
    found = {}
    for who, told in best.items():
        if "yes" not in belongs and _logit(told, [h for h in HAS if h not in belongs]) > logits[who]:
            continue
        against = max(_logit(other, others) for other in judged[who].told)
        behind = near[who] - of_all[3], logits[who] - of_all[1]
        values = (logits[who], near[who], against, *behind, held[who], held[who] - most_held, *of_all)
        contrary = _contrary(told, judged[who].told, others)
        contradicted = _logit(told, others) - logits[who] >= CONTRADICTED
        # Who surely says elsewhere that it is there is not among those without it.
        contradicted = contradicted or ("yes" not in belongs and contrary is not None)
        found[who] = Membership(told, max(belongs, key=told.of), values, contradicted, contrary)
    return found


def cut(probabilities: Sequence[float]) -> float:
    """Return the probability from which respondents make the set whose expected F is the greatest.

    The expectation takes the probabilities as they are and as independent: of the surest k, twice their sum, divided by
    k and the sum of all. So a set of which little is sure is cut lower than one in which some stand out.

    >>> cut([0.9, 0.8, 0.3]), cut([0.3, 0.3, 0.25])
    (0.8, 0.25)
    """
    ranked = sorted(probabilities, reverse=True)
    total, so_far, best, at = sum(ranked), 0.0, 0.0, 1.0
    for k, probability in enumerate(ranked, 1):
        so_far += probability
        if 2 * so_far / (k + total) > best:
            best, at = 2 * so_far / (k + total), probability
    return at


def found_in_set(
    examined: Sequence[str], judged: Mapping[str, Judged], relations: Collection[Relation], polarity: Polarity
) -> list[Found] | None:
    """Return what is found for each respondent; None where nobody's sentences tell on the claim."""
    own = members(judged, relations, polarity)
    surest = max((one.probability for one in own.values()), default=0.0)
    against = (one.probability for one in judged.values() if verdict_of(one.label, relations, polarity) == "rejected")
    if surest < ASKED_FOR and max(against, default=0.0) < REJECTED:
        return None
    if surest < ASKED_FOR:
        own = {}
    needed = max(IN_SET, cut([one.probability for one in own.values()]))
    return [_found(who, own.get(who), needed, judged.get(who), relations, polarity) for who in examined]


def _found(
    who: str,
    own: Membership | None,
    needed: float,
    judged: Judged | None,
    relations: Collection[Relation],
    polarity: Polarity,
) -> Found:
    if own is not None and own.probability >= POSSIBLE:
        sure = own.probability >= needed and not own.contradicted
        verdict: Verdict = "matched" if sure else "possible"
        score = rounded(own.probability)
        more = () if judged is None else (told for told in judged.told if told.label == own.label)
        evidence = cited([own.told, *more])
        if own.contrary is not None:
            against = cited([own.contrary])
            evidence = tuple(dict.fromkeys((*evidence, *against)))
            return Found(who, verdict, stance_of(own.label), "stated", score, evidence, against)
        return Found(who, verdict, stance_of(own.label), "stated", score, evidence)
    sure = judged is not None and judged.probability >= MATCHED
    if judged is not None and sure and verdict_of(judged.label, relations, polarity) == "rejected":
        evidence = cited(told for told in judged.told if told.label == judged.label)
        return Found(who, "rejected", judged.stance, "stated", rounded(judged.probability), evidence)
    return Found(who, "none", None, "meaning", 0.0)


def _contrary(told: Told, others: Iterable[Told], labels: Sequence[str]) -> Told | None:
    """Return the sentence of another cell that most surely says one of some labels, where that is sure."""
    elsewhere = [other for other in others if other.candidate.hit.cell != told.candidate.hit.cell]
    surest = max(elsewhere, key=lambda other: sum(other.of(label) for label in labels), default=None)
    return surest if surest is not None and sum(surest.of(label) for label in labels) >= SURELY else None


def _mean(values: Mapping[str, float]) -> float:
    return sum(values.values()) / len(values) if values else 0.0


def _weighed(told: Told, labels: Iterable[str]) -> float:
    return _NEAREST[0] * _logit(told, labels) + _NEAREST[1] * told.candidate.nearness


def _logit(told: Told, labels: Iterable[str]) -> float:
    return logit(sum(told.of(label) for label in labels))
