"""What a respondent says on a claim → its verdict and stance, by what is asked of the claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.judge.outcome import Evidence, round_score

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from msqqa.ask.judge.claims import Told
    from msqqa.model import Polarity, Relation, Stance, Verdict

MATCHED = 0.25
"""Probability that a sentence tells, from which it rejects a respondent; chosen on two rounds of ``evals/claims``."""
CITED = 2
"""Sentences of one respondent that are cited."""

_HAS: Mapping[str, Verdict] = {
    "yes": "matched",
    "partial": "matched",
    "no": "rejected",
    "planned": "rejected",
    "ended": "rejected",
}
_LACKS: Mapping[str, Verdict] = {
    "yes": "rejected",
    "partial": "rejected",
    "no": "matched",
    "planned": "matched",
    "ended": "matched",
}


def verdict_of(label: str, relations: Collection[Relation], polarity: Polarity) -> Verdict:
    """Return whether who says ``label`` of a topic is in the set that is asked for."""
    wanted = {"plans": "planned", "partial": "partial", "ended": "ended"}
    labels = {wanted[relation] for relation in relations if relation in wanted}
    found: Verdict = ("matched" if label in labels else "rejected") if labels else _HAS[label]
    if polarity == "negative":
        return _LACKS[label] if not labels else ("rejected" if found == "matched" else "matched")
    return found


def verdict_of_stance(
    stance: Stance, relations: Collection[Relation], polarity: Polarity = "positive"
) -> Verdict | None:
    """Return whether who has a stance on a topic is in the set that is asked for; None where that decides nothing."""
    return verdict_of(stance, relations, polarity) if stance in _HAS else None


def collect_evidence(told: Iterable[Told]) -> tuple[Evidence, ...]:
    """Return the places of the first sentences that tell, each once."""
    return tuple(dict.fromkeys(map(_evidence, told)))[:CITED]


def _evidence(told: Told) -> Evidence:
    """Return the passage in which a sentence stands, with the sentence that tells."""
    passage = told.candidate.hit.passage
    return Evidence(
        told.candidate.hit.cell,
        passage.start,
        passage.end,
        round_score(told.probability),
        told.candidate.beside.sentence,
    )
