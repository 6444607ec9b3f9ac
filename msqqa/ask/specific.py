"""Whether a question asks for more than a question of the form does: "sandboxes in which drones are tried".

Then its stance decides nothing, however alike the two are. A word that the form's question does not hold, but answers
do, asks for something of its own; unless it is only the beginning of a word that is held ("gov").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.words import fold, stem, words

if TYPE_CHECKING:
    from collections.abc import Collection

    from msqqa.ask.hits import Query
    from msqqa.ask.retrieve import Retriever
    from msqqa.index.store import Store

HALF = 0.5
"""How far a question must hold a word, by its stem or by likeness, to be about it."""
_TELLS = 0.13
"""Share of the query's weight from which a word asks for something. On the development questions no word of one that
asks a form's question weighs as much."""
_SHORTEST_BEGINNING, _SHORTEST_INITIAL = 3, 2
_MUCH = 0.55
"""Share of the query's weight from which one word is most of what is asked."""


def its_own(query: Query, question: int, store: Store, retriever: Retriever, terms: Collection[str] = ()) -> list[str]:
    """Return the stems of a query that weigh much, and that answers use, but no word of the question's own text.

    A form's keywords lead to its question ("WhatsApp" to the one on social media), and are not what it asks: its yes
    says nothing of WhatsApp. With ``terms``, the topic's own words, no other word of a query is one: "has X got a law".
    """
    own = {word.text for word in words(store.questions[question][2])}
    rows = [row for row in (store.word(word) for word in own) if row is not None]
    held = retriever.held_by(query, rows)
    topic = {stem(word) for word in terms}
    found = []
    for of_text, share, wanted in zip(held, query.weights.tolist(), query.stems, strict=True):
        known = store.stem(wanted)
        begins = len(wanted) >= _SHORTEST_INITIAL and any(word.startswith(wanted) for word in own)
        used = known is not None and known[1] > 0
        if terms and wanted not in topic:
            continue
        if used and share >= _MUCH and of_text < HALF and not begins:
            found.append(wanted)
    return found


def asks_for_more(query: Query, question: int, store: Store) -> bool:
    """Return whether a query holds a word that answers use, and the form's question in some row does not hold."""
    asked = {word.text for word in words(store.questions[question][2])}
    held = query.questions[question].tolist()
    for of_question, share, wanted, number in zip(
        held, query.weights.tolist(), query.stems, query.numbers, strict=True
    ):
        if of_question >= HALF:
            continue
        if wanted in {stem(fold(short)) for short in store.abbreviations}:
            return True  # "who follows WCAG": the abbreviation is what is meant
        begins = len(wanted) >= _SHORTEST_BEGINNING and any(word.startswith(wanted) for word in asked)
        known = store.stem(wanted)
        if share >= _TELLS and number >= 0 and known is not None and known[1] > 0 and not begins:
            return True
    return False
