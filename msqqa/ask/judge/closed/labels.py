"""The ways in which an option may be called, and whether words deny."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msqqa.ask.plan.terms import alternatives
from msqqa.closed.scales import key
from msqqa.languages import phrases
from msqqa.languages.matching import list_joins, matcher
from msqqa.words import STOP_WORDS, stem, unique, words

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Label:
    """A way to call an option."""

    words: tuple[str, ...]
    worth: float
    """How surely that is the whole option: a part of it is worth less."""


_BETWEEN_CLAUSES = ",;:()"
"""What parts the clauses of a question."""
_OTHER_WORDING, _ONE_OF_SEVERAL = 0.97, 0.95
"""How surely the whole option is meant by its text without brackets, or before a colon; and by one side of a slash."""


@lru_cache(maxsize=4096)
def labels_of(option: str) -> tuple[Label, ...]:
    """Return the ways to call an option: as it is, without brackets, what they hold, what a colon or a slash parts.

    >>> [label.words for label in labels_of("Amazon Web Services (AWS)")]
    [('amazon', 'web', 'services', 'aws'), ('amazon', 'web', 'services'), ('aws',)]
    """
    found = {key(option): 1.0}
    head = option.split(":", 1)[0] if ":" in option else ""
    for text in (*alternatives(option), *([head] if head else [])):
        found.setdefault(key(text), _OTHER_WORDING)
    for part in unique(option.split("/")) if "/" in option else ():
        found.setdefault(key(part), _ONE_OF_SEVERAL)
    return tuple(Label(own, worth) for own, worth in found.items() if own)


def is_denied(text: str) -> bool:
    """Return whether a text denies something.

    >>> is_denied("who does not use it"), is_denied("who uses it")
    (True, False)
    """
    return bool(_find_denials([word.text for word in words(text)]))


def denies_as(text: str, option: str) -> bool:
    """Return whether all that a text denies is what an option denies itself; of more it is not sure what is meant.

    >>> denies_as("to whom is it not relevant", "Not relevant for me"), denies_as("who never works from home", "Never")
    (True, True)
    >>> denies_as("who did not call it irrelevant", "Not relevant for me")
    False
    """
    own, said = _denials_in(option), _denials_in(text)
    # "Never" denies all that a question asks: whoever says "never" says it.
    held = (any(one.of == other.of if other.of else one.word == other.word for other in own) for one in said)
    return len(said) <= len(own) and all(held)


def is_said_apart(text: str, option: str) -> bool:
    """Return whether an option that denies something stands in a clause of its own, whatever other clauses deny.

    >>> is_said_apart("who has no interest in it (not relevant)", "Not relevant for me")
    True
    >>> is_said_apart("who did not say that it is not relevant", "Not relevant for me")
    False
    """
    for mark in _BETWEEN_CLAUSES[1:]:
        text = text.replace(mark, _BETWEEN_CLAUSES[0])
    clauses = [clause for clause in text.split(_BETWEEN_CLAUSES[0]) if clause.strip()]
    return len(clauses) > 1 and any(_denials_in(clause) and denies_as(clause, option) for clause in clauses)


def is_quoted_apart(text: str, option: str) -> bool:
    """Return whether an option stands in quotation marks in a clause of its own that denies nothing.

    >>> is_quoted_apart('who does not know it (answered "What dashboard?")', "What dashboard?")
    True
    >>> is_quoted_apart('who did not answer "What dashboard?"', "What dashboard?")
    False
    """
    before, found, behind = text.partition(option)
    start = max((before.rfind(mark) for mark in _BETWEEN_CLAUSES), default=-1)
    ends = [at for mark in _BETWEEN_CLAUSES if (at := behind.find(mark)) >= 0]
    clause = before[start + 1 :] + behind[: min(ends, default=len(behind))]
    return bool(found) and start >= 0 and not is_denied(clause)


def without_idle_brackets(text: str) -> str:
    """Return a text without the brackets that say of something that it is so or not: these deny and ask for nothing.

    >>> without_idle_brackets("who agrees (strongly or not) that it works")
    'who agrees  that it works'
    >>> without_idle_brackets("who is new (not yet in)")
    'who is new (not yet in)'
    """
    for inner in find_in_brackets(text):
        own = [word.text for word in words(inner)]
        if len(own) > 1 and own[-2] in list_joins("or") and is_denied(own[-1]):
            text = text.replace(f"({inner})", "", 1)
    return text


def find_in_brackets(text: str) -> list[str]:
    """Return what stands in each of a text's brackets that hold none themselves.

    >>> find_in_brackets("who uses it (daily) at home (or (even) abroad)")
    ['daily', 'even']
    """
    found, start = [], -1
    for at, mark in enumerate(text):
        if mark == "(":
            start = at + 1
        elif mark == ")" and start >= 0:
            found.append(text[start:at])
            start = -1
    return found


def is_denied_before(text: str, options: Sequence[str]) -> bool:
    """Return whether an option is all that stands in brackets, behind a denial: it may be how that is answered.

    >>> is_denied_before("who did not know of one (What dashboard?)", ["What dashboard?"])
    True
    >>> is_denied_before("who did not view the dashboard (at all)", ["What dashboard?"])
    False
    """
    own = {key(option) for option in options}
    return any(key(inner) in own and is_denied(text.partition(f"({inner})")[0]) for inner in find_in_brackets(text))


class _Denial(NamedTuple):
    word: str
    of: str
    """The stem of the next word that has a topic; empty where none follows."""


def _denials_in(text: str) -> list[_Denial]:
    denying = phrases("words", "not")
    own = [word.text for word in words(text)]
    found = []
    for at, _, length in _find_denials(own):
        after = (w for w in own[at + length :] if w not in STOP_WORDS and w not in denying)
        found.append(_Denial(" ".join(own[at : at + length]), stem(next(after, ""))))
    return found


def _find_denials(own: list[str]) -> list[tuple[int, str, int]]:
    """Return where some folded words deny something, and by how many of them: "can t"."""
    return list(matcher("words", (("not", "not"),)).find_all(own))
