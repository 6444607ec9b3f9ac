"""What a noun is to a form: a thing that it asks for, or what it calls whoever fills it in."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.words import stem, words

if TYPE_CHECKING:
    from msqqa.index.store import Store

_ADDRESSED = "your"
"""What stands before a word by which a form calls whoever fills it in."""


def is_asked_for(store: Store, noun: str) -> bool:
    """Return whether a form that nobody wrote up asks for what a noun names, as "subprojects" in "New subprojects".

    What it calls whoever fills it in, as "group" in "does your group …", it does not ask for.
    """
    made = {form.id for form in store.forms.values() if form.learned or form.origin}
    wordings = [[w.text for w in words(text)] for form, _, text in store.questions.values() if form in made]
    addressed = {stem(b) for own in wordings for a, b in pairwise(own) if a == _ADDRESSED}
    own = [w.text for w in words(noun)]
    return bool(own) and stem(own[-1]) not in addressed and any(own[-1] in wording for wording in wordings)
