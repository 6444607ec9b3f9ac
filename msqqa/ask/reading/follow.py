"""A line typed after a question → the reading that it comes to: what it does not say is carried over.

"And Kenya?" keeps the claims and changes the respondents; "what about open data" keeps the respondents and changes the
claims; "how many is that?" keeps both. The reader says that a line follows up the one before, and what it names; here
its slots are put in the place of the last reading's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msqqa.ask.reading.reading import Claim, Reading, Span
    from msqqa.model import Plan

_DENIED = {"has": "lacks", "mentions": "omits", "chose": "rejected", "answered": "blank"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked, and how it was read."""

    reading: Reading
    plan: Plan


def carry_over(reading: Reading, last: Turn | None) -> Reading:
    """Return a reading with what it does not say taken from the one before; itself where it stands alone."""
    if last is None or not reading.follow:
        return reading
    before = last.reading
    slots = {slot: tuple(map(_carry_span, spans)) for slot, spans in before.slots.items()} | dict(reading.slots)
    named = any(slot in reading.slots for slot in ("subject", "group"))
    if named:
        # Others than before: whoever was named then is not meant any more.
        for slot in ("subject", "group", "excluded"):
            if slot not in reading.slots:
                slots.pop(slot, None)
    claims = reading.claims or before.claims
    if not reading.claims and reading.relation is not None:
        claims = tuple(_change_relation(claim, reading.relation) for claim in claims)
    elif reading.claims and before.claims and all(claim.relation == "has" for claim in reading.claims):
        # "What about cybersecurity": the same is asked of another topic.
        kept = before.claims[0].relation
        claims = tuple(replace(claim, relation=kept) for claim in reading.claims)
    if reading.claims:
        slots.pop("question", None)
    return replace(
        reading,
        operator=_operator(reading, before),
        asks=before.asks if reading.operator == "same" else reading.asks,
        claims=claims,
        slots=slots,
        relation=reading.relation or before.relation,
        about=reading.about or before.about,
        wording="" if reading.claims else last.plan.text,
    )


def describe_follow_up(reading: Reading, before: Reading) -> str:
    """Return in a line how a follow-up was read; empty for a question that stands alone."""
    if not before.follow:
        return ""
    claims = " and ".join(f"{c.relation} {c.topic.text}" for c in reading.claims if c.topic is not None)
    whom = ", ".join(reading.words("subject") + reading.words("group"))
    left_out = ", ".join(reading.words("excluded"))
    parts = [reading.operator, claims, f"of {whom}" if whom else "", f"without {left_out}" if left_out else ""]
    return f"read as: {' · '.join(part for part in parts if part)}"


def _carry_span(span: Span) -> Span:
    """Return a span of an earlier line: it stands nowhere in the new one."""
    return replace(span, start=0, end=0)


def _operator(reading: Reading, before: Reading) -> str:
    if reading.operator == "same":
        alone = "subject" in reading.slots and len(reading.spans("subject")) == 1
        if alone and before.operator in ("which", "count"):
            return "lookup"
        if before.operator == "lookup" and "group" in reading.slots:
            return "which"
        if before.operator == "lookup" and len(reading.spans("subject")) > 1:
            return "lookup"
        return before.operator
    return reading.operator


def _change_relation(claim: Claim, relation: str) -> Claim:
    """Return a claim under another relation: denied where only that is said."""
    if relation == "lacks" and claim.relation in _DENIED:
        return replace(claim, relation=_DENIED[claim.relation])
    return replace(claim, relation=relation)
