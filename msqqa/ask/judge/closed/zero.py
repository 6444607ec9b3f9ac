"""The option that denies all that its question asks, "Never", where somebody denies just that: "no choir at all".

A denied topic is such a zero where all of it stands in one question, and that question offers one. It comes before an
option of another question that names the topic: who has no choir does not answer what else may be wished for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.labels import is_denied
from msqqa.ask.judge.closed.links import Link
from msqqa.ask.judge.closed.match import is_within, people
from msqqa.closed.scales import generic_stems, key, nouns_of, stems_of_everybody, stems_of_wishes
from msqqa.languages import phrases
from msqqa.words import STOP_WORDS, content_words, stem, stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.closed.match import LinkQuery
    from msqqa.ask.judge.closed.questions import ClosedQuestion


def find_zero(wanted: LinkQuery, questions: Sequence[ClosedQuestion]) -> Link | None:
    """Return the option that denies what a question asks, where all that is denied is that; None where none does so."""
    if not (wanted.denied or is_denied(wanted.text)) or wanted.narrowed or wanted.quoted:
        return None
    heard = stems_undenied(wanted.text)
    if heard & stems_of_wishes():
        return None  # who "wants no choir" may well have one
    said = heard - generic_stems() - people() - stems_of_everybody()
    asked = [q for q in questions if said and is_within(q, wanted) and said <= {*stems(q.text), *nouns_of(q.text)}]
    if len(asked) != 1 or asked[0].column.type != "option" or is_denied(asked[0].text):
        return None
    zeros = tuple(option for option in asked[0].column.options if _denies_all(option))
    return Link(asked[0], zeros, 1.0, 1.0, 1.0) if len(zeros) == 1 else None


def stems_undenied(text: str) -> set[str]:
    """Return the stems of a text's words with a topic, but of those that deny."""
    return {stem(word.text) for word in content_words(text) if word.text not in phrases("words", "not")}


def _denies_all(option: str) -> bool:
    """Return whether an option denies, and names nothing that it denies.

    >>> [option for option in ("Never", "Not at all", "No cats", "Rarely") if _denies_all(option)]
    ['Never', 'Not at all']
    """
    return is_denied(option) and all(word in STOP_WORDS or word in phrases("words", "not") for word in key(option))
