"""A number behind a rated thing is a rating: "how many rate the documentation 4" names no question 4.

The reader knows forms whose questions have numbers, and takes the number for one of these. A table's columns have none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.reading.reading import Claim, Span
from msqqa.words import content_words, stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.reading.reading import Reading
    from msqqa.index.store import Store


def read_ratings(reading: Reading, store: Store) -> Reading:
    """Return a reading of a table's question in which a number behind a column's own words is a value.

    "Question 4" and "q4" name a question all the same, whether there is one or not.
    """
    if not reading.spans("question") or not store.is_of_tables:
        return reading
    asked = list(store.questions.values())
    if any(id_[0].isdigit() for _, id_, _ in asked):
        return reading
    heads = [[word.text for word in words(text)] for _, _, text in asked]
    rated = {span: parts for span in reading.spans("question") if (parts := _parts(span, heads)) is not None}
    if not rated:
        return reading
    slots = dict(reading.slots)
    slots["question"] = tuple(span for span in reading.spans("question") if span not in rated)
    slots["value"] = (*reading.spans("value"), *(value for _, value in rated.values()))
    claims = tuple(
        Claim("number", claim.topic or rated[claim.question][0]) if claim.question in rated else claim
        for claim in reading.claims
    )
    return replace(reading, slots=slots, claims=claims)


def _parts(span: Span, heads: Sequence[Sequence[str]]) -> tuple[Span, Span] | None:
    """Return what is rated and the number behind it, both of a span; None where it is not made of these.

    "Site 1" is one thing where a column has these words together.
    """
    own = list(words(span.text))
    texts = [word.text for word in own]
    topic = {stem(word.text) for word in content_words(span.text) if not word.text.isdigit()}
    if not own or not own[-1].text.isdigit() or not topic:
        return None
    together = any(texts == head[at : at + len(texts)] for head in heads for at in range(len(head)))
    if together or not topic <= {stem(word) for head in heads for word in head}:
        return None
    at = own[-1].start
    before = span.text[:at].rstrip()
    return Span(span.start, span.start + len(before), before), Span(span.start + at, span.end, span.text[at:], "eq")
