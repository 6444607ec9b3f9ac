"""The wording of questions and answers: a question as it was typed → the question itself; and a set's fixed words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.errors import QuestionError
from msqqa.personal.values import OTHERS
from msqqa.words import squeeze, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Polarity, SetPlan, Stance

LONGEST = 10_000
"""Characters; a longer text is no question."""


def checked(question: str) -> str:
    """Return a question in one line.

    Raises
    ------
    QuestionError
        If it is empty or too long.
    """
    question = squeeze(question.replace("\x00", " "))
    if len(question) > LONGEST:
        raise QuestionError(
            f"the question has {len(question):,} characters, more than the {LONGEST:,} that are read", "shorten it"
        )
    if not any(True for _ in words(question)):
        raise QuestionError("the question is empty", "write one between quotation marks")
    return question


_SHOWN = 110
"""Characters of a question of the form that an answer shows."""
_OF_STANCE: dict[Stance, tuple[str, str]] = {
    "blank": ("left {} blank", "answered {}"),
    "planned": ("plan what {} asks for", "say otherwise to {}"),
    "partial": ("say yes in part to {}", "say otherwise to {}"),
    "unclear": ("are unclear on {}", "are clear on {}"),
}


def withheld_words(kinds: Sequence[str]) -> str:
    """Return in fixed words that personal data of some kinds is withheld.

    >>> withheld_words(["names", "IP addresses", "telephone numbers"])
    'Names, IP addresses and telephone numbers are withheld'
    """
    *first, last = kinds or [OTHERS]
    said = f"{', '.join(first)} and {last}" if first else last
    return f"{said[:1].upper()}{said[1:]} are withheld"


def told(plan: SetPlan, *, rejected: bool = False) -> str:
    """Return in fixed words what the members of a set say or do, or those against whom there is evidence."""
    if plan.mode == "mention":
        return _mention(plan, rejected=rejected)
    if plan.sought is not None and plan.questions:
        asked = f" {plan.combine} ".join(f"question {id_}" for id_ in plan.questions)
        return _OF_STANCE[plan.sought][rejected].format(asked)
    if plan.mode == "question":
        said = [_yes_or_no(c.polarity, rejected=rejected) for c in plan.concepts] or [
            _yes_or_no(plan.polarity, rejected=rejected)
        ]
        if len(said) != len(plan.questions):
            said = said[:1] * len(plan.questions)
        # Whoever is not in a joint set fails in one of its questions, not in each.
        join = f" {plan.combine} " if not rejected else " or "
        if len(set(said)) == 1:
            return f"say {said[0]} to " + join.join(f"question {id_}" for id_ in plan.questions)
        return "say " + join.join(f"{word} to question {id_}" for word, id_ in zip(said, plan.questions, strict=True))
    denied = (plan.polarity == "negative") != rejected
    return "do not match" if denied else "match by words and meaning"


def _mention(plan: SetPlan, *, rejected: bool) -> str:
    having = [f"'{c.terms[0]}'" for c in plan.concepts if c.polarity == "positive"]
    lacking = [f"'{c.terms[0]}'" for c in plan.concepts if c.polarity == "negative"]
    if rejected:
        return f"mention {' or '.join(lacking)}"
    if not having:
        return f"do not mention {(' or ' if plan.combine == 'and' else ' and ').join(lacking)}"
    words = f"mention {f' {plan.combine} '.join(having)}"
    return words + (f" but not {' or '.join(lacking)}" if lacking else "")


def _yes_or_no(polarity: Polarity, *, rejected: bool) -> str:
    return "no" if (polarity == "negative") != rejected else "yes"


def shortened(text: str) -> str:
    """Return a question of the form as an answer shows it: in one line, cut between words."""
    text = squeeze(text).replace("“", "'").replace("”", "'")
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"
