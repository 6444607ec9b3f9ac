"""An analyst's corrections → verdicts: what was decided gives way to them, and what it was is kept beside.

A correction of one of the form's questions is the stance of a cell, wherever it is asked. A correction of a claim holds
where that claim is asked, whatever decides it. Evidence that was found stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.model import Compare, Lookup, Review, SetPlan
from msqqa.review.resolve import file_of, resolve_corrections
from msqqa.words import normal_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict
    from msqqa.index.open import Index
    from msqqa.index.store import Store
    from msqqa.model import Concept, Plan, Stance, Verdict
    from msqqa.review.resolve import Resolved

OF_STANCE = ("yesno", "set", "options")
"""Kinds of answers that a stance gives."""

Claim = frozenset[str]
"""The normal form of a claim's words."""


@dataclass(frozen=True)
class Corrections:
    """The corrections that hold for one index, by respondent and by what they are of."""

    stances: Mapping[tuple[str, str], tuple[Stance, Review]] = field(default_factory=dict)
    """Of the form's questions."""
    claims: Mapping[tuple[str, Claim], tuple[Stance, Review]] = field(default_factory=dict)
    mentions: Mapping[tuple[str, Claim], tuple[bool, Review]] = field(default_factory=dict)
    """Whether somebody counts as mentioning something."""

    def speak_of(self, plan: Plan, examined: Iterable[str]) -> bool:
        """Return whether there is a correction of a plan's claim for one of some respondents."""
        return any((who, claim) in held for claim, held in self._held(plan) for who in examined)

    def on_claim(
        self, plan: Plan, found: Sequence[RespondentVerdict], verdict_of: Callable[[Stance], Verdict | None]
    ) -> list[RespondentVerdict]:
        """Return what was found with the corrections of a plan's claim in its place.

        Parameters
        ----------
        plan:
            What is asked, before anything was decided.
        found:
            What was found for each respondent.
        verdict_of:
            Which verdict a stance gives; None for one that decides nothing.
        """
        held = self._held(plan)
        return [self._corrected(held, one, verdict_of) for one in found]

    def _held(self, plan: Plan) -> list[tuple[Claim, Mapping[tuple[str, Claim], tuple[Stance, Review]]]]:
        """Return the normal forms of a plan's claim, each with the corrections that may be of it."""
        of_mention = not isinstance(plan, SetPlan) and plan.relations == {"mentions"}
        held = self._said_of_mentions if of_mention else self.claims
        return [(claim, held) for claim in claims_of(plan)] if held else []

    @cached_property
    def _said_of_mentions(self) -> dict[tuple[str, Claim], tuple[Stance, Review]]:
        """Whether somebody mentions something, as a stance: of one who is looked up there is always one."""
        return {key: ("yes" if there else "no", review) for key, (there, review) in self.mentions.items()}

    def _corrected(
        self,
        asked: Sequence[tuple[Claim, Mapping[tuple[str, Claim], tuple[Stance, Review]]]],
        found: RespondentVerdict,
        verdict_of: Callable[[Stance], Verdict | None],
    ) -> RespondentVerdict:
        own = [held[found.respondent, claim] for claim, held in asked if (found.respondent, claim) in held]
        if not own:
            return found
        stance, review = own[0]
        return replace(
            found,
            stance=stance,
            verdict=verdict_of(stance) or "none",
            basis=found.basis if stance == found.stance else "inferred",
            reviewed=_record_earlier(review, found),
        )

    def on_mentions(
        self,
        concepts: Sequence[Concept],
        found: RespondentVerdict,
        there: Sequence[bool],
        verdict_of: Callable[[Sequence[bool]], Verdict | None],
    ) -> RespondentVerdict:
        """Return what was found of somebody's mentions with the corrections in its place.

        Parameters
        ----------
        concepts, there:
            What is looked for, and whether it is mentioned, one by one.
        found:
            What that came to.
        verdict_of:
            What mentions come to; None where they decide nothing.
        """
        said = [self._mentions(concept, found.respondent) for concept in concepts] if self.mentions else []
        review = next((one[1] for one in said if one is not None), None)
        if review is None:
            return found
        now = [one[0] if one is not None else was for one, was in zip(said, there, strict=True)]
        unlike = any(
            one is not None and one[0] != (concept.polarity == "positive")
            for one, concept in zip(said, concepts, strict=True)
        )
        verdict = verdict_of(now) or ("rejected" if unlike else "none")
        return replace(found, verdict=verdict, basis="words", reviewed=_record_earlier(review, found))

    def _mentions(self, concept: Concept, respondent: str) -> tuple[bool, Review] | None:
        found = (self.mentions.get((respondent, normal_form(term))) for term in concept.terms)
        return next((one for one in found if one is not None), None)


NONE = Corrections()


class Reviews:
    """Keeps the corrections of one index as they are written now: no index holds them, so none has to be built anew."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._file = file_of(index)
        self._seen: tuple[int, int, int] | None = None
        self._held = NONE

    def current(self) -> Corrections:
        """Return the corrections, and give the index's cells those of the form's questions.

        Raises
        ------
        VerdictsError
            If the file cannot be read, or one of them is not valid.
        """
        seen = self._stat()
        if seen != self._seen:
            held = NONE if seen is None else _collect_corrections(*resolve_corrections(self._index), self._index.store)
            self._index.store.review(held.stances)
            self._held, self._seen = held, seen
        return self._held

    def _stat(self) -> tuple[int, int, int] | None:
        try:
            stat = self._file.stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _collect_corrections(found: Sequence[Resolved], problems: Sequence[Exception], store: Store) -> Corrections:
    """Return the corrections; raise the first of what is wrong with them."""
    if problems:
        raise problems[0]
    from msqqa.ask.plan.terms import Terms

    terms = Terms(store)
    stances: dict[tuple[str, str], tuple[Stance, Review]] = {}
    claims: dict[tuple[str, Claim], tuple[Stance, Review]] = {}
    mentions: dict[tuple[str, Claim], tuple[bool, Review]] = {}
    for one in found:
        entry, who = one.entry, one.respondent
        review = Review(entry.reason, entry.by, entry.date)
        if entry.verdict:
            mentions[who, normal_form(entry.claim)] = entry.verdict == "matched", review
        elif one.question:
            stances[who, one.question] = entry.stance, review  # type: ignore[assignment]
        else:
            # A plan has abbreviations as the form's questions have them.
            for words in (terms.as_asked(entry.claim), entry.claim):
                claims[who, normal_form(words)] = entry.stance, review  # type: ignore[assignment]
    return Corrections(stances, claims, mentions)


def _record_earlier(review: Review, found: RespondentVerdict) -> Review:
    return replace(review, verdict_before=found.verdict, stance_before=found.stance, basis_before=found.basis)


def claims_of(plan: Plan) -> tuple[Claim, ...]:
    """Return the normal forms of the words by which a plan's claim may be corrected; none where it has no claim.

    They are its topic's; and those of all that is asked, where that is no more than having the topic: "plan a sandbox"
    is said of a sandbox otherwise than of the plan.
    """
    if plan.questions or not isinstance(plan, SetPlan | Lookup | Compare):
        return ()
    found = []
    whole = plan.whole if isinstance(plan, SetPlan) else plan.text
    if "mentions" in plan.relations:
        # A form may ask just what is asked with a mention in it: then all of it is the claim, not what is mentioned.
        terms = (whole,) if isinstance(plan, SetPlan) else plan.terms
        return tuple(dict.fromkeys(filter(None, map(normal_form, terms))))
    if isinstance(plan, SetPlan):
        found.append(normal_form(plan.text))
    if len(plan.concepts) == 1 and (not isinstance(plan, Lookup) or plan.asks in OF_STANCE):
        found.append(normal_form(_topic(plan.concepts[0])))
    if all(concept.relation == "has" and concept.polarity == "positive" for concept in plan.concepts):
        found.append(normal_form(whole))
    return tuple(claim for claim in dict.fromkeys(found) if claim)


def claim_words(outcome: PlanResult, *, of_stance: bool) -> str:
    """Return the words by which what was decided can be corrected.

    They are empty where the form's own questions decided, or several claims. ``of_stance`` says whether the question
    that was looked up has a yes and a no: of one that has none, a yes would say only that it is answered.
    """
    plan = outcome.plan
    if isinstance(plan, SetPlan):
        if plan.mode == "question" or len(plan.concepts) > 1:
            return ""
        return plan.concepts[0].terms[0] if plan.mode == "mention" and plan.concepts else plan.text
    if not isinstance(plan, Lookup | Compare) or plan.questions:
        return ""
    asks_a_stance = plan.asks in OF_STANCE or isinstance(plan, Compare)
    undecided = asks_a_stance and not (outcome.answered and of_stance)
    if not (outcome.by_claim or undecided):
        return ""
    return _topic(plan.concepts[0]) if len(plan.concepts) == 1 else plan.text


def _topic(concept: Concept) -> str:
    return concept.terms[0] if concept.relation == "mentions" else " ".join(concept.terms)
