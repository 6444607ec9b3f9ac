"""The ways in which an option may be called, and whether words deny."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from msqqa.ask.plan.terms import alternatives
from msqqa.closed.scales import key
from msqqa.languages import phrases
from msqqa.words import unique, words


@dataclass(frozen=True, slots=True)
class Label:
    """A way to call an option."""

    words: tuple[str, ...]
    worth: float
    """How surely that is the whole option: a part of it is worth less."""


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
    own = [word.text for word in words(text)]
    denying = phrases("words", "not")
    return any(word in denying for word in own)
